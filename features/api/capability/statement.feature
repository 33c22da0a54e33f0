Feature: The API tells what it can do itself, and what a receiver can
  GET /metadata with a target is routed as any other request. It is the one request that needs no target: then it
  asks for the API itself.

  Rule: Without a target the API answers for itself

    @FS-META-02 @CN-30 @R-41
    Scenario: GET /metadata without a target gives a CapabilityStatement
      Given the API accepts GET /metadata
      When a like request is sent without NHSD-Target-Identifier
      Then the API accepts it
      And the answer is a CapabilityStatement

    @FS-META-02 @CN-30 @R-41
    Scenario: The CapabilityStatement of the API is its own
      Given the API accepts GET /metadata
      When a like request is sent without NHSD-Target-Identifier
      Then the answer is a CapabilityStatement
      And the answer is not that of the receiver

  Rule: With a target GET /metadata is routed

    @FS-META-04
    Scenario: GET /metadata with a target is the receiver's to answer
      When GET /metadata is sent to a receiver that accepts it
      Then in what arrives it is there

    @FS-META-04 @FS-ROUTE-14
    Scenario: GET /metadata with a target that nobody answers for is refused
      Given the API accepts GET /metadata
      When a like request is sent with NHSD-Target-Identifier of an unknown service
      Then the API refuses it with 404 PROXY_NOT_FOUND or NOT_FOUND, issue not-found
