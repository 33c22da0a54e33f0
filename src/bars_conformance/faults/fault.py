"""What a seeded fault is, and the register that holds them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bars_conformance.reference import Receiver
from bars_conformance.reference.api import Api
from bars_conformance.reference.pointers import PointerStore
from bars_conformance.reference.roles import role_of
from bars_conformance.reference.sender import Sender

_Mixin = TypeVar("_Mixin", type[Receiver], type[Api], type[Sender])


@dataclass(frozen=True)
class Fault:
    """One defect of an otherwise conformant receiver, API or sender.

    ``breaks`` holds every requirement that some exchange with the faulty system violates: its
    statement, or the answers that the catalogue expects for it. ``mixin`` overrides as little of
    Receiver, Api or Sender as makes the defect.
    """

    name: str
    sentence: str
    breaks: frozenset[str]
    mixin: type[Receiver | Api | Sender]

    @property
    def role(self) -> str:
        """The role of the reference that it breaks."""
        return role_of(self.mixin)


REGISTER: dict[str, Fault] = {}
"""The faults by name, in the order of their files."""


def fault(name: str, sentence: str, *, breaks: str) -> Callable[[_Mixin], _Mixin]:
    """Register a subclass of a reference as a fault; ``breaks`` lists requirement ids, parted by blanks.

    Raises ValueError if the name is taken.
    """

    def register(mixin: _Mixin) -> _Mixin:
        if name in REGISTER:
            raise ValueError(f"Two faults are named {name}; rename one of them.")
        REGISTER[name] = Fault(name, sentence, frozenset(breaks.split()), mixin)
        return mixin

    return register


def store_fault(
    name: str, sentence: str, *, breaks: str
) -> Callable[[type[PointerStore]], type[PointerStore]]:
    """Register a store of pointers with a defect as a fault of the receiver that mounts it."""

    def register(store: type[PointerStore]) -> type[PointerStore]:
        class Mounting(Receiver):
            pointer_store = store

        fault(name, sentence, breaks=breaks)(Mounting)
        return store

    return register
