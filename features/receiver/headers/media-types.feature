Feature: Sender and receiver agree on media type and version
  The sender says in Accept what it can read and which version it speaks; the receiver answers in that or
  says 406. FHIR JSON is application/fhir+json.

  Rule: The answer is in FHIR JSON

    @HDR-26 @CN-28
    Scenario Outline: The answer has the media type that was asked for
      Given the receiver accepts <request>
      Then the answer is FHIR JSON

      Examples:
        | request                  |
        | GET /metadata            |
        | GET /MessageDefinition   |
        | GET /Slot                |
        | GET /Appointment         |
        | GET /ServiceRequest      |
        | GET /Appointment/[id]    |
        | GET /ServiceRequest/[id] |
        | a new referral           |
        | a new booking            |

    @HDR-26
    Scenario Outline: An answer packed by gzip can be unpacked
      Given the receiver accepts <request>
      When a like request is sent with Accept-Encoding "gzip"
      Then the receiver accepts it
      And the answer is FHIR JSON

      Examples:
        | request        |
        | GET /metadata  |
        | GET /Slot      |
        | a new referral |

    @HDR-27 @R-45
    Scenario Outline: FHIR XML is given where the CapabilityStatement lists it
      Given the receiver accepts <request>
      When a like request is sent with Accept "application/fhir+xml; version=1.1.0"
      Then the receiver answers in FHIR XML, or with 406 where it lists no XML

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | a new referral         |

  Rule: What cannot be given is refused with 406

    @FS-GEN-11 @FS-GEN-01 @R-44
    Scenario Outline: A media type that the receiver cannot give is refused with 406
      Given the receiver accepts <request>
      When a like request is sent with Accept "application/pdf"
      Then the receiver refuses it with 406 REC_NOT_ACCEPTABLE, issue processing

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /ServiceRequest    |
        | a new referral         |

  Rule: The version in Accept is looked at

    @CN-07 @CN-31 @R-43
    Scenario Outline: A version of the same major is served
      Given the receiver accepts GET /metadata
      When a like request is sent <difference>
      Then the receiver accepts it

      Examples:
        | difference                                          |
        | with Accept "application/fhir+json; version=1.0.0"  |
        | with Accept "application/fhir+json; version=1.1.0"  |
        | with Accept "application/fhir+json; version=1.99.0" |

    @CN-03 @R-43
    Scenario: A newer major is not served
      Given the receiver accepts GET /metadata
      When a like request is sent with Accept "application/fhir+json; version=99.0.0"
      Then the receiver refuses it with one of
        | status | error code | issue code |
        | 406    | any        | any        |
        | 400    | any        | any        |
        | 422    | any        | any        |

    @R-43 @R-44
    Scenario Outline: A newer major is refused with 406
      Given the receiver accepts <request>
      When a like request is sent with Accept "application/fhir+json; version=99.0.0"
      Then the receiver refuses it with one of
        | status | error code                                                                       | issue code                  |
        | 406    | REC_NOT_ACCEPTABLE or REC_NOT_SUPPORTED or NOT_ACCEPTABLE or SEND_NOT_ACCEPTABLE | processing or not-supported |

      @CN-04
      Examples: GET /metadata
        | request       |
        | GET /metadata |

      @CN-05
      Examples: GET /MessageDefinition
        | request                |
        | GET /MessageDefinition |

      @CN-06
      Examples: POST /$process-message
        | request        |
        | a new referral |

    @CN-08 @R-43 @R-44
    Scenario: An older major is served or refused with 406
      Given the receiver accepts GET /metadata
      When a like request is sent with Accept "application/fhir+json; version=0.9.0"
      Then the receiver accepts it or refuses it with one of
        | status | error code                                                                       | issue code                  |
        | 406    | REC_NOT_ACCEPTABLE or REC_NOT_SUPPORTED or NOT_ACCEPTABLE or SEND_NOT_ACCEPTABLE | processing or not-supported |

    @CN-10 @R-43
    Scenario Outline: A request without a version is answered
      Given the receiver accepts GET /metadata
      When a like request is sent <difference>
      Then the receiver accepts it or refuses it with one of
        | status | error code                                                                       | issue code                  |
        | 406    | REC_NOT_ACCEPTABLE or REC_NOT_SUPPORTED or NOT_ACCEPTABLE or SEND_NOT_ACCEPTABLE | processing or not-supported |
        | 400    | REC_BAD_REQUEST                                                                  | any                         |

      Examples:
        | difference                          |
        | with Accept "application/fhir+json" |
        | without Accept                      |

  Rule: A body that is no FHIR JSON is refused

    @HDR-29 @R-46
    Scenario Outline: A body in another media type is refused
      The guide has no row for it: 415, 406 and 400 are lawful.

      Given the receiver accepts a new referral
      When a like request is sent <difference>
      Then the receiver refuses it with one of
        | status | error code         | issue code |
        | 415    | any                | any        |
        | 406    | REC_NOT_ACCEPTABLE | processing |
        | 400    | REC_BAD_REQUEST    | any        |

      Examples:
        | difference                          |
        | with Content-Type "application/xml" |
        | with Content-Type "text/plain"      |

    @HDR-29 @R-46
    Scenario Outline: Nothing of a body in another media type is stored
      Given the receiver tells which referrals it holds of the patient
      And the receiver refuses a new referral <difference>
      Then it holds no more of them

      Examples:
        | difference                          |
        | with Content-Type "application/xml" |
        | with Content-Type "text/plain"      |

    @HDR-29 @R-46
    Scenario: A body packed by gzip is unpacked or refused
      Given the receiver accepts a new referral
      When a like request is sent with its body packed by gzip
      Then the receiver accepts it or refuses it with one of
        | status | error code         | issue code |
        | 415    | any                | any        |
        | 406    | REC_NOT_ACCEPTABLE | processing |
        | 400    | REC_BAD_REQUEST    | any        |
