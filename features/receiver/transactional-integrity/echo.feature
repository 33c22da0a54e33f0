Feature: Every answer carries the ids of its request
  A sender matches an answer to its request by X-Request-ID, and traces a conversation across systems by
  X-Correlation-ID. A receiver mints no ids of its own: it repeats those it was given, whatever the answer.

  Rule: An answer of success repeats both ids

    @TI-03 @HDR-23
    Scenario Outline: Both ids come back with a success
      Given the receiver accepts <request>
      Then X-Request-ID and X-Correlation-ID come back as they were sent

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |
        | a new referral         |
        | a new booking          |

    @TI-03 @HDR-23
    Scenario: Both ids come back with each of many answers, not with most of them
      When 60 requests are sent one after the other
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
      Then each repeats X-Request-ID and X-Correlation-ID as they were sent

    @TI-03
    Scenario Outline: Both ids come back with a later message of the conversation
      Given the receiver accepts <message>
      When its <later message> is sent
      Then X-Request-ID and X-Correlation-ID come back as they were sent

      Examples:
        | message        | later message |
        | a new referral | cancellation  |
        | a new booking  | update        |
        | a new booking  | cancellation  |

  Rule: An answer of failure repeats both ids

    @TI-05
    Scenario Outline: Both ids come back with a failure
      Given the receiver accepts <request>
      When a like request is sent <difference>
      Then X-Request-ID and X-Correlation-ID come back as they were sent

      Examples:
        | request                  | difference                                                      |
        | GET /metadata            | with the verb PUT                                               |
        | GET /metadata            | with the path /NoSuchEndpoint                                   |
        | GET /metadata            | with Accept "application/pdf"                                   |
        | GET /MessageDefinition   | without the parameter context                                   |
        | GET /Slot                | without the parameter status                                    |
        | GET /Appointment         | without the parameter patient:identifier                        |
        | GET /ServiceRequest      | without the parameter patient:identifier                        |
        | GET /Appointment/[id]    | with an id in the path that it never gave                       |
        | GET /ServiceRequest/[id] | with an id in the path that it never gave                       |
        | a new referral           | with Bundle.meta.versionId "99.0.0"                             |
        | a new referral           | with half of its body                                           |
        | a new referral           | with Content-Type "text/plain"                                  |
        | a new referral           | with MessageHeader.eventCoding.code "servicerequest-unheard-of" |

    @TI-05
    Scenario: Both ids come back with the refusal of a duplicate
      Given the receiver accepts a new referral
      When the same request is sent again unchanged
      Then X-Request-ID and X-Correlation-ID come back as they were sent

    @TI-05
    Scenario: The X-Correlation-ID that comes back is that of the request, not of an earlier one
      Given the receiver accepts a new referral
      When the same request is sent again with another X-Correlation-ID
      Then X-Request-ID and X-Correlation-ID come back as they were sent

    @TI-05
    Scenario: Both ids come back when the message fails inside the receiver
      Given the receiver accepts a new referral
      When a like request is sent and fails inside the receiver
      Then X-Request-ID and X-Correlation-ID come back as they were sent
