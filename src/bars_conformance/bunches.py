"""What is tried together, so that a trial of everything takes minutes: variants, and faults, of one role."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from types import FunctionType
from typing import TypeVar

from bars_conformance.faults import Fault
from bars_conformance.reference.roles import REFERENCES
from bars_conformance.variants import Variant

_MOST_VARIANTS = 20
_MOST_FAULTS = 20

STOPPING = frozenset(
    {
        "answer-without-ids",
        "booking-without-a-referral-refused",
        "capabilities-told-of-a-client-only",
        "end-of-slots-without-offset",
        "listed-reads-not-built",
        "listed-slot-search-not-built",
        "metadata-needs-a-parameter",
        "new-booking-held-as-waiting",
        "new-booking-refused",
        "new-referral-with-encounter-finished-refused",
        "referral-reads-and-operation-not-listed",
        "searches-not-listed",
        "slot-search-without-healthcare-service",
        "slot-search-without-schedule",
        "token-needed-everywhere",
    }
)
"""Faults that keep so many scenarios from judging anything else that a companion would be missed."""

_Tried = TypeVar("_Tried", Fault, Variant)
_Own = tuple[set[str], set[str]]
"""What nobody else may have, and what only those may who pass it on as well."""


def of_variants(variants: Sequence[Variant]) -> Iterator[list[str]]:
    """The names of variants in bunches of a role: none overrides what another does.

    Those that keep a scenario from judging are with their like: all of them are asked alone for it.
    """
    keeping = [each for each in variants if each.keeps_from_judging]
    yield from _bunched(keeping, _overridden, _MOST_VARIANTS)
    yield from _bunched([each for each in variants if each not in keeping], _overridden, _MOST_VARIANTS)


def of_faults(
    faults: Sequence[Fault], scenarios: Mapping[str, Mapping[str, frozenset[str]]], draw: Random
) -> Iterator[list[str]]:
    """The names of faults in bunches of a role: no scenario is the affair of two, none overrides another.

    A scenario is the affair of a fault that breaks all its requirements, which ``scenarios`` holds by role
    and id of the scenario. One that is the affair of more faults than fit into a bunch would keep too many
    apart: it parts only those who have no other. Who is with whom is drawn: a wrong accusation that hides
    behind what a companion truly breaks does not do so in the next run.
    """
    affairs = {
        each.name: {name for name, asked in scenarios[each.role].items() if asked <= each.breaks}
        for each in faults
    }
    bearers = Counter(name for each in affairs.values() for name in each)

    def own(fault: Fault) -> _Own:
        telling = {name for name in affairs[fault.name] if bearers[name] <= _MOST_FAULTS}
        taken_over, passed_on = _overridden(fault)
        return (telling or affairs[fault.name]) | taken_over, passed_on

    return _bunched(draw.sample(faults, len(faults)), own, _MOST_FAULTS)


def _bunched(rest: Sequence[_Tried], of_its_own: Callable[[_Tried], _Own], most: int) -> Iterator[list[str]]:
    """Bunches of a role in which nobody takes over what another has; who is hardest to place comes first."""
    own = {each.name: of_its_own(each) for each in rest}
    wanted = Counter(each for taken_over, _ in own.values() for each in taken_over)
    rest = sorted(rest, key=lambda each: -max((wanted[one] for one in own[each.name][0]), default=0))
    while rest:
        taken: set[str] = set()
        shared: set[str] = set()
        bunch: list[str] = []
        for each in rest:
            taken_over, passed_on = own[each.name]
            is_free = not taken_over & (taken | shared) and not passed_on & taken
            if len(bunch) < most and each.role == rest[0].role and is_free:
                taken |= taken_over
                shared |= passed_on
                bunch.append(each.name)
        rest = [each for each in rest if each.name not in bunch]
        yield bunch


def _overridden(tried: Fault | Variant) -> _Own:
    """The methods that it takes over, and those that it passes on to the one that it overrides.

    All that a sender does goes through few methods, which each fault alters in its own part, and variants
    alter what is there without taking it away; of a receiver or an API, one method is for one thing, and a
    fault that overrides it is taken to do so wholly.
    """
    own = tried.mixin.__mro__[: tried.mixin.__mro__.index(REFERENCES[tried.role])]
    members = {name: member for each in reversed(own) for name, member in vars(each).items()}
    names = {name for name in members if not name.startswith("__") or name == "__init__"} - {"_abc_impl"}
    if isinstance(tried, Fault) and tried.role != "sender":
        return names, set()
    passed_on = {name for name in names if _passes_on(members[name], name)}
    return names - passed_on, passed_on


def _passes_on(member: object, name: str) -> bool:
    return isinstance(member, FunctionType) and {"super", name} <= set(member.__code__.co_names)
