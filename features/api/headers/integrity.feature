Feature: Every request through the API carries its two ids
  X-Request-ID and X-Correlation-ID are GUIDs. The API refuses a request without them, and one with an id that
  is none is refused by the API, or by the receiver that it is passed on to.

  Rule: A request without an id is refused

    @FS-ROUTE-02 @FS-ROUTE-12 @FS-GEN-02 @EH-23 @R-21
    Scenario Outline: An id is missing
      Given the API accepts <request>
      When a like request is sent without <id>
      Then the API refuses it with one of
        | status | error code                                           | issue code          |
        | 400    | SEND_BAD_REQUEST or PROXY_BAD_REQUEST or BAD_REQUEST | required or invalid |
        | 400    | REC_BAD_REQUEST                                      | required or invalid |

      Examples:
        | request                | id                                |
        | GET /metadata          | X-Request-ID                      |
        | GET /metadata          | X-Correlation-ID                  |
        | GET /MessageDefinition | X-Request-ID                      |
        | GET /MessageDefinition | X-Correlation-ID                  |
        | GET /Slot              | X-Request-ID                      |
        | GET /Slot              | X-Correlation-ID                  |
        | GET /Appointment       | X-Request-ID                      |
        | GET /Appointment       | X-Correlation-ID                  |
        | GET /ServiceRequest    | X-Request-ID                      |
        | GET /ServiceRequest    | X-Correlation-ID                  |
        | a new referral         | X-Request-ID                      |
        | a new referral         | X-Correlation-ID                  |
        | a new booking          | X-Request-ID and X-Correlation-ID |

    @FS-ROUTE-02 @FS-GEN-02 @EH-23 @R-21
    Scenario Outline: An id is missing where the API itself is asked
      Given the API accepts GET /metadata without NHSD-Target-Identifier
      When a like request is sent without NHSD-Target-Identifier, and without <id>
      Then the API refuses it with 400 SEND_BAD_REQUEST or PROXY_BAD_REQUEST or BAD_REQUEST, issue required or invalid

      Examples:
        | id               |
        | X-Request-ID     |
        | X-Correlation-ID |

  Rule: A request with an id that is no GUID is refused

    @FS-ROUTE-09
    Scenario Outline: An id is spoiled
      Given the API accepts <request>
      When a like request is sent <difference>
      Then the API refuses it with 400 PROXY_BAD_REQUEST or BAD_REQUEST or REC_BAD_REQUEST, issue invalid or value

      Examples:
        | request                | difference                                       |
        | GET /metadata          | with X-Request-ID "not-a-guid"                   |
        | GET /metadata          | with X-Correlation-ID "not-a-guid"               |
        | GET /MessageDefinition | with X-Request-ID cut by one character           |
        | GET /Slot              | with X-Correlation-ID drawn out by one character |
        | GET /Appointment       | with X-Request-ID drawn out by one character     |
        | GET /ServiceRequest    | with X-Correlation-ID cut by one character       |
        | a new referral         | with X-Request-ID "not-a-guid"                   |
        | a new referral         | with X-Correlation-ID "not-a-guid"               |
        | a new booking          | with X-Request-ID cut by one character           |
