Feature: A receiver of bookings books, cancels, updates and rebooks
  The four capabilities around appointments. By message they are owed by every receiver of bookings; by the
  Appointment itself, which is a preview, by those that claim it.

  Rule: A booking is made by message, or by posting the Appointment

    @AP-02 @AP-09
    Scenario: A booking by message is made
      Given the receiver accepts GET /Slot
      When a new booking is sent
      Then the receiver accepts it

    @AP-08 @R-47
    Scenario: The slots for an appointment can be had
      Given the receiver accepts GET /metadata
      When GET /Slot is sent
      Then the receiver accepts it

    @AP-10 @R-100
    Scenario: Posting an Appointment is answered with the one that was created
      Given the receiver accepts GET /Slot
      When POST /Appointment is sent
      Then the answer is that Appointment
      And the status of the answer is 200 or 201

    @AP-37
    Scenario: An Appointment that was posted can be read
      Given the receiver accepts POST /Appointment
      When it is read
      Then the answer is that Appointment

    @AP-37
    Scenario: An Appointment that was posted is read as it was sent
      Given the receiver accepts POST /Appointment
      When it is read
      Then the answer tells Appointment.status and Appointment.start and Appointment.end as sent

    @AP-38
    Scenario Outline: An Appointment that breaks its profile cannot be posted
      Given the receiver accepts POST /Appointment
      When a like request is sent <difference>
      Then the receiver refuses it with one of
        | status | error code               | issue code                                                             |
        | 400    | REC_BAD_REQUEST          | value or required or invariant or structure or invalid or code-invalid |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or processing or invariant                                     |

      Examples:
        | difference                               |
        | with Appointment.status "no-such-status" |
        | without Appointment.status               |
        | without Appointment.participant          |

  Rule: A booking is cancelled, and updated

    @AP-02
    Scenario Outline: A booking by message is cancelled and updated by message
      Given the receiver accepts a new booking
      When its <later message> is sent
      Then the receiver accepts it

      Examples:
        | later message |
        | cancellation  |
        | update        |

  Rule: Rebooking is a new booking and the cancellation of the old one, in either order

    @AP-02 @CF-26 @R-98
    Scenario: A new booking is accepted while the old one is open
      Given the receiver accepts a new booking
      When another such message is sent under the same X-Correlation-ID
      Then the receiver accepts it

    @CF-26 @R-98
    Scenario: While the new booking is made the old one stays
      Given the receiver accepts a new booking
      And it accepts 2 other requests of that kind
      When another such message is sent under the same X-Correlation-ID
      Then what else it holds is current

    @CF-26 @R-98
    Scenario: The cancellation of the old booking leaves the others
      Given the receiver accepts a new booking
      And it accepts 2 other requests of that kind
      When its cancellation is sent
      Then what else it holds is current

    @AP-02
    Scenario: A new booking is accepted after the old one was cancelled
      Given the receiver accepts a new booking
      And the receiver accepts that it is cancelled
      When another such message is sent under the same X-Correlation-ID
      Then the receiver accepts it

    @AP-26 @R-98
    Scenario: A new booking by POST is accepted while the old one is open
      Given the receiver accepts a new booking
      When its rebooking by POST is sent
      Then the receiver accepts it

    @AP-26 @R-98
    Scenario: After a new booking by POST the old one alone is cancelled by PUT
      Given the receiver accepts a new booking
      And the receiver accepts POST /Appointment
      When its cancellation by PUT is sent
      Then the receiver accepts it
      And what it holds is cancelled
      And what else it holds is current

    @AP-26 @R-98
    Scenario: A new booking by POST is accepted after the old one was cancelled
      Given the receiver accepts a new booking
      And the receiver accepts its cancellation by PUT
      When its rebooking by POST is sent
      Then the receiver accepts it

    @AP-36 @R-102
    Scenario: What a new booking replaces is shown
      Given the receiver accepts a new booking
      When its rebooking by POST that names it is sent
      Then the answer names the booking that it replaces

  Rule: A referral and a booking come in any order

    @CF-37
    Scenario: A booking that follows on a referral is accepted
      Given the receiver accepts a new referral
      When its booking is sent
      Then the receiver accepts it

    @CF-37
    Scenario Outline: A booking or a referral is accepted without the other
      Given the receiver accepts GET /metadata
      When <message> is sent
      Then the receiver accepts it

      Examples:
        | message        |
        | a new booking  |
        | a new referral |
