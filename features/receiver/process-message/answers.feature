Feature: A message is answered at once with what the receiver made of it
  The answer comes over the same HTTP exchange: status 200 and the message as the receiver holds it, with the
  ids that it gave, so that the sender can name the record from then on.

  Rule: The core functions go through one operation

    @FU-05 @CM-01 @CM-02 @R-75 @R-58
    Scenario Outline: A new message is taken
      Given the receiver accepts GET /metadata
      When <message> is sent
      Then the receiver accepts it

      Examples:
        | message                  |
        | a new referral           |
        | a new validation request |
        | a new booking            |

    @CM-01 @CM-02 @R-75 @R-58
    Scenario Outline: A message about what was sent before is taken
      Given the receiver accepts <message>
      When its <later message> is sent
      Then the receiver accepts it

      Examples:
        | message                  | later message |
        | a new referral           | cancellation  |
        | a new validation request | update        |
        | a new validation request | cancellation  |
        | a new booking            | update        |
        | a new booking            | cancellation  |

  Rule: The answer comes at once

    @CM-05 @FS-PM-47 @WF-13 @R-72
    Scenario Outline: The success of a new message is 200
      Given the receiver accepts <message>
      Then the status of the answer is 200

      Examples:
        | message                  |
        | a new referral           |
        | a new validation request |
        | a new booking            |

    @CM-05 @WF-13 @R-72
    Scenario Outline: The success of a later message is 200
      Given the receiver accepts <message>
      And the receiver accepts its <later message>
      Then the status of the answer is 200

      @FS-PM-46
      Examples:
        | message                  | later message |
        | a new validation request | update        |
        | a new booking            | update        |

      Examples:
        | message        | later message |
        | a new referral | cancellation  |
        | a new booking  | cancellation  |

    @CM-04
    Scenario: The message is carried out when the answer comes
      Given the receiver accepts a new referral
      Then the status of the answer is 200 or 201

    @WF-14 @R-123
    Scenario: The parameter async puts nothing off
      Given the receiver accepts a new referral
      When a like request is sent with the parameter async "true"
      Then the status of the answer is 200 or 201 or 400

  Rule: What the answer holds

    @CM-06 @R-72
    Scenario Outline: The answer is the message as the receiver holds it
      Given the receiver accepts <message>
      Then in the answer the Bundle is a message with a MessageHeader and the focus

      Examples:
        | message                  |
        | a new referral           |
        | a new validation request |
        | a new booking            |

    @CM-06 @R-72
    Scenario Outline: The answer to a later message is that message as the receiver holds it
      Given the receiver accepts <message>
      And the receiver accepts its <later message>
      Then in the answer the Bundle is a message with a MessageHeader and the focus

      Examples:
        | message        | later message |
        | a new referral | cancellation  |
        | a new booking  | update        |
        | a new booking  | cancellation  |

    @CM-07 @R-73
    Scenario Outline: The answer keeps the id of the Bundle
      Given the receiver accepts <message>
      Then in the answer the Bundle has the id that was sent

      Examples:
        | message        |
        | a new referral |
        | a new booking  |

    @CM-08 @R-74
    Scenario Outline: The referral or booking has an id of the receiver's own
      Given the receiver accepts <message>
      Then in the answer the focus has an id of the receiver's own

      Examples:
        | message                  |
        | a new referral           |
        | a new validation request |
        | a new booking            |

    @CM-08 @R-74
    Scenario Outline: An id that the sender put on it is not taken over
      Given the receiver accepts <message>
      When a like request is sent with an id of the sender's on its focus
      Then in the answer the focus has an id of the receiver's own

      Examples:
        | message        |
        | a new referral |
        | a new booking  |

    @CM-09
    Scenario Outline: Entries come back under the fullUrl that they were sent with
      Given the receiver accepts <message>
      Then in the answer each fullUrl that was sent is kept

      Examples:
        | message        |
        | a new referral |
        | a new booking  |

    @FU-15 @R-117
    Scenario Outline: The journey id comes back
      Given the receiver accepts <message>
      Then in the answer the journey id is kept

      Examples:
        | message                  |
        | a new referral           |
        | a new validation request |
