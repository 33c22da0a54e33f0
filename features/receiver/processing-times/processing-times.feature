Feature: How long a receiver takes for a request
  The guide's times are a receiver's own, from the receipt of a request; the suite measures from outside, the
  way there and back included. $process-message is measured on its own. The profile says how many requests
  make a sample; results and report tell the percentiles.

  Source: Non-Functional-Requirements/Processing-Times.page.md

  Rule: Nine in ten requests take less than 2100 ms

    @NFR-11 @R-119
    Scenario: Nine in ten reads and searches are answered within 2100 ms
      When as many requests are sent as make a sample
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |
      Then nine in ten answers come within 2100 ms

    @NFR-11 @R-119
    Scenario: Nine in ten messages are answered within 2100 ms
      When as many requests are sent as make a sample
        | request                  |
        | a new referral           |
        | a new booking            |
        | a new validation request |
      Then nine in ten answers come within 2100 ms

  Rule: Every request takes less than 5000 ms

    A quarter of a second is allowed for the way there and back.

    @NFR-01 @NFR-12 @R-119
    Scenario: Each read and search is answered within 5000 ms
      When as many requests are sent as make a sample
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |
      Then each answer comes within 5250 ms

    @NFR-01 @NFR-12 @R-119
    Scenario: Each message is answered within 5000 ms
      When as many requests are sent as make a sample
        | request                  |
        | a new referral           |
        | a new booking            |
        | a new validation request |
      Then each answer comes within 5250 ms
