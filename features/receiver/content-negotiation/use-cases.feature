Feature: What a message is for has to be what the service offers
  A referral or validation request says its use case in ServiceRequest.category, with a code that the sender
  has read from the MessageDefinition. The pages have three statuses for one that the service does not take.

  Rule: A use case that is not offered is refused

    @UC-07 @CN-25 @R-91
    Scenario: A referral for a use case that no MessageDefinition of the service names is refused
      Given the receiver accepts a new referral
      When a like request is sent for a use case that the service does not offer
      Then the receiver refuses it with one of
        | status | error code               | issue code                                      |
        | 422    | REC_UNPROCESSABLE_ENTITY | not-supported                                   |
        | 406    | REC_NOT_ACCEPTABLE       | not-supported                                   |
        | 400    | REC_BAD_REQUEST          | invariant or not-supported or value or required |

    @UC-08 @R-91
    Scenario Outline: A message for a use case outside the code system is refused
      Given the receiver accepts <message>
      When a like request is sent with the use case "<use case>"
      Then the receiver refuses it with one of
        | status | error code               | issue code                                      |
        | 422    | REC_UNPROCESSABLE_ENTITY | not-supported                                   |
        | 406    | REC_NOT_ACCEPTABLE       | not-supported                                   |
        | 400    | REC_BAD_REQUEST          | invariant or not-supported or value or required |

      Examples:
        | message                  | use case         |
        | a new referral           | a9t9             |
        | a new referral           | no-such-use-case |
        | a new validation request | a9t9             |

    @UC-08 @R-91
    Scenario: Nothing of a referral for a use case outside the code system is stored
      Given the receiver tells which referrals it holds of the patient
      And the receiver refuses a new referral with the use case "a9t9"
      Then it holds no more of them
