Feature: The MessageDefinitions are asked for by context
  The parameter context names a service, as system and value with a bar between, and may name a use case beside
  it. The guide's table has one row for its absence, two for a wrong format and one for a context without result.

  Rule: The context has to be there

    @FS-MSGDEF-04 @CF-07 @R-23
    Scenario: A request without a context is refused
      Given the receiver accepts GET /MessageDefinition
      When a like request is sent without the parameter context
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue required

  Rule: The context has to be well formed

    @FS-MSGDEF-05 @FS-MSGDEF-06 @CF-08 @R-53
    Scenario: A context that is no system and value is refused
      The table has a row with invalid and one with value for it.

      Given the receiver accepts GET /MessageDefinition
      When a like request is sent with the parameter context "||"
      Then the receiver refuses it with one of
        | status | error code      | issue code |
        | 400    | REC_BAD_REQUEST | invalid    |
        | 400    | REC_BAD_REQUEST | value      |

    @CF-08 @R-53
    Scenario: An empty context is malformed, or as good as none
      Given the receiver accepts GET /MessageDefinition
      When a like request is sent with the parameter context ""
      Then the receiver refuses it with one of
        | status | error code      | issue code |
        | 400    | REC_BAD_REQUEST | invalid    |
        | 400    | REC_BAD_REQUEST | value      |
        | 400    | REC_BAD_REQUEST | required   |

    @CF-08 @R-53
    Scenario Outline: An odd context is malformed or matches nothing
      A bare value is malformed by the guide, and by FHIR a token of an unknown system.

      Given the receiver accepts GET /MessageDefinition
      When a like request is sent <difference>
      Then the receiver refuses it with one of
        | status | error code      | issue code |
        | 400    | REC_BAD_REQUEST | invalid    |
        | 400    | REC_BAD_REQUEST | value      |
        | 404    | REC_NOT_FOUND   | not-found  |

      Examples:
        | difference                                     |
        | with the parameter context "not-a-service"     |
        | with the context of its service after two bars |
        | with the context of a system that there is not |

    @CF-08 @R-53
    Scenario: The number of a service without its system is honoured, or refused as malformed
      Given the receiver accepts GET /MessageDefinition
      When a like request is sent with the context of its service without the system
      Then the receiver accepts it or refuses it with one of
        | status | error code      | issue code |
        | 400    | REC_BAD_REQUEST | invalid    |
        | 400    | REC_BAD_REQUEST | value      |
        | 404    | REC_NOT_FOUND   | not-found  |

  Rule: The context has to match

    @FS-MSGDEF-07 @CF-08 @CN-23 @CN-24 @R-52 @R-53
    Scenario: The context of a service that there is not is refused
      NHSD-Target-Identifier still names a service that there is; the context is looked at by itself. An empty
      searchset, though usual in FHIR, is not what the row says.

      Given the receiver accepts GET /MessageDefinition
      When a like request is sent with the context of a service that there is not
      Then the receiver refuses it with 404 REC_NOT_FOUND, issue not-found

    @CN-20 @R-53
    Scenario: A use case that the service does not offer matches nothing
      Given the receiver accepts GET /MessageDefinition of a use case
      When a like request is sent for a use case that the service does not offer
      Then the receiver refuses it with 404 REC_NOT_FOUND, issue not-found

    @CN-20 @R-53
    Scenario: A use case that there is not is malformed or matches nothing
      Given the receiver accepts GET /MessageDefinition of a use case
      When a like request is sent with the use case "a9t9"
      Then the receiver refuses it with one of
        | status | error code      | issue code |
        | 404    | REC_NOT_FOUND   | not-found  |
        | 400    | REC_BAD_REQUEST | invalid    |
        | 400    | REC_BAD_REQUEST | value      |
