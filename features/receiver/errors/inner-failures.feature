Feature: A failure inside the receiver is told in the same form
  What goes wrong in the receiver itself is told by 500, or by 503 if it is out of service, with a REC_ code,
  so that the sender knows to try again later and whom to ask.

  Rule: An unexpected failure

    @FS-GEN-14 @FS-GEN-01 @FS-ROUTE-19 @FS-ROUTE-25 @R-27
    Scenario: A failure inside the receiver is told by 500 or 503 with a REC_ code
      The general page gives the issue code as transient, the others as exception; a failure of the storage is
      no-store, and a receiver that is out of service says 503.

      Given the receiver accepts a new referral
      When a like request is sent and fails inside the receiver
      Then the receiver refuses it with one of
        | status | error code                                 | issue code                         |
        | 500    | REC_SERVER_ERROR                           | transient or exception or no-store |
        | 503    | REC_SERVICE_UNAVAILABLE or REC_UNAVAILABLE | transient                          |

    @FS-ROUTE-20 @R-19
    Scenario: A receiver that says 503 gives the codes of that row
      Given the receiver accepts a new referral
      When a like request is sent and fails inside the receiver
      Then where the status is 503, it is refused with one of
        | status | error code                                 | issue code |
        | 503    | REC_SERVICE_UNAVAILABLE or REC_UNAVAILABLE | transient  |

    @FS-ROUTE-26
    Scenario: A receiver that says no-store gives the codes of that row
      Given the receiver accepts a new referral
      When a like request is sent and fails inside the receiver
      Then where the issue code is no-store, it is refused with one of
        | status | error code       | issue code |
        | 500    | REC_SERVER_ERROR | no-store   |

    @R-27
    Scenario Outline: A search that fails inside the receiver is told by 500 or 503 with a REC_ code
      Given the receiver accepts <request>
      When a like request is sent and fails inside the receiver
      Then the receiver refuses it with one of
        | status | error code                                 | issue code             |
        | 500    | REC_SERVER_ERROR                           | transient or exception |
        | 503    | REC_SERVICE_UNAVAILABLE or REC_UNAVAILABLE | transient              |

      @FS-MSGDEF-13
      Examples: GET /MessageDefinition
        | request                |
        | GET /MessageDefinition |

      @FS-SLOT-28
      Examples: GET /Slot
        | request   |
        | GET /Slot |

    @R-19
    Scenario Outline: A search that is told by 503 has the codes of that row
      Given the receiver accepts <request>
      When a like request is sent and fails inside the receiver
      Then where the status is 503, it is refused with one of
        | status | error code                                 | issue code |
        | 503    | REC_SERVICE_UNAVAILABLE or REC_UNAVAILABLE | transient  |

      @FS-MSGDEF-14
      Examples: GET /MessageDefinition
        | request                |
        | GET /MessageDefinition |

      @FS-SLOT-29
      Examples: GET /Slot
        | request   |
        | GET /Slot |

    @EH-36
    Scenario: A failure inside the receiver has a status of 500 or 503 at the least
      Given the receiver accepts a new referral
      When a like request is sent and fails inside the receiver
      Then the receiver refuses it with one of
        | status | error code | issue code |
        | 500    | any        | any        |
        | 503    | any        | any        |

    @EH-21
    Scenario: A failure inside the receiver shows no stack trace
      Given the receiver accepts a new referral
      When a like request is sent and fails inside the receiver
      Then the refusal shows no stack trace

    @EH-22
    Scenario: A failure inside the receiver tells nothing of the patient
      Given the receiver accepts a new referral
      When a like request is sent and fails inside the receiver
      Then no refusal names the patient

    @CM-10
    Scenario: A message that failed inside the receiver leaves nothing behind
      Given the receiver tells which referrals it holds of the patient
      When a new referral is sent and fails inside the receiver
      Then it holds no more of them
