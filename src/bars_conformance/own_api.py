"""The suite in the place of the API, for a receiver that keeps its pointers there.

One process listens for the whole run, as a receiver knows one API; every worker reads what arrived.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from bars_conformance.checks import kept_pointers
from bars_conformance.checks.kept_pointers import PROPERTIES, Arrivals, Record
from bars_conformance.finding import Finding
from bars_conformance.outcome import needs_acceptance
from bars_conformance.pointers import DONE_BY_S
from bars_conformance.profile import ProfileError
from bars_conformance.receiving.logbook import Logbook
from bars_conformance.receiving.record_locator import RecordLocator
from bars_conformance.reference.server import listening
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent
from bars_conformance.verdict import HarnessError, Inconclusive

_BETWEEN_LOOKS_S = 0.05
_QUIET_S = 0.25
"""How long a receiver gets to look at the pointer that it has saved."""


@contextmanager
def standing_in(port: int, folder: Path) -> Iterator[None]:
    """Listen as the API on a port of the loopback interface; what arrives is written down in the folder.

    Raises ProfileError with one sentence if the port cannot be had.
    """
    with ExitStack() as opened:
        try:
            opened.enter_context(listening(RecordLocator(Logbook(folder).write), port))
        except HarnessError as error:
            raise ProfileError(f"own_api_port: {error}") from error
        yield


def saved(requester: Requester, logbook: Logbook, made: Sent) -> None:
    """Wait until the pointer to a booking or referral is saved, and the receiver had time to look at it.

    Raises Inconclusive if it does not arrive in five seconds.
    """
    record, since = _record(requester, made), made.first.exchange.started
    arrivals = _awaited(logbook, lambda arrivals: kept_pointers.is_named(arrivals, record, since))
    if not kept_pointers.posted(arrivals, record):
        raise Inconclusive(f"no pointer to {made.kind}/{record.id} was saved at the API in {DONE_BY_S:g} s")
    seen = 0
    while seen < len(shown := kept_pointers.about(logbook.read(), record, since)):
        seen = len(shown)
        time.sleep(_QUIET_S)
    _keep(requester, shown)


def judged(requester: Requester, logbook: Logbook, made: Sent, sent: Sent, words: str) -> Finding | None:
    """What the check of these words, of PROPERTIES, finds in what arrived since a message was sent.

    Raises Inconclusive if the message was refused, or nothing came of it in five seconds.
    """
    needs_acceptance(sent.exchange)
    (check, enough), record, since = PROPERTIES[words], _record(requester, made), sent.exchange.started
    arrivals = _awaited(logbook, lambda arrivals: enough(arrivals, record, since))
    _keep(requester, kept_pointers.about(arrivals, record, since))
    return check(arrivals, record, since)


def _record(requester: Requester, made: Sent) -> Record:
    return Record(made.resource_id, requester.patient.nhs_number, made.first.exchange.started)


def _awaited(logbook: Logbook, until: Callable[[Arrivals], bool]) -> Arrivals:
    """What had arrived when there was enough of it, or five seconds were over."""
    end = time.monotonic() + DONE_BY_S
    while not until(arrivals := logbook.read()) and time.monotonic() < end:
        time.sleep(_BETWEEN_LOOKS_S)
    return arrivals


def _keep(requester: Requester, arrivals: Arrivals) -> None:
    """Have what arrived among the evidence of the scenario."""
    for each in arrivals:
        requester.client.record(replace(each, redactor=requester.client.redactor))
