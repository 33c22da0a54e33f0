"""What one conversation of a sender plays in: a receiver, a patient, and the situations to come."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.receiving.situations import Situation
from bars_conformance.reference import Receiver

MOST_KEPT = 1000
"""How many requests of one conversation are kept; further ones are refused and counted."""


@dataclass
class Plan:
    """Which attempts of a request meet which situation: the first in their order, then the last for ever.

    Without ``lasting`` the receiver answers once the situations are used up.
    """

    name: str
    situations: tuple[Situation, ...]
    lasting: bool = False
    met: int = 0

    def __str__(self) -> str:
        """In words: which attempts are answered how."""
        words = ", then ".join(each.words for each in self.situations)
        return f"{'every' if self.lasting else 'the first'} attempt of {self.name} meets {words}"

    def next(self, name: str) -> Situation | None:
        """The situation that a request of this name meets now."""
        if name != self.name:
            return None
        self.met += 1
        if self.met <= len(self.situations):
            return self.situations[self.met - 1]
        return self.situations[-1] if self.lasting else None


@dataclass
class Scene:
    """One conversation: who is on stage, and what arrived. Two threads look at it."""

    receiver: Receiver
    nhs_number: str
    earlier: frozenset[object] = frozenset()
    plans: list[Plan] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    strangers: list[Arrival] = field(default_factory=list)
    refused: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def newest(self) -> str:
        """The reference of what the receiver has last made; empty if it holds nothing."""
        return next((each.focus for each in reversed(self.receiver.holdings.records.values())), "")

    def take(self, arrival: Arrival) -> None:
        """Keep a request; those of others are kept apart."""
        with self.changed:
            (self.strangers if self.is_stranger(arrival) else self.arrivals).append(arrival)
            self.changed.notify_all()

    def is_stranger(self, arrival: Arrival) -> bool:
        """Whether a request is about another patient, of an earlier conversation, or no request of BaRS."""
        others = arrival.nhs_numbers and self.nhs_number not in arrival.nhs_numbers
        return bool(others or arrival.path is None or (arrival.message and arrival.message in self.earlier))

    def situation(self, arrival: Arrival) -> Situation | None:
        """What a request is to meet."""
        if self.is_stranger(arrival):
            return None
        met = (plan.next(arrival.name) for plan in self.plans)
        return next((each for each in met if each is not None), None)

    def has_room(self) -> bool:
        """Whether another request is kept; if not, it is counted."""
        with self.changed:
            room = len(self.arrivals) + len(self.strangers) < MOST_KEPT
            self.refused += not room
            return room

    def watched(self, names: Iterable[str]) -> "Watch":
        """What a person is told of who has been asked to bring one of these requests about."""
        return Watch(self, frozenset(names), len(self.arrivals), len(self.arrivals), len(self.strangers))

    def wait_for(self, names: Iterable[str], timeout_s: float, since: int = 0) -> bool:
        """Wait until a request of one of these names has come after so many others; false if none has."""
        wanted = set(names)
        with self.changed:
            return self.changed.wait_for(
                lambda: any(each.name in wanted for each in self.arrivals[since:]), timeout_s
            )

    def wait_for_quiet(self, quiet_s: float) -> None:
        """Wait until nothing has come for so long."""
        with self.changed:
            while self.changed.wait(quiet_s):
                continue


@dataclass
class Watch:
    """What arrives in a scene from some moment on: what is awaited, and what is there to tell."""

    scene: Scene
    awaited: frozenset[str]
    since: int
    arrivals: int
    strangers: int

    def is_seen(self, patience_s: float) -> bool:
        """Wait so long, and tell whether what was asked for has arrived."""
        return self.scene.wait_for(self.awaited, patience_s, self.since)

    def news(self) -> list[str]:
        """What has arrived since this was last asked, a line each."""
        with self.scene.changed:
            new, strange = self.scene.arrivals[self.arrivals :], self.scene.strangers[self.strangers :]
            self.arrivals += len(new)
            self.strangers += len(strange)
        told = [f"arrived: {each.in_brief}" for each in new]
        return [*told, *(f"arrived, and is not of this test: {each.in_brief}" for each in strange)]
