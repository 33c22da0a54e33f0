"""What came before a request, as far as it has to be known to judge that."""

from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bars_conformance import fhir
from bars_conformance.checks.sent_elements import Told
from bars_conformance.receiving import told
from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.standin.parties import TARGET, service
from bars_conformance.standin.table import Row, rows

MOST_KEPT = 100
"""How many requests are looked back on, and shown."""

_MOST_BYTES = 64 * 1024 * 1024
_MOST_HELD = 500
_MOST_NAMES = 500
_PASSING = frozenset({408, 425, 429})
_OWN_FAILURE = 500
_UPDATED = ("update", "cancellation")


@dataclass(frozen=True)
class Context:
    """A request with what came before it.

    ``before`` are the names of all earlier requests, ``attempts`` those of this one, itself the last.
    ``case`` are the messages about the same booking or referral, each once; ``searches`` those for slots,
    None if some are forgotten. ``receiver`` is how the receiver of the service differs from the usual.
    """

    arrival: Arrival
    before: frozenset[str]
    attempts: tuple[Arrival, ...]
    case: tuple[Arrival, ...]
    searches: tuple[Arrival, ...] | None
    told: Told
    receiver: str = ""


@dataclass
class Log:
    """What arrived lately, the latest last, and what the receivers are known to hold by their answers."""

    arrivals: deque[Arrival] = field(default_factory=deque)
    _names: set[str] = field(default_factory=set)
    _held: OrderedDict[str, list[dict[str, Any]]] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _search_forgotten: bool = False

    def take(self, arrival: Arrival) -> Context:
        """Keep a request, and tell what came before it."""
        context = self._context(arrival)
        self.arrivals.append(arrival)
        self._bytes += _size(arrival)
        while len(self.arrivals) > MOST_KEPT or (self._bytes > _MOST_BYTES and len(self.arrivals) > 1):
            self._forget(self.arrivals.popleft())
        if len(self._names) < _MOST_NAMES:
            self._names.add(arrival.name)
        self._learn(arrival)
        return context

    def _context(self, arrival: Arrival) -> Context:
        identifier = self._subject(arrival)
        target = arrival.header(TARGET)
        return Context(
            arrival,
            frozenset(self._names),
            (*_attempts(self.arrivals, arrival), arrival),
            tuple(_each_once([*self._about(identifier), arrival])),
            self._searches(),
            {**self._told_of_service(target), **self._told_of_case(identifier)},
            next((row.receiver for row in _staged() if row.hosts(target)), ""),
        )

    def _searches(self) -> tuple[Arrival, ...] | None:
        found = tuple(each for each in self.arrivals if each.name == "GET /Slot")
        return None if self._search_forgotten else found

    def _told_of_service(self, target: str | None) -> Told:
        named = service(target)
        return told.of_service(named) if named else {}

    def _told_of_case(self, identifier: str) -> Told:
        resources = self._held.get(identifier)
        if resources is None:
            return {}
        numbers = (
            str(each.get("value"))
            for patient in resources
            if patient["resourceType"] == "Patient"
            for each in fhir.within(patient, "identifier")
        )
        return told.of_case(identifier, resources, numbers)

    def _about(self, identifier: str) -> Iterable[Arrival]:
        """The messages about what is held under an id."""
        messages = (each for each in self.arrivals if each.family == "message")
        return (each for each in messages if identifier and self._subject(each) == identifier)

    def _subject(self, arrival: Arrival) -> str:
        """The id of the booking or referral that a message is about: ours; empty if it has none yet."""
        answer = arrival.exchange.answer
        follows = arrival.name.endswith(_UPDATED)
        document = arrival.body if follows else answer and answer.accepted and answer.resource
        if not isinstance(document, dict) or arrival.family != "message":
            return ""
        root = "Appointment" if "booking" in arrival.name else "ServiceRequest"
        return next((str(each.get("id")) for each in fhir.resources(document, root)), "")

    def _learn(self, arrival: Arrival) -> None:
        """Remember what a receiver holds by its answer to a message."""
        answer = arrival.exchange.answer
        identifier = self._subject(arrival)
        if not identifier or answer is None or not answer.accepted or answer.resource is None:
            return
        entries = fhir.within(answer.resource, "entry", "resource")
        self._held[identifier] = [each for each in entries if "resourceType" in each]
        if len(self._held) > _MOST_HELD:
            self._held.popitem(last=False)

    def _forget(self, arrival: Arrival) -> None:
        self._bytes -= _size(arrival)
        self._search_forgotten |= arrival.name == "GET /Slot"


def _staged() -> Iterable[Row]:
    return (row for row in rows() if row.receiver)


def _size(arrival: Arrival) -> int:
    answer = arrival.exchange.answer
    return len(arrival.exchange.request.body or b"") + len(answer.body if answer else b"")


def _attempts(earlier: Iterable[Arrival], arrival: Arrival) -> list[Arrival]:
    """The requests that this one tries again: the same by X-Request-ID or body, none of which was settled."""
    found: list[Arrival] = []
    for each in earlier:
        if each.name == arrival.name and (_same_id(each, arrival) or _same_body(each, arrival)):
            found = [] if _is_settled(each) else [*found, each]
    return found


def _is_settled(arrival: Arrival) -> bool:
    answer = arrival.exchange.answer
    if answer is None or arrival.met:
        return False
    return answer.status < _OWN_FAILURE and answer.status not in _PASSING


def _same_id(one: Arrival, other: Arrival) -> bool:
    ids = [(each.header("X-Request-ID") or "").lower() for each in (one, other)]
    return bool(ids[0]) and ids[0] == ids[1]


def _same_body(one: Arrival, other: Arrival) -> bool:
    return one.body is not None and one.body == other.body


def _each_once(messages: Iterable[Arrival]) -> Iterable[Arrival]:
    """The messages without those that are sent again."""
    kept: list[Arrival] = []
    for message in messages:
        if not any(_same_body(each, message) for each in kept):
            kept.append(message)
    return kept
