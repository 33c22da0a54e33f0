Feature: What the API specification offers beyond the guide does not break a receiver
  The guide asks for JSON and for version 1. The specification knows a parameter _format; versions may be
  pre-releases.

  Rule: Formats

    @CN-29 @R-45
    Scenario Outline: A format in the address is given, passed over or refused
      Given the receiver accepts GET /metadata
      When a like request is sent <difference>
      Then the receiver accepts it or refuses it with one of
        | status | error code         | issue code |
        | 406    | REC_NOT_ACCEPTABLE | processing |
        | 400    | REC_BAD_REQUEST    | any        |

      Examples:
        | difference                                         |
        | with the parameter _format "json"                  |
        | with the parameter _format "application/fhir+json" |
        | with the parameter _format "xml"                   |

  Rule: Versions

    @CN-33
    Scenario: A pre-release of the same major is served or refused
      Given the receiver accepts GET /metadata
      When a like request is sent with Accept "application/fhir+json; version=1.0.0-alpha"
      Then the receiver accepts it or refuses it with one of
        | status | error code                                                                       | issue code                  |
        | 406    | REC_NOT_ACCEPTABLE or REC_NOT_SUPPORTED or NOT_ACCEPTABLE or SEND_NOT_ACCEPTABLE | processing or not-supported |
        | 400    | REC_BAD_REQUEST                                                                  | any                         |
