Feature: A message meets the MessageDefinition that it cites
  A payload that does not hold what its MessageDefinition asks for is rejected. What is mandatory is read from
  the MessageDefinition that the receiver publishes, else from the national one; rejected it is by 400 or 422.

  Rule: The MessageDefinition is one that the receiver supports

    @MH-15 @R-84
    Scenario Outline: A message of an unknown MessageDefinition is refused
      Given the receiver accepts <message>
      When a like request is sent with a MessageDefinition that does not exist
      Then the receiver refuses it with one of
        | status | error code               | issue code                                          |
        | 400    | REC_BAD_REQUEST          | invariant or required or structure                  |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or not-supported or processing or invariant |

      Examples:
        | message        |
        | a new referral |
        | a new booking  |

  Rule: No mandatory resource is missing

    @R-84
    Scenario Outline: A message without a mandatory resource is refused
      Given the receiver accepts <message>
      And its MessageDefinition asks for at least 1 <resource>
      When a like request is sent without the <resource> entry
      Then the receiver refuses it with one of
        | status | error code               | issue code                                          |
        | 400    | REC_BAD_REQUEST          | invariant or required or structure                  |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or not-supported or processing or invariant |

      @MH-10
      Examples:
        | message        | resource          |
        | a new referral | Patient           |
        | a new referral | Encounter         |
        | a new referral | CarePlan          |
        | a new referral | Consent           |
        | a new referral | HealthcareService |
        | a new referral | Practitioner      |
        | a new referral | PractitionerRole  |

      @MH-11
      Examples:
        | message       | resource          |
        | a new booking | Patient           |
        | a new booking | HealthcareService |
        | a new booking | Slot              |
        | a new booking | Schedule          |

      @MH-12
      Examples:
        | message                  | resource  |
        | a new validation request | Patient   |
        | a new validation request | Encounter |
        | a new validation request | CarePlan  |
        | a new validation request | Consent   |
        | a new validation request | Location  |

    @MH-13 @R-84
    Scenario Outline: A message with fewer resources than are asked for is refused
      Given the receiver accepts <message>
      And its MessageDefinition asks for at least 2 Organization
      When a like request is sent with no Organization but the receiver's
      Then the receiver refuses it with one of
        | status | error code               | issue code                                          |
        | 400    | REC_BAD_REQUEST          | invariant or required or structure                  |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or not-supported or processing or invariant |

      Examples:
        | message        |
        | a new referral |
        | a new booking  |

  Rule: Of a resource limited to one there is but one

    @MH-14 @R-84
    Scenario Outline: A message with more resources than are allowed is refused
      Given the receiver accepts <message>
      And its MessageDefinition asks for at most 1 <resource>
      When a like request is sent with one more <resource> entry
      Then the receiver refuses it with one of
        | status | error code               | issue code                                          |
        | 400    | REC_BAD_REQUEST          | invariant or required or structure                  |
        | 422    | REC_UNPROCESSABLE_ENTITY | invalid or not-supported or processing or invariant |

      Examples:
        | message        | resource          |
        | a new referral | MessageHeader     |
        | a new referral | ServiceRequest    |
        | a new referral | Patient           |
        | a new referral | Encounter         |
        | a new referral | CarePlan          |
        | a new referral | HealthcareService |
        | a new booking  | Appointment       |
        | a new booking  | Patient           |
        | a new booking  | Slot              |
        | a new booking  | Schedule          |

  Rule: The MessageDefinition is held against the message before its content is processed

    @MH-22 @R-34
    Scenario Outline: A message that breaks its MessageDefinition leaves nothing behind
      Given the receiver accepts a new referral
      And its MessageDefinition asks for <bound> 1 <resource>
      And the receiver tells which referrals it holds of the patient
      When a like request is sent <difference>
      Then it holds no more of them

      Examples:
        | bound    | resource | difference                   |
        | at least | Consent  | without the Consent entry    |
        | at most  | CarePlan | with one more CarePlan entry |
