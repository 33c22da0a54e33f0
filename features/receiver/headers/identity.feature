Feature: Who asks is told in headers, and may be judged by them
  NHSD-End-User-Organisation, NHSD-Requesting-Practitioner and NHSD-Requesting-Software carry FHIR resources
  as Base64 encoded JSON. They are optional. The access token stays with the national API: a receiver serves
  requests that arrive without one.

  Rule: A receiver needs no token

    @HDR-11 @R-36
    Scenario Outline: A request without Authorization is served
      When <request> is sent without a token
      Then the receiver does not ask for a token

      Examples:
        | request                              |
        | GET /metadata                        |
        | GET /MessageDefinition               |
        | GET /MessageDefinition of a use case |
        | GET /Slot                            |
        | GET /Appointment                     |
        | GET /ServiceRequest                  |
        | a new referral                       |

  Rule: The identity headers are optional

    @HDR-17 @R-38
    Scenario Outline: Discovery does without the identity headers
      Given the receiver accepts <request>
      When a like request is sent <difference>
      Then the receiver accepts it

      Examples:
        | request                | difference                           |
        | GET /metadata          | without NHSD-End-User-Organisation   |
        | GET /metadata          | without NHSD-Requesting-Practitioner |
        | GET /metadata          | without NHSD-Requesting-Software     |
        | GET /MessageDefinition | without NHSD-End-User-Organisation   |
        | GET /MessageDefinition | without NHSD-Requesting-Practitioner |
        | GET /MessageDefinition | without NHSD-Requesting-Software     |

    @HDR-17 @R-38
    Scenario Outline: Their absence elsewhere is served, or refused as the guide has it
      Given the receiver accepts <request>
      When a like request is sent <difference>
      Then the receiver accepts it or refuses it with one of
        | status | error code       | issue code            |
        | 400    | REC_BAD_REQUEST  | required              |
        | 401    | REC_UNAUTHORIZED | security or forbidden |

      Examples:
        | request             | difference                           |
        | GET /ServiceRequest | without NHSD-End-User-Organisation   |
        | a new referral      | without NHSD-End-User-Organisation   |
        | a new referral      | without NHSD-Requesting-Practitioner |
        | a new referral      | without NHSD-Requesting-Software     |

  Rule: An identity that cannot be read does not break the receiver

    @FS-GEN-03 @R-39
    Scenario Outline: An identity header that cannot be read is passed over or refused
      The guide ties no error to it.

      Given the receiver accepts <request>
      When a like request is sent <difference>
      Then the receiver accepts it or refuses it with one of
        | status | error code | issue code |
        | 400    | any        | any        |
        | 401    | any        | any        |
        | 422    | any        | any        |

      Examples:
        | request        | difference                                               |
        | GET /metadata  | with NHSD-Requesting-Software that is not Base64         |
        | GET /metadata  | with NHSD-End-User-Organisation that is not JSON         |
        | a new referral | with NHSD-Requesting-Practitioner that is not Base64     |
        | a new referral | with NHSD-End-User-Organisation of another resource type |

  Rule: An identity may be refused

    @SEC-26
    Scenario: Who may see the referrals of a patient is told by a header
      Given the receiver accepts GET /ServiceRequest
      When a like request is sent from the refused organisation
      Then the receiver refuses it with one of
        | status | error code | issue code |
        | 401    | any        | any        |
        | 403    | any        | any        |

    @FS-ROUTE-21 @R-25
    Scenario Outline: An organisation that is refused is answered 401
      Given the receiver accepts <request>
      When a like request is sent from the refused organisation
      Then the receiver refuses it with 401 REC_UNAUTHORIZED, issue security or forbidden

      Examples: GET /ServiceRequest
        | request             |
        | GET /ServiceRequest |

      @TI-23
      Examples: POST /$process-message
        | request        |
        | a new referral |
        | a new booking  |

      @FS-MSGDEF-10
      Examples: GET /MessageDefinition
        | request                |
        | GET /MessageDefinition |

      @FS-SLOT-13 @FS-SLOT-16 @FS-SLOT-19 @FS-SLOT-25
      Examples: GET /Slot
        | request   |
        | GET /Slot |
