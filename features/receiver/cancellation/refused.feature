Feature: A cancellation of what is not there, or not current, is refused
  The receiver finds the booking or referral by the id in the focus, sees that it is current and that it is of
  this patient, and only then cancels it.

  Rule: It has to be current

    @R-71
    Scenario Outline: What was cancelled cannot be cancelled again
      Given the receiver accepts <message>
      And the receiver accepts that it is cancelled
      When its cancellation is sent
      Then the receiver refuses it with one of
        | status | error code               | issue code                                          |
        | 409    | REC_CONFLICT             | conflict                                            |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or not-supported or processing or invariant |
        | 400    | REC_BAD_REQUEST          | invariant                                           |

      @CX-06
      Examples: a booking
        | message       |
        | a new booking |

      @CX-07
      Examples: a referral
        | message        |
        | a new referral |

  Rule: It has to be there

    @R-71
    Scenario Outline: What the receiver does not hold cannot be cancelled
      Given the receiver accepts <message>
      When its cancellation is sent with a focus that the receiver does not hold
      Then the receiver refuses it with one of
        | status | error code               | issue code                             |
        | 404    | REC_NOT_FOUND            | not-found                              |
        | 409    | REC_CONFLICT             | conflict                               |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or not-supported or processing |
        | 400    | REC_BAD_REQUEST          | invariant                              |

      @CX-08
      Examples: a referral
        | message        |
        | a new referral |

      @CX-09
      Examples: a booking
        | message       |
        | a new booking |

    @R-71
    Scenario Outline: A cancellation that names nothing held cancels nothing
      Given the receiver accepts <message>
      When its cancellation is sent with a focus that the receiver does not hold
      Then what it holds is current

      @CX-08
      Examples: a referral
        | message        |
        | a new referral |

      @CX-09
      Examples: a booking
        | message       |
        | a new booking |

  Rule: The status says that it is a cancellation

    @CX-10 @R-60
    Scenario Outline: A referral is cancelled by no status but revoked and entered-in-error
      Given the receiver accepts a new referral
      When its cancellation is sent with ServiceRequest.status "<status>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | status    |
        | completed |
        | draft     |
        | unknown   |

    @CX-10
    Scenario: A referral made by mistake is cancelled as such
      Given the receiver accepts a new referral
      When its cancellation is sent with ServiceRequest.status "entered-in-error"
      Then the receiver accepts it

    @CX-12 @R-77
    Scenario Outline: A booking is cancelled by no status but cancelled
      Given the receiver accepts a new booking
      When its cancellation is sent with Appointment.status "<status>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | status   |
        | noshow   |
        | pending  |
        | waitlist |

    @CX-12 @R-77
    Scenario: A booking entered in error is cancelled as such, or that is refused
      Given the receiver accepts a new booking
      When its cancellation is sent with Appointment.status "entered-in-error"
      Then the receiver accepts it or refuses it with one of
        | status | error code      | issue code |
        | 400    | REC_BAD_REQUEST | invariant  |

  Rule: It holds what its MessageDefinition asks for

    @R-84
    Scenario Outline: A cancellation without a mandatory resource is refused
      Given the receiver accepts <message>
      And the MessageDefinition of its cancellation asks for at least <least> <resource>
      When its cancellation is sent <difference>
      Then the receiver refuses it with one of
        | status | error code               | issue code                         |
        | 400    | REC_BAD_REQUEST          | invariant or required or structure |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or processing or invariant |

      @CX-95
      Examples: a referral
        | message        | least | resource       | difference                              |
        | a new referral | 1     | Patient        | without the Patient entry               |
        | a new referral | 1     | ServiceRequest | without the ServiceRequest entry        |
        | a new referral | 1     | MessageHeader  | without the MessageHeader entry         |
        | a new referral | 2     | Organization   | with no Organization but the receiver's |

      @CX-96
      Examples: a booking
        | message       | least | resource      | difference                              |
        | a new booking | 1     | Patient       | without the Patient entry               |
        | a new booking | 1     | Appointment   | without the Appointment entry           |
        | a new booking | 1     | MessageHeader | without the MessageHeader entry         |
        | a new booking | 2     | Organization  | with no Organization but the receiver's |

  Rule: It is of the same patient

    @CX-18 @R-82
    Scenario Outline: A cancellation whose patient is another is refused
      Given the receiver accepts <message>
      When its cancellation is sent with <element> "<value>"
      Then the receiver refuses it with one of
        | status | error code               | issue code |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid    |
        | 400    | REC_BAD_REQUEST          | invariant  |
        | 409    | REC_CONFLICT             | conflict   |

      Examples:
        | message        | element                  | value              |
        | a new booking  | Patient.birthDate        | 1901-01-01         |
        | a new booking  | Patient.identifier.value | 9994786407         |
        | a new referral | Patient.birthDate        | 1901-01-01         |
        | a new referral | Patient.identifier.value | 9994786407         |
        | a new referral | Patient.name.family      | Quite-Another-Name |

    @CX-18 @R-82
    Scenario Outline: A cancellation whose patient is another cancels nothing
      Given the receiver accepts <message>
      When its cancellation is sent with Patient.birthDate "1901-01-01"
      Then what it holds is current

      Examples:
        | message        |
        | a new booking  |
        | a new referral |
