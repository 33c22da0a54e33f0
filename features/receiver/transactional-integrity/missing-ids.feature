Feature: A request without its ids is refused
  Without X-Request-ID a retry cannot be told from a new message, and without X-Correlation-ID a conversation
  cannot be traced. A receiver refuses each request that lacks either, without exception.

  The guide gives the issue code as required on one page and as invalid on others; both are lawful.

  Rule: Not both may be missing

    @TI-14 @R-06
    Scenario Outline: A request without both ids is refused
      Given the receiver accepts <request>
      When a like request is sent without X-Request-ID and X-Correlation-ID
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue required or invalid

      @FS-META-06
      Examples: GET /metadata
        | request       |
        | GET /metadata |

      @FS-MSGDEF-08
      Examples: GET /MessageDefinition
        | request                |
        | GET /MessageDefinition |

      @FS-SLOT-23
      Examples: GET /Slot
        | request   |
        | GET /Slot |

      Examples: GET /Appointment
        | request               |
        | GET /Appointment      |
        | GET /Appointment/[id] |

      Examples: GET /ServiceRequest
        | request                  |
        | GET /ServiceRequest      |
        | GET /ServiceRequest/[id] |

      @CM-11 @FS-PM-02
      Examples: POST /$process-message
        | request        |
        | a new referral |
        | a new booking  |

  Rule: X-Request-ID may not be missing

    @TI-15 @R-06
    Scenario Outline: A request without X-Request-ID is refused
      Given the receiver accepts <request>
      When a like request is sent without X-Request-ID
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue required or invalid

      @FS-META-06
      Examples: GET /metadata
        | request       |
        | GET /metadata |

      @FS-MSGDEF-08
      Examples: GET /MessageDefinition
        | request                |
        | GET /MessageDefinition |

      @FS-SLOT-23
      Examples: GET /Slot
        | request   |
        | GET /Slot |

      Examples: GET /Appointment
        | request               |
        | GET /Appointment      |
        | GET /Appointment/[id] |

      Examples: GET /ServiceRequest
        | request                  |
        | GET /ServiceRequest      |
        | GET /ServiceRequest/[id] |

      @CM-11 @FS-PM-02
      Examples: POST /$process-message
        | request        |
        | a new referral |
        | a new booking  |

  Rule: X-Correlation-ID may not be missing

    @TI-16 @R-06
    Scenario Outline: A request without X-Correlation-ID is refused
      Given the receiver accepts <request>
      When a like request is sent without X-Correlation-ID
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue required or invalid

      @FS-META-06
      Examples: GET /metadata
        | request       |
        | GET /metadata |

      @FS-MSGDEF-08
      Examples: GET /MessageDefinition
        | request                |
        | GET /MessageDefinition |

      @FS-SLOT-23
      Examples: GET /Slot
        | request   |
        | GET /Slot |

      Examples: GET /Appointment
        | request               |
        | GET /Appointment      |
        | GET /Appointment/[id] |

      Examples: GET /ServiceRequest
        | request                  |
        | GET /ServiceRequest      |
        | GET /ServiceRequest/[id] |

      @CM-11 @FS-PM-02
      Examples: POST /$process-message
        | request        |
        | a new referral |
        | a new booking  |

  Rule: What is refused leaves no trace

    @FS-PM-02
    Scenario Outline: Nothing of a message without its ids is kept
      Given the receiver accepts <message>
      And the receiver tells which <things> it holds of the patient
      When a like request is sent <difference>
      Then it holds no more of them

      Examples:
        | message        | things    | difference                                |
        | a new referral | referrals | without X-Request-ID and X-Correlation-ID |
        | a new referral | referrals | without X-Request-ID                      |
        | a new referral | referrals | without X-Correlation-ID                  |
        | a new booking  | bookings  | without X-Request-ID and X-Correlation-ID |
