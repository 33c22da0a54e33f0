"""A message that the receiver is too slow for.

It costs five seconds, so a run sends one, and the scenarios that judge it share it in one worker; its
exchanges stand as evidence in each of them.
"""

from dataclasses import dataclass

from bars_conformance.exchange import Exchange
from bars_conformance.record import Scenario
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent
from bars_conformance.verdict import Inconclusive, NotApplicable

FEATURE = "features/receiver/transactional-integrity/timeout.feature"
"""Where all scenarios that judge it stand."""

_REQUEST, _RESOURCE = "a new referral", "ServiceRequest"
_TIMED_OUT = 408


@dataclass(frozen=True)
class Course:
    """What became of the message: its answer, that of its last retry, and how many were stored."""

    sent: Sent
    retried: Sent | None
    stored: int | None
    exchanges: tuple[Exchange, ...]

    @property
    def last_retry(self) -> Sent:
        """The retry that was not answered as too early; Inconclusive if there was no 408 to retry after."""
        if self.retried is None:
            raise Inconclusive(f"the slow message was not answered 408: {self.sent.exchange}")
        return self.retried


class SlowMessage:
    """The slow message of a run, sent when it is first asked for."""

    def __init__(self) -> None:
        self._course: Course | None = None

    def course(self, requester: Requester, scenario: Scenario) -> Course:
        """What became of it; raises NotApplicable if the profile has no hook for it."""
        if self._course is None:
            first = len(scenario.exchanges)
            sent, retried, stored = _take(requester)
            self._course = Course(sent, retried, stored, tuple(scenario.exchanges[first:]))
        else:
            for exchange in self._course.exchanges:
                scenario.exchanged(exchange)
        return self._course


def _take(requester: Requester) -> tuple[Sent, Sent | None, int | None]:
    requester.hooks.need("slow")
    before = _held(requester)
    sent = requester.send_under_hook("slow", _REQUEST)
    if sent.exchange.answer is None or sent.exchange.answer.status != _TIMED_OUT:
        return sent, None, None
    retried = requester.retry_until_done(sent)
    after = _held(requester)
    if before is None or after is None:
        return sent, retried, None
    requester.found(sent, after - before)
    return sent, retried, len(after - before)


def _held(requester: Requester) -> frozenset[str] | None:
    try:
        return requester.holds(_RESOURCE)
    except NotApplicable:
        return None
