"""What is tried together."""

import inspect
from collections import Counter
from collections.abc import Sequence
from random import Random

from hypothesis import given, settings, strategies

from bars_conformance import bunches, features
from bars_conformance.faults import FAULTS, Fault
from bars_conformance.reference.roles import REFERENCES
from bars_conformance.variants import VARIANTS, Variant


def _overriding(bunch: Sequence[Fault | Variant]) -> dict[str, list[str]]:
    """What members of a reference the mixins of a bunch override, each with the source of what does so."""
    overriding: dict[str, list[str]] = {}
    for tried in bunch:
        inherited = tried.mixin.__mro__[: tried.mixin.__mro__.index(REFERENCES[tried.role])]
        members = {name: member for each in reversed(inherited) for name, member in vars(each).items()}
        for name, member in members.items():
            if name == "__init__" or not name.startswith(("__", "_abc_")):
                source = inspect.getsource(member) if inspect.isfunction(member) else ""
                overriding.setdefault(name, []).append(source)
    return overriding


def _none_hides_another(bunch: Sequence[Fault | Variant]) -> bool:
    """Whether what two override is a sender's or that of variants, and both pass it on."""
    return all(
        len(sources) == 1
        or (
            (bunch[0].role == "sender" or isinstance(bunch[0], Variant))
            and all(f"super().{name}(" in each for each in sources)
        )
        for name, sources in _overriding(bunch).items()
    )


def test_variants_are_each_in_one_bunch_and_none_hides_another() -> None:
    together = list(bunches.of_variants(list(VARIANTS.values())))
    assert sorted(name for bunch in together for name in bunch) == sorted(VARIANTS)
    for bunch in together:
        variants = [VARIANTS[name] for name in bunch]
        assert _none_hides_another(variants)
        assert len({each.role for each in variants}) == 1
        assert len({each.keeps_from_judging for each in variants}) == 1


@settings(max_examples=5, deadline=None)
@given(draw=strategies.randoms())
def test_faults_are_each_in_one_bunch_and_no_scenario_is_the_affair_of_two_unless_it_is_of_very_many(
    draw: Random,
) -> None:
    scenarios: dict[str, dict[str, frozenset[str]]] = {"receiver": {}, "api": {}, "sender": {}}
    for title in features.titles():
        scenarios[title.place.role][title.name] = title.requirements
    bearers = Counter(
        name
        for fault in FAULTS.values()
        for name, asked in scenarios[fault.role].items()
        if asked <= fault.breaks
    )
    together = list(bunches.of_faults(list(FAULTS.values()), scenarios, draw))
    most = max(len(bunch) for bunch in together)
    assert sorted(name for bunch in together for name in bunch) == sorted(FAULTS)
    assert any(len(bunch) > 1 for bunch in together)
    for bunch in together:
        faults = [FAULTS[name] for name in bunch]
        assert _none_hides_another(faults)
        assert len({each.role for each in faults}) == 1
        for name, requirements in scenarios[faults[0].role].items():
            assert sum(requirements <= each.breaks for each in faults) < 2 or bearers[name] > most
