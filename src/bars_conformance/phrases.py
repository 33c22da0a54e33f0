"""The phrases of the steps: the function that pytest-bdd finds for the text of one, it finds once a session.

It goes through all fixtures and asks every parser anew for each step, a good part of what a short scenario
costs. All scenarios of a session are told in the same phrases, so what was found for one holds for the next.
"""

import importlib
from functools import cache
from inspect import signature

import pytest
from pytest_bdd import utils
from pytest_bdd.parser import Step

_SEARCH = "get_step_function"
_GIVEN = "_arg2node2fixturedefs"


def remember(config: pytest.Config) -> None:
    """Keep what is found for a text until pytest ends; a pytest-bdd that searches otherwise does so still."""
    module = importlib.import_module("pytest_bdd.scenario")  # as an attribute, the name is a decorator
    search = getattr(module, _SEARCH, None)
    if search is None:
        return
    found: dict[tuple[str, str], object] = {}

    def remembered(request: pytest.FixtureRequest, step: Step) -> object:
        told = (step.type, step.name)
        if told not in found:
            found[told] = search(request=request, step=step)
        return found[told]

    patch = pytest.MonkeyPatch()
    patch.setattr(module, _SEARCH, remembered)
    known = cache(signature)
    for asking in (module, utils):  # each asks anew what a step takes
        patch.setattr(asking, "signature", known, raising=False)
    config.add_cleanup(patch.undo)


def forget_given(item: pytest.Item) -> None:
    """Let go of what the steps of a scenario that is over gave to each other.

    pytest-bdd registers it as fixtures of the scenario, and pytest would keep all of them to its end: every
    exchange, hundreds of megabytes a run. A pytest that registers otherwise does keep them.
    """
    manager = item.session._fixturemanager  # noqa: SLF001 - there is no other way in
    for by_node in getattr(manager, _GIVEN, {}).values():
        by_node.pop(item, None)
