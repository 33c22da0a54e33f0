"""Requests that are sent at the same moment."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from bars_conformance import messages
from bars_conformance.client import Call
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent


def of_copies(requester: Requester, request: str, count: int) -> list[Sent]:
    """Send copies of a new request, under the same ids, at the same moment."""
    return _at_once(requester, request, [requester.compose(request)] * count)


def for_a_slot(requester: Requester, count: int) -> list[Sent]:
    """Send bookings of one free slot, each a message of its own, at the same moment."""
    first = requester.compose("a new booking")
    calls = [first.with_fresh_ids().with_message(messages.again(first.message)) for _ in range(count)]
    return _at_once(requester, "a new booking", calls)


def _at_once(requester: Requester, request: str, calls: Sequence[Call]) -> list[Sent]:
    start = threading.Barrier(len(calls))

    def send(call: Call) -> Sent:
        start.wait()
        return requester.send_as(request, call)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(send, calls))
