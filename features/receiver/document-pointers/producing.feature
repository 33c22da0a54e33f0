Feature: A producer makes, reads, changes and removes its pointers
  A receiver that hosts pointers of others answers as the national API does. The suite is the producer here;
  what fails is told as the record locator tells it, by any status of 4xx with an OperationOutcome.

  Background:
    Given the profile claims pointers

  Rule: A pointer is added

    @DP-07 @R-112
    Scenario: A new pointer is answered 201
      Given the receiver accepts GET /DocumentReference
      When POST /DocumentReference is sent
      Then the receiver accepts it
      And the status of the answer is 201

    @DP-07 @R-112
    Scenario: A pointer that was added is told
      Given the receiver tells which pointers it holds of the patient
      When POST /DocumentReference is sent
      Then it holds one more of them

    @DP-34 @R-112
    Scenario Outline: What is no pointer is refused
      Given the receiver accepts POST /DocumentReference
      When a like request is sent <difference>
      Then the receiver refuses it with one of
        | status | error code | issue code |
        | 4xx    | any        | any        |

      Examples: What a pointer has to say is missing or wrong
        | difference                                                 |
        | without DocumentReference.subject                          |
        | with DocumentReference.subject.identifier.value "99930041" |
        | without DocumentReference.custodian                        |
        | without DocumentReference.type                             |
        | without DocumentReference.content                          |

      Examples: What is no DocumentReference of FHIR
        | difference                                     |
        | without DocumentReference.status               |
        | with DocumentReference.status "no-such-status" |
        | without DocumentReference.content.attachment   |
        | with a Patient as its body                     |
        | with an empty object as its body               |
        | with half of its body                          |

  Rule: A pointer is read by its id

    @DP-06 @R-112
    Scenario: The read gives the pointer
      Given the receiver accepts POST /DocumentReference
      When it is read
      Then the answer is that DocumentReference
      And the answer is a DocumentReference

    @DP-06 @R-112
    Scenario: The pointer is read as it was sent
      Given the receiver accepts POST /DocumentReference
      When it is read
      Then the answer tells DocumentReference.identifier and DocumentReference.type and DocumentReference.subject and DocumentReference.custodian and DocumentReference.content as sent

    @DP-16 @R-112
    Scenario: An id that was never given is not found
      Given the receiver accepts GET /DocumentReference/[id]
      When a like request is sent with an id in the path that it never gave
      Then the receiver refuses it with one of
        | status | error code | issue code |
        | 404    | any        | any        |

  Rule: A pointer is updated

    @DP-08 @R-112
    Scenario: An update is answered 200
      Given the receiver accepts POST /DocumentReference
      When its new version is sent
      Then the status of the answer is 200

    @DP-08 @R-112
    Scenario: An update is carried out
      Given the receiver accepts POST /DocumentReference
      When its new version is sent
      Then it holds DocumentReference.content as sent

    @DP-33 @R-112
    Scenario Outline: What says which pointer it is cannot be changed
      Given the receiver accepts POST /DocumentReference
      When its new version is sent with <element> "<value>"
      Then the receiver accepts it or refuses it with one of
        | status | error code | issue code |
        | 4xx    | any        | any        |
      And it holds <part> as before

      Examples:
        | element                                    | value           | part                      |
        | DocumentReference.subject.identifier.value | 9999999468      | DocumentReference.subject |
        | DocumentReference.type.coding.code         | 749001000000101 | DocumentReference.type    |

    @DP-33 @R-112
    Scenario Outline: A pointer gets neither another id nor another custodian
      Given the receiver accepts POST /DocumentReference
      When its new version is sent with <element> "<value>"
      Then the receiver refuses it with one of
        | status | error code | issue code |
        | 4xx    | any        | any        |

      Examples:
        | element                                      | value                                      |
        | DocumentReference.id                         | Z9Y99-0d4c2ac8-7f63-4b5e-8f1b-7a1f6c0f5b11 |
        | DocumentReference.custodian.identifier.value | Z9Y99                                      |

  Rule: A pointer is removed

    @DP-09 @R-112
    Scenario: A removal is answered 200
      Given the receiver accepts POST /DocumentReference
      When its removal is sent
      Then the status of the answer is 200

    @DP-09 @R-112
    Scenario: A pointer that was removed is not found
      Given the receiver accepts POST /DocumentReference
      And the receiver accepts its removal
      When it is read
      Then the receiver refuses it with one of
        | status | error code | issue code |
        | 404    | any        | any        |
        | 410    | any        | any        |

    @DP-09 @R-112
    Scenario: A pointer that was removed is not told
      Given the receiver accepts POST /DocumentReference
      And the receiver accepts its removal
      When GET /DocumentReference is sent
      Then the answer tells nothing of it

  Rule: A pointer belongs to its producer

    @DP-32 @R-112
    Scenario Outline: The pointer of another organisation is neither changed nor removed
      Given the receiver accepts POST /DocumentReference
      And the receiver accepts its <write>
      And the receiver accepts a new booking
      When its pointer's <write> is sent
      Then the receiver refuses it with one of
        | status | error code | issue code |
        | 4xx    | any        | any        |

      Examples:
        | write       |
        | new version |
        | removal     |

    @DP-32 @R-112
    Scenario: The pointer of another organisation is there after it was to be removed
      Given the receiver accepts a new booking
      And the receiver tells of the pointer to it
      When its pointer's removal is sent
      Then the pointer is still told
