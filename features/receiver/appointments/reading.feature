Feature: A booking that is held can be read by its id
  The sender reads a booking again before it changes anything about it, by the id that the receiver gave.

  Rule: The id leads to the booking

    @AP-04 @R-101 @FS-APPT-13
    Scenario: A booking is read by the id that the receiver gave it
      Given the receiver accepts a new booking
      When it is read
      Then the answer is that Appointment

    @AP-04 @R-101
    Scenario: What was sent is in the booking that is read
      Given the receiver accepts a new booking
      When it is read
      Then the answer tells Appointment.start and Appointment.end as sent

    @AP-05
    Scenario: A booking that is read has what FHIR demands of it
      Given the receiver accepts a new booking
      When it is read
      Then the answer is an Appointment

    @AP-35 @R-101
    Scenario: A booking that is read names its slot
      Given the receiver accepts a new booking
      When it is read
      Then the answer names the slot that was booked

  Rule: An id that leads to nothing

    @AP-06 @FS-APPT-07 @R-55
    Scenario: An id that the receiver never gave is not found
      Given the receiver accepts GET /Appointment/[id]
      When a like request is sent with an id in the path that it never gave
      Then the receiver refuses it with 404 REC_NOT_FOUND, issue not-found

    @AP-06 @FS-APPT-06 @R-55
    Scenario Outline: An id that is no GUID is refused
      Given the receiver accepts GET /Appointment/[id]
      When a like request is sent with the id "<id>" in the path
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue value or invalid

      Examples:
        | id                                   |
        | not-a-guid                           |
        | 12345                                |
        | 1b4e28ba-2fa1-11d2-883f-0016d3cca4zz |

    @FS-APPT-05 @R-55
    Scenario: A path that lacks the id is refused
      Without the id the path is that of a search, whose parameter is missing as well.

      Given the receiver accepts GET /Appointment/[id]
      When a like request is sent with the path /Appointment/
      Then the receiver refuses it with one of
        | status | error code      | issue code |
        | 400    | REC_BAD_REQUEST | required   |
        | 404    | REC_NOT_FOUND   | not-found  |

    @FS-APPT-12
    Scenario Outline: What goes wrong with any request is told in the same way here
      Given the receiver accepts GET /Appointment/[id]
      When a like request is sent <difference>
      Then the receiver refuses it with <status> <error code>, issue <issue code>

      Examples:
        | difference                    | status | error code         | issue code          |
        | without X-Request-ID          | 400    | REC_BAD_REQUEST    | required or invalid |
        | with Accept "application/pdf" | 406    | REC_NOT_ACCEPTABLE | any                 |
