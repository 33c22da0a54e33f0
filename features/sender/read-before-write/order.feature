Feature: A sender reads before it writes
  What was sent may have been changed at the receiver since. A sender reads it before it changes or cancels it,
  and leaves alone what is over (Standard-Pattern-Composite-Messages/Cancellation, Appointment-StandardPattern).

  Rule: What is to be changed is read first

    @AP-12 @AP-13
    Scenario: A booking is read before its update
      When the sender updates its booking
      Then GET /Appointment/[id] comes before a booking update

    @AP-12 @CX-03
    Scenario: A booking is read before its cancellation
      When the sender cancels its booking
      Then GET /Appointment/[id] comes before a booking cancellation

    @CX-03
    Scenario: A referral is read before its cancellation
      When the sender cancels its referral
      Then GET /ServiceRequest/[id] comes before a referral cancellation

  Rule: Only what is current is cancelled

    @CX-04
    Scenario: A booking that the receiver has cancelled is not cancelled again
      Given the receiver has cancelled the booking meanwhile
      When the sender cancels its booking
      Then the sender does not send a booking cancellation

    @CX-04
    Scenario: A referral that was revoked is not cancelled again
      Given the receiver has revoked the referral meanwhile
      When the sender cancels its referral
      Then the sender does not send a referral cancellation

  Rule: A sender does what its role asks

    @CF-28
    Scenario: A booking is of a slot that was offered
      When the sender books a slot
      Then a new booking is of a slot that was offered

    @CF-29
    Scenario: A booking can be cancelled
      When the sender cancels its booking
      Then the sender sends a booking cancellation

    @CF-30 @R-98
    Scenario: A rebooking books anew and cancels the earlier booking, in either order
      When the sender rebooks
      Then the sender sends a new booking
      And the sender sends a booking cancellation

    @CF-34
    Scenario: A referral can be made
      When the sender refers a patient
      Then the sender sends a new referral

    @CF-35
    Scenario: A referral can be cancelled
      When the sender cancels its referral
      Then the sender sends a referral cancellation

    @CF-36
    Scenario: A referral is revoked before it is made anew
      When the sender refers again
      Then a referral cancellation comes before a new referral

  Rule: Times come in any offset

    @FU-21
    Scenario: A slot at another offset is booked
      Given the receiver gives the times of its slots at the offset of summer
      When the sender books a slot
      Then the sender sends a new booking
