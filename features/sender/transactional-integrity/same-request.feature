Feature: A retry is the same request
  A retry has the body and the headers of the attempt that failed; only the access token may differ
  (Transactional-integrity/Definition-of-a-retry).

  Rule: Nothing changes but the token

    @TI-30 @R-16
    Scenario Outline: The body stays as it was
      Given every attempt of <message> meets 503 REC_UNAVAILABLE
      When the sender <does>
      Then <message> is only sent again with the same body

      Examples:
        | does                 | message                 |
        | books a slot         | a new booking           |
        | refers a patient     | a new referral          |
        | cancels its booking  | a booking cancellation  |
        | cancels its referral | a referral cancellation |

    @TI-31
    Scenario Outline: The ids stay as they were
      Given every attempt of <message> meets 503 REC_UNAVAILABLE
      When the sender <does>
      Then <message> is only sent again under the same ids

      Examples:
        | does                 | message                 |
        | books a slot         | a new booking           |
        | refers a patient     | a new referral          |
        | cancels its booking  | a booking cancellation  |
        | cancels its referral | a referral cancellation |

    @TI-32 @R-16
    Scenario Outline: The other headers stay as they were
      Given every attempt of <message> meets 503 REC_UNAVAILABLE
      When the sender <does>
      Then <message> is only sent again with the same headers

      Examples:
        | does                 | message                 |
        | books a slot         | a new booking           |
        | refers a patient     | a new referral          |
        | cancels its booking  | a booking cancellation  |
        | cancels its referral | a referral cancellation |

  Rule: A retry comes after a suitable pause

    @TI-20 @R-127
    Scenario: There is a pause before every retry
      Given every attempt of a new booking meets 503 REC_UNAVAILABLE
      When the sender books a slot
      Then a new booking is only sent again after a pause

    @TI-33 @R-127
    Scenario: The pauses grow
      Given every attempt of a new booking meets 503 REC_UNAVAILABLE
      When the sender books a slot
      Then a new booking is sent again after longer and longer pauses

    @TI-33 @R-127
    Scenario: A receiver that names a time is given it
      Given the first attempt of a new booking meets 429 REC_TOO_MANY_REQUESTS, issue throttled, with Retry-After 1
      When the sender books a slot
      Then a new booking is only sent again when Retry-After allows

  Rule: A message that has arrived is not sent again

    @TI-45
    Scenario Outline: A duplicate shows that the message arrived
      Given every attempt of <message> meets 409 REC_CONFLICT, issue duplicate
      When the sender <does>
      Then <message> is sent once

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

    @TI-21
    Scenario: A retry that is a duplicate counts as taken
      Given the first attempt of a new booking meets an answer that is lost
      When the sender books a slot
      Then the sender has done what it was asked

    @TI-21
    Scenario: A conflict over the slot does not count as taken
      Given every attempt of a new booking meets 409 REC_CONFLICT, issue conflict
      When the sender books a slot
      Then the sender has given up
