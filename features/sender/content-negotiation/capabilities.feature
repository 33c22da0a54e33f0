Feature: A sender finds out what the receiver takes
  Before it sends anything a sender reads the CapabilityStatement and the MessageDefinitions of the service, and
  stops where something that it needs is missing (Content-Negotiation, Core-Functionality-Requirements).

  Rule: Capabilities and definitions are read first

    @CF-04 @AP-11 @CN-12 @R-128
    Scenario Outline: The CapabilityStatement is read before a message is sent
      When the sender <does>
      Then GET /metadata comes before <message>

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

    @CF-09 @CM-03 @CN-13 @UC-04 @R-128
    Scenario Outline: The MessageDefinitions are read before a message is sent
      When the sender <does>
      Then GET /MessageDefinition comes before <message>

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

    @AP-11
    Scenario Outline: Slots are asked for before one is booked
      When the sender <does>
      Then GET /Slot comes before a new booking

      Examples:
        | does         |
        | books a slot |
        | rebooks      |

  Rule: A sender stops where what it needs is missing

    @CN-12 @CN-27 @R-128
    Scenario: The receiver is of another major version
      Given the receiver is of version 2.0.0 by its CapabilityStatement
      When the sender books a slot
      Then the sender does not send a new booking

    @CN-14 @CN-27 @R-128
    Scenario: A capability that booking needs is not listed
      Given the receiver lists no searches of slots in its CapabilityStatement
      When the sender books a slot
      Then the sender does not send a new booking

    @CN-15 @CN-27 @R-128
    Scenario Outline: The message is not listed as supported
      Given the receiver lists no messages in its CapabilityStatement
      When the sender <does>
      Then the sender does not send <message>

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

    @CN-13 @CN-18 @CN-27 @R-128
    Scenario Outline: The definitions are of another major version
      Given the receiver publishes version 2.0.0 of its MessageDefinitions
      When the sender <does>
      Then the sender does not send <message>

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

    @CN-18 @CN-27 @R-128
    Scenario: There is no definition of the message
      Given the receiver publishes no MessageDefinition
      When the sender refers a patient
      Then the sender does not send a new referral

    @UC-04 @UC-05 @CN-18 @CN-27 @R-128
    Scenario: The use case is not that of the sender
      Given the receiver publishes its MessageDefinitions for another use case
      When the sender refers a patient
      Then the sender does not send a new referral

  Rule: Of several versions a sender takes one that it can follow

    @CN-21
    Scenario Outline: Another major version beside its own keeps nobody from sending
      Given the receiver publishes version 2.0.0 of its MessageDefinitions beside that of the sender
      When the sender <does>
      Then the sender sends <message>

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

  Rule: What a sender remembers can be forgotten by hand

    @CF-14
    Scenario Outline: What was read before is read again once the cache was emptied
      When the sender looks up a service again after its cache was emptied
      Then the sender sends <request>

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
