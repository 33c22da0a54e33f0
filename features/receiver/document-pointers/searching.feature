Feature: The pointers of a patient can be searched for
  A receiver that hosts pointers answers as the national API does. A search names the patient, and may narrow
  to one custodian or one type; more than twenty pointers come page by page.

  Background:
    Given the profile claims pointers

  Rule: The answer is a searchset of the patient's pointers

    @DP-05 @R-112
    Scenario: The answer is a searchset
      Given the receiver accepts a new booking
      When GET /DocumentReference is sent
      Then the answer is a searchset of DocumentReference alone

    @DP-05 @R-112
    Scenario: A patient of whom nothing is known has an empty searchset
      Given the receiver accepts a new booking
      And the receiver tells of the pointer to it
      When GET /DocumentReference is sent with a patient that nobody knows
      Then the receiver accepts it
      And the answer is a searchset of DocumentReference alone

    @DP-05 @R-112
    Scenario: The pointer of another patient is not in it
      Given the receiver accepts a new booking
      And the receiver tells of the pointer to it
      When GET /DocumentReference is sent with another patient
      Then the pointer to it is not told

  Rule: The patient has to be named

    @DP-11 @R-111 @R-112
    Scenario: A search that names no patient is refused
      Given the receiver accepts GET /DocumentReference
      When a like request is sent without the parameter subject:identifier
      Then the receiver refuses it with one of
        | status | error code | issue code |
        | 4xx    | any        | any        |

    @DP-11 @R-111 @R-112
    Scenario: A search by the type alone is refused
      Given the receiver accepts GET /DocumentReference of bookings
      When a like request is sent without the parameter subject:identifier
      Then the receiver refuses it with one of
        | status | error code | issue code |
        | 4xx    | any        | any        |

  Rule: The custodian narrows the search

    @DP-13 @R-112
    Scenario: The pointers of the custodian asked for are told
      Given the receiver accepts a new booking
      And the receiver tells of the pointer to it
      When GET /DocumentReference is sent with the receiver as custodian
      Then the pointer to it is told

    @DP-13 @R-112
    Scenario: The pointers of other custodians are not told
      Given the receiver accepts a new booking
      And the receiver tells of the pointer to it
      When GET /DocumentReference is sent with the sender as custodian
      Then the pointer to it is not told

  Rule: The type narrows the search

    @DP-14 @R-108 @R-112
    Scenario Outline: The pointers of the type asked for are told
      Given the receiver accepts <request>
      And the receiver tells of the pointer to it
      When GET /DocumentReference of <kind> is sent
      Then the pointer to it is told

      Examples:
        | request        | kind      |
        | a new booking  | bookings  |
        | a new referral | referrals |

    @DP-14 @R-108 @R-112
    Scenario Outline: The pointers of the other type are not told
      Given the receiver accepts <other request>
      And the receiver accepts <request>
      And the receiver tells of the pointer to it
      When GET /DocumentReference of <kind> is sent
      Then the pointer to it is not told

      Examples:
        | other request  | request        | kind      |
        | a new referral | a new booking  | referrals |
        | a new booking  | a new referral | bookings  |

  Rule: A token leads to the next twenty

    @DP-15 @R-112
    Scenario: On all pages together each pointer is told once
      Given the receiver tells which pointers it holds of the patient
      And the receiver accepts POST /DocumentReference
      And it accepts 24 other requests of that kind
      Then it holds 25 more of them
