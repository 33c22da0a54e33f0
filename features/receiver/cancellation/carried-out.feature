Feature: A cancellation of what is current is carried out
  A cancellation is an update message whose focus has the id that the receiver gave. It is cut down to the focus,
  the patient and the organisations.

  Rule: Bookings and referrals can be cancelled

    @CX-01
    Scenario Outline: A cancellation is accepted
      Given the receiver accepts <message>
      When its cancellation is sent
      Then the receiver accepts it

      @CX-15 @CF-25 @R-76
      Examples: a booking
        | message       |
        | a new booking |

      @CX-15 @CF-32 @R-76
      Examples: a referral
        | message        |
        | a new referral |

      @CX-15 @R-76
      Examples: a validation request
        | message                  |
        | a new validation request |

    @CX-01
    Scenario Outline: What was cancelled is held as cancelled
      Given the receiver accepts <message>
      When its cancellation is sent
      Then what it holds is cancelled

      @CF-25
      Examples: a booking
        | message       |
        | a new booking |

      @CF-32
      Examples: a referral
        | message        |
        | a new referral |

    @CX-01
    Scenario: What was not cancelled stays
      Given the receiver accepts a new referral
      And it accepts 2 other requests of that kind
      When its cancellation is sent
      Then what else it holds is current

    @CX-16 @R-76
    Scenario Outline: A cancellation of reason delete is taken or refused
      The element tables ask for delete, the text of the same page and the decision table for update.

      Given the receiver accepts <message>
      When its cancellation is sent with MessageHeader.reason.coding.code "delete"
      Then the receiver accepts it or refuses it with one of
        | status | error code      | issue code |
        | 400    | REC_BAD_REQUEST | invariant  |

      Examples:
        | message        |
        | a new booking  |
        | a new referral |

  Rule: Success is told by the Bundle

    @CX-97 @R-72
    Scenario Outline: A cancellation that was carried out is answered 200 with a Bundle
      Given the receiver accepts <message>
      When its cancellation is sent
      Then in the answer the Bundle is a message with a MessageHeader and the focus
      And the status of the answer is 200

      Examples:
        | message        |
        | a new booking  |
        | a new referral |

    @CX-97 @R-72
    Scenario: The Bundle holds the Appointment that was cancelled
      Given the receiver accepts a new booking
      When its cancellation is sent
      Then the answer tells of it

  Rule: A re-request revokes the open referral first

    @CF-33 @R-107
    Scenario: A new referral is accepted after the old one was revoked
      Given the receiver accepts a new referral
      And the receiver accepts that it is cancelled
      When another such message is sent under the same X-Correlation-ID
      Then the receiver accepts it

    @CF-33 @R-107
    Scenario: After a re-request the old referral is revoked and the new one open
      Given the receiver accepts a new referral
      And the receiver accepts that it is cancelled
      When another such message is sent under the same X-Correlation-ID
      Then what it holds is current
      And what else it holds is cancelled
