Feature: A booking and its change are known by their workflow variables
  The table of workflows goes by the event booking-request, the reason, the status of the Appointment, and for
  a new booking by the slot: it must be free.

  Rule: A new booking

    @CM-50 @FS-PM-34
    Scenario: A combination that makes a new booking is taken
      Given the receiver accepts GET /Slot
      When a new booking is sent
      Then the receiver accepts it

    @CF-23
    Scenario: A new booking that was taken is held
      Given the receiver accepts a new booking
      Then what it holds is current

    @CM-50
    Scenario: A new booking that was taken is held as it was sent
      Given the receiver accepts a new booking
      Then it holds Appointment.status and Appointment.start and Appointment.end as sent

    @CM-51 @FS-PM-35 @R-11
    Scenario: A new booking of a slot that is not free is refused
      Given the profile tells that a slot takes one booking
      And the receiver accepts a new booking
      When another booking of the same slot is sent
      Then the receiver refuses it with 409 REC_CONFLICT, issue conflict

    @CM-10
    Scenario: A booking of a slot that is not free leaves nothing behind
      Given the profile tells that a slot takes one booking
      And the receiver accepts a new booking
      And the receiver tells which bookings it holds of the patient
      When another booking of the same slot is sent
      Then it holds no more of them

    @CM-52 @FS-PM-40 @FS-PM-04 @R-58
    Scenario Outline: A new booking whose Appointment is not booked is refused
      Given the receiver accepts a new booking
      When a like request is sent with Appointment.status "<Appointment>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | reason | Appointment      | slot |
        | new    | proposed         | free |
        | new    | pending          | free |
        | new    | arrived          | free |
        | new    | fulfilled        | free |
        | new    | cancelled        | free |
        | new    | noshow           | free |
        | new    | entered-in-error | free |
        | new    | waitlist         | free |

    @CM-10
    Scenario: A new booking that is refused takes no slot
      Given the receiver accepts a new booking
      And the receiver tells which bookings it holds of the patient
      When a like request is sent with Appointment.status "proposed"
      Then it holds no more of them

  Rule: A slot is given once

    @CM-69 @R-97
    Scenario: Of bookings of one slot that come at the same moment one at most is taken
      Given the profile tells that a slot takes one booking
      And the receiver accepts GET /Slot
      When 5 bookings of one free slot are sent at the same moment
      Then the receiver takes at most one of them and refuses the others with one of
        | status | error code   | issue code |
        | 409    | REC_CONFLICT | conflict   |

    @CM-70 @R-71
    Scenario: A booking of a slot that the receiver does not have is refused
      Given the receiver accepts a new booking
      When a like request is sent with Slot.id "00000000-0000-4000-8000-000000000000"
      Then the receiver refuses it with one of
        | status | error code               | issue code                         |
        | 409    | REC_CONFLICT             | conflict                           |
        | 404    | REC_NOT_FOUND            | not-found                          |
        | 400    | REC_BAD_REQUEST          | invariant or value or invalid      |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or processing or not-found |

  Rule: A booking is changed

    @CM-53 @FS-PM-36
    Scenario: A combination that cancels a booking is taken
      Given the receiver accepts a new booking
      When its cancellation is sent with Appointment.status "cancelled"
      Then the receiver accepts it

    @CM-53
    Scenario: A booking that was cancelled is held as cancelled
      Given the receiver accepts a new booking
      When its cancellation is sent
      Then what it holds is cancelled

    @CM-54 @FS-PM-37 @R-77
    Scenario: A booking entered in error is cancelled, or that is refused
      Given the receiver accepts a new booking
      When its cancellation is sent with Appointment.status "entered-in-error"
      Then the receiver accepts it or refuses it with one of
        | status | error code      | issue code |
        | 400    | REC_BAD_REQUEST | invariant  |

    @CM-55 @FS-PM-38
    Scenario: A combination that updates a booking is taken
      Given the receiver accepts a new booking
      When its update is sent with Appointment.status "booked"
      Then the receiver accepts it

    @CM-56 @FS-PM-39 @FS-PM-04 @R-58
    Scenario Outline: A changed booking of any other status is refused
      Given the receiver accepts a new booking
      And the receiver accepts its update
      When its update is sent with Appointment.status "<Appointment>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | reason | Appointment |
        | update | proposed    |
        | update | pending     |
        | update | arrived     |
        | update | fulfilled   |
        | update | noshow      |

    @CM-10
    Scenario: A change that was refused leaves the booking as it was
      Given the receiver accepts a new booking
      When its update is sent with Appointment.status "noshow"
      Then what it holds is current
