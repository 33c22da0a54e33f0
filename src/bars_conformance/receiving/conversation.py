"""What came of having a sender do something: the requests it sent, act by act."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from bars_conformance import fhir
from bars_conformance.checks.sent_elements import Told
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.receiving.triggers import Outcome
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

_BY_ID = ("PUT /Appointment/[id]", "PATCH /Appointment/[id]")
_WITHOUT_MESSAGE = {
    "a new booking": ("POST /Appointment",),
    "a booking update": _BY_ID,
    "a booking cancellation": _BY_ID,
}
"""How bookings are made and changed without a message (Appointment-StandardPattern)."""

_EITHER_WAY = "message either way"
_OUTCOMES = {"done what it was asked": Outcome.DONE, "given up": Outcome.GIVEN_UP}


@dataclass
class Act:
    """One thing that the sender was asked to do; ``reference`` is what it made or was about.

    ``before`` are the names of all requests that arrived earlier: what a sender asked then it may remember.
    Where the act ``is_of_the_suite``, its ``trigger`` is a message that the suite sent to the sender.
    """

    task: str
    outcome: Outcome
    trigger: Exchange
    arrivals: list[Arrival]
    strangers: list[Arrival] = field(default_factory=list)
    reference: str = ""
    before: frozenset[str] = frozenset()
    is_of_the_suite: bool = False

    @property
    def names(self) -> list[str]:
        """What arrived, in order."""
        return [arrival.name for arrival in self.arrivals]


@dataclass
class Conversation:
    """The acts of one scenario in order; the last is what the scenario asks for, the others prepare it.

    ``told`` are words of the features with what they stand for in this conversation. ``issued`` tells the
    tokens of the suite apart from others; ``signed_in`` is the token request of an earlier conversation.
    ``unseen`` is the request by which the sender would have seen how the receiver differs, if it did not
    send it.
    """

    acts: list[Act] = field(default_factory=list)
    told: Told = field(default_factory=dict)
    issued: set[str] = field(default_factory=set)
    signed_in: Arrival | None = None
    unseen: str = ""

    @cached_property
    def arrivals(self) -> list[Arrival]:
        """All that the sender sent to the API."""
        every = (arrival for act in self.acts for arrival in act.arrivals)
        return [arrival for arrival in every if not arrival.is_token_request]

    @property
    def token_requests(self) -> list[Arrival]:
        """The requests for a token, or else the one that came of an earlier conversation.

        Raises Inconclusive if there is none.
        """
        every = (arrival for act in self.acts for arrival in act.arrivals)
        found = [arrival for arrival in every if arrival.is_token_request]
        if not found and self.signed_in is not None:
            found = [self.signed_in]
        if not found:
            raise Inconclusive("the sender asked for no token")
        return found

    def carries_token(self, arrival: Arrival) -> Finding | None:
        """The request carries a token that the suite has given."""
        if arrival.token in self.issued:
            return None
        where = f"{arrival.name}, Authorization"
        return Finding(where, "Bearer, and the token given", "another" if arrival.token else "no such header")

    @property
    def last(self) -> Act:
        """What the scenario is about."""
        return self.acts[-1]

    def stands_for(self, words: str) -> str:
        """What words of the features stand for here, where that is one thing."""
        (value,) = self.told[words]
        return value

    def named(self, name: str) -> list[Arrival]:
        """The requests of this name; ``request`` and ``message`` name all there are, ``write`` messages too.

        What follows ``but`` is left out: ``request but GET /metadata``. Raises Inconclusive if there is
        none, and NotApplicable if the sender may remember an earlier answer to it.
        """
        wanted, _, left_out = name.partition(" but ")
        found = [each for each in self.arrivals if each.is_a(wanted) and each.name != left_out]
        if not found:
            self.needs_sight_of(name)
            self.needs_messages(name)
            raise Inconclusive(f"the sender sent no {name.removeprefix('a ')}; it has {self.last.outcome}")
        return found

    def exchanges(self, name: str) -> list[Exchange]:
        """The exchanges of the requests of a name; ``message either way`` names those of the suite, too."""
        own = [act.trigger for act in self.acts if act.is_of_the_suite and name == _EITHER_WAY]
        return [*own, *(each.exchange for each in self.named("message" if own else name))]

    def is_taken(self) -> Finding | None:
        """The sender answers 200 to the message that the suite sent last."""
        sent = next(act.trigger for act in reversed(self.acts) if act.is_of_the_suite)
        told = str(sent.answer.status) if sent.answer else f"no answer ({sent.error})"
        return None if told == "200" else Finding("status", "200", told)

    def needs_messages(self, name: str) -> None:
        """Raise NotApplicable if the sender did without a message what a message of this name does."""
        without = [each for each in self.last.names if each in _WITHOUT_MESSAGE.get(name, ())]
        if without and name not in self.last.names:
            raise NotApplicable(f"the sender does this by {without[0]}")

    def read_before(self, arrival: Arrival) -> dict[str, Any]:
        """The resource that was last read at the path of a later request; raises Inconclusive if none was."""
        for each in reversed(self.arrivals[: self.arrivals.index(arrival)]):
            answer = each.exchange.answer
            if (each.method, each.path) == ("GET", arrival.path) and answer and answer.accepted:
                return answer.resource or {}
        raise Inconclusive(f"the sender has not read {arrival.path} before")

    def one(self, name: str) -> Arrival:
        """The last request of this name."""
        return self.named(name)[-1]

    def offers(self, name: str) -> Finding | None:
        """The Slot in a booking is one that an answer to GET /Slot offered."""
        offered = {
            str(slot.get("id"))
            for each in self.named("GET /Slot")
            for slot in fhir.resources(
                each.exchange.answer.resource if each.exchange.answer else None, "Slot"
            )
        }
        booked = {str(slot.get("id")) for slot in fhir.resources(self.one(name).body, "Slot")}
        if booked and booked <= offered:
            return None
        return Finding("Slot.id", "one that GET /Slot offered", ", ".join(sorted(booked)) or "none")

    def attempts(self, name: str) -> list[Exchange]:
        """The attempts of a request, under whatever ids: the sender was asked for it once."""
        return [each.exchange for each in self.last.arrivals if each.name == name]

    def tokens_differ(self, name: str) -> Finding | None:
        """No attempt has the access token of the one before; raises NotApplicable if none has any."""
        tokens = [each.token for each in self.last.arrivals if each.name == name]
        if not any(tokens):
            raise NotApplicable("the sender sends no access token")
        for number, (earlier, later) in enumerate(pairwise(tokens), 1):
            if earlier == later:
                return Finding(f"retry {number}, Authorization", "a new access token", "the one before")
        return None

    def needs_no_refusal(self) -> None:
        """Raise Inconclusive if the receiver refused a request: what the sender then does has that reason."""
        for refused in (each for each in self.last.arrivals if each.is_refused):
            raise Inconclusive(f"the receiver refused a request of the sender: {refused.exchange}")

    def needs_sight_of(self, name: str) -> None:
        """Raise NotApplicable if the sender goes by an earlier answer to this request (R-128)."""
        if name in self.last.before and name not in self.last.names:
            raise NotApplicable(f"the sender remembers what an earlier {name} told it, as it may for a day")

    def needs_all_seen(self) -> None:
        """Raise Inconclusive if the sender could not know how the receiver differs from the usual."""
        if self.unseen:
            raise Inconclusive(f"the sender sent no {self.unseen}: what it did has another reason")

    def ended(self, outcome: str) -> Finding | None:
        """The sender says that it is done, or has given up; raises NotApplicable if it does not say."""
        if outcome not in _OUTCOMES:
            raise HarnessError(f"no outcome is called '{outcome}'; the features know {', '.join(_OUTCOMES)}.")
        self.needs_no_refusal()
        told = self.last.outcome
        if told is Outcome.UNTOLD:
            raise NotApplicable("the trigger does not tell whether the sender takes it for done")
        return None if told is _OUTCOMES[outcome] else Finding("outcome", _OUTCOMES[outcome], told)

    def is_not_taken_for_done(self, name: str) -> Finding | None:
        """The request is sent again, or the sender says that it has given up."""
        return None if len(self.attempts(name)) > 1 else self.ended("given up")
