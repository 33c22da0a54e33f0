Feature: An asynchronous response is a whole message
  It adheres to all the rules of a request: those of the MessageHeader, of its MessageDefinition and of message
  Bundles.

  Rule: Its MessageHeader is populated as that of a request

    @MH-28 @R-88 @R-89
    Scenario Outline: The MessageHeader of a response tells what it is
      Given the receiver accepts <request>
      When the receiver responds to it
      Then in the response <element> is <content>

      Examples:
        | request                  | element                    | content                                        |
        | a new referral           | MessageHeader.eventCoding  | servicerequest-response of message-events-bars |
        | a new referral           | MessageHeader.reason       | new or update of message-reason-bars           |
        | a new referral           | MessageHeader.focus        | a ServiceRequest or Encounter                  |
        | a new referral           | MessageHeader.definition   | a MessageDefinition of responses               |
        | a new referral           | MessageHeader.meta.profile | that of responses                              |
        | a new validation request | MessageHeader.eventCoding  | servicerequest-response of message-events-bars |
        | a new validation request | MessageHeader.reason       | new or update of message-reason-bars           |
        | a new validation request | MessageHeader.focus        | a ServiceRequest or Encounter                  |
        | a new validation request | MessageHeader.definition   | a MessageDefinition of responses               |
        | a new validation request | MessageHeader.meta.profile | that of responses                              |

  Rule: It is under all the rules of a message

    @MH-25
    Scenario Outline: A response is sound FHIR
      Given the receiver accepts <request>
      When the receiver responds to it
      Then the response is a Bundle

      Examples:
        | request                  |
        | a new referral           |
        | a new validation request |

    @MH-25 @R-59 @R-88 @R-124
    Scenario Outline: A response is a message as any other
      Given the receiver accepts <request>
      When the receiver responds to it
      Then in the response <rule>

      Examples:
        | request                  | rule                                                                     |
        | a new referral           | Bundle.type is message                                                   |
        | a new referral           | Bundle.meta.versionId is of major version 1                              |
        | a new referral           | the first entry alone is a MessageHeader                                 |
        | a new referral           | each reference by fullUrl leads to an entry                              |
        | a new referral           | each type is as often as its MessageDefinition has it                    |
        | a new referral           | ServiceRequest.category is referral of message-category-servicerequest   |
        | a new referral           | every resource has meta.lastUpdated                                      |
        | a new referral           | every time is an instant with its offset                                 |
        | a new validation request | Bundle.type is message                                                   |
        | a new validation request | Bundle.meta.versionId is of major version 1                              |
        | a new validation request | the first entry alone is a MessageHeader                                 |
        | a new validation request | each reference by fullUrl leads to an entry                              |
        | a new validation request | each type is as often as its MessageDefinition has it                    |
        | a new validation request | ServiceRequest.category is validation of message-category-servicerequest |
        | a new validation request | every resource has meta.lastUpdated                                      |
        | a new validation request | every time is an instant with its offset                                 |

  Rule: It belongs to the journey of its request

    @FU-15 @R-117
    Scenario Outline: The journey id stays the same in a response
      Given the receiver accepts <request>
      When the receiver responds to it
      Then in the response the journey id is kept

      Examples:
        | request                  |
        | a new referral           |
        | a new validation request |

  Rule: Whoever referred a patient is told that the patient did not attend

    @WF-16 @R-69
    Scenario Outline: A did-not-attend response says so
      Reason new, category referral, ServiceRequest revoked.

      Given the receiver accepts a new referral
      When the receiver responds to it
      Then in the response outside Application 6, <element> is <code>

      Examples:
        | element                          | code    |
        | MessageHeader.reason.coding.code | new     |
        | ServiceRequest.status            | revoked |
