"""What is kept of the steps of a scenario, and what is not."""

import collections
import importlib
import inspect

import pytest

from bars_conformance import phrases
from bars_conformance.run import Order, Run
from bars_conformance.runner import conduct

scenarios = importlib.import_module("pytest_bdd.scenario")  # as an attribute, the name is a decorator


class _Watcher:
    """Looks at what pytest has kept when all is over."""

    def __init__(self) -> None:
        self.scenarios = 0
        self.kept: list[pytest.Item] = []
        self.looked_up = (0, 0)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        registry = session._fixturemanager._arg2node2fixturedefs  # noqa: SLF001 - what this is about
        self.scenarios = session.testscollected
        self.looked_up = scenarios.signature.cache_info()[:2]
        self.kept = [node for nodes in registry.values() for node in nodes if isinstance(node, pytest.Item)]


def _watched() -> _Watcher:
    watcher = _Watcher()
    run = Run.start(Order(role="receiver"), workers=1)
    run.folder = None
    try:
        conduct(run, ["--requirement=CF-42"], watcher)
    finally:
        run.close()
    assert watcher.scenarios > 1
    return watcher


def test_what_the_steps_of_a_scenario_gave_each_other_goes_when_it_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert _watched().kept == []
    monkeypatch.setattr(phrases, "forget_given", lambda _: None)
    assert _watched().kept


def test_what_a_step_takes_is_looked_up_once_a_session() -> None:
    known, unknown = _watched().looked_up
    assert known > unknown > 0
    assert scenarios.signature is inspect.signature


def test_a_new_phrase_is_looked_for_among_step_definitions_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = collections.Counter[str]()
    look_up = scenarios.getfixturedefs

    def counted(manager: object, name: str, node: pytest.Item) -> object:
        asked[name] += 1
        return look_up(manager, name, node)

    monkeypatch.setattr(scenarios, "getfixturedefs", counted)
    _watched()
    assert asked
    assert set(asked.values()) == {1}
    asked.clear()
    monkeypatch.setattr(phrases, "_steps_alone", lambda module: module.getfixturedefs)
    _watched()
    assert max(asked.values()) > 1
