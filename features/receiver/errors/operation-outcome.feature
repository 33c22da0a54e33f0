Feature: An error is told in an OperationOutcome
  Every failure comes with an HTTP status and an OperationOutcome: severity, FHIR issue code, BaRS error code
  and a diagnostics text by which the sender's support can find the cause, and which tells nothing of a patient.

  Background:
    Given the answers to these faulty requests
      | request                  | difference                                                      |
      | GET /metadata            | without X-Request-ID                                            |
      | GET /metadata            | with the verb PUT                                               |
      | GET /metadata            | with the path /NoSuchEndpoint                                   |
      | GET /metadata            | with Accept "application/pdf"                                   |
      | GET /MessageDefinition   | without the parameter context                                   |
      | GET /MessageDefinition   | with the context of a service that there is not                 |
      | GET /Slot                | without the parameter status                                    |
      | GET /Slot                | with the parameter status "no-such-status"                      |
      | GET /Appointment         | without the parameter patient:identifier                        |
      | GET /Appointment/[id]    | with an id in the path that it never gave                       |
      | GET /ServiceRequest      | with X-Correlation-ID "not-a-guid"                              |
      | GET /ServiceRequest/[id] | with an id in the path that it never gave                       |
      | a new referral           | with half of its body                                           |
      | a new referral           | with MessageHeader.eventCoding.code "servicerequest-unheard-of" |
      | a new referral           | with ServiceRequest.status "draft"                              |
      | a new referral           | without the CarePlan entry                                      |
      | a new booking            | with MessageHeader.reason.coding.code "unheard-of"              |

  Rule: A failure is told

    @EH-49 @EH-02
    Scenario: Every fault is answered with a status of failure
      Then each has a status of failure

    @EH-01
    Scenario: Every failure comes with an OperationOutcome
      Then each refusal is a well-formed OperationOutcome in JSON

  Rule: What went wrong

    @EH-16
    Scenario: Every failure has an issue of severity error or fatal
      Then each refusal has an issue of severity error or fatal

    @EH-01
    Scenario: Every issue code is one of FHIR's
      Then each refusal has issue codes of FHIR's issue-type only

    @EH-14 @R-31
    Scenario: Every failure gives a BaRS error code
      Then each refusal has a BaRS error code in issue.details.coding.code

    @EH-17 @R-17
    Scenario: Every error code is of the coding system http-error-codes
      Then each refusal has its error code from the coding system http-error-codes

    @EH-32 @EH-46
    Scenario: Status and error code belong together
      Then each refusal has the HTTP status that its error code stands for

    @EH-18
    Scenario: The display, where there is one, begins with the status
      Then each refusal has a display that begins with the HTTP status, where it has one

    @EH-16
    Scenario: Every OperationOutcome has an id and names the UK Core profile
      Then each refusal has an id and names the profile UKCore-OperationOutcome

  Rule: Whose fault it was

    @EH-06 @EH-12 @EH-13 @EH-34 @EH-35 @R-23
    Scenario: A receiver's error codes begin REC_
      Then each refusal has no BaRS error code but such as begin REC_

  Rule: The diagnostics text

    @EH-33 @EH-40 @R-32
    Scenario: Diagnostics stand beside the error code
      Then each refusal has diagnostics beside its error code

    @EH-19 @EH-47 @EH-50
    Scenario: Diagnostics say what is wrong
      Then each refusal has diagnostics of a sentence

    @EH-19 @EH-47 @EH-50
    Scenario: Diagnostics blame no other parameter than the one that is missing
      Then each blames no parameter that was there

    @EH-21
    Scenario: Diagnostics show no stack trace
      Then each refusal shows no stack trace

    @EH-22
    Scenario: Diagnostics tell nothing of the patient
      Then no refusal names the patient
