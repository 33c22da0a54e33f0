Feature: A receiver publishes what it takes, for each service
  A sender builds its message after the MessageDefinition that it finds for the service and its use case. The
  guide shows several places for both in useContext; all of them count.

  Rule: A service has MessageDefinitions

    @CF-05 @R-57
    Scenario: The MessageDefinitions of a service can be had
      When GET /MessageDefinition is sent
      Then the receiver accepts it
      And the MessageDefinitions are one at least

    @FS-MSGDEF-15
    Scenario: The MessageDefinitions are well formed
      The API specification shows a useContext that is no valid FHIR.

      Given the receiver accepts GET /MessageDefinition
      Then the answer is a Bundle

    @CF-05 @R-57
    Scenario Outline: There is one of each kind of message that is claimed
      Given the profile claims <function>
      And the receiver accepts GET /MessageDefinition
      Then the MessageDefinitions hold one of the event <event>

      Examples:
        | function   | event                  |
        | booking    | booking-request        |
        | referral   | servicerequest-request |
        | validation | servicerequest-request |

  Rule: They are those of the service

    @CF-06 @R-92
    Scenario: Each names the service that was asked for
      Given the receiver accepts GET /MessageDefinition
      Then the MessageDefinitions each name the service that was asked for

    @CF-06 @R-92
    Scenario: Those of another service name that one
      Given the receiver accepts GET /MessageDefinition
      When a like request is sent with the context of its fully booked service
      Then the MessageDefinitions each name the service that was asked for

  Rule: They are those of the use case

    @UC-03 @R-92
    Scenario: Each of a referral or validation names a use case
      Core 1.1.4 does not say so of bookings.

      Given the receiver accepts GET /MessageDefinition
      Then the MessageDefinitions of requests each name a use case

    @UC-01 @R-93
    Scenario: Use cases are those of the code system
      Given the receiver accepts GET /MessageDefinition
      Then the MessageDefinitions name a use case of the code system

    @CN-20 @R-53
    Scenario: Each names the use case that was asked for
      Given the receiver accepts GET /MessageDefinition of a use case
      Then the MessageDefinitions each name the use case that was asked for

  Rule: They tell their versions

    @CN-22 @R-96
    Scenario: Each has a version of its own
      Given the receiver accepts GET /MessageDefinition
      Then the MessageDefinitions each have a version of major 1
