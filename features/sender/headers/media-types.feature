Feature: What a sender sends and takes
  Accept names FHIR and the version of the API, Content-Type what the body is, and use-context what a message is
  about (End-to-end-workflow/HTTP-Header, Content-Negotiation).

  Rule: Every request says what answer is taken

    @HDR-25 @CN-02
    Scenario Outline: Accept states FHIR and the version
      When the sender <does>
      Then every request carries Accept with FHIR and the version of the API

      Examples:
        | does                 |
        | looks up a service   |
        | books a slot         |
        | cancels its booking  |
        | refers a patient     |
        | cancels its referral |

  Rule: A message says what it is

    @HDR-28
    Scenario Outline: Content-Type of a message is FHIR
      When the sender <does>
      Then every message carries Content-Type with FHIR

      Examples:
        | does                 |
        | books a slot         |
        | cancels its booking  |
        | refers a patient     |
        | cancels its referral |

    @HDR-30
    Scenario Outline: use-context has four values
      When the sender <does>
      Then every message carries use-context with four values parted by bars

      Examples:
        | does                 |
        | books a slot         |
        | cancels its booking  |
        | refers a patient     |
        | cancels its referral |

  Rule: A sender needs no other header in an answer

    @HDR-22
    Scenario: A sender works with the headers that HTTP and the two ids need
      When the sender books a slot
      Then the sender has done what it was asked
