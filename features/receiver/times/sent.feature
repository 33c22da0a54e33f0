Feature: A time that is sent is an instant in UTC
  Whatever a receiver sends, its times are FHIR instants with their offset, which should be zero, and every
  resource says when it was last updated.

  Rule: Times are instants

    @FU-16 @R-114
    Scenario Outline: Every time is an instant
      Given the receiver accepts <request>
      Then in the answer every time is an instant with its offset

      Examples:
        | request                  |
        | a new referral           |
        | a new booking            |
        | GET /Slot                |
        | GET /Appointment/[id]    |
        | GET /ServiceRequest/[id] |

    @FU-18 @R-115
    Scenario Outline: Every time is in UTC
      Given the receiver accepts <request>
      Then in the answer every time is in UTC

      Examples:
        | request                  |
        | a new referral           |
        | a new booking            |
        | GET /Slot                |
        | GET /Appointment/[id]    |
        | GET /ServiceRequest/[id] |

    @FU-18 @R-115
    Scenario: A time that came with another offset is sent in UTC
      Given the receiver accepts a new booking
      When a like request is sent with Appointment.created written at +01:00
      Then in the answer every time is in UTC

  Rule: Every resource says when it was last updated

    @FU-23 @R-116
    Scenario Outline: Every resource has meta.lastUpdated
      Given the receiver accepts <request>
      Then in the answer every resource has meta.lastUpdated

      Examples:
        | request                  |
        | a new referral           |
        | a new booking            |
        | GET /Slot                |
        | GET /Appointment/[id]    |
        | GET /ServiceRequest/[id] |
