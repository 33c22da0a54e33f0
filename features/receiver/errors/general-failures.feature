Feature: What may go wrong with any request is answered the same way everywhere
  The page of general failure scenarios binds every interaction. A receiver answers with the HTTP status, the
  BaRS error code and the FHIR issue code of the row.

  Rule: The wrong verb

    @FS-GEN-09 @FS-GEN-01 @R-29
    Scenario Outline: A verb that the path does not know is refused
      Given the receiver accepts <request>
      When a like request is sent <difference>
      Then the receiver refuses it with one of
        | status | error code                                        | issue code    |
        | 405    | REC_METHOD_NOT_ALLOWED or SEND_METHOD_NOT_ALLOWED | not-supported |
        | 501    | REC_NOT_IMPLEMENTED                               | not-supported |

      Examples:
        | request                | difference         |
        | GET /metadata          | with the verb POST |
        | GET /metadata          | with the verb PUT  |
        | GET /MessageDefinition | with the verb PUT  |
        | GET /Slot              | with the verb PUT  |
        | a new referral         | with the verb PUT  |
        | a new referral         | with the verb GET  |

  Rule: A path or function that is not there

    @EH-30 @R-30
    Scenario Outline: A path that no page of the standard knows is refused
      Given the receiver accepts <request>
      When a like request is sent <difference>
      Then the receiver refuses it with one of
        | status | error code          | issue code                 |
        | 501    | REC_NOT_IMPLEMENTED | not-supported              |
        | 404    | REC_NOT_FOUND       | not-found or not-supported |
        | 400    | REC_BAD_REQUEST     | not-supported              |

      Examples:
        | request        | difference                        |
        | GET /metadata  | with the path /NoSuchEndpoint     |
        | a new referral | with the path /$no-such-operation |

    @FS-GEN-16 @FS-GEN-01 @R-30
    Scenario Outline: A function of the standard that the receiver has not built is refused
      What it does not claim and serves all the same, it has built.

      Given the receiver accepts GET /metadata
      And the receiver does not claim <interaction> of <resource>
      When <request> is sent
      Then the receiver accepts it or refuses it with one of
        | status | error code             | issue code                 |
        | 501    | REC_NOT_IMPLEMENTED    | not-supported              |
        | 404    | REC_NOT_FOUND          | not-supported or not-found |
        | 405    | REC_METHOD_NOT_ALLOWED | not-supported              |
        | 400    | REC_BAD_REQUEST        | not-supported              |

      Examples:
        | resource          | interaction | request                     |
        | Appointment       | delete      | DELETE /Appointment/[id]    |
        | ServiceRequest    | delete      | DELETE /ServiceRequest/[id] |
        | DocumentReference | search-type | GET /DocumentReference      |

    @FS-GEN-04 @FS-GEN-01 @R-30
    Scenario: A message of an event that the receiver does not claim is refused
      Given the receiver does not claim the event booking-response
      And the receiver accepts a new referral
      When a like request is sent with MessageHeader.eventCoding.code "booking-response"
      Then the receiver refuses it with one of
        | status | error code               | issue code                 |
        | 400    | REC_BAD_REQUEST          | not-supported or invariant |
        | 501    | REC_NOT_IMPLEMENTED      | not-supported              |
        | 422    | REC_UNPROCESSABLE_ENTITY | not-supported              |

  Rule: A parameter that is missing or wrong

    @FS-GEN-03 @FS-GEN-01
    Scenario: A parameter whose value is wrong is refused
      Given the receiver accepts GET /Slot
      When a like request is sent with the parameter status "no-such-status"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue value or invalid

    @FS-ROUTE-24 @R-28
    Scenario: A request that is too costly is told so, or served
      How wide a range may be is nowhere laid down.

      Given the receiver accepts GET /Slot
      When a like request is sent with a range of 400 days
      Then the receiver accepts it or refuses it with one of
        | status | error code               | issue code |
        | 422    | REC_UNPROCESSABLE_ENTITY | too-costly |
        | 500    | REC_SERVER_ERROR         | too-costly |

  Rule: A resource that is not there

    @EH-27
    Scenario Outline: A read by an id that the receiver never gave is refused
      Given the receiver accepts <request>
      When a like request is sent with an id in the path that it never gave
      Then the receiver refuses it with 404 REC_NOT_FOUND, issue not-found

      Examples:
        | request                  |
        | GET /Appointment/[id]    |
        | GET /ServiceRequest/[id] |

  Rule: A message that is malformed

    @EH-24 @R-35
    Scenario Outline: A body that is no JSON is refused
      Given the receiver accepts a new referral
      When a like request is sent <difference>
      Then the receiver refuses it with one of
        | status | error code      | issue code                                             |
        | 400    | REC_BAD_REQUEST | structure or invalid or required or value or invariant |

      Examples:
        | difference                     |
        | with half of its body          |
        | with the body "no JSON at all" |

    @EH-24 @R-35
    Scenario Outline: A body that is no message is refused
      Given the receiver accepts a new referral
      When a like request is sent <difference>
      Then the receiver refuses it with one of
        | status | error code               | issue code                                             |
        | 400    | REC_BAD_REQUEST          | structure or invalid or required or value or invariant |
        | 422    | REC_UNPROCESSABLE_ENTITY | any                                                    |

      Examples:
        | difference                                     |
        | with an empty list as its body                 |
        | with an empty object as its body               |
        | with a resource of an unknown type as its body |
        | with a Basic as its body                       |

  Rule: A slot that is taken

    @EH-28 @R-11
    Scenario: A booking of a slot that is taken is refused
      Given the profile tells that a slot takes one booking
      And the receiver accepts a new booking
      When another booking of the same slot is sent
      Then the receiver refuses it with 409 REC_CONFLICT, issue conflict

    @EH-22
    Scenario: The refusal of a booking for a slot that is taken tells nothing of the patient
      Given the profile tells that a slot takes one booking
      And the receiver accepts a new booking
      When another booking of the same slot is sent
      Then no refusal names the patient
