Feature: A pointer says what it leads to, whose it is and where to go
  The samples of the guide, its other pages and the API specification write several elements in different
  ways; each of them is read.

  Background:
    Given the profile claims pointers

  Rule: The type tells bookings and referrals apart

    @DP-20 @R-108
    Scenario Outline: The type is one of the two that BaRS has
      Given the receiver accepts <request>
      When GET /DocumentReference is sent
      Then the pointer to it has a type that BaRS knows

      Examples:
        | request        |
        | a new booking  |
        | a new referral |

    @DP-21
    Scenario Outline: The type is that of the record
      Given the receiver accepts <request>
      When GET /DocumentReference is sent
      Then the pointer to it has the type of what it leads to

      Examples:
        | request        |
        | a new booking  |
        | a new referral |

  Rule: It names the patient, and who holds the record

    @DP-23
    Scenario Outline: The subject is the patient by NHS number
      Given the receiver accepts <request>
      When GET /DocumentReference is sent
      Then the pointer to it names the patient by NHS number

      Examples:
        | request        |
        | a new booking  |
        | a new referral |

    @DP-24 @R-110
    Scenario Outline: The custodian is the receiver by ODS code
      Given the receiver accepts <request>
      When GET /DocumentReference is sent
      Then the pointer to it names the receiver as its custodian

      Examples:
        | request        |
        | a new booking  |
        | a new referral |

  Rule: The content says where to go, for what, and since when

    @DP-25 @R-109
    Scenario Outline: Each content has a target identifier or a URL
      Given the receiver accepts <request>
      When GET /DocumentReference is sent
      Then the pointer to it says where to go

      Examples:
        | request        |
        | a new booking  |
        | a new referral |

    @DP-26 @R-109
    Scenario Outline: The format is the event of the message
      Given the receiver accepts <request>
      When GET /DocumentReference is sent
      Then the pointer to it names the event of the message

      Examples:
        | request        |
        | a new booking  |
        | a new referral |

    @DP-27 @R-109
    Scenario Outline: The time when the record was made is set
      Given the receiver accepts <request>
      When GET /DocumentReference is sent
      Then the pointer to it tells when it was made

      Examples:
        | request        |
        | a new booking  |
        | a new referral |

  Rule: Whoever follows a pointer comes to the record

    @DP-25 @R-109
    Scenario Outline: What the pointer leads to is the record
      The target identifier of the pointer becomes that of the request; a URL at the receiver is taken as it is.

      Given the receiver accepts <request>
      When the pointer to it is followed
      Then the answer is that <record>

      Examples:
        | request        | record         |
        | a new booking  | Appointment    |
        | a new referral | ServiceRequest |
