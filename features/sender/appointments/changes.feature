Feature: Bookings that are changed without a message
  A sender may cancel and move a booking by PUT or PATCH of the Appointment itself, which it reads first
  (Appointment-StandardPattern/Cancel-Booking, Rebook-Methods).

  Rule: A booking is cancelled by putting it back

    @AP-12
    Scenario: The Appointment is read before it is put back
      When the sender cancels its booking by PUT
      Then GET /Appointment/[id] comes before PUT /Appointment/[id]

    @AP-17
    Scenario: Only status and time differ from what was read
      When the sender cancels its booking by PUT
      Then PUT /Appointment/[id] is what was read, but cancelled

  Rule: A booking is moved by booking another and cancelling it

    @AP-28 @R-98
    Scenario: Another slot is booked
      When the sender rebooks by PUT
      Then the sender sends a new booking or POST /Appointment

    @AP-28 @R-98
    Scenario Outline: The steps before another slot is booked
      When the sender rebooks by PUT
      Then <step> comes before a new booking or POST /Appointment

      Examples:
        | step          |
        | GET /metadata |
        | GET /Slot     |

    @AP-28 @R-98
    Scenario: The former booking is read before it is put back
      When the sender rebooks by PUT
      Then GET /Appointment/[id] comes before PUT /Appointment/[id]

    @AP-28 @R-98
    Scenario: The former booking is put back cancelled
      When the sender rebooks by PUT
      Then PUT /Appointment/[id] has
        | Appointment.id     | the id that the receiver gave  |
        | Appointment.status | "cancelled" "entered-in-error" |

    @AP-29 @R-103
    Scenario: PATCH carries a part of the former booking
      When the sender rebooks by PATCH
      Then PATCH /Appointment/[id] has
        | Appointment.id | the id that the receiver gave |

    @AP-29 @R-103
    Scenario: What PATCH carries is FHIR
      When the sender rebooks by PATCH
      Then every PATCH /Appointment/[id] carries Content-Type with FHIR

  Rule: The new booking says which one it replaces

    @AP-27 @R-102
    Scenario Outline: replaces names the former booking
      When the sender <does>
      Then a new booking has, if at all
        | Appointment.replaces.reference | the earlier booking |

      Examples:
        | does           |
        | rebooks        |
        | rebooks by PUT |
