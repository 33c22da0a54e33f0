Feature: The API calls receivers over mutual TLS
  Both sides show a certificate. The suite's own receiver asks for one, and sees whether the API has one that is
  issued by the authorities of its environment.

  Rule: The API shows its certificate to the receiver

    @SEC-14
    Scenario Outline: What is passed on arrives with a client certificate
      When <request> is sent to a receiver that accepts it
      Then in what arrives there is a client certificate

      Examples:
        | request        |
        | GET /metadata  |
        | GET /Slot      |
        | a new referral |
