Feature: An answer is handed back as it came
  What the receiver answers is for the sender, whether it accepts or refuses: the API speaks in its place only
  where the receiver is unable to.

  Rule: Status and body come back unchanged

    @HDR-03
    Scenario Outline: What the receiver grants
      Given the API accepts <request>
      When a like request is sent to a receiver that accepts it
      Then in the answer status and body are as the receiver gave them

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |

    @HDR-03 @EH-13 @R-23
    Scenario Outline: What the receiver refuses with an OperationOutcome of its own
      Given the API accepts <request>
      When a like request is sent to a receiver that refuses it with an OperationOutcome of its own
      Then in the answer status and body are as the receiver gave them

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |
        | a new referral         |

    @FS-ROUTE-19 @EH-13 @R-23 @R-27
    Scenario Outline: A failure that the receiver tells in an OperationOutcome of its own
      Given the API accepts <request>
      When a like request is sent to a receiver that fails with an OperationOutcome of its own
      Then in the answer status and body are as the receiver gave them

      Examples:
        | request        |
        | GET /Slot      |
        | a new referral |
