Feature: A slot search asks for the Schedule and the HealthcareService as well
  Without them a sender cannot tell whose slots it was given. Other includes are optional, and those that a
  receiver cannot honour are left out of the self link.

  Rule: Two includes are the least

    @FS-SLOT-15 @CF-17 @R-51
    Scenario Outline: A slot search that lacks a required include is refused
      Given the receiver accepts GET /Slot
      When a like request is sent <difference>
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue required

      Examples: neither
        | difference                     |
        | without the parameter _include |

      Examples: one of the two
        | difference                                                     |
        | with the parameter _include "Slot:schedule"                    |
        | with the parameter _include "Schedule:actor:HealthcareService" |

  Rule: What is asked for is in the Bundle

    @CF-17 @R-51
    Scenario: The Schedule of each Slot is in the Bundle
      Given the receiver accepts GET /Slot
      Then the Bundle holds the Schedule of each Slot

    @CF-17 @R-51
    Scenario: The HealthcareService of each Schedule is in the Bundle
      Given the receiver accepts GET /Slot
      Then the Bundle holds the HealthcareService of each Schedule

  Rule: Other includes are optional

    @CF-22 @R-51
    Scenario Outline: A further include is honoured or ignored
      Given the receiver accepts GET /Slot
      When a like request is sent with the further parameter _include "<include>"
      Then the receiver accepts it

      Examples: of the API specification
        | include                         |
        | Schedule:actor:Practitioner     |
        | Schedule:actor:PractitionerRole |
        | HealthcareService:providedBy    |
        | HealthcareService:location      |

      Examples: that there is not
        | include            |
        | Slot:no-such-thing |

    @CF-22 @R-51
    Scenario: An include that was ignored is not in the self link
      Given the receiver accepts GET /Slot
      When a like request is sent with the further parameter _include "Slot:no-such-thing"
      Then the Bundle lists no include in its self link that there is not

    @CF-43 @R-51
    Scenario Outline: An optional include that the self link lists is honoured
      Given the receiver accepts GET /Slot
      When a like request is sent with the further parameter _include "<include>"
      Then the Bundle holds what its self link says is included

      Examples:
        | include                         |
        | Schedule:actor:Practitioner     |
        | Schedule:actor:PractitionerRole |
        | HealthcareService:providedBy    |
        | HealthcareService:location      |
