Feature: The API gives access tokens to those who prove who they are
  An application signs a JWT with its private key and exchanges it for an access token. The signature is checked
  against the public key that the application has registered.

  Rule: A valid signature gets an access token

    @SEC-04 @R-122
    Scenario: An application that signs with its own key gets a token
      When POST /oauth2/token is sent
      Then the status of the answer is 200
      And in the answer there is an access token

  Rule: No other signature does

    @SEC-04 @R-122
    Scenario Outline: Who does not sign with the key of the application gets no token
      Given the API accepts POST /oauth2/token
      When a like request is sent with an assertion <defect>
      Then the status of the answer is 400 or 401 or 403
      And in the answer there is no access token

      Examples:
        | defect                      |
        | signed by another key       |
        | signed by nobody            |
        | altered after it was signed |
