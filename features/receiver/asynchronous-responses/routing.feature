Feature: An asynchronous response goes back where its request came from
  The receiver of a request becomes a sender, and the sender a receiver. The response is a message like any other;
  it names the request that it answers.

  Rule: It goes to the source of the request

    @MH-20 @R-86
    Scenario Outline: The source of the request is the target of the response
      Given the receiver accepts <request>
      When the receiver responds to it
      Then in the response NHSD-Target-Identifier is the source of the request

      Examples:
        | request                  |
        | a new referral           |
        | a new validation request |

    @MH-28 @R-86
    Scenario Outline: The source of the request is the destination of the response
      Given the receiver accepts <request>
      When the receiver responds to it
      Then in the response MessageHeader.destination.endpoint is the source of the request

      Examples:
        | request                  |
        | a new referral           |
        | a new validation request |

    @MH-28 @R-86
    Scenario Outline: The organisation that sent the request receives the response
      Given the receiver accepts <request>
      When the receiver responds to it
      Then in the response MessageHeader.destination.receiver is the sender of the request

      Examples:
        | request                  |
        | a new referral           |
        | a new validation request |

    @MH-28 @R-86 @R-126
    Scenario Outline: The source of the response is a service of the responder
      Given the receiver accepts <request>
      When the receiver responds to it
      Then in the response MessageHeader.source.endpoint is another service

      Examples:
        | request                  |
        | a new referral           |
        | a new validation request |

  Rule: It is a new message of the same conversation

    @TI-07 @MH-25 @R-14
    Scenario Outline: The response has an X-Request-ID of its own
      Given the receiver accepts <request>
      When the receiver responds to it
      Then in the response X-Request-ID is another than that of the request

      Examples:
        | request                  |
        | a new referral           |
        | a new validation request |

    @TI-07 @MH-25 @R-14
    Scenario Outline: The response keeps the X-Correlation-ID
      Given the receiver accepts <request>
      When the receiver responds to it
      Then in the response X-Correlation-ID is that of the request

      Examples:
        | request                  |
        | a new referral           |
        | a new validation request |

  Rule: It names the request that it answers

    @MH-26 @R-90
    Scenario Outline: The response names the request by its Bundle.id
      Given the receiver accepts <request>
      When the receiver responds to it
      Then in the response MessageHeader.response.identifier is Bundle.id of the request

      Examples:
        | request                  |
        | a new referral           |
        | a new validation request |

    @MH-27
    Scenario Outline: The response says ok
      Given the receiver accepts <request>
      When the receiver responds to it
      Then in the response MessageHeader.response.code is ok

      Examples:
        | request                  |
        | a new referral           |
        | a new validation request |
