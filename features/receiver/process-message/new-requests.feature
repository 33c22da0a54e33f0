Feature: A new referral or validation request is known by its workflow variables
  The table of workflows goes by the event servicerequest-request, the reason new, and the statuses and the
  category below. What has no row in it is an unknown workflow: 400 REC_BAD_REQUEST with issue code invariant.

  Rule: A new referral

    @CM-22 @FS-PM-12 @R-61
    Scenario: A new referral at the end of an Encounter is taken
      Reason new, ServiceRequest active, category referral, CarePlan completed, Encounter finished.

      Given the receiver accepts GET /metadata
      When a new referral is sent
      Then the receiver accepts it

    @CM-23 @FS-PM-12 @R-61
    Scenario: A new referral after triage is taken
      Reason new, ServiceRequest active, category referral, CarePlan completed, Encounter triaged.

      Given the receiver accepts a new referral
      When a like request is sent with Encounter.status "triaged"
      Then the receiver accepts it

    @CF-31
    Scenario: A new referral that was taken is held
      Given the receiver accepts a new referral
      Then what it holds is current

    @CM-22 @R-61
    Scenario: A new referral at the end of an Encounter is held as it was sent
      Given the receiver accepts a new referral
      Then it holds ServiceRequest.status and ServiceRequest.category as sent

    @CM-23 @R-61
    Scenario: A new referral after triage is held as it was sent
      Given the receiver accepts a new referral
      When a like request is sent with Encounter.status "triaged"
      Then it holds ServiceRequest.status and ServiceRequest.category as sent

    @CM-24 @FS-PM-13 @FS-PM-04 @R-61 @R-58
    Scenario Outline: A new referral whose CarePlan is not completed is refused
      Given the receiver accepts a new referral
      When a like request is sent with CarePlan.status "<CarePlan>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | reason | ServiceRequest | category | CarePlan         | Encounter |
        | new    | active         | referral | active           | finished  |
        | new    | active         | referral | draft            | finished  |
        | new    | active         | referral | on-hold          | finished  |
        | new    | active         | referral | revoked          | finished  |
        | new    | active         | referral | entered-in-error | finished  |
        | new    | active         | referral | unknown          | finished  |

    @CM-25 @FS-PM-14 @FS-PM-04 @R-61 @R-58
    Scenario Outline: A new referral whose Encounter is neither triaged nor finished is refused
      Given the receiver accepts a new referral
      When a like request is sent with Encounter.status "<Encounter>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | reason | ServiceRequest | category | CarePlan  | Encounter        |
        | new    | active         | referral | completed | planned          |
        | new    | active         | referral | completed | arrived          |
        | new    | active         | referral | completed | in-progress      |
        | new    | active         | referral | completed | onleave          |
        | new    | active         | referral | completed | cancelled        |
        | new    | active         | referral | completed | entered-in-error |
        | new    | active         | referral | completed | unknown          |

  Rule: A new validation request

    @CM-18 @FS-PM-09 @R-62
    Scenario: A new validation request after triage is taken
      Reason new, ServiceRequest active, category validation, CarePlan active, Encounter triaged.

      Given the receiver accepts GET /metadata
      When a new validation request is sent
      Then the receiver accepts it

    @CM-19 @FS-PM-09 @R-62
    Scenario: A new validation request during an Encounter is taken
      Reason new, ServiceRequest active, category validation, CarePlan active, Encounter in-progress. Application
      4, the only one with validations, narrows the Encounter to triaged.

      Given the receiver accepts a new validation request
      When a like request is sent with Encounter.status "in-progress"
      Then the receiver accepts it

    @CM-18 @R-62
    Scenario: A new validation request after triage is held as it was sent
      Given the receiver accepts a new validation request
      Then it holds ServiceRequest.status and ServiceRequest.category as sent

    @CM-20 @FS-PM-10 @FS-PM-04 @R-58
    Scenario Outline: A new validation request whose CarePlan is not active is refused
      Given the receiver accepts a new validation request
      When a like request is sent with CarePlan.status "<CarePlan>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | reason | ServiceRequest | category   | CarePlan  | Encounter |
        | new    | active         | validation | completed | triaged   |
        | new    | active         | validation | draft     | triaged   |
        | new    | active         | validation | on-hold   | triaged   |
        | new    | active         | validation | revoked   | triaged   |

    @CM-21 @FS-PM-11 @FS-PM-04 @R-58
    Scenario Outline: A new validation request whose Encounter is neither triaged nor in progress is refused
      Given the receiver accepts a new validation request
      When a like request is sent with Encounter.status "<Encounter>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | reason | ServiceRequest | category   | CarePlan | Encounter |
        | new    | active         | validation | active   | finished  |
        | new    | active         | validation | active   | planned   |
        | new    | active         | validation | active   | arrived   |
        | new    | active         | validation | active   | cancelled |

  Rule: Anything else is no known workflow

    @CM-26 @FS-PM-15 @FS-PM-04 @R-63 @R-58
    Scenario Outline: A new request of an unknown category is refused
      Given the receiver accepts <message>
      When a like request is sent with ServiceRequest.category.coding.code "<category>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | message                  | reason | ServiceRequest | category   |
        | a new referral           | new    | active         | unheard-of |
        | a new validation request | new    | active         | unheard-of |

    @CM-27 @FS-PM-16 @FS-PM-04 @R-58
    Scenario Outline: A new request that is not active is refused
      Given the receiver accepts <message>
      When a like request is sent with ServiceRequest.status "<ServiceRequest>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | message                  | reason | ServiceRequest   |
        | a new referral           | new    | draft            |
        | a new referral           | new    | on-hold          |
        | a new referral           | new    | revoked          |
        | a new referral           | new    | completed        |
        | a new referral           | new    | entered-in-error |
        | a new validation request | new    | draft            |
        | a new validation request | new    | on-hold          |
        | a new validation request | new    | completed        |

    @CM-10
    Scenario Outline: A request of an unknown workflow leaves nothing behind
      Given the receiver accepts a new referral
      And the receiver tells which referrals it holds of the patient
      When a like request is sent <difference>
      Then it holds no more of them

      Examples:
        | difference                           |
        | with CarePlan.status "active"        |
        | with Encounter.status "cancelled"    |
        | with ServiceRequest.status "revoked" |
