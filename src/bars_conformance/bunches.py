"""What is tried together, so that a trial of everything takes minutes: variants, and faults, of one role."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import TypeVar

from bars_conformance.faults import Fault
from bars_conformance.reference.roles import REFERENCES
from bars_conformance.variants import Variant

_MOST_VARIANTS = 12
_MOST_FAULTS = 12

STOPPING = frozenset(
    {
        "booked-slots-offered-as-free",
        "booking-without-a-referral-refused",
        "capabilities-told-of-a-client-only",
        "end-of-slots-without-offset",
        "failed-read-answered-200",
        "listed-includes-left-out",
        "listed-reads-not-built",
        "listed-slot-search-not-built",
        "metadata-needs-a-parameter",
        "new-booking-held-as-waiting",
        "new-booking-refused",
        "new-referral-with-encounter-finished-refused",
        "other-offsets-refused",
        "referral-reads-and-operation-not-listed",
        "searches-not-listed",
        "slot-search-without-healthcare-service",
        "slot-search-without-schedule",
        "slots-of-another-service-given",
        "token-needed-everywhere",
    }
)
"""Faults that keep so many scenarios from judging anything else that a companion would be missed."""

_Tried = TypeVar("_Tried", Fault, Variant)


def of_variants(variants: Sequence[Variant]) -> Iterator[list[str]]:
    """The names of variants in bunches of a role: none overrides what another does.

    One that claims less is tried alone.
    """
    yield from ([each.name] for each in variants if each.claims_less)
    rest = [each for each in variants if not each.claims_less]
    yield from _bunched(rest, _overridden, _MOST_VARIANTS)


def of_faults(
    faults: Sequence[Fault], scenarios: Mapping[str, Mapping[str, frozenset[str]]], draw: Random
) -> Iterator[list[str]]:
    """The names of faults in bunches of a role: no scenario is the affair of two, none overrides another.

    A scenario is the affair of a fault that breaks all its requirements, which ``scenarios`` holds by role
    and id of the scenario. Who is with whom is drawn: a wrong accusation that hides behind what a companion
    truly breaks does not do so in the next run. One that is STOPPING is tried alone.
    """
    yield from ([each.name] for each in faults if each.name in STOPPING)
    rest = [each for each in faults if each.name not in STOPPING]

    def affairs(fault: Fault) -> set[object]:
        whole = {name for name, asked in scenarios[fault.role].items() if asked <= fault.breaks}
        return whole | _overridden(fault)

    yield from _bunched(draw.sample(rest, len(rest)), affairs, _MOST_FAULTS)


def _bunched(
    rest: Sequence[_Tried], of_its_own: Callable[[_Tried], set[object]], most: int
) -> Iterator[list[str]]:
    """Bunches of a role in which no two have something of their own in common."""
    own = {each.name: of_its_own(each) for each in rest}
    while rest:
        taken: set[object] = set()
        bunch: list[str] = []
        for each in rest:
            if len(bunch) < most and each.role == rest[0].role and not own[each.name] & taken:
                taken |= own[each.name]
                bunch.append(each.name)
        rest = [each for each in rest if each.name not in bunch]
        yield bunch


def _overridden(tried: Fault | Variant) -> set[object]:
    own = tried.mixin.__mro__[: tried.mixin.__mro__.index(REFERENCES[tried.role])]
    names = {name for each in own for name in vars(each)} - {"_abc_impl"}
    return {name for name in names if not name.startswith("__") or name == "__init__"}
