"""What is kept of the steps of a scenario, and what is not."""

import pytest

from bars_conformance.run import Order, Run
from bars_conformance.runner import conduct


class _Watcher:
    """Looks at what pytest has kept when all is over."""

    def __init__(self) -> None:
        self.scenarios = 0
        self.kept: list[pytest.Item] = []

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        registry = session._fixturemanager._arg2node2fixturedefs  # noqa: SLF001 - what this is about
        self.scenarios = session.testscollected
        self.kept = [node for nodes in registry.values() for node in nodes if isinstance(node, pytest.Item)]


def test_what_the_steps_of_a_scenario_gave_each_other_goes_when_it_is_over() -> None:
    watcher = _Watcher()
    run = Run.start(Order(role="receiver"), workers=1)
    run.folder = None
    try:
        conduct(run, ["--requirement=CF-42"], watcher)
    finally:
        run.close()
    assert watcher.scenarios > 1
    assert watcher.kept == []
