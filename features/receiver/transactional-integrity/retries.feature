Feature: A message that failed is not taken for one that was processed
  409 duplicate tells a sender that its message arrived and was processed. A message that was refused must
  therefore not be answered so: its retry meets the same refusal, and the corrected message is processed.

  Rule: The retry of a failure tells that failure again

    @TI-26 @R-03
    Scenario Outline: A refused message sent again unchanged is refused for the same reason
      Given the receiver accepts a new referral
      And the receiver refuses a like request <difference>
      When that request is sent once more unchanged
      Then the receiver refuses it for the same reason

      Examples:
        | difference                                         |
        | with MessageHeader.reason.coding.code "unheard-of" |
        | with ServiceRequest.status "draft"                 |

    @TI-26 @R-03
    Scenario: A booking that was refused for a taken slot is refused again when the slot is free
      Its retry tells what became of it; a booking that is wanted still is a new message.

      Given the profile tells that a slot takes one booking
      And the receiver accepts a new booking
      And the receiver refuses another booking of the same slot
      And the receiver accepts its cancellation
      When that request is sent once more unchanged
      Then the receiver refuses it for the same reason

    @TI-26 @R-03
    Scenario: A message that failed inside the receiver is not called a duplicate when it is retried
      Its retry is processed, or tells the failure again.

      Given a new referral that failed inside the receiver
      When that request is sent once more unchanged
      Then the receiver accepts it or refuses it with one of
        | status | error code | issue code |
        | 500    | any        | any        |
        | 503    | any        | any        |

  Rule: What was refused leaves no trace

    @CM-10
    Scenario Outline: A refused message, corrected and sent as a new one, is processed
      Given the receiver accepts a new referral
      And the receiver refuses a like request <difference>
      When that request is corrected and sent under fresh ids
      Then the receiver accepts it

      Examples:
        | difference                                         |
        | with MessageHeader.reason.coding.code "unheard-of" |
        | with ServiceRequest.status "draft"                 |
        | without X-Request-ID                               |

    @CM-10
    Scenario Outline: Nothing of a refused message is stored
      Given the receiver accepts <message>
      And the receiver tells which <things> it holds of the patient
      And the receiver refuses a like request <difference>
      Then it holds no more of them

      Examples:
        | message        | things    | difference                                         |
        | a new referral | referrals | with MessageHeader.reason.coding.code "unheard-of" |
        | a new referral | referrals | with half of its body                              |
        | a new booking  | bookings  | with MessageHeader.reason.coding.code "unheard-of" |

    @TI-19 @R-09
    Scenario: A message refused for who sent it does not use up its ids
      The guide's example keeps the ids before processing but after access control.

      Given the receiver accepts a new referral
      And the receiver refuses a like request from the refused organisation
      When that request is corrected and sent under the same ids
      Then the receiver accepts it
