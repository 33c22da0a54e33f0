Feature: The message that cancels a booking
  A cancellation is a message cut down to what identifies the booking, under a MessageDefinition of its own
  (Standard-Pattern-Composite-Messages/Cancellation).

  Rule: The Bundle is a message of its own

    @CX-58 @R-10
    Scenario: Bundle.id is a UUID
      When the sender cancels its booking
      Then a booking cancellation has
        | Bundle.id | a UUID |

    @CX-59
    Scenario: The Bundle has the profile of a message
      When the sender cancels its booking
      Then a booking cancellation has
        | Bundle.meta.profile | the profile: Bundle (message) |

    @CX-60
    Scenario: The Bundle says when it was last updated
      When the sender cancels its booking
      Then a booking cancellation has
        | Bundle.meta.lastUpdated | an instant |

    @CX-61
    Scenario: The Bundle is of type message
      When the sender cancels its booking
      Then a booking cancellation has
        | Bundle.type | "message" |

    @CX-62 @R-125
    Scenario: The Bundle says when it was assembled
      When the sender cancels its booking
      Then a booking cancellation has
        | Bundle.timestamp | an instant |

    @CX-63
    Scenario: Each entry has an address and a resource that the definition names
      When the sender cancels its booking
      Then a booking cancellation has
        | Bundle.entry.fullUrl  | each a UUID as a URN                      |
        | Bundle.entry.resource | each a resource that its definition names |

  Rule: The MessageHeader says what is cancelled, and by whom

    @CX-64 @R-80
    Scenario: The header has the profile of its event
      When the sender cancels its booking
      Then a booking cancellation has
        | MessageHeader.meta.profile | the profile: MessageHeader booking-request |

    @CX-65
    Scenario: The header says when it was last updated
      When the sender cancels its booking
      Then a booking cancellation has
        | MessageHeader.meta.lastUpdated | an instant |

    @CX-66 @CX-13
    Scenario: The event is that of the request
      When the sender cancels its booking
      Then a booking cancellation has
        | MessageHeader.eventCoding.system | the system: message-events-bars |
        | MessageHeader.eventCoding.code   | "booking-request"               |

    @CX-67
    Scenario: The receiving organisation is in the message
      When the sender cancels its booking
      Then a booking cancellation has
        | MessageHeader.destination.receiver.reference | the entry of: Organization |

    @CX-68 @R-86
    Scenario: The destination is a service
      When the sender cancels its booking
      Then a booking cancellation has
        | MessageHeader.destination.endpoint | a service |

    @CX-69
    Scenario: The sending organisation is named
      When the sender cancels its booking
      Then a booking cancellation has
        | MessageHeader.sender.reference | the entry of: Organization |

    @CX-70
    Scenario: The source has a name
      When the sender cancels its booking
      Then a booking cancellation has
        | MessageHeader.source.name | a text |

    @CX-71
    Scenario: The source says which software it is and how to reach it
      When the sender cancels its booking
      Then a booking cancellation has
        | MessageHeader.source.software       | a text               |
        | MessageHeader.source.version        | a text               |
        | MessageHeader.source.contact.system | a system of contacts |
        | MessageHeader.source.contact.value  | a text               |

    @CX-72 @R-86
    Scenario: The source says where responses go
      When the sender cancels its booking
      Then a booking cancellation has
        | MessageHeader.source.endpoint | a service |

    @CX-73 @R-76 @CX-14
    Scenario: The reason is update
      When the sender cancels its booking
      Then a booking cancellation has
        | MessageHeader.reason.coding.system | the system: message-reason-bars |
        | MessageHeader.reason.coding.code   | "update" or "delete"            |

    @CX-74 @R-78 @CX-17
    Scenario: The focus is the Appointment
      When the sender cancels its booking
      Then a booking cancellation has
        | MessageHeader.focus.reference | the entry of: Appointment |

    @CX-75 @R-125 @CX-02
    Scenario: The definition is that of cancellations
      When the sender cancels its booking
      Then a booking cancellation has
        | MessageHeader.definition | the definition: bars-message-booking-request-cancelled |
