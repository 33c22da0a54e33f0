Feature: What the messages of a sender hold
  A message is a Bundle that holds all that the receiver needs: the resources, linked to each other, each with the
  time of its last change (BaRS-FHIR-Usage, Standard-Pattern-Composite-Messages).

  Rule: A message is sufficient in itself

    @FU-01 @R-124
    Scenario Outline: Each reference within a message leads to an entry
      When the sender <does>
      Then <message> is linked in itself

      Examples:
        | does                 | message                 |
        | books a slot         | a new booking           |
        | updates its booking  | a booking update        |
        | cancels its booking  | a booking cancellation  |
        | refers a patient     | a new referral          |
        | cancels its referral | a referral cancellation |

    @FU-01 @R-124
    Scenario Outline: A message is FHIR
      When the sender <does>
      Then <message> is FHIR R4 throughout

      Examples:
        | does                 | message                 |
        | books a slot         | a new booking           |
        | updates its booking  | a booking update        |
        | cancels its booking  | a booking cancellation  |
        | refers a patient     | a new referral          |
        | cancels its referral | a referral cancellation |

    @CM-17 @R-59
    Scenario Outline: The Bundle has a version
      When the sender <does>
      Then <message> has
        | Bundle.meta.versionId | a version |

      Examples:
        | does                | message                |
        | books a slot        | a new booking          |
        | cancels its booking | a booking cancellation |
        | refers a patient    | a new referral         |

    @FU-22 @R-116
    Scenario Outline: Every resource says when it was last updated
      When the sender <does>
      Then <message> has
        | Bundle.meta.lastUpdated                | an instant      |
        | Bundle.entry.resource.meta.lastUpdated | each an instant |

      Examples:
        | does                 | message                 |
        | books a slot         | a new booking           |
        | updates its booking  | a booking update        |
        | cancels its booking  | a booking cancellation  |
        | refers a patient     | a new referral          |
        | cancels its referral | a referral cancellation |

  Rule: A referral is linked from its root

    @MH-05 @UC-06 @R-124
    Scenario: The ServiceRequest has its category and its use case
      When the sender refers a patient
      Then a new referral has
        | ServiceRequest.category.coding.system | the system: message-category-servicerequest |
        | ServiceRequest.category.coding.code   | "referral"                                  |
        | ServiceRequest.category.coding.system | the system: usecases-categories-bars        |
        | ServiceRequest.category.coding.code   | a use case of the MessageDefinition         |

    @MH-24 @R-124
    Scenario: The ServiceRequest leads to Encounter and CarePlan
      When the sender refers a patient
      Then a new referral has
        | ServiceRequest.encounter.reference | the entry of: Encounter |
        | ServiceRequest.basedOn.reference   | the entry of: CarePlan  |

  Rule: The journey of a patient has one id

    @FU-13 @R-117
    Scenario: Each Encounter names its journey
      When the sender refers a patient
      Then a new referral has
        | Encounter.episodeOfCare.reference | a text |

    @FU-14
    Scenario: A referral that is made anew is of the same journey
      When the sender refers again
      Then a new referral has
        | Encounter.episodeOfCare.reference | the journey of the referral |

  Rule: Times are instants, in UTC

    @FU-16 @R-114
    Scenario Outline: A time is an instant
      When the sender <does>
      Then <message> has, if at all
        | Bundle.timestamp         | an instant |
        | Bundle.meta.lastUpdated  | an instant |
        | Appointment.start        | an instant |
        | Appointment.end          | an instant |

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

    @FU-18 @R-115
    Scenario Outline: A time is sent in UTC
      When the sender <does>
      Then <message> has, if at all
        | Bundle.timestamp         | a time in UTC |
        | Bundle.meta.lastUpdated  | a time in UTC |
        | Appointment.start        | a time in UTC |
        | Appointment.end          | a time in UTC |

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |
