Feature: Requests about pointers carry the headers of all requests
  Ids and identity are asked for as at the other endpoints. The codes are those of the receiver, the national
  API or the record locator.

  Background:
    Given the profile claims pointers

  Rule: The ids have to be there, and come back

    @DP-10 @R-41 @R-112
    Scenario Outline: A request without one of its ids is refused
      Given the receiver accepts <request>
      When a like request is sent without <header>
      Then the receiver refuses it with one of
        | status | error code | issue code |
        | 400    | any        | any        |

      Examples:
        | request                     | header           |
        | GET /DocumentReference      | X-Request-ID     |
        | GET /DocumentReference      | X-Correlation-ID |
        | GET /DocumentReference/[id] | X-Request-ID     |
        | GET /DocumentReference/[id] | X-Correlation-ID |
        | POST /DocumentReference     | X-Request-ID     |
        | POST /DocumentReference     | X-Correlation-ID |

    @DP-10 @R-41 @R-112
    Scenario Outline: A change or removal without one of its ids is refused
      Given the receiver accepts POST /DocumentReference
      When its <write> is sent without <header>
      Then the receiver refuses it with one of
        | status | error code | issue code |
        | 400    | any        | any        |

      Examples:
        | write       | header           |
        | new version | X-Request-ID     |
        | new version | X-Correlation-ID |
        | removal     | X-Request-ID     |
        | removal     | X-Correlation-ID |

    @DP-10 @R-41
    Scenario Outline: The ids come back as they were sent
      When <request> is sent
      Then X-Request-ID and X-Correlation-ID come back as they were sent

      Examples:
        | request                     |
        | GET /DocumentReference      |
        | GET /DocumentReference/[id] |
        | POST /DocumentReference     |

  Rule: Access control is in force

    @DP-10 @R-41 @R-112
    Scenario Outline: An organisation that is refused elsewhere is refused here
      Given the receiver accepts <request>
      When a like request is sent from the refused organisation
      Then the receiver refuses it with one of
        | status | error code | issue code |
        | 401    | any        | any        |
        | 403    | any        | any        |

      Examples:
        | request                 |
        | GET /DocumentReference  |
        | POST /DocumentReference |

  Rule: What fails is told by an OperationOutcome

    @EH-01
    Scenario: A refusal about pointers is an OperationOutcome
      Given the answers to these faulty requests
        | request                     | difference                                |
        | GET /DocumentReference      | without the parameter subject:identifier  |
        | GET /DocumentReference/[id] | with an id in the path that it never gave |
        | POST /DocumentReference     | without DocumentReference.subject         |
        | POST /DocumentReference     | with a Patient as its body                |
      Then each refusal is a well-formed OperationOutcome in JSON
