Feature: A time that is received is understood as the instant that is meant
  Times come as FHIR instants, with up to seven digits of a fraction and with their offset. Other offsets than
  zero are to be expected: what is held is the same instant.

  Rule: Fractions of a second

    @FU-17 @R-114
    Scenario Outline: A time with a fraction of up to seven digits is taken
      Given the receiver accepts <message>
      When a like request is sent with <element> "<time>"
      Then the receiver accepts it

      Examples:
        | message        | element                   | time                              |
        | a new referral | ServiceRequest.authoredOn | 2026-07-01T10:00:00+00:00         |
        | a new referral | ServiceRequest.authoredOn | 2026-07-01T10:00:00.1+00:00       |
        | a new referral | ServiceRequest.authoredOn | 2026-07-01T10:00:00.123+00:00     |
        | a new referral | ServiceRequest.authoredOn | 2026-07-01T10:00:00.1234567+00:00 |
        | a new referral | Bundle.timestamp          | 2026-07-01T10:00:00.1234567+00:00 |
        | a new referral | Bundle.timestamp          | 2026-07-01T10:00:00Z              |
        | a new booking  | Appointment.created       | 2026-07-01T10:00:00.1234567+00:00 |

  Rule: Offsets

    @FU-19 @R-115
    Scenario Outline: A time with another offset is taken
      Given the receiver accepts <message>
      When a like request is sent with <elements> written at <offset>
      Then the receiver accepts it

      Examples:
        | message        | elements                              | offset |
        | a new referral | ServiceRequest.authoredOn             | +01:00 |
        | a new referral | Bundle.timestamp                      | -05:00 |
        | a new referral | ServiceRequest.meta.lastUpdated       | +05:30 |
        | a new booking  | Appointment.start and Appointment.end | +01:00 |
        | a new booking  | Appointment.created                   | +01:00 |

    @FU-20 @R-115
    Scenario Outline: A time with another offset is held as the same instant
      Given the receiver accepts <message>
      When a like request is sent with <elements> written at <offset>
      Then it holds <elements> as sent

      Examples:
        | message        | elements                              | offset |
        | a new booking  | Appointment.start and Appointment.end | +01:00 |
        | a new booking  | Appointment.start and Appointment.end | -05:00 |
        | a new referral | ServiceRequest.authoredOn             | +01:00 |
        | a new referral | ServiceRequest.authoredOn             | +05:30 |

    @FU-20 @R-115
    Scenario Outline: On the days on which the clocks change the instant is kept
      At 01:00 UTC on the last Sunday of March the hour from 01:00 to 02:00 of the clock is left out; on that of
      October it comes twice.

      Given the receiver accepts a new referral
      And it holds ServiceRequest.authoredOn as sent
      When a like request is sent with ServiceRequest.authoredOn "<time>"
      Then it holds ServiceRequest.authoredOn as sent

      Examples:
        | time                              |
        | 2026-03-29T00:59:59.0000000+00:00 |
        | 2026-03-29T01:30:00.0000000+00:00 |
        | 2026-03-29T02:30:00.0000000+01:00 |
        | 2025-10-26T01:30:00.0000000+01:00 |
        | 2025-10-26T01:30:00.0000000+00:00 |

  Rule: What is no instant

    @FU-25 @R-35
    Scenario Outline: A message with a time that is none is refused
      Given the receiver accepts <message>
      When a like request is sent with <element> "<time>"
      Then the receiver refuses it with one of
        | status | error code               | issue code                                 |
        | 400    | REC_BAD_REQUEST          | value or invalid or invariant or structure |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or invariant or processing         |

      Examples:
        | message        | element                   | time                      |
        | a new referral | Bundle.timestamp          | yesterday                 |
        | a new referral | Bundle.meta.lastUpdated   | 01/07/2026 10:00          |
        | a new referral | ServiceRequest.authoredOn | yesterday                 |
        | a new referral | ServiceRequest.authoredOn | 2026-02-30T10:00:00+00:00 |
        | a new booking  | Appointment.start         | tomorrow at ten           |
        | a new booking  | Appointment.start         | 2036-07-01T25:00:00+00:00 |

    @FU-26 @R-115
    Scenario Outline: A message with a time without its offset is refused
      Given the receiver accepts <message>
      When a like request is sent with <element> "<time>"
      Then the receiver refuses it with one of
        | status | error code               | issue code                                 |
        | 400    | REC_BAD_REQUEST          | value or invalid or invariant or structure |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or invariant or processing         |

      Examples:
        | message        | element                   | time                        |
        | a new referral | ServiceRequest.authoredOn | 2026-07-01T10:00:00         |
        | a new referral | Bundle.timestamp          | 2026-07-01T10:00:00.0000000 |
