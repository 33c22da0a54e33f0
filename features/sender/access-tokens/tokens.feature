Feature: A sender signs in
  The application behind a sender, not its user, is known to the platform. It signs a JWT with its own key, gets
  an access token for it, and sends that with each request (Security-and-Authorisation/Sender,
  End-to-end-workflow/Authenticate-with-BaRS).

  Rule: The application asks for a token by a JWT that it has signed

    @SEC-03 @R-122
    Scenario: The grant is client credentials
      When the sender looks up a service
      Then its token request asks by client credentials and a JWT

    @SEC-02 @R-122
    Scenario: The JWT is signed with the key of the application
      When the sender looks up a service
      Then its token request is signed with the key of the application

    @SEC-02 @R-122
    Scenario: The JWT is for this endpoint and the next minutes
      When the sender looks up a service
      Then its token request is for this endpoint and the next minutes

    @SEC-01 @R-122
    Scenario: The application signs in, not its user
      When the sender looks up a service
      Then its token request names the application and no user

  Rule: No request goes out without a token

    @SEC-08 @WF-05
    Scenario Outline: The token is there before the first request
      When the sender <does>
      Then the first request carries the access token already

      Examples:
        | does               |
        | looks up a service |
        | books a slot       |
        | refers a patient   |

    @HDR-10 @SEC-05 @R-36
    Scenario Outline: Every request carries the token
      When the sender <does>
      Then every request carries the access token

      Examples:
        | does                 |
        | looks up a service   |
        | books a slot         |
        | cancels its booking  |
        | refers a patient     |
        | cancels its referral |
