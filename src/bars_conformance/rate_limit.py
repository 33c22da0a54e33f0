"""Finds the rate limit of an API, with requests that it answers itself."""

import time

from bars_conformance.requester import Requester
from bars_conformance.sent import Sent
from bars_conformance.sent import reached as arrived
from bars_conformance.verdict import Inconclusive, NotApplicable

_THROTTLED = 429
_MOST = 2000
_WAITS_S = (1, 2, 4, 8, 16, 32)


def reached(requester: Requester, before: Sent) -> Sent:
    """Send a request again and again, under fresh ids and with nobody else sending, until it is throttled.

    It goes on, then, when requests are taken again. Raises NotApplicable unless the profile allows it, and
    Inconclusive if the limit is not reached.
    """
    if not requester.profile.allow_throttle_test:
        raise NotApplicable("the profile does not set allow_throttle_test")
    with requester.right_of_way.alone():
        for _ in range(_MOST):
            sent = _once(requester, before)
            if _is_throttled(sent):
                _await_the_end(requester, before)
                return sent
    raise Inconclusive(f"no limit was reached with {_MOST} requests, one after the other")


def _once(requester: Requester, before: Sent) -> Sent:
    call = before.call.with_fresh_ids()
    return Sent(before.request, before.composed, call, arrived(requester.client.send_alone(call)))


def _is_throttled(sent: Sent) -> bool:
    return sent.exchange.answer is not None and sent.exchange.answer.status == _THROTTLED


def _await_the_end(requester: Requester, before: Sent) -> None:
    for pause in _WAITS_S:
        time.sleep(pause)
        if not _is_throttled(_once(requester, before)):
            return
