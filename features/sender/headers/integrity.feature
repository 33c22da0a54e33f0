Feature: The ids of requests and conversations
  X-Request-ID tells one request from every other; X-Correlation-ID stays the same from the first message about
  a case to the last (Transactional-integrity/Introduction).

  Rule: Every request has both ids, made by the sender

    @HDR-04 @TI-01 @TI-02
    Scenario Outline: Every request carries an X-Request-ID
      When the sender <does>
      Then every request carries X-Request-ID with a UUID

      Examples:
        | does                 |
        | books a slot         |
        | updates its booking  |
        | cancels its booking  |
        | rebooks              |
        | refers a patient     |
        | cancels its referral |
        | refers again         |

    @HDR-05 @TI-01 @TI-02 @TI-29
    Scenario Outline: Every request carries an X-Correlation-ID
      When the sender <does>
      Then every request carries X-Correlation-ID with a UUID

      Examples:
        | does                 |
        | books a slot         |
        | updates its booking  |
        | cancels its booking  |
        | rebooks              |
        | refers a patient     |
        | cancels its referral |
        | refers again         |

    @HDR-04 @HDR-05 @HDR-32
    Scenario Outline: GET /metadata carries the ids as well
      When the sender looks up a service
      Then every GET /metadata carries <header> with a UUID

      Examples:
        | header           |
        | X-Request-ID     |
        | X-Correlation-ID |

  Rule: A message has an X-Request-ID of its own

    @TI-02
    Scenario: Messages of two conversations have different ids
      When the sender books a slot
      Then no X-Request-ID of it is used again when the sender refers a patient

    @TI-08 @R-14
    Scenario Outline: What follows on a message has a fresh X-Request-ID
      When the sender <does>
      Then each message has its own X-Request-ID

      Examples:
        | does                 |
        | updates its booking  |
        | cancels its booking  |
        | cancels its referral |

  Rule: A conversation keeps its X-Correlation-ID

    @TI-08 @R-14
    Scenario Outline: What follows on a message keeps the X-Correlation-ID
      When the sender <does>
      Then every message has the same X-Correlation-ID

      Examples:
        | does                 |
        | updates its booking  |
        | cancels its booking  |
        | cancels its referral |

    @TI-28 @R-14
    Scenario: A booking for a referral is part of its conversation
      When the sender refers a patient and books for the referral
      Then every message has the same X-Correlation-ID

    @TI-29
    Scenario: Another case is another conversation
      When the sender books a slot
      Then no X-Correlation-ID of it is used again when the sender refers a patient
