Feature: A system takes the responses to the requests that it has sent itself
  An asynchronous response is a message of its own, of the event servicerequest-response. It names the request that
  it answers; its category says whether that was a referral or a validation request.

  Rule: A response names the request that it answers

    @CM-38 @FS-PM-24
    Scenario Outline: A response that does not say that it answers anything is refused
      Given the receiver has sent a <request>
      And the receiver accepts its <response>
      And the receiver has sent another <request>
      When its <response> is sent without MessageHeader.response
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | request            | response                |
        | referral           | did-not-attend response |
        | validation request | interim response        |

    @CM-39 @FS-PM-25 @R-66
    Scenario Outline: A response to a request that was never sent is refused
      Given the receiver has sent a <request>
      And the receiver accepts its <response>
      And the receiver has sent another <request>
      When its <response> is sent with MessageHeader.response.identifier "6a0c5c1e-9d4b-4a57-8f3d-2b7e1c90a4d8"
      Then the receiver refuses it with one of
        | status | error code      | issue code |
        | 404    | REC_NOT_FOUND   | not-found  |
        | 400    | REC_BAD_REQUEST | invariant  |

      Examples:
        | request            | response                |
        | referral           | did-not-attend response |
        | validation request | interim response        |

  Rule: A referral is responded to when the patient did not attend

    @CM-02 @CM-40 @FS-PM-26 @R-69
    Scenario: A did-not-attend response is taken
      Reason new, category referral, ServiceRequest revoked.

      Given the receiver accepts GET /metadata
      And the receiver has sent a referral
      When its did-not-attend response is sent
      Then the receiver accepts it

    @CM-41 @FS-PM-04 @FS-PM-27 @R-69 @R-58
    Scenario Outline: A response to a referral that is not revoked is refused
      Given the receiver has sent a referral
      And the receiver accepts its did-not-attend response
      And the receiver has sent another referral
      When its did-not-attend response is sent with ServiceRequest.status "<ServiceRequest>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | reason | category | ServiceRequest   |
        | new    | referral | active           |
        | new    | referral | draft            |
        | new    | referral | on-hold          |
        | new    | referral | completed        |
        | new    | referral | entered-in-error |

    @CM-42 @FS-PM-04 @FS-PM-27 @R-69 @R-58
    Scenario Outline: A response to a referral of another reason than new is refused
      Given the receiver has sent a referral
      And the receiver accepts its did-not-attend response
      And the receiver has sent another referral
      When its did-not-attend response is sent with MessageHeader.reason.coding.code "<reason>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | reason     | category | ServiceRequest |
        | update     | referral | revoked        |
        | unheard-of | referral | revoked        |

  Rule: Responses are to referrals and validation requests alone

    @CM-49 @FS-PM-04 @FS-PM-33 @R-58
    Scenario Outline: A response of another category is refused
      Given the receiver has sent a <request>
      And the receiver accepts its <response>
      And the receiver has sent another <request>
      When its <response> is sent with ServiceRequest.category.coding.code "<category>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | request            | response                | category   |
        | referral           | did-not-attend response | unheard-of |
        | validation request | interim response        | unheard-of |
