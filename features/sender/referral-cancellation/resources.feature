Feature: What a referral cancellation is about
  The resources of a cancellation are those of the request, with the ids that the receiver gave them
  (Standard-Pattern-Composite-Messages/Cancellation).

  Rule: The ServiceRequest is the one that was sent

    @CX-38 @R-81
    Scenario: The ServiceRequest has the id that the receiver gave
      When the sender cancels its referral
      Then a referral cancellation has
        | ServiceRequest.id | the id that the receiver gave |

    @CX-39 @R-80
    Scenario: The ServiceRequest has the profile of a request
      When the sender cancels its referral
      Then a referral cancellation has
        | ServiceRequest.meta.profile     | the profile: ServiceRequest referral or ServiceRequest validation |
        | ServiceRequest.meta.lastUpdated | an instant                                                        |

    @CX-40 @R-79
    Scenario: A reference to the CarePlan leads to what is there
      When the sender cancels its referral
      Then a referral cancellation has, if at all
        | ServiceRequest.basedOn.reference | the entry or id of: CarePlan |

    @CX-41 @CX-11
    Scenario: The status says that it is over
      When the sender cancels its referral
      Then a referral cancellation has
        | ServiceRequest.status | a status: ServiceRequest.status, cancellation |

    @CX-42
    Scenario: The intent is plan
      When the sender cancels its referral
      Then a referral cancellation has
        | ServiceRequest.intent | "plan" |

    @CX-43 @R-125
    Scenario: The category is that of the request
      When the sender cancels its referral
      Then a referral cancellation has
        | ServiceRequest.category.coding.system  | the system: message-category-servicerequest |
        | ServiceRequest.category.coding.code    | a code: message-category-servicerequest     |
        | ServiceRequest.category.coding.display | a text                                      |

    @CX-44
    Scenario: The subject is the Patient
      When the sender cancels its referral
      Then a referral cancellation has
        | ServiceRequest.subject.reference | the entry of: Patient |

    @CX-45 @R-79
    Scenario: A reference to the Encounter leads to what is there
      When the sender cancels its referral
      Then a referral cancellation has, if at all
        | ServiceRequest.encounter.reference | the entry or id of: Encounter |

    @CX-46 @R-79
    Scenario: A time by which it was needed has a start and an end
      When the sender cancels its referral
      Then a referral cancellation has, if at all
        | ServiceRequest.occurrencePeriod | a start and an end |

    @CX-47
    Scenario: The reason for the cancellation is told
      When the sender cancels its referral
      Then a referral cancellation has
        | ServiceRequest.reasonCode.text | a text |

  Rule: The Patient is the one of the request

    @CX-48 @R-81
    Scenario: There is one Patient, by profile
      When the sender cancels its referral
      Then a referral cancellation has
        | Patient.meta.profile     | the profile: Patient |
        | Patient.meta.lastUpdated | an instant           |

    @CX-49 @R-125
    Scenario: The Patient has the NHS number, and whether it is verified
      When the sender cancels its referral
      Then a referral cancellation has
        | Patient.identifier.system                                                                     | an NHS number's system   |
        | Patient.identifier.value                                                                      | the patient's NHS number |
        | Patient.identifier.extension(NHS number verification status).valueCodeableConcept.coding.code | a text                   |

    @CX-50 @R-83
    Scenario: The Patient is described
      When the sender cancels its referral
      Then a referral cancellation has
        | Patient.name.family        | a text |
        | Patient.name.given         | a text |
        | Patient.gender             | a text |
        | Patient.birthDate          | a text |
        | Patient.address.postalCode | a text |

    @CX-51 @R-83
    Scenario: The Patient has a first contact
      When the sender cancels its referral
      Then a referral cancellation has
        | Patient.contact.extension(contact rank).valuePositiveInt | 1 |

    @CX-52 @R-83
    Scenario: Each contact has a relationship to the Patient
      When the sender cancels its referral
      Then a referral cancellation has
        | Patient.contact.relationship.coding.system  | each a text |
        | Patient.contact.relationship.coding.code    | each a text |
        | Patient.contact.relationship.coding.display | each a text |

    @CX-53
    Scenario: Each contact can be reached, the first by telephone
      When the sender cancels its referral
      Then a referral cancellation has
        | Patient.contact.telecom.system | each a system of contacts |
        | Patient.contact.telecom.value  | each a text               |
        | Patient.contact.telecom.system | "phone"                   |

    @CX-54
    Scenario: Each contact has a name and a gender
      When the sender cancels its referral
      Then a referral cancellation has
        | Patient.contact.name.family | a text |
        | Patient.contact.name.given  | a text |
        | Patient.contact.gender      | a text |

  Rule: Both organisations are in the message

    @CX-55
    Scenario: There are two Organizations or more
      When the sender cancels its referral
      Then a referral cancellation holds 2 Organization or more

    @CX-55
    Scenario: Each Organization has its profile
      When the sender cancels its referral
      Then a referral cancellation has
        | Organization.meta.profile     | the profile: Organization |
        | Organization.meta.lastUpdated | an instant                |

    @CX-56 @R-86
    Scenario: Each Organization has a code and a name
      When the sender cancels its referral
      Then a referral cancellation has
        | Organization.identifier.system | a text |
        | Organization.identifier.value  | a text |
        | Organization.name              | a text |

    @CX-57 @R-81
    Scenario: An Organization has no id but one that the receiver gave
      When the sender cancels its referral
      Then a referral cancellation has, if at all
        | Organization.id | one of the receiver's ids |
