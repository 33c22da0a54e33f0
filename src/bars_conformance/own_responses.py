"""Responses that the system under test sends itself, to what it has accepted.

Standard-Pattern-Composite-Messages/Message-Headers, Asynchronous Response Workflows.
"""

from dataclasses import replace

from bars_conformance.requester import Requester
from bars_conformance.sent import Sent


def response_to(requester: Requester, accepted: Sent) -> Sent:
    """What was accepted, with the asynchronous response to it in place of the answer.

    Raises NotApplicable if the system under test sends none, Inconclusive if it cannot be made to.
    """
    with requester.right_of_way.shared():
        answer = requester.hooks.respond(accepted.resource_id)
    exchange = replace(accepted.exchange, answer=answer)
    return Sent(accepted.request, accepted.composed, accepted.call, exchange, after=accepted)
