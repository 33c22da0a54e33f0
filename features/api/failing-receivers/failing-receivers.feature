Feature: The API speaks for a receiver that cannot
  Where a receiver does not answer, or answers a failure without saying more, the API gives the sender an
  OperationOutcome with a code of the receiver: the fault lies there.

  Rule: A receiver that does not answer in time

    @FS-GEN-13 @FS-ROUTE-18 @R-18
    Scenario Outline: A receiver that is too slow is told as a timeout
      Given the API accepts <request>
      When a like request is sent to a receiver that <fate>
      Then the API refuses it with one of
        | status | error code  | issue code |
        | 408    | REC_TIMEOUT | timeout    |
        | 409    | REC_TIMEOUT | timeout    |

      Examples:
        | request        | fate                       |
        | GET /metadata  | does not answer in time    |
        | GET /Slot      | does not answer in time    |
        | a new referral | does not answer in time    |
        | GET /Slot      | answers 504 without a body |
        | a new referral | answers 504 without a body |

  Rule: A receiver that cannot be reached

    @FS-ROUTE-20 @R-19
    Scenario Outline: A refused connection is told as unavailable
      Given the API accepts <request>
      When a like request is sent to a receiver that refuses the connection
      Then the API refuses it with 503 REC_SERVICE_UNAVAILABLE or REC_UNAVAILABLE, issue transient

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |
        | a new referral         |

  Rule: A receiver that fails and does not say why

    @FS-ROUTE-20 @R-19
    Scenario Outline: A 503 without detail is given one
      Given the API accepts <request>
      When a like request is sent to a receiver that answers 503 without a body
      Then the API refuses it with 503 REC_SERVICE_UNAVAILABLE or REC_UNAVAILABLE, issue transient

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | a new referral         |

    @FS-ROUTE-19 @R-27
    Scenario Outline: A 500 without an OperationOutcome is given one
      Given the API accepts <request>
      When a like request is sent to a receiver that <fate>
      Then the API refuses it with 500 REC_SERVER_ERROR, issue exception or transient

      Examples:
        | request                | fate                       |
        | GET /metadata          | answers 500 without a body |
        | GET /MessageDefinition | answers 500 without a body |
        | GET /Slot              | answers 500 without a body |
        | GET /Appointment       | answers 500 without a body |
        | GET /ServiceRequest    | answers 500 without a body |
        | a new referral         | answers 500 without a body |
        | GET /metadata          | answers 500 in HTML        |
        | GET /Slot              | answers 500 in HTML        |
        | a new referral         | answers 500 in HTML        |

  Rule: What the API says in the receiver's place is an OperationOutcome like any other

    @EH-11 @EH-01 @EH-16
    Scenario Outline: The sender gets an OperationOutcome
      Given the API accepts GET /Slot
      When a like request is sent to a receiver that <fate>
      Then the refusal is a well-formed OperationOutcome in JSON

      Examples:
        | fate                       |
        | refuses the connection     |
        | answers 500 without a body |
        | answers 500 in HTML        |
        | answers 503 without a body |

    @EH-11 @EH-14 @R-31
    Scenario Outline: The sender gets a BaRS error code
      Given the API accepts GET /Slot
      When a like request is sent to a receiver that <fate>
      Then the refusal has a BaRS error code in issue.details.coding.code

      Examples:
        | fate                       |
        | refuses the connection     |
        | answers 500 without a body |
        | answers 500 in HTML        |
        | answers 503 without a body |
