Feature: A slot search is answered with a searchset of slots
  The Slots come in one Bundle with their Schedules and the HealthcareService.

  Rule: The slots of a service are given

    @CF-15 @AP-08 @FS-SLOT-30 @R-47
    Scenario: A slot search is served
      When GET /Slot is sent
      Then the receiver accepts it

    @FU-03 @FS-SLOT-30
    Scenario: The answer is a Bundle of type searchset
      Given the receiver accepts GET /Slot
      Then the Bundle is a searchset

    @FU-03
    Scenario: Slots come with their Schedules and HealthcareServices
      Given the receiver accepts GET /Slot
      Then the Bundle holds Slots, Schedules and HealthcareServices

    @CF-15 @CF-16 @R-47
    Scenario Outline: No slot of another service is given
      Given the receiver finds the slot by GET /Slot from the slot's start
      When <request> is sent
      Then the Bundle holds only Slots of the service asked for

      Examples:
        | request                             |
        | GET /Slot                           |
        | GET /Slot of a fully booked service |

  Rule: To have no slots is no error

    @CF-21 @R-52
    Scenario Outline: A search that finds no slot is served
      Given the receiver accepts GET /Slot
      When <request> is sent
      Then the receiver accepts it
      And the Bundle is a searchset

      Examples: a service that is fully booked
        | request                             |
        | GET /Slot of a fully booked service |

      Examples: a minute in which no slot begins
        | request                                |
        | GET /Slot just after the slot's start  |
        | GET /Slot just before the slot's start |

  Rule: What the Bundle says of itself is right

    @FU-29 @R-57
    Scenario Outline: The total, where there is one, fits the entries
      The number of matches, or of all entries, as in the sample of the API specification.

      Given the receiver accepts GET /Slot
      When <request> is sent
      Then the Bundle has a total that fits its entries, where it has one

      Examples:
        | request                               |
        | GET /Slot                             |
        | GET /Slot from the slot's start       |
        | GET /Slot just after the slot's start |

    @CF-44 @R-57
    Scenario: Matches are told from what is included
      Given the receiver accepts GET /Slot
      Then the Bundle tells matches from what is included, where it tells
