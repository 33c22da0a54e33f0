Feature: What the receiver changed itself is not overwritten by those who do not know of it
  A booking or referral is changed in the receiver's own system after the original request came in. A message
  that was composed from the version before, and says so by its lastUpdated, collides with that.

  Rule: An update that collides is refused

    @CM-60 @FS-PM-05 @FS-PM-43 @R-12
    Scenario Outline: An update that does not know of a local change is refused
      One that is later than the local change may be refused or taken, as its sender may have read before.

      Given the receiver accepts <message>
      And the receiver accepts its update
      When its update comes after a local change that it does not know of
      Then the receiver refuses it with 409 REC_CONFLICT, issue conflict

      Examples:
        | message                  |
        | a new booking            |
        | a new validation request |

    @TI-17 @R-11
    Scenario: A collision with a local change is not called a duplicate
      Given the receiver accepts a new booking
      And the receiver accepts its update
      When its update comes after a local change that it does not know of
      Then the receiver does not answer 409 with issue duplicate

  Rule: So is a cancellation, by the letter of the pseudo-code

    @FS-PM-49 @R-12
    Scenario Outline: A cancellation that does not know of a local change is refused
      The page on cancellations asks only whether the booking or referral is current.

      Given the receiver accepts <message>
      And the receiver accepts that it is cancelled
      And the receiver accepts <message>
      When its cancellation comes after a local change that it does not know of
      Then the receiver refuses it with 409 REC_CONFLICT, issue conflict

      Examples:
        | message        |
        | a new booking  |
        | a new referral |
