Feature: What the receiver accepts, it points to
  A pointer tells other systems that a booking or a referral is there, and where. The pattern is a preview: it
  is judged where the profile claims it, by what a search for the pointers of the patient tells within
  five seconds.

  Background:
    Given the profile claims pointers

  Rule: A pointer is made for each booking and each referral

    @DP-17 @R-113
    Scenario Outline: What is accepted has a pointer
      Given the receiver tells which pointers it holds of the patient
      And the receiver accepts <request>
      Then it holds one more of them

      Examples:
        | request           |
        | a new booking     |
        | a new referral    |
        | POST /Appointment |

    @DP-18
    Scenario Outline: Each has a pointer of its own
      Given the receiver tells which pointers it holds of the patient
      And the receiver accepts <one>
      And the receiver accepts <other>
      Then it holds two more of them

      Examples:
        | one            | other          |
        | a new booking  | a new booking  |
        | a new referral | a new referral |
        | a new referral | a new booking  |

    @DP-19 @R-110
    Scenario Outline: A pointer is known by the id of what it leads to
      Given the receiver accepts <request>
      When GET /DocumentReference is sent
      Then the pointer to it is known by its id

      Examples:
        | request        |
        | a new booking  |
        | a new referral |

    @DP-18 @DP-19 @R-110
    Scenario: Of two bookings each is known by its own id
      Given the receiver accepts a new booking
      And the receiver accepts a new booking
      When GET /DocumentReference is sent
      Then the pointer to it is known by its id

  Rule: A pointer follows the life of what it leads to

    @DP-39 @R-113
    Scenario Outline: A booking that is updated has its pointer updated
      Given the receiver accepts a new booking
      And the receiver tells of the pointer to it
      When its <later message> is sent
      Then the pointer is brought up to date

      Examples:
        | later message              |
        | update                     |
        | update by PUT              |
        | move to a free slot by PUT |

    @DP-39 @R-113
    Scenario Outline: What is cancelled has its pointer removed or changed
      Given the receiver accepts <request>
      And the receiver tells of the pointer to it
      When its <later message> is sent
      Then the pointer is removed or changed

      Examples:
        | request        | later message       |
        | a new booking  | cancellation        |
        | a new booking  | cancellation by PUT |
        | a new referral | cancellation        |

    @DP-39 @R-113
    Scenario: The cancellation of one booking leaves the pointer to another
      Given the receiver accepts a new booking
      And the receiver tells of the pointer to it
      And the receiver accepts a new booking
      And the receiver accepts that it is cancelled
      Then the pointer is still told
