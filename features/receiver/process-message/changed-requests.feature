Feature: The change of a referral or validation request is known by its workflow variables
  With the event servicerequest-request and the reason update, category and status tell a cancellation from an
  update. The table has no update of a referral.

  Rule: A referral is cancelled

    @FS-PM-20
    Scenario Outline: A combination that cancels a referral is taken
      Given the receiver accepts a new referral
      When its cancellation is sent with ServiceRequest.status "<ServiceRequest>"
      Then the receiver accepts it

      @CM-33
      Examples:
        | reason | category | ServiceRequest |
        | update | referral | revoked        |

      @CM-34
      Examples:
        | reason | category | ServiceRequest   |
        | update | referral | entered-in-error |

    Scenario Outline: A referral that was cancelled is held as cancelled
      Given the receiver accepts a new referral
      When its cancellation is sent with ServiceRequest.status "<ServiceRequest>"
      Then what it holds is cancelled

      @CM-33
      Examples:
        | ServiceRequest |
        | revoked        |

      @CM-34
      Examples:
        | ServiceRequest   |
        | entered-in-error |

    @CM-35 @FS-PM-21 @FS-PM-04 @R-60 @R-58
    Scenario Outline: A changed referral of any other status is refused
      For the statuses active and on-hold the page can be read both ways.

      Given the receiver accepts a new referral
      When its cancellation is sent with ServiceRequest.status "<ServiceRequest>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | reason | category | ServiceRequest |
        | update | referral | draft          |
        | update | referral | completed      |
        | update | referral | unknown        |

    @CM-10
    Scenario: A change that was refused leaves the referral as it was
      Given the receiver accepts a new referral
      When its cancellation is sent with ServiceRequest.status "completed"
      Then what it holds is current

  Rule: A validation request is cancelled

    @FS-PM-17
    Scenario Outline: A combination that cancels a validation request is taken
      Given the receiver accepts a new validation request
      When its cancellation is sent with ServiceRequest.status "<ServiceRequest>"
      Then the receiver accepts it

      @CM-28
      Examples:
        | reason | category   | ServiceRequest |
        | update | validation | revoked        |

      @CM-29
      Examples:
        | reason | category   | ServiceRequest   |
        | update | validation | entered-in-error |

    Scenario Outline: A validation request that was cancelled is held as cancelled
      Given the receiver accepts a new validation request
      When its cancellation is sent with ServiceRequest.status "<ServiceRequest>"
      Then what it holds is cancelled

      @CM-28
      Examples:
        | ServiceRequest |
        | revoked        |

      @CM-29
      Examples:
        | ServiceRequest   |
        | entered-in-error |

  Rule: A validation request is updated

    @FS-PM-18 @R-62
    Scenario Outline: A combination that updates a validation request is taken
      Application 4 knows the update of an active request only.

      Given the receiver accepts a new validation request
      When its update is sent with ServiceRequest.status "<ServiceRequest>"
      Then the receiver accepts it

      @CM-30
      Examples:
        | reason | category   | ServiceRequest |
        | update | validation | active         |

      @CM-31
      Examples:
        | reason | category   | ServiceRequest |
        | update | validation | on-hold        |

    @CM-32 @FS-PM-19 @FS-PM-04 @R-58
    Scenario Outline: An update of a validation request to any other status is refused
      Given the receiver accepts a new validation request
      And the receiver accepts its update
      When its update is sent with ServiceRequest.status "<ServiceRequest>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | reason | category   | ServiceRequest |
        | update | validation | draft          |
        | update | validation | completed      |
        | update | validation | unknown        |

  Rule: Anything else is no known workflow

    @CM-36 @FS-PM-22 @FS-PM-04 @R-58
    Scenario Outline: A change of an unknown category is refused
      Given the receiver accepts <message>
      When its <later message> is sent with ServiceRequest.category.coding.code "<category>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | message                  | later message | reason | category   |
        | a new referral           | cancellation  | update | unheard-of |
        | a new validation request | cancellation  | update | unheard-of |
        | a new validation request | update        | update | unheard-of |
