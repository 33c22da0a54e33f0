Feature: What the MessageHeader of a sender says
  The MessageHeader tells what a message is for: its event, its reason, the resource it is about, where it goes
  and which definition it follows (Standard-Pattern-Composite-Messages/Message-Headers).

  Rule: A message begins with its header

    @MH-01 @FU-10
    Scenario Outline: The first entry is the MessageHeader
      When the sender <does>
      Then <message> begins with its MessageHeader

      Examples:
        | does                 | message                 |
        | books a slot         | a new booking           |
        | cancels its booking  | a booking cancellation  |
        | refers a patient     | a new referral          |
        | cancels its referral | a referral cancellation |

  Rule: The header says what is wanted

    @MH-04 @MH-31 @FU-02
    Scenario Outline: The event is one of BaRS
      When the sender <does>
      Then <message> has
        | MessageHeader.eventCoding.system | the system: message-events-bars |
        | MessageHeader.eventCoding.code   | a code: message-events-bars     |

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

    @MH-06 @MH-31 @FU-02 @R-76
    Scenario Outline: The reason of a new request is new
      When the sender <does>
      Then <message> has
        | MessageHeader.reason.coding.system | the system: message-reason-bars |
        | MessageHeader.reason.coding.code   | "new"                           |

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

    @MH-06 @R-76
    Scenario: The reason of an update is update
      When the sender updates its booking
      Then a booking update has
        | MessageHeader.reason.coding.system | the system: message-reason-bars |
        | MessageHeader.reason.coding.code   | "update"                        |

    @MH-07 @MH-31 @FU-02 @R-89
    Scenario Outline: The focus is the root resource
      When the sender <does>
      Then <message> has
        | MessageHeader.focus.reference | the entry of: <root> |

      Examples:
        | does                | message          | root           |
        | books a slot        | a new booking    | Appointment    |
        | updates its booking | a booking update | Appointment    |
        | refers a patient    | a new referral   | ServiceRequest |

    @MH-09 @R-88
    Scenario Outline: The definition is one that the standard publishes
      When the sender <does>
      Then <message> has
        | MessageHeader.definition | the definition: <definition> |

      Examples:
        | does             | message        | definition                                   |
        | books a slot     | a new booking  | bars-message-booking-request                 |
        | refers a patient | a new referral | bars-message-servicerequest-request-referral |

  Rule: The header says from whom and to whom

    @MH-02 @R-86
    Scenario Outline: The source is a service that takes responses
      When the sender <does>
      Then <message> has
        | MessageHeader.source.endpoint | a service |

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

    @MH-03 @MH-31 @R-86
    Scenario Outline: The destination is the service that the request is routed to
      When the sender <does>
      Then <message> has
        | MessageHeader.destination.endpoint           | the service                |
        | MessageHeader.destination.receiver.reference | the entry of: Organization |

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

    @MH-31 @R-88
    Scenario Outline: A sender that is named is in the message
      When the sender <does>
      Then <message> has, if at all
        | MessageHeader.sender.reference | the entry of: Organization |

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |

    @MH-32 @R-87
    Scenario Outline: The decision support system is named in two parts
      When the sender <does>
      Then <message> has, if at all
        | MessageHeader.extension(decision support software).extension.url         | in any letter case: RequesterCDSSsoftware |
        | MessageHeader.extension(decision support software).extension.url         | in any letter case: RequesterCDSSversion  |
        | MessageHeader.extension(decision support software).extension.valueString | each a text                               |

      Examples:
        | does             | message        |
        | books a slot     | a new booking  |
        | refers a patient | a new referral |
