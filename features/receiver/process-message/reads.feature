Feature: A read is answered at once, with the content or with an error
  Beside messages a receiver answers plain reads: by content where it has it, else by an error to the sender.

  Rule: The content asked for comes at once

    @WF-06
    Scenario Outline: A read is answered with the content asked for
      Given the receiver accepts <request>
      Then the status of the answer is 200

      Examples:
        | request                |
        | GET /metadata          |
        | GET /MessageDefinition |
        | GET /Slot              |

  Rule: Known bookings and referrals are read by their ids

    @FU-12
    Scenario Outline: A booking or referral that was made by message can be read
      Given the receiver accepts <message>
      When <request> is sent
      Then the receiver accepts it

      Examples:
        | message        | request                  |
        | a new referral | GET /ServiceRequest/[id] |
        | a new booking  | GET /Appointment/[id]    |

  Rule: A failure comes as an error

    @WF-07
    Scenario: A read that fails is answered by an error
      Given the answers to these faulty requests
        | request                  | difference                                 |
        | GET /MessageDefinition   | without the parameter context              |
        | GET /Slot                | with the parameter status "no-such-status" |
        | GET /Appointment         | without the parameter patient:identifier   |
        | GET /Appointment/[id]    | with an id in the path that it never gave  |
        | GET /ServiceRequest      | without the parameter patient:identifier   |
        | GET /ServiceRequest/[id] | with an id in the path that it never gave  |
      Then each has a status of failure
