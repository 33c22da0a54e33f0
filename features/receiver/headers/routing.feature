Feature: The header that routes a request does not stand in its way
  NHSD-Target-Identifier tells the national API where a request goes. It arrives at the receiver unchanged;
  for GET /metadata it is not needed.

  Rule: GET /metadata needs neither target nor parameters

    @FS-META-03 @R-41
    Scenario: GET /metadata without NHSD-Target-Identifier is served
      A receiver that serves several organisations under one address may ask for the header.

      Given the receiver accepts GET /metadata
      When a like request is sent without NHSD-Target-Identifier
      Then the receiver accepts it or refuses it with one of
        | status | error code      | issue code                   |
        | 400    | REC_BAD_REQUEST | required or invalid or value |

    @FS-META-05
    Scenario: GET /metadata needs no parameter
      When GET /metadata is sent
      Then the receiver does not ask for a parameter

    @FS-META-01
    Scenario: GET /metadata gives a CapabilityStatement
      Given the receiver accepts GET /metadata
      Then the answer is a CapabilityStatement

  Rule: Headers that a receiver does not know are passed over

    @HDR-31 @R-42
    Scenario Outline: The header use-context, which serves the statistics of the national API, is passed over
      Given the receiver accepts a new referral
      When a like request is sent <difference>
      Then the receiver accepts it

      Examples:
        | difference                                               |
        | without use-context                                      |
        | with use-context "a9t9\|booked\|booking-request\|update" |

    @HDR-31 @R-42
    Scenario Outline: The header use-context is not needed for what follows on a message
      Given the receiver accepts <message>
      And the receiver accepts its <follow-up>
      And the receiver accepts <message>
      When its <follow-up> is sent without use-context
      Then the receiver accepts it

      Examples:
        | message       | follow-up    |
        | a new booking | cancellation |
        | a new booking | update       |

    @CN-09
    Scenario Outline: What a later minor version may add is passed over
      Given the receiver accepts <request>
      When a like request is sent <difference>
      Then the receiver accepts it

      Examples:
        | request        | difference                     |
        | GET /metadata  | with X-Unknown-In-1-1 "1"      |
        | GET /metadata  | with the parameter unknown "1" |
        | a new referral | with X-Unknown-In-1-1 "1"      |
