Feature: A slot search names the service that it asks for
  Schedule.actor:HealthcareService holds the number of one service. The guide prints it with two colons; the
  suite sends it as the API specification and FHIR have it.

  Rule: The service has to be given

    @CF-41 @R-48
    Scenario: A slot search without a service is refused as incomplete, or served
      The rules of the page say must be included; the row of the table, that it is not marked as required.

      Given the receiver accepts GET /Slot
      When a like request is sent without the parameter Schedule.actor:HealthcareService
      Then the receiver accepts it or refuses it with one of
        | status | error code      | issue code |
        | 400    | REC_BAD_REQUEST | required   |

    @FS-SLOT-11 @R-48
    Scenario: A slot search without a service is refused
      Given the receiver accepts GET /Slot
      When a like request is sent without the parameter Schedule.actor:HealthcareService
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue required

  Rule: The service has to be there

    @FS-SLOT-12 @CF-41 @R-52
    Scenario: A service that is no service number is refused
      Incorrect or wrong and does not exist are two rows that cannot be told apart from outside.

      Given the receiver accepts GET /Slot
      When a like request is sent with the parameter Schedule.actor:HealthcareService "not-a-service-number"
      Then the receiver refuses it with one of
        | status | error code      | issue code         |
        | 400    | REC_BAD_REQUEST | value or invariant |
        | 404    | REC_NOT_FOUND   | not-found          |

    @FS-SLOT-14 @CF-41 @R-52
    Scenario Outline: A service that the receiver does not have is refused
      An empty searchset would say that it is fully booked.

      Given the receiver accepts GET /Slot
      When a like request is sent with the parameter Schedule.actor:HealthcareService "<service>"
      Then the receiver refuses it with one of
        | status | error code      | issue code         |
        | 404    | REC_NOT_FOUND   | not-found          |
        | 400    | REC_BAD_REQUEST | value or invariant |

      Examples:
        | service             |
        | 9999999999          |
        | 9999999999999999999 |
