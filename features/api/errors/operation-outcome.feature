Feature: An error is told in an OperationOutcome
  Whatever fails on the way, the API answers with an HTTP status and an OperationOutcome: severity, FHIR issue
  code, BaRS error code and diagnostics, as receivers do, but with codes of its own where it answers itself.

  Background:
    Given the answers to these faulty requests
      | request                | difference                                                        |
      | GET /metadata          | without X-Request-ID                                              |
      | GET /metadata          | with X-Correlation-ID "not-a-guid"                                |
      | GET /metadata          | with the path /NoSuchEndpoint                                     |
      | GET /metadata          | with NHSD-Target-Identifier that is not Base64                    |
      | GET /metadata          | with NHSD-Target-Identifier that is not JSON                      |
      | GET /metadata          | with NHSD-Target-Identifier of an unknown service                 |
      | GET /metadata          | without NHSD-Target-Identifier, and with the verb PUT             |
      | GET /metadata          | without NHSD-Target-Identifier, and with Accept "application/pdf" |
      | GET /MessageDefinition | without NHSD-Target-Identifier                                    |
      | GET /Slot              | with NHSD-Target-Identifier without its value                     |
      | a new referral         | with the path /$no-such-operation                                 |
      | a new referral         | without NHSD-Target-Identifier                                    |
      | a new referral         | with NHSD-Target-Identifier of an unknown system                  |

  Rule: A failure is told

    @EH-11 @EH-02
    Scenario: Every fault is answered with a status of failure
      Then each has a status of failure

    @EH-11 @EH-01
    Scenario: Every failure comes with an OperationOutcome
      Then each refusal is a well-formed OperationOutcome in JSON

  Rule: What went wrong

    @EH-16
    Scenario: Every failure has an issue of severity error or fatal
      Then each refusal has an issue of severity error or fatal

    @EH-01
    Scenario: Every issue code is one of FHIR's
      Then each refusal has issue codes of FHIR's issue-type only

    @EH-11 @EH-14 @R-31
    Scenario: Every failure gives a BaRS error code
      Then each refusal has a BaRS error code in issue.details.coding.code

    @EH-17 @R-17
    Scenario: Every error code is of the coding system http-error-codes
      Then each refusal has its error code from the coding system http-error-codes

    @EH-46
    Scenario: Status and error code belong together
      Then each refusal has the HTTP status that its error code stands for

    @EH-18
    Scenario: The display, where there is one, begins with the status
      Then each refusal has a display that begins with the HTTP status, where it has one

  Rule: The diagnostics text

    @EH-19 @EH-47
    Scenario: Diagnostics say what is wrong
      Then each refusal has diagnostics of a sentence

    @EH-21
    Scenario: Diagnostics show no stack trace
      Then each refusal shows no stack trace

    @EH-22
    Scenario: Diagnostics tell nothing of the patient
      Then no refusal names the patient
