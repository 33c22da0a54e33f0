Feature: A sender whose role is reversed
  Who has sent a referral takes the response to it, and who has taken one responds to it, or refers the patient on
  (End-to-end-workflow/Reversing-Roles, Transactional-integrity/Feedback--response--requests, Onwards-Referrals).

  Rule: Who receives responses offers $process-message

    @WF-18 @FU-05 @CM-40
    Scenario: A response to a referral is taken
      When the sender takes a response to its referral
      Then the sender answers it with 200

  Rule: What goes back to the initiator is a new message of the same conversation

    @TI-06
    Scenario: A response keeps the X-Correlation-ID
      When the sender responds to a referral
      Then every message either way has the same X-Correlation-ID

    @TI-06
    Scenario: A response has an X-Request-ID of its own
      When the sender responds to a referral
      Then each message either way has its own X-Request-ID

  Rule: What is passed on is a new message of the same conversation

    @TI-09 @R-14
    Scenario: An onward referral keeps the X-Correlation-ID
      When the sender refers a patient on
      Then every message either way has the same X-Correlation-ID

    @TI-09 @R-14
    Scenario: An onward referral has an X-Request-ID of its own
      When the sender refers a patient on
      Then each message either way has its own X-Request-ID
