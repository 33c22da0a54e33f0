Feature: An id that is no GUID is refused
  Both ids are GUIDs in text form. A receiver that lets other text through cannot rely on them being unique.

  The guide gives the issue code as invalid on some pages and as value on others; both are lawful. An empty
  header may also be taken for a missing one.

  Rule: What is no GUID is refused

    @FS-GEN-03 @R-07
    Scenario Outline: A request whose id is no GUID is refused
      Given the receiver accepts <request>
      When a like request is sent <difference>
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invalid or value

      Examples: GET /metadata
        | request       | difference                                       |
        | GET /metadata | with X-Request-ID "not-a-guid"                   |
        | GET /metadata | with X-Correlation-ID "not-a-guid"               |
        | GET /metadata | with X-Request-ID cut by one character           |
        | GET /metadata | with X-Correlation-ID drawn out by one character |

      @FS-MSGDEF-09
      Examples: GET /MessageDefinition
        | request                | difference                         |
        | GET /MessageDefinition | with X-Request-ID "not-a-guid"     |
        | GET /MessageDefinition | with X-Correlation-ID "not-a-guid" |

      @FS-SLOT-24
      Examples: GET /Slot
        | request   | difference                         |
        | GET /Slot | with X-Request-ID "not-a-guid"     |
        | GET /Slot | with X-Correlation-ID "not-a-guid" |

      Examples: GET /Appointment
        | request          | difference                         |
        | GET /Appointment | with X-Request-ID "not-a-guid"     |
        | GET /Appointment | with X-Correlation-ID "not-a-guid" |

      Examples: GET /ServiceRequest
        | request             | difference                         |
        | GET /ServiceRequest | with X-Request-ID "not-a-guid"     |
        | GET /ServiceRequest | with X-Correlation-ID "not-a-guid" |

      @CM-12 @FS-PM-01
      Examples: POST /$process-message
        | request        | difference                                       |
        | a new referral | with X-Request-ID "not-a-guid"                   |
        | a new referral | with X-Correlation-ID "not-a-guid"               |
        | a new referral | with X-Request-ID cut by one character           |
        | a new referral | with X-Correlation-ID drawn out by one character |
        | a new booking  | with X-Request-ID "not-a-guid"                   |
        | a new booking  | with X-Correlation-ID "not-a-guid"               |

    @FS-GEN-03 @R-07
    Scenario Outline: A request with an empty id is refused
      Given the receiver accepts <request>
      When a like request is sent <difference>
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue required or invalid or value

      Examples:
        | request        | difference                     |
        | GET /metadata  | with an empty X-Request-ID     |
        | GET /metadata  | with an empty X-Correlation-ID |
        | a new referral | with an empty X-Request-ID     |
        | a new referral | with an empty X-Correlation-ID |

    @FS-PM-01
    Scenario Outline: Nothing of a message whose id is no GUID is kept
      Given the receiver accepts <message>
      And the receiver tells which <things> it holds of the patient
      When a like request is sent with X-Request-ID "not-a-guid"
      Then it holds no more of them

      Examples:
        | message        | things    |
        | a new referral | referrals |
        | a new booking  | bookings  |

  Rule: Every way to write a GUID and a header name is taken

    @TI-52 @R-02
    Scenario Outline: Ids in capitals are taken and come back
      Given the receiver accepts <request>
      When a like request is sent <difference>
      Then the receiver accepts it

      Examples:
        | request        | difference                        |
        | GET /metadata  | with X-Request-ID in capitals     |
        | a new referral | with X-Correlation-ID in capitals |

    @TI-03
    Scenario Outline: Header names in any letter case are taken
      Given the receiver accepts <request>
      When a like request is sent <difference>
      Then the receiver accepts it
      And X-Request-ID and X-Correlation-ID come back as they were sent

      Examples:
        | request        | difference                         |
        | GET /metadata  | with header names in small letters |
        | GET /metadata  | with header names in capitals      |
        | a new referral | with header names in small letters |
        | a new referral | with header names in capitals      |
