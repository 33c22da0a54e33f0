Feature: The referrals of a patient can be searched for
  A sender that knows the patient and not the id asks for all referrals of one NHS number.

  Rule: The answer is a searchset of the patient's referrals

    @CF-42 @FS-SR-13 @R-56
    Scenario: The answer is a searchset
      Given the receiver accepts a new referral
      When GET /ServiceRequest is sent
      Then the answer is a searchset of ServiceRequest alone

    @CF-42
    Scenario: A referral of the patient is in it
      Given the receiver accepts a new referral
      When GET /ServiceRequest is sent
      Then the answer tells of it

    @CF-42
    Scenario: A referral of another patient is not in it
      Given the receiver accepts a new referral
      When GET /ServiceRequest is sent with another patient
      Then the answer tells nothing of it

    @CF-45 @R-106
    Scenario: A referral that was ended is in it all the same
      Given the receiver accepts a new referral
      And the receiver accepts that it is cancelled
      When GET /ServiceRequest is sent
      Then the answer tells of it

    @FS-SR-14 @R-52
    Scenario: A patient of whom nothing is held has an empty searchset
      Given the receiver accepts a new referral
      When GET /ServiceRequest is sent with a patient that nobody knows
      Then the answer is a searchset of ServiceRequest alone
      And the answer tells nothing of it

  Rule: The patient has to be named

    @CF-42 @FS-SR-09 @R-54
    Scenario: A search that names no patient is refused
      Given the receiver accepts a new referral
      And the receiver accepts GET /ServiceRequest
      When a like request is sent without the parameter patient:identifier
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue required

    @CF-42 @FS-SR-11 @R-54
    Scenario Outline: A patient identifier that is no NHS number is refused
      Given the receiver accepts a new referral
      And the receiver accepts GET /ServiceRequest
      When a like request is sent <difference>
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue value or invalid

      Examples:
        | difference                                      |
        | with a patient identifier that is no NHS number |
        | with a patient identifier cut by one digit      |

    @FS-SR-11 @R-54
    Scenario Outline: A patient identifier of an uncertain kind is refused, or served
      The row is about malformed values; a token without a system, or of another system, is legal in FHIR.

      Given the receiver accepts a new referral
      And the receiver accepts GET /ServiceRequest
      When a like request is sent <difference>
      Then the receiver accepts it or refuses it with one of
        | status | error code      | issue code                   |
        | 400    | REC_BAD_REQUEST | value or invalid or required |

      Examples:
        | difference                                     |
        | with a patient identifier without its system   |
        | with a patient identifier of an unknown system |
        | with a patient identifier without a value      |
