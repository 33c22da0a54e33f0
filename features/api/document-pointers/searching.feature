Feature: Consumers search for pointers at the API
  The API passes a search on to the record locator, with all that it asks for. It names the patient, and may
  narrow to one custodian or one type; more than twenty pointers come page by page. Whoever follows a pointer
  comes, through the API, to what it leads to.

  Background:
    Given the profile claims pointers

  Rule: The answer is a searchset of the patient's pointers

    @DP-05 @R-112
    Scenario: The answer is a searchset
      When GET /DocumentReference is sent
      Then the answer is a searchset of DocumentReference alone

    @DP-02 @DP-05 @R-112
    Scenario: A pointer that was added is told
      Given the API accepts GET /DocumentReference
      And the API accepts POST /DocumentReference
      When GET /DocumentReference is sent
      Then the answer tells of it

    @DP-05 @R-112
    Scenario: The pointer of another patient is not told
      Given the API accepts POST /DocumentReference
      When GET /DocumentReference is sent with another patient
      Then the answer tells nothing of it

    @DP-11 @R-111 @R-112
    Scenario: A search that names no patient is refused
      Given the API accepts GET /DocumentReference
      When a like request is sent without the parameter subject:identifier
      Then the API refuses it with one of
        | status | error code | issue code |
        | 4xx    | any        | any        |

  Rule: Custodian and type narrow the search

    @DP-13 @R-112
    Scenario: The pointers of the custodian asked for are told
      Given the API accepts POST /DocumentReference
      When GET /DocumentReference is sent with the sender as custodian
      Then the answer tells of it

    @DP-13 @R-112
    Scenario: The pointers of other custodians are not told
      Given the API accepts POST /DocumentReference
      When GET /DocumentReference is sent with the receiver as custodian
      Then the answer tells nothing of it

    @DP-14 @R-108 @R-112
    Scenario: The pointers of the type asked for are told
      Given the API accepts POST /DocumentReference
      When GET /DocumentReference of referrals is sent
      Then the answer tells of it

    @DP-14 @R-108 @R-112
    Scenario: The pointers of the other type are not told
      Given the API accepts POST /DocumentReference
      When GET /DocumentReference of bookings is sent
      Then the answer tells nothing of it

  Rule: A token leads to the next twenty

    @DP-15 @R-112
    Scenario: On all pages together each pointer is told once
      Given the receiver tells which pointers it holds of the patient
      And the API accepts POST /DocumentReference
      And it accepts 24 other requests of that kind
      Then it holds 25 more of them

  Rule: A pointer leads through the API to what it points to

    @DP-02 @HDR-03
    Scenario Outline: A record is found by its pointer
      Given the receiver accepts <request>
      When the pointer to it is followed
      Then the answer is that <record>

      Examples:
        | request        | record         |
        | a new booking  | Appointment    |
        | a new referral | ServiceRequest |
