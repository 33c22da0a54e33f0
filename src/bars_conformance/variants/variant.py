"""What a lawful variant is, and the register that holds them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from bars_conformance.reference import Receiver
from bars_conformance.reference.api import Api
from bars_conformance.reference.roles import role_of
from bars_conformance.reference.sender import Sender

_Mixin = TypeVar("_Mixin", type[Receiver], type[Api], type[Sender])


@dataclass(frozen=True)
class Variant:
    """A conformant receiver, API or sender that chooses otherwise than its reference, as it may.

    ``rests_on`` names the rulings (R-37) and other standards (RFC-9110, FHIR-R4) that leave it. ``declines``
    says what it lawfully does not claim, in words that stand in the reason of each scenario which is not
    applicable then ("patch of Appointment"); ``lacks``, what its profile does not list. ``warned``
    holds requirements of which a ruling says that this choice is lawful, but reported with a warning.
    ``mixin`` overrides as little of Receiver, Api or Sender as makes the choice.
    """

    name: str
    sentence: str
    rests_on: frozenset[str]
    declines: tuple[str, ...]
    lacks: frozenset[str]
    warned: frozenset[str]
    mixin: type[Receiver | Api | Sender]

    @property
    def role(self) -> str:
        """The role of the reference that it is a variant of."""
        return role_of(self.mixin)

    @property
    def claims_less(self) -> bool:
        """Whether it does not claim something, so that fewer scenarios look at it."""
        return bool(self.declines or self.lacks)

    @property
    def keeps_from_judging(self) -> bool:
        """Whether scenarios that pass the reference lawfully do not apply to it, or warn of it."""
        return self.claims_less or bool(self.warned)


REGISTER: dict[str, Variant] = {}
"""The variants by name, in the order of their files."""


def variant(  # noqa: PLR0913 - what a variant is declared with
    name: str,
    sentence: str,
    *,
    rests_on: str,
    declines: Iterable[str] = (),
    lacks: str = "",
    warned: str = "",
) -> Callable[[_Mixin], _Mixin]:
    """Register a subclass of a reference as a variant; the names in each text are parted by blanks.

    Raises ValueError if the name is taken.
    """

    def register(mixin: _Mixin) -> _Mixin:
        if name in REGISTER:
            raise ValueError(f"Two variants are named {name}; rename one of them.")
        basis, missing, told = (frozenset(each.split()) for each in (rests_on, lacks, warned))
        REGISTER[name] = Variant(name, sentence, basis, tuple(declines), missing, told, mixin)
        return mixin

    return register
