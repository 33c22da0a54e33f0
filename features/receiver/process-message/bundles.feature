Feature: Only a message Bundle of a known version is taken
  $process-message takes POST, and in it one Bundle of type message. The version of the payload stands in
  Bundle.meta.versionId; the table of workflows looks at it before anything else in the body.

  Rule: POST only

    @FU-06 @R-29
    Scenario Outline: Another verb is refused
      Given the receiver accepts a new referral
      When a like request is sent with the verb <verb>
      Then the receiver refuses it with one of
        | status | error code                                        | issue code    |
        | 405    | REC_METHOD_NOT_ALLOWED or SEND_METHOD_NOT_ALLOWED | not-supported |
        | 501    | REC_NOT_IMPLEMENTED                               | not-supported |

      Examples:
        | verb   |
        | GET    |
        | PUT    |
        | PATCH  |
        | DELETE |

  Rule: A Bundle of type message

    @FU-07 @R-35
    Scenario Outline: A Bundle of another type is refused
      Given the receiver accepts a new referral
      When a like request is sent with Bundle.type "<type>"
      Then the receiver refuses it with one of
        | status | error code               | issue code                                             |
        | 400    | REC_BAD_REQUEST          | invariant or required or structure or invalid or value |
        | 422    | REC_UNPROCESSABLE_ENTITY | any                                                    |

      Examples:
        | type        |
        | collection  |
        | transaction |
        | document    |

    @FU-07 @R-35
    Scenario: A Bundle without a type is refused
      Given the receiver accepts a new referral
      When a like request is sent without Bundle.type
      Then the receiver refuses it with one of
        | status | error code               | issue code                                             |
        | 400    | REC_BAD_REQUEST          | invariant or required or structure or invalid or value |
        | 422    | REC_UNPROCESSABLE_ENTITY | any                                                    |

    @FU-08 @R-35
    Scenario Outline: A body that is no Bundle is refused
      Given the receiver accepts a new referral
      When a like request is sent <difference>
      Then the receiver refuses it with one of
        | status | error code               | issue code                                             |
        | 400    | REC_BAD_REQUEST          | invariant or required or structure or invalid or value |
        | 422    | REC_UNPROCESSABLE_ENTITY | any                                                    |

      Examples:
        | difference                                        |
        | with half of its body                             |
        | with a Patient as its body                        |
        | with Parameters as its body                       |
        | with a message whose entry is no list as its body |

  Rule: The version of the payload

    @CM-15 @FS-PM-07 @R-59
    Scenario Outline: A message without a version is refused
      Given the receiver accepts <message>
      When a like request is sent without Bundle.meta.versionId
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invariant

      Examples:
        | message        |
        | a new referral |
        | a new booking  |

    @CM-16 @FS-PM-08 @R-59
    Scenario: A message of a version that there is not is refused
      Given the receiver accepts a new referral
      When a like request is sent with Bundle.meta.versionId "99.0.0"
      Then the receiver refuses it with one of
        | status | error code               | issue code    |
        | 422    | REC_UNPROCESSABLE_ENTITY | not-supported |
        | 406    | REC_NOT_ACCEPTABLE       | processing    |

    @FS-PM-06 @R-34
    Scenario Outline: A message with faults of two stages is answered for one of them
      The order of the stages is integrity headers, version, contents, submission, in a simplified example.

      Given the receiver accepts a new referral
      When a like request is sent <faults>
      Then the receiver refuses it with 400 REC_BAD_REQUEST, issue invalid or value or required or invariant

      Examples:
        | faults                                                                                            |
        | with X-Request-ID "not-a-guid", and without Bundle.meta.versionId                                 |
        | without X-Correlation-ID, and with MessageHeader.reason.coding.code "unheard-of"                  |
        | without Bundle.meta.versionId, and with MessageHeader.eventCoding.code "servicerequest-unheard-of" |

    @CM-10
    Scenario: A message without a version leaves nothing behind
      Given the receiver accepts a new referral
      And the receiver tells which referrals it holds of the patient
      When a like request is sent without Bundle.meta.versionId
      Then it holds no more of them
