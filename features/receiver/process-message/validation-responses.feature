Feature: A system takes the responses to the validation requests that it has sent itself
  What a response says is read off its reason, the status of the ServiceRequest and the status of the focus, which
  is the responder's own Encounter.

  Rule: A response says that the validation has begun, or what came of it

    @CM-02 @CM-43 @FS-PM-28 @R-68 @R-89
    Scenario: An interim response is taken
      Reason new, category validation, ServiceRequest active, focus Encounter in-progress.

      Given the receiver accepts GET /metadata
      And the receiver has sent a validation request
      When its interim response is sent
      Then the receiver accepts it

    @CM-44 @FS-PM-29 @R-67 @R-89
    Scenario: A final response after triage is taken
      Reason new, category validation, ServiceRequest completed, focus Encounter triaged.

      Given the receiver accepts GET /metadata
      And the receiver has sent a validation request
      When its final response after triage is sent
      Then the receiver accepts it

    @CM-45 @FS-PM-29 @R-67 @R-89
    Scenario: A final response at the end of the Encounter is taken
      Reason new, category validation, ServiceRequest completed, focus Encounter finished.

      Given the receiver accepts GET /metadata
      And the receiver has sent a validation request
      When its final response is sent
      Then the receiver accepts it

    @CM-44 @FS-PM-29 @R-67 @R-89
    Scenario: A final response after triage is taken as an update of an interim one
      Reason update, category validation, ServiceRequest completed, focus Encounter triaged.

      Given the receiver has sent a validation request
      And the receiver accepts its interim response
      When its final response after triage is sent
      Then the receiver accepts it

    @CM-45 @FS-PM-29 @R-67 @R-89
    Scenario: A final response at the end of the Encounter is taken as an update of an interim one
      Reason update, category validation, ServiceRequest completed, focus Encounter finished.

      Given the receiver has sent a validation request
      And the receiver accepts its interim response
      When its final response is sent
      Then the receiver accepts it

    @CM-46 @FS-PM-04 @FS-PM-30 @R-67 @R-58
    Scenario Outline: An interim or final response of another reason is refused
      Given the receiver has sent a validation request
      And the receiver accepts its <response>
      And the receiver has sent another validation request
      When its <response> is sent with MessageHeader.reason.coding.code "<reason>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | response         | reason     | ServiceRequest | Encounter   |
        | interim response | update     | active         | in-progress |
        | interim response | unheard-of | active         | in-progress |
        | final response   | unheard-of | completed      | finished    |

    @CM-46 @FS-PM-04 @FS-PM-30 @R-67 @R-58
    Scenario Outline: An interim or final response of another ServiceRequest is refused
      Given the receiver has sent a validation request
      And the receiver accepts its <response>
      And the receiver has sent another validation request
      When its <response> is sent with ServiceRequest.status "<ServiceRequest>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | response                    | reason | ServiceRequest | Encounter   |
        | interim response            | new    | draft          | in-progress |
        | interim response            | new    | on-hold        | in-progress |
        | interim response            | new    | completed      | in-progress |
        | final response              | new    | on-hold        | finished    |
        | final response after triage | new    | draft          | triaged     |

    @CM-46 @FS-PM-04 @FS-PM-30 @R-67 @R-58
    Scenario Outline: A final response of another focus Encounter is refused
      Given the receiver has sent a validation request
      And the receiver accepts its final response
      And the receiver has sent another validation request
      When its final response is sent with Encounter.status "<Encounter>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | reason | ServiceRequest | Encounter   |
        | new    | completed      | planned     |
        | new    | completed      | in-progress |
        | new    | completed      | cancelled   |

  Rule: A response says that the validation is declined

    @CM-47 @FS-PM-31 @R-68 @R-89
    Scenario: A rejection by a revoked request is taken
      Reason new, category validation, ServiceRequest revoked, focus Encounter triaged.

      Given the receiver accepts GET /metadata
      And the receiver has sent a validation request
      When its rejection is sent
      Then the receiver accepts it

    @CM-47 @R-68 @R-89
    Scenario: A rejection by a cancelled Encounter is taken
      Reason new, category validation, ServiceRequest active, focus Encounter cancelled.

      Given the receiver accepts GET /metadata
      And the receiver has sent a validation request
      When its rejection by a cancelled Encounter is sent
      Then the receiver accepts it

    @CM-48 @FS-PM-32 @R-68
    Scenario Outline: A response that is no rejection, and no other either, is refused
      Given the receiver has sent a validation request
      And the receiver accepts its <response>
      And the receiver has sent another validation request
      When its <response> is sent <difference>
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | response         | ServiceRequest | Encounter   | difference                                     |
        | interim response | revoked        | in-progress | with ServiceRequest.status "revoked"           |
        | final response   | revoked        | finished    | with ServiceRequest.status "revoked"           |
        | interim response | active         | triaged     | with the receiver's own Encounter as its focus |
