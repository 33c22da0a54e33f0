Feature: An endpoint with mutual TLS serves clients that it can trust, and no others
  BaRS calls receivers over TLS in which both sides show a certificate. A receiver takes requests only from
  clients whose certificate is of the chain of its environment. Most receivers end the connection in the
  handshake; one that answers by HTTP uses the rows of the guide for it. In each scenario the client differs
  from one that was served in its certificate alone.

  Rule: The endpoint trusts the authorities of its environment

    @SEC-18
    Scenario: A client with a certificate of the chain is served
      Given the receiver accepts GET /metadata
      When GET /metadata over mutual TLS is sent
      Then the receiver accepts it

  Rule: No other client is served

    @SEC-19 @FS-ROUTE-22 @FS-ROUTE-23 @R-26
    Scenario Outline: A client that cannot be trusted gets no metadata
      Given the receiver accepts GET /metadata over mutual TLS
      When a like request is sent <difference>
      Then the receiver ends the connection or refuses it with 403 REC_FORBIDDEN, issue forbidden or security

      Examples:
        | difference                                        |
        | without a client certificate                      |
        | with a self-signed client certificate             |
        | with an expired client certificate                |
        | with a client certificate of an unknown authority |
        | with a client certificate of another environment  |

    @SEC-19 @FS-ROUTE-22 @FS-ROUTE-23 @R-26
    Scenario Outline: A client that cannot be trusted sends no message
      Given the receiver accepts a new referral over mutual TLS
      When a like request is sent <difference>
      Then the receiver ends the connection or refuses it with 403 REC_FORBIDDEN, issue forbidden or security

      Examples:
        | difference                                        |
        | without a client certificate                      |
        | with a self-signed client certificate             |
        | with an expired client certificate                |
        | with a client certificate of an unknown authority |
        | with a client certificate of another environment  |

  Rule: Nor are MessageDefinitions shown

    @SEC-19 @FS-ROUTE-22 @FS-ROUTE-23 @FS-MSGDEF-11 @FS-MSGDEF-12 @R-26
    Scenario Outline: A client that cannot be trusted gets no MessageDefinitions
      Given the receiver accepts GET /MessageDefinition over mutual TLS
      When a like request is sent <difference>
      Then the receiver ends the connection or refuses it with 403 REC_FORBIDDEN, issue forbidden or security

      Examples:
        | difference                                        |
        | without a client certificate                      |
        | with a self-signed client certificate             |
        | with an expired client certificate                |
        | with a client certificate of an unknown authority |
        | with a client certificate of another environment  |

  Rule: Nor slots

    @SEC-19 @FS-ROUTE-22 @FS-ROUTE-23 @FS-SLOT-26 @FS-SLOT-27 @R-26
    Scenario Outline: A client that cannot be trusted gets no slots
      Given the receiver accepts GET /Slot over mutual TLS
      When a like request is sent <difference>
      Then the receiver ends the connection or refuses it with 403 REC_FORBIDDEN, issue forbidden or security

      Examples:
        | difference                                        |
        | without a client certificate                      |
        | with a self-signed client certificate             |
        | with an expired client certificate                |
        | with a client certificate of an unknown authority |
        | with a client certificate of another environment  |
