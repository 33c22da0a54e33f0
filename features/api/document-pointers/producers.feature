Feature: The API verifies that a producer is authorised
  Whoever adds, changes or removes pointers signs in, belongs to an application that is enabled for BaRS, and
  is let in by access control. Which of the codes tells that one is not, the guide does not say.

  Background:
    Given the profile claims pointers

  Rule: Who is not authorised is refused

    @DP-03 @R-112
    Scenario Outline: A pointer is not added
      Given the API accepts POST /DocumentReference
      When a like request is sent <difference>
      Then the API refuses it with one of
        | status | error code | issue code |
        | 401    | any        | any        |
        | 403    | any        | any        |

      Examples:
        | difference                      |
        | without a token                 |
        | with a token that nobody gave   |
        | with a token whose time is over |
        | with a token of another product |
        | from the refused organisation   |

    @DP-03 @R-112
    Scenario Outline: A pointer is neither changed nor removed
      Given the API accepts POST /DocumentReference
      When its <write> is sent <difference>
      Then the API refuses it with one of
        | status | error code | issue code |
        | 401    | any        | any        |
        | 403    | any        | any        |

      Examples:
        | write       | difference                      |
        | new version | without a token                 |
        | new version | with a token of another product |
        | removal     | without a token                 |
        | removal     | with a token of another product |

  Rule: The ids have to be there

    @DP-10 @R-41 @R-112
    Scenario Outline: A request without one of its ids is refused
      Given the API accepts <request>
      When a like request is sent without <header>
      Then the API refuses it with one of
        | status | error code | issue code |
        | 400    | any        | any        |

      Examples:
        | request                     | header           |
        | GET /DocumentReference      | X-Request-ID     |
        | GET /DocumentReference      | X-Correlation-ID |
        | GET /DocumentReference/[id] | X-Request-ID     |
        | POST /DocumentReference     | X-Request-ID     |
        | POST /DocumentReference     | X-Correlation-ID |
