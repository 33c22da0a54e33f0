Feature: The API limits how much may be asked of it
  A sender that asks too much in too little time is told so. The scenario sends requests until that happens, to
  the API alone and no receiver, and only where the profile allows it.

  Rule: Too many requests are told as such

    @FS-GEN-12 @R-20
    Scenario: A request beyond the limit is refused
      Given the API accepts GET /metadata without NHSD-Target-Identifier
      When the same request is sent again until it is throttled
      Then the API refuses it with one of
        | status | error code                                                             | issue code |
        | 429    | SEND_TOO_MANY_REQUESTS or PROXY_TOO_MANY_REQUESTS or TOO_MANY_REQUESTS | throttled  |
        | 429    | REC_TOO_MANY_REQUESTS                                                  | throttled  |
