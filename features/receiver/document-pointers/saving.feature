Feature: The receiver keeps its pointers at the national API
  While it runs, the suite stands in the place of the API, and the receiver sends its pointers there. It may do
  so before or after it answers the sender, and has five seconds for it.

  Background:
    Given the profile tells where the suite stands in for the API

  Rule: A pointer is saved with POST, and goes by the id that it is given

    @DP-28 @R-113
    Scenario Outline: The pointer to what is accepted is saved at the API
      Given the receiver accepts <request>
      Then the pointer to it is saved at the API

      Examples:
        | request           |
        | a new booking     |
        | a new referral    |
        | POST /Appointment |

    @DP-28 @R-113
    Scenario Outline: The id that the API assigns is used afterwards
      Given the receiver accepts <request>
      And the receiver saves the pointer to it at the API
      When its <later message> is sent
      Then the pointer to it goes by the id that the API gave

      Examples:
        | request        | later message |
        | a new booking  | update        |
        | a new booking  | cancellation  |
        | a new referral | cancellation  |

  Rule: A pointer is read before it is updated

    @DP-30 @R-113
    Scenario Outline: Before the pointer to a booking is updated it is read
      Given the receiver accepts a new booking
      And the receiver saves the pointer to it at the API
      When its <later message> is sent
      Then the pointer to it is read at the API before it is written

      Examples:
        | later message              |
        | update                     |
        | update by PUT              |
        | move to a free slot by PUT |

    @DP-30 @R-113
    Scenario: Of two bookings, the pointer is read to the one that is updated
      Given the receiver accepts a new booking
      And the receiver accepts a new booking
      And the receiver saves the pointer to it at the API
      When its update is sent
      Then the pointer to it is read at the API before it is written

  Rule: A pointer is read before it is deleted

    @DP-31 @R-113
    Scenario Outline: Before the pointer to what is cancelled is deleted it is read
      Given the receiver accepts <request>
      And the receiver saves the pointer to it at the API
      When its <later message> is sent
      Then the pointer to it is read at the API before it is written

      Examples:
        | request        | later message       |
        | a new booking  | cancellation        |
        | a new booking  | cancellation by PUT |
        | a new referral | cancellation        |

    @DP-31 @R-113
    Scenario: Of two bookings, the pointer is read to the one that is cancelled
      Given the receiver accepts a new booking
      And the receiver accepts a new booking
      And the receiver saves the pointer to it at the API
      When its cancellation is sent
      Then the pointer to it is read at the API before it is written
