Feature: The API lets in who has a good access token
  An application signs in and sends its access token with every request. The API lets nothing through without one
  that is valid, and of an application that is enabled for BaRS.

  Rule: Nothing is let through without a valid token

    @SEC-06 @R-24
    Scenario Outline: A request that nobody signed in for is refused
      Given the API accepts <request>
      When a like request is sent <difference>
      Then the API refuses it with 401 SEND_UNAUTHORIZED, issue security or unknown or login or expired

      Examples:
        | request        | difference                      |
        | GET /metadata  | without a token                 |
        | GET /Slot      | with a token that nobody gave   |
        | a new referral | with a token that nobody gave   |
        | a new referral | with a token whose time is over |

  Rule: A token is needed

    @FS-ROUTE-03 @FS-ROUTE-04 @FS-GEN-07 @R-24
    Scenario Outline: A request without a token is refused
      Given the API accepts <request>
      When a like request is sent without a token
      Then the API refuses it with 401 SEND_UNAUTHORIZED, issue unknown or login or security

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |
        | a new referral         |

  Rule: The token has to be valid

    @FS-ROUTE-03 @FS-GEN-07 @R-24
    Scenario Outline: A token that nobody gave is refused
      Given the API accepts <request>
      When a like request is sent with a token that nobody gave
      Then the API refuses it with 401 SEND_UNAUTHORIZED, issue security or login or expired

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |
        | GET /Appointment       |
        | GET /ServiceRequest    |
        | a new referral         |

    @FS-GEN-08 @R-24
    Scenario Outline: A token whose time is over is refused
      Given the API accepts <request>
      When a like request is sent with a token whose time is over
      Then the API refuses it with 401 SEND_UNAUTHORIZED, issue expired or login or security

      Examples:
        | request        |
        | GET /metadata  |
        | GET /Slot      |
        | a new referral |

  Rule: The application has to be enabled

    @FS-ROUTE-05 @R-24
    Scenario Outline: A token of an application that is not enabled for BaRS is refused
      Given the API accepts <request>
      When a like request is sent with a token of another product
      Then the API refuses it with 403 SEND_FORBIDDEN, issue forbidden

      Examples:
        | request        |
        | GET /metadata  |
        | GET /Slot      |
        | a new referral |
