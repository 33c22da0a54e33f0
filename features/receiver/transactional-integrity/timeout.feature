Feature: A message that takes too long is answered 408, and is known when it is retried
  A receiver that needs longer than five seconds ends the wait of the sender with 408 REC_TIMEOUT. What
  becomes of the message the sender learns by a retry: it is done, and the retry a duplicate. One message is
  sent for all of these scenarios, by one worker.

  Rule: A request that takes too long is ended, and is known when it is retried

    @TI-22 @FS-ROUTE-18 @NFR-13 @R-18 @R-118
    Scenario: The answer to a message that takes too long is 408 REC_TIMEOUT
      Given the receiver accepts a new referral
      When a new referral is sent that the receiver is too slow for
      Then the receiver refuses it with 408 REC_TIMEOUT, issue timeout

    @NFR-12
    Scenario: A message that takes longer than 5000 ms is answered by then
      A quarter of a second is allowed for the way there and back.

      Given the receiver accepts a new referral
      When a new referral is sent that the receiver is too slow for
      Then the answer comes within 5250 ms

    @TI-05
    Scenario: Both ids come back with a 408
      Given the receiver accepts a new referral
      When a new referral is sent that the receiver is too slow for
      Then X-Request-ID and X-Correlation-ID come back as they were sent

    @TI-11 @TI-18
    Scenario: The retry of a message that was answered 408 and then done is a duplicate
      Given the receiver accepts a new referral
      When a new referral that the receiver was too slow for is retried until it is done
      Then the receiver refuses it with 409 REC_CONFLICT, issue duplicate

    @TI-10 @HDR-07
    Scenario: A message that was answered 408 and retried is stored once
      When a new referral that the receiver was too slow for is retried until it is done
      Then it was stored once
