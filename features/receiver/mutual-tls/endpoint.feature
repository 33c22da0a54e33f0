Feature: An endpoint with mutual TLS shows that it is the one that BaRS calls
  Its certificate is issued under the root authority of its environment, integration or production. The
  profile tells which authorities these are; that they are those of the NHS is for the profile to know.

  Rule: The endpoint presents the certificate that it was issued for mutual TLS

    @SEC-15 @SEC-16 @SEC-17 @R-121
    Scenario: The certificate is of the chain of the environment
      Given the profile tells the authorities of the endpoint's certificate
      When GET /metadata over mutual TLS is sent
      Then the endpoint's certificate is issued by one of them

    @SEC-17
    Scenario Outline: The certificate is valid for the endpoint
      Given the profile tells the authorities of the endpoint's certificate
      When GET /metadata over mutual TLS is sent
      Then the endpoint's certificate <property>

      Examples:
        | property                        |
        | is for the name of the endpoint |
        | is in date                      |

  Rule: Certificates of the NHS are for nhs.uk addresses

    @SEC-20
    Scenario: An endpoint of integration or production has an nhs.uk address
      Given the profile tells the environment of the endpoint
      And the receiver accepts GET /metadata over mutual TLS
      Then the endpoint's certificate has an nhs.uk address

  Rule: Names follow a convention where that is possible

    @SEC-22 @R-120
    Scenario: An endpoint of integration has a name by the convention
      Given the profile tells integration as the environment of the endpoint
      And the receiver accepts GET /metadata over mutual TLS
      Then the endpoint's certificate has a name by the naming convention

    @SEC-23
    Scenario: The common name of the certificate is the name of the endpoint
      Given the receiver accepts GET /metadata over mutual TLS
      Then the endpoint's certificate has its name as common name
