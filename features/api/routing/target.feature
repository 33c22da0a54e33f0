Feature: The target identifier decides where a request goes
  NHSD-Target-Identifier names the service that a request is for: Base64 of a JSON object with a system and a
  value. The API looks it up in the Endpoint Catalogue. What it cannot decode, or cannot find, it refuses.

  Rule: A request is passed on to the receiver that its target names

    @HDR-03
    Scenario Outline: The receiver of the service named gets the request
      When <request> is sent to a receiver that accepts it
      Then in what arrives it is there

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |
        | a new referral         |
        | a new booking          |

    @HDR-03
    Scenario: Another service is asked at its own receiver
      Given the API accepts GET /Slot
      When GET /Slot of a fully booked service is sent
      Then the API accepts it

  Rule: Every endpoint but GET /metadata needs a target

    @FS-ROUTE-02 @FS-ROUTE-12 @FS-GEN-02 @EH-23 @R-21
    Scenario Outline: A request without a target is refused
      Given the API accepts <request>
      When a like request is sent without NHSD-Target-Identifier
      Then the API refuses it with 400 SEND_BAD_REQUEST or PROXY_BAD_REQUEST or BAD_REQUEST, issue required or invalid

      Examples:
        | request                |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |
        | a new referral         |

  Rule: A target that is no Base64 is refused

    @FS-ROUTE-10 @FS-GEN-05 @R-22
    Scenario Outline: A target that cannot be decoded
      Given the API accepts <request>
      When a like request is sent with NHSD-Target-Identifier that is not Base64
      Then the API refuses it with 400 PROXY_BAD_REQUEST or BAD_REQUEST, issue invalid or structure

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |
        | a new referral         |

  Rule: A target that does not fit the schema is refused

    @FS-ROUTE-11 @FS-ROUTE-13 @FS-GEN-06 @R-22
    Scenario Outline: What is decoded is not an object with a system and a value
      Given the API accepts <request>
      When a like request is sent with NHSD-Target-Identifier <defect>
      Then the API refuses it with 400 PROXY_BAD_REQUEST or BAD_REQUEST, issue structure

      Examples:
        | request                | defect                       |
        | GET /metadata          | that is not JSON             |
        | GET /MessageDefinition | that is not JSON             |
        | a new referral         | that is not JSON             |
        | GET /metadata          | without its system           |
        | GET /metadata          | without its value            |
        | GET /Slot              | with an empty value          |
        | GET /Appointment       | with a value that is no text |
        | GET /ServiceRequest    | that is a list               |
        | a new referral         | of another resource type     |

  Rule: A target that the Endpoint Catalogue does not have is refused

    @FS-ROUTE-14 @EH-26 @R-23
    Scenario Outline: Nobody answers for the service
      Given the API accepts <request>
      When a like request is sent with NHSD-Target-Identifier <target>
      Then the API refuses it with 404 PROXY_NOT_FOUND or NOT_FOUND, issue not-found

      Examples:
        | request                | target                |
        | GET /metadata          | of an unknown service |
        | GET /metadata          | of an unknown system  |
        | GET /MessageDefinition | of an unknown service |
        | GET /Slot              | of an unknown service |
        | GET /Appointment       | of an unknown service |
        | GET /ServiceRequest    | of an unknown service |
        | a new referral         | of an unknown service |
        | a new referral         | of an unknown system  |

    @FS-ROUTE-15
    Scenario: Two receivers answer for the service
      Given the API accepts GET /metadata
      When a like request is sent with NHSD-Target-Identifier of a service with two endpoints
      Then the API refuses it with 404 PROXY_NOT_FOUND or NOT_FOUND, issue multiple-matches
