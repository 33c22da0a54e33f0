Feature: What is wrong with a request whatever the endpoint
  A wrong verb, a path that is none, a media type that nobody gives, a parameter that is missing: some of it the
  API finds itself, some the receiver does that the request is passed on to; the code tells who. The receiver is
  the suite's own here, and refuses what arrives as it was sent: a lax one would be held against the API.

  Rule: The wrong verb

    @FS-GEN-09 @FS-GEN-01 @R-29
    Scenario Outline: A verb that makes no sense is refused
      Given the API accepts <request>
      When a like request <difference> is sent to a receiver that refuses it with 405 REC_METHOD_NOT_ALLOWED, issue not-supported
      Then the API refuses it with one of
        | status | error code                                        | issue code    |
        | 405    | SEND_METHOD_NOT_ALLOWED or REC_METHOD_NOT_ALLOWED | not-supported |
        | 405    | PROXY_METHOD_NOT_ALLOWED or METHOD_NOT_ALLOWED    | not-supported |
        | 501    | REC_NOT_IMPLEMENTED                               | not-supported |

      Examples:
        | request                | difference         |
        | GET /metadata          | with the verb POST |
        | GET /MessageDefinition | with the verb PUT  |
        | GET /Slot              | with the verb PUT  |
        | a new referral         | with the verb PUT  |
        | a new referral         | with the verb GET  |

    @FS-GEN-09 @FS-GEN-01 @R-29
    Scenario: A verb that makes no sense where the API itself is asked
      Given the API accepts GET /metadata without NHSD-Target-Identifier
      When a like request is sent without NHSD-Target-Identifier, and with the verb PUT
      Then the API refuses it with one of
        | status | error code                                        | issue code    |
        | 405    | SEND_METHOD_NOT_ALLOWED or REC_METHOD_NOT_ALLOWED | not-supported |
        | 405    | PROXY_METHOD_NOT_ALLOWED or METHOD_NOT_ALLOWED    | not-supported |
        | 501    | REC_NOT_IMPLEMENTED                               | not-supported |

  Rule: A path that is no endpoint

    @FS-ROUTE-06 @EH-26 @R-23
    Scenario Outline: A path that the API does not have is refused by the API
      Given the API accepts <request>
      When a like request is sent with the path <path>
      Then the API refuses it with 404 PROXY_NOT_FOUND or NOT_FOUND, issue not-found

      Examples:
        | request        | path                 |
        | GET /metadata  | /NoSuchEndpoint      |
        | GET /Slot      | /NoSuchEndpoint/1    |
        | a new referral | /NoSuchEndpoint      |

    @EH-29 @R-30
    Scenario: An operation that the API does not recognise
      Given the API accepts a new referral
      When a like request with the path /$no-such-operation is sent to a receiver that refuses it with 501 REC_NOT_IMPLEMENTED, issue not-supported
      Then the API refuses it with one of
        | status | error code                                    | issue code                 |
        | 501    | SEND_NOT_IMPLEMENTED or NOT_IMPLEMENTED       | not-supported              |
        | 501    | PROXY_NOT_IMPLEMENTED or REC_NOT_IMPLEMENTED  | not-supported              |
        | 404    | PROXY_NOT_FOUND or NOT_FOUND or REC_NOT_FOUND | not-found                  |
        | 404    | REC_NOT_FOUND                                 | not-found or not-supported |
        | 400    | REC_BAD_REQUEST                               | not-supported              |

  Rule: A media type that nobody gives

    @FS-GEN-10 @R-44
    Scenario Outline: An Accept header that cannot be met is refused
      Given the API accepts <request>
      When a like request with Accept "application/pdf" is sent to a receiver that refuses it with 406 REC_NOT_ACCEPTABLE, issue processing
      Then the API refuses it with 406 SEND_NOT_ACCEPTABLE or NOT_ACCEPTABLE or REC_NOT_ACCEPTABLE, issue processing

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | a new referral         |

    @FS-GEN-10 @R-44
    Scenario: An Accept header that the API itself cannot meet
      Given the API accepts GET /metadata without NHSD-Target-Identifier
      When a like request is sent without NHSD-Target-Identifier, and with Accept "application/pdf"
      Then the API refuses it with 406 SEND_NOT_ACCEPTABLE or NOT_ACCEPTABLE or REC_NOT_ACCEPTABLE, issue processing

  Rule: A parameter that is missing or wrong

    @FS-MSGDEF-03 @R-21
    Scenario: Definitions are searched for with a context
      Given the API accepts GET /MessageDefinition
      When a like request without the parameter context is sent to a receiver that refuses it with 400 REC_BAD_REQUEST, issue required
      Then the API refuses it with one of
        | status | error code                                           | issue code          |
        | 400    | SEND_BAD_REQUEST or PROXY_BAD_REQUEST or BAD_REQUEST | required or invalid |
        | 400    | REC_BAD_REQUEST                                      | required or invalid |

    @R-21
    Scenario Outline: Records are searched for with a patient
      Given the API accepts <message>
      And the API accepts <request>
      When a like request without the parameter patient:identifier is sent to a receiver that refuses it with 400 REC_BAD_REQUEST, issue required
      Then the API refuses it with one of
        | status | error code                                           | issue code          |
        | 400    | SEND_BAD_REQUEST or PROXY_BAD_REQUEST or BAD_REQUEST | required or invalid |
        | 400    | REC_BAD_REQUEST                                      | required or invalid |

      @FS-APPT-08
      Examples: Appointments
        | message       | request          |
        | a new booking | GET /Appointment |

      @FS-SR-08
      Examples: Referrals
        | message        | request             |
        | a new referral | GET /ServiceRequest |

    @R-21
    Scenario Outline: A patient identifier that is no NHS number
      Given the API accepts <message>
      And the API accepts <request>
      When a like request with a patient identifier that is no NHS number is sent to a receiver that refuses it with 400 REC_BAD_REQUEST, issue value
      Then the API refuses it with one of
        | status | error code                                           | issue code       |
        | 400    | SEND_BAD_REQUEST or PROXY_BAD_REQUEST or BAD_REQUEST | value or invalid |
        | 400    | REC_BAD_REQUEST                                      | value or invalid |

      @FS-APPT-10
      Examples: Appointments
        | message       | request          |
        | a new booking | GET /Appointment |

      @FS-SR-10
      Examples: Referrals
        | message        | request             |
        | a new referral | GET /ServiceRequest |

    @R-55
    Scenario Outline: A path that lacks the id
      Given the API accepts <request>
      When a like request with the path <path> is sent to a receiver that refuses it with 400 REC_BAD_REQUEST, issue required
      Then the API refuses it with one of
        | status | error code                                           | issue code |
        | 400    | SEND_BAD_REQUEST or PROXY_BAD_REQUEST or BAD_REQUEST | required   |
        | 400    | REC_BAD_REQUEST                                      | required   |
        | 404    | PROXY_NOT_FOUND or NOT_FOUND or REC_NOT_FOUND        | not-found  |

      @FS-APPT-04
      Examples: Appointments
        | request               | path          |
        | GET /Appointment/[id] | /Appointment/ |

      @FS-SR-04
      Examples: Referrals
        | request                  | path             |
        | GET /ServiceRequest/[id] | /ServiceRequest/ |
