Feature: A booking is changed by the Appointment itself
  The sender reads the Appointment, changes it and puts it back whole, or sends the changed part alone. This
  section of the guide is a preview: it is judged where the receiver claims it.

  Rule: A booking is cancelled by PUT

    @AP-15 @R-99
    Scenario: The cancellation of a booking by PUT is carried out
      Given the receiver accepts a new booking
      When its cancellation by PUT is sent
      Then the receiver accepts it
      And it holds Appointment.status as sent

    @AP-16 @R-77
    Scenario: A booking made by mistake is marked so by PUT
      Given the receiver accepts a new booking
      When its entry in error by PUT is sent
      Then the receiver accepts it
      And it holds Appointment.status as sent

    @AP-18 @R-105
    Scenario Outline: A booking that is cancelled cannot be cancelled by PUT again
      Given the receiver accepts a new booking
      And the receiver accepts its <cancellation>
      When its cancellation by PUT is sent
      Then the receiver refuses it with one of
        | status | error code               | issue code            |
        | 409    | REC_CONFLICT             | conflict              |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or processing |
        | 400    | REC_BAD_REQUEST          | invariant             |

      Examples:
        | cancellation          |
        | cancellation          |
        | cancellation by PUT   |
        | entry in error by PUT |

  Rule: A booking is updated by PUT

    @AP-20 @R-99
    Scenario: The update of a booking by PUT is carried out
      Given the receiver accepts a new booking
      When its update by PUT is sent
      Then the receiver accepts it
      And it holds Appointment.description as sent

    @AP-20 @R-99
    Scenario: A booking is moved to a free slot by PUT
      Given the receiver accepts a new booking
      When its move to a free slot by PUT is sent
      Then the receiver accepts it
      And it holds Appointment.start and Appointment.end as sent

    @AP-20 @R-99
    Scenario: A booking that was made by POST is updated by PUT
      Given the receiver accepts POST /Appointment
      When its update by PUT is sent
      Then the receiver accepts it
      And it holds Appointment.description as sent

    @FU-28 @R-70
    Scenario Outline: What was changed is held as of a later time
      Given the receiver accepts a new booking
      When its <later message> is sent
      Then it holds Appointment.meta.lastUpdated later than before

      Examples:
        | later message       |
        | update by PUT       |
        | update by PATCH     |
        | cancellation by PUT |

    @AP-31
    Scenario: A booking cannot be moved to a slot that is taken
      Given the profile tells that a slot takes one booking
      And the receiver accepts a new booking
      And it accepts 2 other requests of that kind
      When its move to a taken slot by PUT is sent
      Then the receiver refuses it with 409 REC_CONFLICT, issue conflict

    @AP-14 @R-105
    Scenario Outline: A PUT that rests on a version before a local change is refused
      Given the receiver accepts a new booking
      When its <later message> comes after a local change that it does not know of
      Then the receiver refuses it with one of
        | status | error code   | issue code |
        | 409    | REC_CONFLICT | conflict   |
        | 412    | any          | any        |

      Examples:
        | later message       |
        | update by PUT       |
        | cancellation by PUT |

    @AP-38
    Scenario Outline: An Appointment that breaks its profile cannot be put
      Given the receiver accepts a new booking
      When its update by PUT is sent <difference>
      Then the receiver refuses it with one of
        | status | error code               | issue code                                                             |
        | 400    | REC_BAD_REQUEST          | value or required or invariant or structure or invalid or code-invalid |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or processing or invariant                                     |

      Examples:
        | difference                               |
        | with Appointment.status "no-such-status" |
        | without Appointment.status               |
        | without Appointment.participant          |

  Rule: The path says which booking is meant

    @AP-22 @R-99
    Scenario: A PUT whose body has another id than the path is refused
      Given the receiver accepts a new booking
      When its update by PUT is sent with Appointment.id "5b0a8f42-3f0e-4c6e-9a51-7d2f6f0c1e93"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue value or invalid or invariant

    @AP-23 @R-105
    Scenario Outline: A write to a booking that the receiver never had is refused
      Given the receiver accepts a new booking
      When its <later message> is sent with an id that it never gave
      Then the receiver refuses it with 404 REC_NOT_FOUND, issue not-found

      Examples:
        | later message       |
        | update by PUT       |
        | cancellation by PUT |
        | update by PATCH     |

  Rule: A booking is updated by PATCH with the part that changes

    @AP-24 @R-103
    Scenario: The update of a booking by PATCH is accepted
      Given the receiver accepts a new booking
      When its update by PATCH is sent
      Then the receiver accepts it

    @AP-39 @R-103
    Scenario: A PATCH that was accepted has changed what it names
      Given the receiver accepts a new booking
      And the receiver accepts its update by PATCH
      When it is read
      Then the answer tells Appointment.description as sent

    @AP-39 @R-103
    Scenario: A PATCH leaves what it does not name
      Given the receiver accepts a new booking
      When its update by PATCH is sent
      Then it holds Appointment.status as before
      And it holds Appointment.start as before
      And it holds Appointment.end as before
      And it holds Appointment.participant as before

  Rule: What is not offered is refused as such

    @AP-33 @R-30 @R-99
    Scenario Outline: A way to write that the receiver does not claim is refused
      What it does not claim and serves all the same, it has built.

      Given the receiver accepts GET /metadata
      And the receiver does not claim <interaction> of Appointment
      When <request> is sent
      Then the receiver accepts it or refuses it with one of
        | status | error code             | issue code    |
        | 501    | REC_NOT_IMPLEMENTED    | not-supported |
        | 405    | REC_METHOD_NOT_ALLOWED | not-supported |
        | 400    | REC_BAD_REQUEST        | not-supported |
        | 404    | REC_NOT_FOUND          | not-found     |

      Examples:
        | interaction | request                  |
        | delete      | DELETE /Appointment/[id] |
        | update      | PUT /Appointment/[id]    |
        | patch       | PATCH /Appointment/[id]  |
