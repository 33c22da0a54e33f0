Feature: A slot search says which statuses it asks for
  status is free or busy, or both joined by a comma.

  Rule: The status has to be given, and be one

    @FS-SLOT-21 @CF-19 @R-23
    Scenario: A slot search without a status is refused
      Given the receiver accepts GET /Slot
      When a like request is sent without the parameter status
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue required

    @FS-SLOT-22 @CF-19 @R-23
    Scenario Outline: A slot search with a status that is none is refused
      Given the receiver accepts GET /Slot
      When a like request is sent with the parameter status "<status>"
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue value

      Examples:
        | status              |
        | no-such-status      |
        | free,no-such-status |

  Rule: Free, busy, or both

    @CF-19 @FS-SLOT-10
    Scenario Outline: Each lawful status is served
      Given the receiver accepts a new booking
      And the receiver accepts GET /Slot
      When a like request is sent with the parameter status "<status>"
      Then the receiver accepts it

      Examples:
        | status    |
        | busy      |
        | free,busy |
        | busy,free |

    @CF-19 @FS-SLOT-10
    Scenario Outline: A free slot is found where free is one of two statuses
      Given the receiver finds the slot by GET /Slot from the slot's start
      When a like request is sent with the parameter status "<status>"
      Then the slot is found

      Examples:
        | status    |
        | free,busy |
        | busy,free |

    @CF-16
    Scenario: No slot but free ones are given where free ones are asked for
      Given the receiver accepts a new booking
      When GET /Slot is sent
      Then the Bundle holds only Slots of the status asked for

    @CF-16
    Scenario: No slot but busy ones are given where busy ones are asked for
      Given the receiver accepts a new booking
      And the receiver accepts GET /Slot
      When a like request is sent with the parameter status "busy"
      Then the Bundle holds only Slots of the status asked for
