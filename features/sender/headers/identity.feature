Feature: Who sends, and to whom
  By its headers a request says which service it is for and who is behind it: JSON objects in Base64, so that
  the national API can route the request and the receiver knows whom it serves (End-to-end-workflow/HTTP-Header).

  Rule: Every request but GET /metadata names the service that it is for

    @HDR-01 @HDR-02 @WF-03 @R-41
    Scenario Outline: NHSD-Target-Identifier holds system and value of the service
      When the sender <does>
      Then every request but GET /metadata carries NHSD-Target-Identifier with system and value of a service

      Examples:
        | does                 |
        | looks up a service   |
        | books a slot         |
        | cancels its booking  |
        | refers a patient     |
        | cancels its referral |

  Rule: The objects of a requester are in plain Base64

    @HDR-16
    Scenario Outline: A requester header is Base64 of a JSON object
      When the sender <does>
      Then any <header> of a request holds Base64 of a JSON object

      Examples:
        | does             | header                       |
        | books a slot     | NHSD-End-User-Organisation   |
        | refers a patient | NHSD-End-User-Organisation   |
        | books a slot     | NHSD-Requesting-Practitioner |
        | refers a patient | NHSD-Requesting-Practitioner |
        | books a slot     | NHSD-Requesting-Software     |
        | refers a patient | NHSD-Requesting-Software     |

    @HDR-12 @HDR-19
    Scenario: NHSD-End-User-Organisation has ODS code and name
      When the sender books a slot
      Then any NHSD-End-User-Organisation of a request holds ODS code and name

    @HDR-13 @HDR-20
    Scenario: NHSD-Requesting-Practitioner has the id of a role profile
      When the sender books a slot
      Then any NHSD-Requesting-Practitioner of a request holds the id of a role profile

    @HDR-14 @HDR-21
    Scenario: NHSD-Requesting-Software has instance, product and version
      When the sender books a slot
      Then any NHSD-Requesting-Software of a request holds instance, product and version

  Rule: What a sender holds of the requester it sends

    @HDR-18 @R-38
    Scenario Outline: A request tells what the sender holds of who is behind it
      When the sender <does>
      Then every <request> carries the <header> that the sender holds

      Examples:
        | does                | request               | header                       |
        | books a slot        | message               | NHSD-End-User-Organisation   |
        | books a slot        | message               | NHSD-Requesting-Practitioner |
        | books a slot        | message               | NHSD-Requesting-Software     |
        | refers a patient    | message               | NHSD-End-User-Organisation   |
        | refers a patient    | message               | NHSD-Requesting-Practitioner |
        | refers a patient    | message               | NHSD-Requesting-Software     |
        | books a slot        | GET /Slot             | NHSD-End-User-Organisation   |
        | books a slot        | GET /Slot             | NHSD-Requesting-Practitioner |
        | books a slot        | GET /Slot             | NHSD-Requesting-Software     |
        | cancels its booking | GET /Appointment/[id] | NHSD-End-User-Organisation   |
        | cancels its booking | GET /Appointment/[id] | NHSD-Requesting-Practitioner |
        | cancels its booking | GET /Appointment/[id] | NHSD-Requesting-Software     |
