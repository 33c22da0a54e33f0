Feature: What a receiver lists it has, and what it has it lists
  The interactions are read from the resources of the server; what stands there for the client is another
  matter.

  Rule: What is listed works

    @CN-17 @R-95
    Scenario Outline: A search that is listed is there
      Given the receiver claims search-type of <resource>
      And the receiver accepts <message>
      When GET /<resource> is sent
      Then the receiver has that function

      Examples:
        | resource          | message        |
        | Appointment       | a new booking  |
        | ServiceRequest    | a new referral |
        | DocumentReference | a new referral |

    @CN-17 @R-95
    Scenario Outline: A search for what the receiver has of itself is there
      Given the receiver claims search-type of <resource>
      When GET /<resource> is sent
      Then the receiver has that function

      Examples:
        | resource          |
        | MessageDefinition |
        | Slot              |

    @CN-17 @R-95
    Scenario Outline: A read that is listed is there
      Given the receiver claims read of <resource>
      When GET /<resource>/[id] is sent
      Then the receiver has that function

      Examples:
        | resource       |
        | Appointment    |
        | ServiceRequest |

    @CN-17 @R-95
    Scenario: The creation of bookings that is listed is there
      Given the receiver claims create of Appointment
      When POST /Appointment is sent
      Then the receiver has that function

    @CN-17 @R-95
    Scenario Outline: A change of bookings that is listed is there
      Given the receiver claims <interaction> of Appointment
      And the receiver accepts a new booking
      When its update by <verb> is sent
      Then the receiver has that function

      Examples:
        | interaction | verb  |
        | update      | PUT   |
        | patch       | PATCH |

  Rule: What is there is listed

    @CN-34 @R-95
    Scenario Outline: What the profile claims is listed
      Given the profile claims <function>
      And the receiver accepts GET /metadata
      Then the CapabilityStatement lists <interaction> of <resource>

      Examples:
        | function           | interaction | resource       |
        | booking            | search-type | Slot           |
        | appointment-search | search-type | Appointment    |
        | referral-read      | read        | ServiceRequest |

    @CN-34 @R-95
    Scenario: What every receiver has to serve is listed
      Given the receiver accepts GET /MessageDefinition
      When GET /metadata is sent
      Then the CapabilityStatement lists search-type of MessageDefinition

    @CN-34 @R-95
    Scenario: The operation that takes messages is listed
      It may be written with the dollar sign or without.

      Given the receiver accepts GET /metadata
      Then the CapabilityStatement lists the operation for messages
