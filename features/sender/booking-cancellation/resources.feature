Feature: What a booking cancellation is about
  The resources of a cancellation are those of the booking, with the ids that the receiver gave them
  (Standard-Pattern-Composite-Messages/Cancellation).

  Rule: The Appointment is the one that was booked

    @CX-76 @R-81
    Scenario: The Appointment has the id that the receiver gave
      When the sender cancels its booking
      Then a booking cancellation has
        | Appointment.id | the id that the receiver gave |

    @CX-77
    Scenario: The Appointment has its profile
      When the sender cancels its booking
      Then a booking cancellation has
        | Appointment.meta.profile     | the profile: Appointment |
        | Appointment.meta.lastUpdated | an instant               |

    @CX-78 @R-77
    Scenario: The status says that it is cancelled
      When the sender cancels its booking
      Then a booking cancellation has
        | Appointment.status | a status: Appointment.status, cancellation |

    @CX-79
    Scenario: The Appointment is described
      When the sender cancels its booking
      Then a booking cancellation has
        | Appointment.description | a text |

    @CX-80 @R-114
    Scenario: Start and end are those of the booking
      When the sender cancels its booking
      Then a booking cancellation has
        | Appointment.start | the start of the booking |
        | Appointment.end   | the end of the booking   |

    @CX-81 @R-79
    Scenario: A reference to the Slot leads to what is there
      When the sender cancels its booking
      Then a booking cancellation has, if at all
        | Appointment.slot.reference | the entry or id of: Slot |

    @CX-82 @R-114
    Scenario: created is the time that the receiver gave
      When the sender cancels its booking
      Then a booking cancellation has
        | Appointment.created | the created of the booking |

    @CX-83
    Scenario: A booking that was made for a referral still names it
      When the sender cancels its booking for a referral
      Then a booking cancellation has
        | Appointment.basedOn.reference | the entry or id of: ServiceRequest |

    @CX-84 @R-125
    Scenario: The participant is the Patient
      When the sender cancels its booking
      Then a booking cancellation has
        | Appointment.participant.actor.reference | the entry of: Patient |
        | Appointment.participant.status          | "accepted"            |

  Rule: The Patient is the one of the request

    @CX-85 @R-81
    Scenario: There is one Patient, by profile
      When the sender cancels its booking
      Then a booking cancellation has
        | Patient.meta.profile     | the profile: Patient |
        | Patient.meta.lastUpdated | an instant           |

    @CX-86 @R-125
    Scenario: The Patient has the NHS number, and whether it is verified
      When the sender cancels its booking
      Then a booking cancellation has
        | Patient.identifier.system                                                                     | an NHS number's system   |
        | Patient.identifier.value                                                                      | the patient's NHS number |
        | Patient.identifier.extension(NHS number verification status).valueCodeableConcept.coding.code | a text                   |

    @CX-87 @R-83
    Scenario: The Patient is described
      When the sender cancels its booking
      Then a booking cancellation has
        | Patient.name.family        | a text |
        | Patient.name.given         | a text |
        | Patient.gender             | a text |
        | Patient.birthDate          | a text |
        | Patient.address.postalCode | a text |

    @CX-88 @R-83
    Scenario: The Patient has a first contact
      When the sender cancels its booking
      Then a booking cancellation has
        | Patient.contact.extension(contact rank).valuePositiveInt | 1 |

    @CX-89 @R-83
    Scenario: Each contact has a relationship to the Patient
      When the sender cancels its booking
      Then a booking cancellation has
        | Patient.contact.relationship.coding.system  | each a text |
        | Patient.contact.relationship.coding.code    | each a text |
        | Patient.contact.relationship.coding.display | each a text |

    @CX-90
    Scenario: Each contact can be reached, the first by telephone
      When the sender cancels its booking
      Then a booking cancellation has
        | Patient.contact.telecom.system | each a system of contacts |
        | Patient.contact.telecom.value  | each a text               |
        | Patient.contact.telecom.system | "phone"                   |

    @CX-91
    Scenario: Each contact has a name and a gender
      When the sender cancels its booking
      Then a booking cancellation has
        | Patient.contact.name.family | a text |
        | Patient.contact.name.given  | a text |
        | Patient.contact.gender      | a text |

  Rule: Both organisations are in the message

    @CX-92
    Scenario: There are two Organizations or more
      When the sender cancels its booking
      Then a booking cancellation holds 2 Organization or more

    @CX-92
    Scenario: Each Organization has its profile
      When the sender cancels its booking
      Then a booking cancellation has
        | Organization.meta.profile     | the profile: Organization |
        | Organization.meta.lastUpdated | an instant                |

    @CX-93 @R-86
    Scenario: Each Organization has a code and a name
      When the sender cancels its booking
      Then a booking cancellation has
        | Organization.identifier.system | a text |
        | Organization.identifier.value  | a text |
        | Organization.name              | a text |

    @CX-94 @R-81
    Scenario: An Organization has no id but one that the receiver gave
      When the sender cancels its booking
      Then a booking cancellation has, if at all
        | Organization.id | one of the receiver's ids |
