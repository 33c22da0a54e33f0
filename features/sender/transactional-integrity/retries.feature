Feature: When a sender tries again
  A sender that gives up loses a referral, and one that tries again wrongly books twice. What calls for another
  attempt is listed in Transactional-integrity/Sender-responsibilities.

  Rule: A request that was not answered is sent again

    @TI-20 @TI-27
    Scenario Outline: A message without an answer
      Given the first attempt of <message> meets <situation>
      When the sender <does>
      Then <message> is sent again

      Examples:
        | does             | message        | situation             |
        | books a slot     | a new booking  | no answer             |
        | refers a patient | a new referral | no answer             |
        | books a slot     | a new booking  | half an answer        |
        | refers a patient | a new referral | half an answer        |
        | books a slot     | a new booking  | an answer that is lost |
        | books a slot     | a new booking  | no answer in time     |

    @TI-20 @TI-27
    Scenario Outline: A message without an answer goes out under the same ids
      Given the first attempt of <message> meets no answer
      When the sender <does>
      Then <message> is only sent again under the same ids

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

  Rule: An answer that is no proof of receipt calls for another attempt

    @TI-34 @R-15
    Scenario Outline: An error without the ids is not taken for an answer of the receiver
      Given every attempt of <message> meets 500 REC_SERVER_ERROR, without the ids
      When the sender <does>
      Then <message> is given up or sent again

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

    @TI-35 @R-15
    Scenario Outline: An error without an OperationOutcome
      Given the first attempt of <message> meets 502, without an OperationOutcome
      When the sender <does>
      Then <message> is sent again

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

  Rule: Errors that pass call for another attempt

    @TI-36 @R-18
    Scenario: The receiver timed out
      Given the first attempt of a new booking meets 408 REC_TIMEOUT, issue timeout
      When the sender books a slot
      Then a new booking is sent again

    @TI-37 @R-20
    Scenario: The receiver has too many requests
      Given the first attempt of a new booking meets 429 REC_TOO_MANY_REQUESTS, issue throttled
      When the sender books a slot
      Then a new booking is sent again

    @TI-38 @R-19
    Scenario Outline: The receiver is unavailable
      Given the first attempt of a new booking meets 503 <code>
      When the sender books a slot
      Then a new booking is sent again

      Examples:
        | code                    |
        | REC_UNAVAILABLE         |
        | REC_SERVICE_UNAVAILABLE |

    @TI-39 @R-20
    Scenario Outline: The API waited for the receiver in vain
      Given the first attempt of a new booking meets 504 <code>, issue timeout
      When the sender books a slot
      Then a new booking is sent again

      Examples:
        | code          |
        | PROXY_TIMEOUT |
        | TIMEOUT       |

    @TI-40 @R-20
    Scenario Outline: The API has too many requests within
      Given the first attempt of a new booking meets 500 <code>, issue throttled
      When the sender books a slot
      Then a new booking is sent again

      Examples:
        | code                    |
        | PROXY_TOO_MANY_REQUESTS |
        | TOO_MANY_REQUESTS       |

    @TI-41 @R-19
    Scenario Outline: The API finds the receiver unavailable
      Given the first attempt of a new booking meets 503 <code>
      When the sender books a slot
      Then a new booking is sent again

      Examples:
        | code                |
        | PROXY_UNAVAILABLE   |
        | UNAVAILABLE         |
        | SERVICE_UNAVAILABLE |

    @TI-42 @R-20
    Scenario: The API has too many requests of the sender
      Given the first attempt of a new booking meets 429 SEND_TOO_MANY_REQUESTS, issue throttled
      When the sender books a slot
      Then a new booking is sent again

    @TI-43 @R-24
    Scenario: The API forbids it, and only a new token can help
      Given every attempt of a new booking meets 403 SEND_FORBIDDEN, issue forbidden
      When the sender books a slot
      Then each attempt of a new booking has a token of its own

    @TI-25 @R-05
    Scenario: The receiver is still at work on it
      Given the first attempt of a new booking meets 425 REC_TOO_EARLY, issue duplicate
      When the sender books a slot
      Then a new booking is only sent again under the same ids
