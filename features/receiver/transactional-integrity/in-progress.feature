Feature: A retry that comes too early is told so
  A sender that heard nothing in time sends again, perhaps while the first copy is still being processed. The
  receiver then answers 425 REC_TOO_EARLY: not yet known, try later. Once the first copy is done, the next
  retry is refused as a duplicate.

  Rule: 425 while the first copy is in progress, 409 once it is done

    @TI-24 @R-05
    Scenario Outline: A retry of a message in progress is refused with 425
      Given <message> that the receiver holds in progress
      When the message in progress is sent again unchanged
      Then the receiver refuses it with 425 REC_TOO_EARLY, issue any

      Examples:
        | message        |
        | a new referral |
        | a new booking  |

    @TI-11 @TI-18
    Scenario: A retry after the message that was in progress is done is a duplicate
      Given a new referral that the receiver holds in progress
      And the receiver is let go on and accepts it
      When the same request is sent again unchanged
      Then the receiver refuses it with 409 REC_CONFLICT, issue duplicate

    @TI-10
    Scenario: A message retried while in progress is stored once
      Given the receiver tells which referrals it holds of the patient
      And a new referral that the receiver holds in progress
      When the message in progress is sent again unchanged
      And the receiver is let go on
      Then it holds one more of them
