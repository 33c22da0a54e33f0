"""What is tried together."""

from random import Random

from hypothesis import given, settings, strategies

from bars_conformance import bunches, features
from bars_conformance.faults import FAULTS
from bars_conformance.variants import VARIANTS


def test_variants_are_each_in_one_bunch_and_none_overrides_what_another_does() -> None:
    together = list(bunches.of_variants(list(VARIANTS.values())))
    assert sorted(name for bunch in together for name in bunch) == sorted(VARIANTS)
    for bunch in together:
        overridden = [
            name for each in bunch for name in vars(VARIANTS[each].mixin) if not name.startswith("__")
        ]
        assert len(overridden) == len(set(overridden)) or VARIANTS[bunch[0]].role == "sender"
        assert len({VARIANTS[each].role for each in bunch}) == 1
        assert len(bunch) == 1 or not any(VARIANTS[each].declines for each in bunch)


@settings(max_examples=5, deadline=None)
@given(draw=strategies.randoms())
def test_faults_are_each_in_one_bunch_and_no_scenario_is_the_affair_of_two(draw: Random) -> None:
    scenarios: dict[str, dict[str, frozenset[str]]] = {"receiver": {}, "api": {}, "sender": {}}
    for title in features.titles():
        scenarios[title.place.role][title.name] = title.requirements
    together = list(bunches.of_faults(list(FAULTS.values()), scenarios, draw))
    assert sorted(name for bunch in together for name in bunch) == sorted(FAULTS)
    assert {name for bunch in together for name in bunch if len(bunch) == 1} >= bunches.STOPPING
    assert any(len(bunch) > 1 for bunch in together)
    for bunch in together:
        faults = [FAULTS[name] for name in bunch]
        assert len({each.role for each in faults}) == 1
        for requirements in scenarios[faults[0].role].values():
            assert sum(requirements <= each.breaks for each in faults) < 2
