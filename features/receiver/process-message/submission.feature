Feature: What a message changes is decided resource by resource
  At the submit stage an entry of an update takes the place of what is held if its meta.lastUpdated is later;
  an older one is left out of account; one that is not held yet is added.

  Rule: A later entry takes the place of what is held

    @CM-61 @FS-PM-44
    Scenario: The update of a booking is held as it was sent
      Given the receiver accepts a new booking
      And it holds Appointment.description as sent
      When its update is sent with Appointment.description "Changed by the conformance test"
      Then it holds Appointment.description as sent

    @CM-61 @FS-PM-44
    Scenario: The update of a validation request is held as it was sent
      Given the receiver accepts a new validation request
      And it holds ServiceRequest.occurrencePeriod.end as sent
      When its update is sent with ServiceRequest.occurrencePeriod.end "2036-01-01T10:00:00.0000000+00:00"
      Then it holds ServiceRequest.occurrencePeriod.end as sent

    @FU-27 @R-70
    Scenario Outline: What a message changed is held as of a later time
      Given the receiver accepts <message>
      When its <later message> is sent
      Then it holds <element> later than before

      Examples:
        | message                  | later message | element                         |
        | a new booking            | update        | Appointment.meta.lastUpdated    |
        | a new booking            | cancellation  | Appointment.meta.lastUpdated    |
        | a new validation request | update        | ServiceRequest.meta.lastUpdated |
        | a new referral           | cancellation  | ServiceRequest.meta.lastUpdated |

    @CM-64 @R-70
    Scenario Outline: What is held has the lastUpdated that was sent
      Given the receiver accepts <message>
      Then it holds <element> as sent

      Examples:
        | message        | element                         |
        | a new referral | ServiceRequest.meta.lastUpdated |
        | a new booking  | Appointment.meta.lastUpdated    |

  Rule: An older entry is left out of account

    @CM-62 @FS-PM-44 @R-13
    Scenario Outline: An update older than what is held is left out of account, or refused
      Given the receiver accepts <message>
      And the receiver accepts its update
      When its update is sent with <element> "<value>", older than what is held
      Then the receiver accepts it or refuses it with one of
        | status | error code   | issue code |
        | 409    | REC_CONFLICT | conflict   |

      Examples:
        | message                  | element                             | value                             |
        | a new booking            | Appointment.description             | Changed by the conformance test   |
        | a new validation request | ServiceRequest.occurrencePeriod.end | 2036-01-01T10:00:00.0000000+00:00 |

    @CM-62 @FS-PM-44 @R-13
    Scenario Outline: An update older than what is held changes nothing
      Given the receiver accepts <message>
      And the receiver accepts its update
      And it holds <element> as sent
      When its update is sent with <element> "<value>", older than what is held
      Then it holds <element> as before

      Examples:
        | message                  | element                             | value                             |
        | a new booking            | Appointment.description             | Changed by the conformance test   |
        | a new validation request | ServiceRequest.occurrencePeriod.end | 2036-01-01T10:00:00.0000000+00:00 |

  Rule: An entry that is not held yet is added

    @CM-63
    Scenario: An update with a further entry is taken
      Given the receiver accepts a new validation request
      And the receiver accepts its update
      When its update is sent with one more Consent entry
      Then the receiver accepts it

  Rule: What is not there, or no longer current, cannot be changed

    @CM-65 @R-71
    Scenario Outline: An update of something that the receiver does not hold is refused
      Given the receiver accepts <message>
      And the receiver accepts its update
      When its update is sent with a focus that the receiver does not hold
      Then the receiver refuses it with one of
        | status | error code               | issue code                         |
        | 404    | REC_NOT_FOUND            | not-found                          |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or not-found or processing |
        | 400    | REC_BAD_REQUEST          | invariant                          |
        | 409    | REC_CONFLICT             | conflict                           |

      Examples:
        | message                  |
        | a new booking            |
        | a new validation request |

    @CM-71 @R-71
    Scenario Outline: An update of what was cancelled is refused
      Given the receiver accepts <message>
      And the receiver accepts its update
      And the receiver accepts that it is cancelled
      When its update is sent
      Then the receiver refuses it with one of
        | status | error code               | issue code                             |
        | 409    | REC_CONFLICT             | conflict                               |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or processing or not-supported |
        | 400    | REC_BAD_REQUEST          | invariant                              |
        | 404    | REC_NOT_FOUND            | not-found                              |

      Examples:
        | message                  |
        | a new booking            |
        | a new validation request |

    @CM-71 @R-71
    Scenario Outline: An update does not bring back what was cancelled
      Given the receiver accepts <message>
      And the receiver accepts that it is cancelled
      When its update is sent
      Then what it holds is cancelled

      Examples:
        | message                  |
        | a new booking            |
        | a new validation request |
