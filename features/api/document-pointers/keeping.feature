Feature: Producers keep their pointers at the API
  The API passes on to the record locator, unchanged, what a producer adds, reads, changes and removes. The
  locator is not to be looked into: what it got is seen by what it tells afterwards. The pattern is a preview:
  it is judged where the profile claims it.

  Background:
    Given the profile claims pointers

  Rule: A pointer is added

    @DP-07 @R-112
    Scenario: A new pointer is answered 201
      When POST /DocumentReference is sent
      Then the API accepts it
      And the status of the answer is 201

    @DP-34 @R-112
    Scenario Outline: What is no pointer is refused
      Given the API accepts POST /DocumentReference
      When a like request is sent <difference>
      Then the API refuses it with one of
        | status | error code | issue code |
        | 4xx    | any        | any        |

      Examples:
        | difference                                     |
        | without DocumentReference.subject              |
        | without DocumentReference.custodian            |
        | without DocumentReference.type                 |
        | without DocumentReference.content              |
        | with DocumentReference.status "no-such-status" |
        | with a Patient as its body                     |
        | with half of its body                          |

  Rule: A pointer is read by its id

    @DP-06 @R-112
    Scenario: The read gives the pointer
      Given the API accepts POST /DocumentReference
      When it is read
      Then the answer is that DocumentReference
      And the answer is a DocumentReference

    @DP-02
    Scenario: A pointer arrives at the record locator as it was sent
      Given the API accepts POST /DocumentReference
      When it is read
      Then the answer tells DocumentReference.identifier and DocumentReference.type and DocumentReference.subject and DocumentReference.custodian and DocumentReference.content as sent

    @DP-16 @R-112
    Scenario: An id that was never given is not found
      Given the API accepts GET /DocumentReference/[id]
      When a like request is sent with an id in the path that it never gave
      Then the API refuses it with one of
        | status | error code | issue code |
        | 404    | any        | any        |

  Rule: A pointer is updated

    @DP-08 @R-112
    Scenario: An update is answered 200
      Given the API accepts POST /DocumentReference
      When its new version is sent
      Then the status of the answer is 200

    @DP-02 @DP-08 @R-112
    Scenario: An update is carried out
      Given the API accepts POST /DocumentReference
      When its new version is sent
      Then it holds DocumentReference.content as sent

    @DP-33 @R-112
    Scenario Outline: A pointer gets neither another id nor another custodian
      Given the API accepts POST /DocumentReference
      When its new version is sent with <element> "<value>"
      Then the API refuses it with one of
        | status | error code | issue code |
        | 4xx    | any        | any        |

      Examples:
        | element                                      | value                                      |
        | DocumentReference.id                         | Z9Y99-0d4c2ac8-7f63-4b5e-8f1b-7a1f6c0f5b11 |
        | DocumentReference.custodian.identifier.value | Z9Y99                                      |

  Rule: A pointer is removed

    @DP-09 @R-112
    Scenario: A removal is answered 200
      Given the API accepts POST /DocumentReference
      When its removal is sent
      Then the status of the answer is 200

    @DP-02 @DP-09 @R-112
    Scenario: A pointer that was removed is not told
      Given the API accepts POST /DocumentReference
      And the receiver accepts its removal
      When GET /DocumentReference is sent
      Then the answer tells nothing of it

    @DP-09 @R-112
    Scenario: A pointer that was removed is not found
      Given the API accepts POST /DocumentReference
      And the receiver accepts its removal
      When it is read
      Then the API refuses it with one of
        | status | error code | issue code |
        | 404    | any        | any        |
        | 410    | any        | any        |

  Rule: A pointer belongs to its producer

    @DP-32 @R-112
    Scenario Outline: Another organisation neither changes nor removes it
      Given the API accepts POST /DocumentReference
      When its <write> is sent from the organisation of the receiver
      Then the API refuses it with one of
        | status | error code | issue code |
        | 4xx    | any        | any        |

      Examples:
        | write       |
        | new version |
        | removal     |
