Feature: A slot search gives a range of time by two values of start
  start occurs twice: one value with ge or gt, one with le or lt, both instants in UTC. A range that is not
  there or not one is refused; one that is lawful is kept to.

  Rule: The range has to be there

    @FS-SLOT-17 @CF-18 @R-23 @R-50
    Scenario Outline: A slot search without a whole range is refused
      Half a range is as much an absent range as an invalid one.

      Given the receiver accepts GET /Slot
      When a like request is sent <difference>
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue required or value

      Examples:
        | difference                    |
        | without the parameter start   |
        | with the lower bound left out |
        | with the upper bound left out |

  Rule: Both values have to be instants

    @FS-SLOT-18 @R-23 @R-50
    Scenario Outline: A slot search with a bound that is no instant is refused
      Given the receiver accepts GET /Slot
      When a like request is sent <difference>
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue value or invalid

      Examples:
        | difference                                  |
        | with the lower bound that is no time        |
        | with the upper bound that is no time        |
        | with the upper bound on a 32nd of the month |
        | with the lower bound without its offset     |
        | with the upper bound without its offset     |
        | with the lower bound cut to its date        |

  Rule: One value is a lower bound, the other an upper bound

    @FS-SLOT-31 @R-50
    Scenario Outline: A slot search whose bounds form no range is refused
      Given the receiver accepts GET /Slot
      When a like request is sent <difference>
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue value or required or invalid

      Examples:
        | difference                              |
        | with the lower bound without its prefix |
        | with the upper bound without its prefix |
        | with the lower bound turned round       |
        | with the upper bound turned round       |

    @FS-SLOT-31 @R-50
    Scenario: A slot search with a third bound is refused, or served as one that is narrower
      Given the receiver accepts GET /Slot
      When a like request is sent with the further parameter start "le2036-01-01T00:00:00.000+00:00"
      Then the receiver accepts it or refuses it with one of
        | status | error code      | issue code                   |
        | 400    | REC_BAD_REQUEST | value or required or invalid |

    @FS-SLOT-32 @R-50
    Scenario: A slot search whose range ends before it begins is refused
      Given the receiver accepts GET /Slot
      When a like request is sent with its bounds reversed
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue value or invalid or invariant

    @CF-16
    Scenario: A range that ends before it begins holds no slot
      Given the receiver accepts GET /Slot
      When a like request is sent with its bounds reversed
      Then the Bundle holds only Slots in the range asked for, where the search is served

  Rule: Another offset than that of UTC is refused or understood

    @FS-SLOT-18 @R-49
    Scenario Outline: A slot search at another offset is refused as such, or served
      This page asks for UTC, another one that receivers handle other offsets.

      Given the receiver accepts GET /Slot
      When a like request is sent with its bounds at the offset <offset>
      Then the receiver accepts it or refuses it with one of
        | status | error code      | issue code       |
        | 400    | REC_BAD_REQUEST | value or invalid |

      Examples:
        | offset |
        | -06:00 |
        | +02:00 |

    @CF-18 @FU-19 @R-49
    Scenario Outline: A slot search at another offset, if served, is served for the range meant
      Given the receiver finds the slot by GET /Slot from the slot's start
      When a like request is sent with its bounds at the offset <offset>
      Then the slot is found, where the search is served

      Examples:
        | offset |
        | -06:00 |
        | +02:00 |

  Rule: The range is kept to

    @CF-16
    Scenario Outline: No slot outside of the range is given
      Given the receiver finds the slot by GET /Slot from the slot's start
      When <request> is sent
      Then the Bundle holds only Slots in the range asked for

      Examples:
        | request                                |
        | GET /Slot                              |
        | GET /Slot from the slot's start        |
        | GET /Slot up to the slot's start       |
        | GET /Slot just after the slot's start  |
        | GET /Slot just before the slot's start |

    @FS-SLOT-33 @R-50
    Scenario Outline: The instant that ge or le names is in the range
      Given the receiver accepts GET /Slot
      When <request> is sent
      Then the slot is found

      Examples: ge
        | request                         |
        | GET /Slot from the slot's start |

      Examples: le
        | request                          |
        | GET /Slot up to the slot's start |

    @FS-SLOT-33 @R-50
    Scenario Outline: The instant that gt or lt names is not in the range
      Given the receiver finds the slot by <request>
      When a like request is sent <difference>
      Then the slot is not found

      Examples: gt
        | request                         | difference                     |
        | GET /Slot from the slot's start | with the lower bound exclusive |

      Examples: lt
        | request                          | difference                     |
        | GET /Slot up to the slot's start | with the upper bound exclusive |

  Rule: A range may be too wide

    @FS-SLOT-20 @CF-20 @R-28
    Scenario: A slot search over too wide a range is told so, or served
      How wide a range may be is nowhere laid down.

      Given the receiver accepts GET /Slot
      When a like request is sent with a range of 400 days
      Then the receiver accepts it or refuses it with one of
        | status | error code               | issue code |
        | 422    | REC_UNPROCESSABLE_ENTITY | too-costly |
        | 500    | REC_SERVER_ERROR         | too-costly |
