"""What came before a request, as far as it has to be known to judge that."""

from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bars_conformance import fhir
from bars_conformance.checks.sent_elements import Told
from bars_conformance.checks.sent_headers import service
from bars_conformance.client import TARGET
from bars_conformance.receiving import told
from bars_conformance.receiving.arrivals import Arrival
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
    _conversations: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict)
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
            {**self._told_of_service(target), **self._told_of_case(f"{_root(arrival)}/{identifier}")},
            next((row.receiver for row in _staged() if row.hosts(target)), ""),
        )

    def _searches(self) -> tuple[Arrival, ...] | None:
        found = tuple(each for each in self.arrivals if each.name == "GET /Slot")
        return None if self._search_forgotten else found

    def _told_of_service(self, target: str | None) -> Told:
        named = service(target)
        return told.of_service(named) if named else {}

    def _told_of_case(self, reference: str) -> Told:
        resources = self._held.get(reference.rpartition("/")[2])
        if resources is None:
            return {}
        numbers = (
            str(each.get("value"))
            for patient in resources
            if patient["resourceType"] == "Patient"
            for each in fhir.within(patient, "identifier")
        )
        return told.of_case(reference, resources, numbers)

    def _about(self, identifier: str) -> Iterable[Arrival]:
        """The messages about what is held under an id."""
        messages = (each for each in self.arrivals if each.family == "message")
        return (each for each in messages if identifier and self._subject(each) == identifier)

    def _subject(self, arrival: Arrival) -> str:
        """The id of the booking or referral that a message is about: ours; empty if it has none yet.

        One that the message has wrong is that of its conversation.
        """
        answer = arrival.exchange.answer
        follows = arrival.name.endswith(_UPDATED)
        document = arrival.body if follows else answer and answer.accepted and answer.resource
        if not isinstance(document, dict) or arrival.family != "message":
            return ""
        named = next((str(each.get("id")) for each in fhir.resources(document, _root(arrival))), "")
        of_conversation = self._conversations.get(_conversation(arrival), named)
        return of_conversation if follows and named not in self._held else named

    def _learn(self, arrival: Arrival) -> None:
        """Remember what a receiver holds by its answer to a message that is no cancellation."""
        answer = arrival.exchange.answer
        identifier = "" if arrival.name.endswith("cancellation") else self._subject(arrival)
        if not identifier or answer is None or not answer.accepted or answer.resource is None:
            return
        entries = fhir.within(answer.resource, "entry", "resource")
        self._held[identifier] = [each for each in entries if "resourceType" in each]
        self._conversations[_conversation(arrival)] = identifier
        for memory in (self._held, self._conversations):
            if len(memory) > _MOST_HELD:
                memory.popitem(last=False)

    def _forget(self, arrival: Arrival) -> None:
        self._bytes -= _size(arrival)
        self._search_forgotten |= arrival.name == "GET /Slot"


def _root(arrival: Arrival) -> str:
    return "Appointment" if "booking" in arrival.name else "ServiceRequest"


def _conversation(arrival: Arrival) -> tuple[str, str]:
    """By what a conversation about a booking or a referral is known."""
    return (arrival.header("X-Correlation-ID") or "").lower(), _root(arrival)


def _staged() -> Iterable[Row]:
    return (row for row in rows() if row.receiver)


def _size(arrival: Arrival) -> int:
    answer = arrival.exchange.answer
    return len(arrival.exchange.request.body or b"") + len(answer.body if answer else b"")


def _attempts(earlier: Iterable[Arrival], arrival: Arrival) -> list[Arrival]:
    """The requests that this one tries again, none of which was settled."""
    found: list[Arrival] = []
    for each in earlier:
        if each.name == arrival.name and _is_alike(each, arrival):
            found = [] if _is_settled(each) else [*found, each]
    return found


def _is_settled(arrival: Arrival) -> bool:
    answer = arrival.exchange.answer
    if answer is None or arrival.met:
        return False
    return answer.status < _OWN_FAILURE and answer.status not in _PASSING


def _is_alike(one: Arrival, other: Arrival) -> bool:
    """Whether two of the three are the same that a retry keeps: its ids and its body."""
    kept = [
        _same_id(one, other, "X-Request-ID"),
        _same_id(one, other, "X-Correlation-ID"),
        _same_body(one, other),
    ]
    return kept.count(True) > 1


def _same_id(one: Arrival, other: Arrival, header: str) -> bool:
    ids = [(each.header(header) or "").lower() for each in (one, other)]
    return bool(ids[0]) and ids[0] == ids[1]


def _same_body(one: Arrival, other: Arrival) -> bool:
    return one.body is not None and one.body == other.body


def _each_once(messages: Iterable[Arrival]) -> Iterable[Arrival]:
    """The messages, of each only the last attempt."""
    kept: list[Arrival] = []
    for message in messages:
        tried = [id(each) for each in _attempts(kept, message)]
        kept = [each for each in kept if id(each) not in tried and not _same_body(each, message)]
        kept.append(message)
    return kept
