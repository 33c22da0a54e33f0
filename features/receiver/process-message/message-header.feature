Feature: The MessageHeader decides what is done with a message
  It tells event, reason and focus, who sent the message and for whom it is. A message that says none of this,
  or is for somebody else, is refused before anything is processed.

  Rule: There is one MessageHeader

    @FU-09 @R-35
    Scenario: A message without a MessageHeader is refused
      Given the receiver accepts a new referral
      When a like request is sent without the MessageHeader entry
      Then the receiver refuses it with one of
        | status | error code               | issue code                                             |
        | 400    | REC_BAD_REQUEST          | invariant or required or structure or invalid or value |
        | 422    | REC_UNPROCESSABLE_ENTITY | any                                                    |

  Rule: The focus is the key resource

    @MH-08 @WF-12 @R-35
    Scenario Outline: A message whose focus cannot be found is refused
      Given the receiver accepts <message>
      When a like request is sent <difference>
      Then the receiver refuses it with one of
        | status | error code               | issue code                                             |
        | 400    | REC_BAD_REQUEST          | invariant or required or structure or invalid or value |
        | 422    | REC_UNPROCESSABLE_ENTITY | any                                                    |

      Examples:
        | message        | difference                              |
        | a new referral | without MessageHeader.focus             |
        | a new referral | with a focus that is not in the message |
        | a new booking  | without MessageHeader.focus             |
        | a new booking  | with a focus that is not in the message |

  Rule: The event gives the function, the reason the operation

    @CM-59 @FS-PM-42 @WF-09 @WF-10 @R-65
    Scenario Outline: A message of an unknown event is refused
      Given the receiver accepts <message>
      When a like request is sent with MessageHeader.eventCoding.code "unheard-of-request"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | message        |
        | a new referral |
        | a new booking  |

    @CM-58 @FS-PM-41 @R-64
    Scenario: A booking-response is refused
      Given the receiver does not claim the event booking-response
      And the receiver accepts a new booking
      When a like request is sent with MessageHeader.eventCoding.code "booking-response"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

    @WF-09 @WF-11 @R-63
    Scenario Outline: A message of an unknown reason is refused
      Given the receiver accepts <message>
      When a like request is sent with MessageHeader.reason.coding.code "unheard-of"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      @CM-37 @FS-PM-23 @FS-PM-04 @R-76 @R-58
      Examples:
        | message                  |
        | a new referral           |
        | a new validation request |

      @CM-57 @FS-PM-40 @FS-PM-04 @R-76 @R-58
      Examples:
        | message       |
        | a new booking |

  Rule: The message is for this receiver

    @MH-18 @R-85
    Scenario Outline: A message to another organisation is refused
      Given the receiver accepts <message>
      When a like request is sent with another organisation as its destination
      Then the receiver refuses it with one of
        | status | error code               | issue code                                          |
        | 400    | REC_BAD_REQUEST          | invariant or value or invalid                       |
        | 404    | REC_NOT_FOUND            | not-found                                           |
        | 422    | REC_UNPROCESSABLE_ENTITY | not-supported or invalid or processing or invariant |
        | 403    | REC_FORBIDDEN            | forbidden                                           |

      Examples:
        | message        |
        | a new referral |
        | a new booking  |

    @MH-19 @R-85
    Scenario Outline: A message to another service is refused
      Given the receiver accepts <message>
      When a like request is sent with another service as its destination
      Then the receiver refuses it with one of
        | status | error code               | issue code                                          |
        | 400    | REC_BAD_REQUEST          | invariant or value or invalid                       |
        | 404    | REC_NOT_FOUND            | not-found                                           |
        | 422    | REC_UNPROCESSABLE_ENTITY | not-supported or invalid or processing or invariant |
        | 403    | REC_FORBIDDEN            | forbidden                                           |

      Examples:
        | message        |
        | a new referral |
        | a new booking  |

    @CM-10
    Scenario Outline: A message to somebody else leaves nothing behind
      Given the receiver accepts a new referral
      And the receiver tells which referrals it holds of the patient
      When a like request is sent <difference>
      Then it holds no more of them

      Examples:
        | difference                                   |
        | with another organisation as its destination |
        | with another service as its destination      |

  Rule: The message says where answers go

    @MH-33 @R-85
    Scenario: A message without the endpoint of its source is refused
      Given the receiver accepts a new referral
      When a like request is sent without MessageHeader.source.endpoint
      Then the receiver refuses it with one of
        | status | error code               | issue code                                             |
        | 400    | REC_BAD_REQUEST          | invariant or required or structure or invalid or value |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or processing                                  |

  Rule: The use case is among the categories

    @UC-09 @R-91
    Scenario Outline: A request without a use case is refused
      Given the receiver accepts <message>
      When a like request is sent without ServiceRequest.category.coding[1]
      Then the receiver refuses it with one of
        | status | error code               | issue code                                      |
        | 422    | REC_UNPROCESSABLE_ENTITY | not-supported                                   |
        | 406    | REC_NOT_ACCEPTABLE       | not-supported                                   |
        | 400    | REC_BAD_REQUEST          | invariant or not-supported or value or required |

      Examples:
        | message                  |
        | a new referral           |
        | a new validation request |
