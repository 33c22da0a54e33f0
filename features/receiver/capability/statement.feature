Feature: A receiver says what it can do
  A sender reads the CapabilityStatement before anything else, and stops if the version, a function or a
  message that it needs is not in it.

  Rule: Every system has a CapabilityStatement

    @CF-02
    Scenario: The CapabilityStatement can be had
      When GET /metadata is sent
      Then the receiver accepts it
      And the CapabilityStatement is the answer

  Rule: It says what a sender needs to know

    @CF-03 @R-95
    Scenario Outline: Every CapabilityStatement tells of FHIR, the server and the messages
      The guide lists subjects, not elements: judged is what FHIR obliges to, the server and the messages.

      Given the receiver accepts GET /metadata
      Then the CapabilityStatement <property>

      Examples:
        | property                                  |
        | has the elements that FHIR obliges to     |
        | is of FHIR R4                             |
        | says what the receiver can do as a server |
        | names messages that the receiver takes    |

    @CN-11 @R-96
    Scenario: The CapabilityStatement has a version of major 1
      Any semantic version of major 1 will do, pre-releases too.

      Given the receiver accepts GET /metadata
      Then the CapabilityStatement has a version of major 1

    @CN-16 @R-95
    Scenario: Each message is said to be sent or received
      Given the receiver accepts GET /metadata
      Then the CapabilityStatement says of each message whether it is sent or received

    @CN-16 @R-95
    Scenario: The messages are those that have a MessageDefinition
      A definition is known by the last part of its URL, or by its id. Where a message is announced that the
      profile does not claim, another service may have its definition: then nothing is judged.

      Given the receiver accepts GET /MessageDefinition
      When GET /metadata is sent
      Then MessageDefinitions and CapabilityStatement name the same messages
