Feature: A message that was processed is not processed again
  A sender that got no answer sends the same message again. The receiver knows it by its two ids and answers
  409 REC_CONFLICT with issue code duplicate, which tells the sender that the first one arrived.

  Rule: The same message again is refused as a duplicate

    @TI-10 @TI-11 @TI-18 @CM-13 @FS-PM-03
    Scenario Outline: The same message sent again unchanged is refused
      Given the receiver accepts <message>
      When the same request is sent again unchanged
      Then the receiver refuses it with 409 REC_CONFLICT, issue duplicate

      Examples:
        | message        |
        | a new referral |
        | a new booking  |

    @TI-10 @TI-11 @TI-18 @CM-13 @FS-PM-03
    Scenario Outline: A later message of the conversation sent again unchanged is refused
      Given the receiver accepts <message>
      And the receiver accepts its <later message>
      When the same request is sent again unchanged
      Then the receiver refuses it with 409 REC_CONFLICT, issue duplicate

      Examples:
        | message        | later message |
        | a new referral | cancellation  |
        | a new booking  | update        |
        | a new booking  | cancellation  |

    @TI-10 @HDR-07
    Scenario Outline: A message sent twice is stored once
      Given the receiver tells which <things> it holds of the patient
      And the receiver accepts <message>
      When the same request is sent again unchanged
      Then it holds one more of them

      Examples:
        | message        | things    |
        | a new referral | referrals |
        | a new booking  | bookings  |

    @TI-10 @TI-11
    Scenario: A duplicate is known on every connection
      Given the receiver accepts a new referral
      When the same request is sent again on 3 connections of their own
      Then the receiver refuses each with 409 REC_CONFLICT, issue duplicate

    @TI-10 @TI-11
    Scenario: A duplicate is known after other messages have come
      Given the receiver accepts a new referral
      And it accepts 5 other requests of that kind
      When the same request is sent again unchanged
      Then the receiver refuses it with 409 REC_CONFLICT, issue duplicate

    @TI-10 @R-05
    Scenario: Of many copies sent at the same moment one is processed
      Given the receiver accepts a new referral
      And the receiver tells which referrals it holds of the patient
      When 8 copies of a new referral are sent at the same moment
      Then the receiver accepts one of them and refuses the others with one of
        | status | error code    | issue code |
        | 409    | REC_CONFLICT  | duplicate  |
        | 425    | REC_TOO_EARLY | any        |
      And it holds one more of them

  Rule: A message is known by its ids, not by its content

    @TI-50
    Scenario Outline: Another message under the ids of a processed one is refused
      Given the receiver accepts <message>
      When another such message is sent under the same X-Request-ID and X-Correlation-ID
      Then the receiver refuses it with 409 REC_CONFLICT, issue duplicate

      Examples:
        | message        |
        | a new referral |
        | a new booking  |

    @TI-50
    Scenario Outline: Nothing of another message under the ids of a processed one is stored
      Given the receiver accepts <message>
      And the receiver tells which <things> it holds of the patient
      When another such message is sent under the same X-Request-ID and X-Correlation-ID
      Then it holds no more of them

      Examples:
        | message        | things    |
        | a new referral | referrals |
        | a new booking  | bookings  |

    @TI-51 @R-10
    Scenario: The same content under fresh ids is no duplicate
      Given the receiver accepts a new referral
      When the same request is sent again with fresh ids
      Then the receiver does not answer 409 with issue duplicate

    @TI-13
    Scenario Outline: A later message of a conversation is no duplicate
      Given the receiver accepts <message>
      When its <later message> is sent
      Then the receiver does not take it for a duplicate

      Examples:
        | message        | later message |
        | a new referral | cancellation  |
        | a new booking  | update        |
        | a new booking  | cancellation  |

    @TI-13
    Scenario Outline: A new message in a known conversation is no duplicate
      Given the receiver accepts <message>
      When another such message is sent under the same X-Correlation-ID
      Then the receiver does not take it for a duplicate

      Examples:
        | message        |
        | a new referral |
        | a new booking  |

    @TI-12 @R-01
    Scenario: The same X-Request-ID in another conversation is refused
      The pseudo-code knows a message by X-Request-ID alone, the introduction by the pair of ids.

      Given the receiver accepts a new referral
      When the same request is sent again with another X-Correlation-ID
      Then the receiver refuses it with 409 REC_CONFLICT, issue duplicate

    @TI-52 @R-02
    Scenario Outline: Letter case does not make another id
      Given the receiver accepts a new referral
      When the same request is sent again <difference>
      Then the receiver refuses it with 409 REC_CONFLICT, issue duplicate

      Examples:
        | difference                        |
        | with X-Request-ID in capitals     |
        | with X-Correlation-ID in capitals |

  Rule: Only a repeated message is a duplicate

    @TI-17 @R-11
    Scenario: A conflict over a slot is no duplicate
      Given the profile tells that a slot takes one booking
      And the receiver accepts a new booking
      When another booking of the same slot is sent
      Then the receiver refuses it with 409 REC_CONFLICT, issue conflict

    @TI-49 @R-04
    Scenario Outline: A read sent twice under the same ids is answered
      The guide does not say whether reads are known again.

      Given the receiver accepts <request>
      When the same request is sent again unchanged
      Then the receiver accepts it or refuses it with one of
        | status | error code   | issue code |
        | 409    | REC_CONFLICT | duplicate  |

      Examples:
        | request             |
        | GET /metadata       |
        | GET /ServiceRequest |
