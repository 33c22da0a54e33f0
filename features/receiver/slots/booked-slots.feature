Feature: A slot that is booked is no longer free
  A slot may take several bookings, and only the receiver knows when it is full; what is said here is a should.

  Rule: A booking takes its slot

    @CF-24 @R-97
    Scenario: A booked slot is no longer offered as free
      Given the profile tells that a slot takes one booking
      And the receiver finds the slot by GET /Slot from the slot's start
      And the slot is booked
      When GET /Slot from the slot's start is sent
      Then the slot is not offered as free

    @CF-24 @R-97
    Scenario: A booked slot is not offered as free to those who ask for busy ones as well
      Given the profile tells that a slot takes one booking
      And the receiver finds the slot by GET /Slot from the slot's start
      And the slot is booked
      When a like request is sent with the parameter status "free,busy"
      Then the slot is not offered as free

    @FS-SLOT-10
    Scenario: A booked slot is shown to those who ask for busy ones as well
      Given the receiver finds the slot by GET /Slot from the slot's start
      And the slot is booked
      When a like request is sent with the parameter status "free,busy"
      Then the slot is found

  Rule: A cancellation gives it back

    @AP-19 @R-97
    Scenario: The slot of a cancelled booking is offered again
      Given the receiver finds the slot by GET /Slot from the slot's start
      And the slot is booked, and the booking cancelled
      When GET /Slot from the slot's start is sent
      Then the slot is found
