Feature: A sender finds a booking by its pointer
  Where a booking is, and at which service it can be read, is told by pointers that a sender searches by patient
  (DocumentReference-StandardPattern/Sender-DocumentReference, Appointment-StandardPattern/Introduction).

  Rule: The bookings of a patient are listed by their pointers

    @AP-03 @R-99
    Scenario: Pointers are searched
      Given the receiver holds bookings and a referral of the patient
      When the sender looks for a booking by its pointer
      Then the sender sends GET /DocumentReference

    @DP-12
    Scenario: Pointers are searched by NHS number
      Given the receiver holds bookings and a referral of the patient
      When the sender looks for a booking by its pointer
      Then GET /DocumentReference asks for the subject by an NHS number with its system

  Rule: The pointer tells what to read, and where

    @DP-35 @R-111
    Scenario: The pointer is chosen by type, author and time
      Given the receiver holds bookings and a referral of the patient
      When the sender looks for a booking by its pointer
      Then the sender reads the booking that is meant

    @DP-36
    Scenario: The booking is read at the service that its pointer names
      Given the receiver holds bookings and a referral of the patient
      When the sender looks for a booking by its pointer
      Then the sender reads it at the service that its pointer names
