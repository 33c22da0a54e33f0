Feature: How a sender searches
  A sender asks with the parameters that the pages on failures lay down: for message definitions, slots,
  bookings and referrals (Failure-Scenarios-1.1.x).

  Rule: Message definitions are asked for by service and use case

    @FS-MSGDEF-01 @CN-19 @R-53 @R-128
    Scenario Outline: The search for MessageDefinitions carries a context
      When the sender <does>
      Then GET /MessageDefinition asks for context by the service

      Examples:
        | does               |
        | looks up a service |
        | books a slot       |
        | refers a patient   |

    @CN-19 @R-53 @R-128
    Scenario: The search for MessageDefinitions names the use case
      When the sender books a slot
      Then GET /MessageDefinition asks for context by a use case

  Rule: Slots are asked for by service, time and status

    @FS-SLOT-01 @CF-27 @R-47
    Scenario: The slot search names one service
      When the sender books a slot
      Then GET /Slot asks for the service by one value

    @FS-SLOT-03
    Scenario: The slot search includes the schedule and its service
      When the sender books a slot
      Then GET /Slot asks for _include by the schedule and its service

    @FS-SLOT-04
    Scenario: start occurs twice
      When the sender books a slot
      Then GET /Slot asks for start by two values

    @FS-SLOT-05
    Scenario: start is an instant
      When the sender books a slot
      Then GET /Slot asks for start by instants

    @FS-SLOT-06
    Scenario: start is in UTC
      When the sender books a slot
      Then GET /Slot asks for start by times in UTC

    @FS-SLOT-07
    Scenario: start bounds the time from both sides
      When the sender books a slot
      Then GET /Slot asks for start by a lower and an upper bound

    @FS-SLOT-08 @FS-SLOT-09
    Scenario: status is one parameter
      When the sender books a slot
      Then GET /Slot asks for status by statuses of a slot, parted by commas

  Rule: Bookings and referrals are asked for by patient

    @FS-APPT-01 @FS-APPT-02 @R-54
    Scenario: The search for bookings names the patient by NHS number
      When the sender looks up a service
      Then GET /Appointment asks for the patient by an NHS number with its system

    @FS-SR-01 @FS-SR-02 @R-54
    Scenario: The search for referrals names the patient by NHS number
      When the sender looks up a service
      Then GET /ServiceRequest asks for the patient by an NHS number with its system

  Rule: What is held is read by the id that the receiver gave

    @FS-APPT-03
    Scenario: A booking is read by a UUID
      When the sender cancels its booking
      Then GET /Appointment/[id] asks for the id by a UUID

    @FS-SR-03
    Scenario: A referral is read by a UUID
      When the sender cancels its referral
      Then GET /ServiceRequest/[id] asks for the id by a UUID
