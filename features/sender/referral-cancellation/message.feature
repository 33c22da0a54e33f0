Feature: The message that cancels a referral
  A cancellation is a message cut down to what identifies the referral, under a MessageDefinition of its own
  (Standard-Pattern-Composite-Messages/Cancellation).

  Rule: The Bundle is a message of its own

    @CX-19 @R-10
    Scenario: Bundle.id is a UUID
      When the sender cancels its referral
      Then a referral cancellation has
        | Bundle.id | a UUID |

    @CX-20
    Scenario: The Bundle has the profile of a message
      When the sender cancels its referral
      Then a referral cancellation has
        | Bundle.meta.profile | the profile: Bundle (message) |

    @CX-21
    Scenario: The Bundle says when it was last updated
      When the sender cancels its referral
      Then a referral cancellation has
        | Bundle.meta.lastUpdated | an instant |

    @CX-22
    Scenario: The Bundle is of type message
      When the sender cancels its referral
      Then a referral cancellation has
        | Bundle.type | "message" |

    @CX-23 @R-125
    Scenario: The Bundle says when it was assembled
      When the sender cancels its referral
      Then a referral cancellation has
        | Bundle.timestamp | an instant |

    @CX-24
    Scenario: Each entry has an address and a resource that the definition names
      When the sender cancels its referral
      Then a referral cancellation has
        | Bundle.entry.fullUrl  | each a UUID as a URN                      |
        | Bundle.entry.resource | each a resource that its definition names |

  Rule: The MessageHeader says what is cancelled, and by whom

    @CX-25 @R-80
    Scenario: The header has the profile of its event
      When the sender cancels its referral
      Then a referral cancellation has
        | MessageHeader.meta.profile | the profile: MessageHeader servicerequest-request |

    @CX-26
    Scenario: The header says when it was last updated
      When the sender cancels its referral
      Then a referral cancellation has
        | MessageHeader.meta.lastUpdated | an instant |

    @CX-27 @R-87
    Scenario: The header names the decision support system
      When the sender cancels its referral
      Then a referral cancellation has
        | MessageHeader.extension(decision support software).extension.url         | in any letter case: RequesterCDSSsoftware |
        | MessageHeader.extension(decision support software).extension.url         | in any letter case: RequesterCDSSversion  |
        | MessageHeader.extension(decision support software).extension.valueString | each a text                               |

    @CX-28 @CX-13
    Scenario: The event is that of the request
      When the sender cancels its referral
      Then a referral cancellation has
        | MessageHeader.eventCoding.system | the system: message-events-bars |
        | MessageHeader.eventCoding.code   | "servicerequest-request"        |

    @CX-29
    Scenario: The receiving organisation is in the message
      When the sender cancels its referral
      Then a referral cancellation has
        | MessageHeader.destination.receiver.reference | the entry of: Organization |

    @CX-30 @R-86
    Scenario: The destination is a service
      When the sender cancels its referral
      Then a referral cancellation has
        | MessageHeader.destination.endpoint | a service |

    @CX-31
    Scenario: The sending organisation is named
      When the sender cancels its referral
      Then a referral cancellation has
        | MessageHeader.sender.reference | the entry of: Organization |

    @CX-32
    Scenario: The source has a name
      When the sender cancels its referral
      Then a referral cancellation has
        | MessageHeader.source.name | a text |

    @CX-33
    Scenario: The source says which software it is and how to reach it
      When the sender cancels its referral
      Then a referral cancellation has
        | MessageHeader.source.software       | a text               |
        | MessageHeader.source.version        | a text               |
        | MessageHeader.source.contact.system | a system of contacts |
        | MessageHeader.source.contact.value  | a text               |

    @CX-34 @R-86
    Scenario: The source says where responses go
      When the sender cancels its referral
      Then a referral cancellation has
        | MessageHeader.source.endpoint | a service |

    @CX-35 @R-76 @CX-14
    Scenario: The reason is update
      When the sender cancels its referral
      Then a referral cancellation has
        | MessageHeader.reason.coding.system | the system: message-reason-bars |
        | MessageHeader.reason.coding.code   | "update" or "delete"            |

    @CX-36 @CX-17 @R-78
    Scenario: The focus is the ServiceRequest
      When the sender cancels its referral
      Then a referral cancellation has
        | MessageHeader.focus.reference | the entry of: ServiceRequest |

    @CX-37 @CX-02
    Scenario: The definition is that of cancellations
      When the sender cancels its referral
      Then a referral cancellation has
        | MessageHeader.definition | the definition: bars-message-servicerequest-request-cancelled |
