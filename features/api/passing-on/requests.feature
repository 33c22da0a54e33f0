Feature: A request is passed on as it came
  The receiver gets what the sender sent: method, path, parameters, body, the ids and the identity of who asks.
  The access token is for the API alone.

  Rule: The ids arrive unchanged

    @HDR-06 @R-37
    Scenario Outline: X-Request-ID and X-Correlation-ID arrive as they were sent
      When <request> is sent to a receiver that accepts it
      Then in what arrives X-Request-ID and X-Correlation-ID are as sent

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |
        | a new referral         |
        | a new booking          |

  Rule: Who asks is told to the receiver

    @HDR-36
    Scenario Outline: Organisation, practitioner and software arrive as they were sent
      When <request> is sent to a receiver that accepts it
      Then in what arrives NHSD-End-User-Organisation, NHSD-Requesting-Practitioner and NHSD-Requesting-Software are as sent

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |
        | a new referral         |

  Rule: The access token stays with the API

    @HDR-35
    Scenario Outline: No Authorization arrives
      When <request> is sent to a receiver that accepts it
      Then in what arrives there is no Authorization

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |
        | a new referral         |

  Rule: What is asked for arrives unchanged

    @HDR-03
    Scenario Outline: Method, path and parameters arrive as they were sent
      When <request> is sent to a receiver that accepts it
      Then in what arrives the method is as sent
      And in what arrives the path is as sent
      And in what arrives the parameters are as sent

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

    @HDR-03
    Scenario Outline: Writes by REST arrive with their method and path
      When <request> is sent to a receiver that accepts it
      Then in what arrives the method is as sent
      And in what arrives the path is as sent
      And in what arrives the body is as sent

      Examples:
        | request                 |
        | PUT /Appointment/[id]   |
        | PATCH /Appointment/[id] |

    @HDR-03
    Scenario Outline: A message arrives byte for byte
      When <request> is sent to a receiver that accepts it
      Then in what arrives the body is as sent
      And in what arrives Content-Type is as sent

      Examples:
        | request                  |
        | a new referral           |
        | a new booking            |
        | a new validation request |
