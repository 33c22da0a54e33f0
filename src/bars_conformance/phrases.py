"""The phrases of the steps: the function that pytest-bdd finds for the text of one, it finds once a session.

It goes through all fixtures and asks every parser anew for each step, a good part of what a short scenario
costs. All scenarios of a session are told in the same phrases, so what was found for one holds for the next.
"""

import importlib
from collections.abc import Callable
from functools import cache
from inspect import signature
from types import ModuleType

import pytest
from pytest_bdd import utils
from pytest_bdd.parser import Step

_SEARCH = "get_step_function"
_DEFINITIONS = "getfixturedefs"
_REGISTRY = "step_function_context_registry"
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
    if hasattr(module, _DEFINITIONS) and hasattr(module, _REGISTRY):
        patch.setattr(module, _DEFINITIONS, _steps_alone(module))
    known = cache(signature)
    for asking in (module, utils):  # each asks anew what a step takes
        patch.setattr(asking, "signature", known, raising=False)
    config.add_cleanup(patch.undo)


def _steps_alone(module: ModuleType) -> Callable[..., object]:
    """Stands in for the look-up of fixtures by name: a search meets all names again for each new phrase."""
    look_up, registry = getattr(module, _DEFINITIONS), getattr(module, _REGISTRY)
    found: dict[str, list[object]] = {}

    def steps(manager: object, name: str, node: pytest.Item) -> list[object]:
        if name not in found:
            found[name] = [each for each in look_up(manager, name, node) or () if each.func in registry]
        return found[name]

    return steps


def forget_given(item: pytest.Item) -> None:
    """Let go of what the steps of a scenario that is over gave to each other.

    pytest-bdd registers it as fixtures of the scenario, and pytest would keep all of them to its end: every
    exchange, hundreds of megabytes a run. A pytest that registers otherwise does keep them.
    """
    manager = item.session._fixturemanager  # noqa: SLF001 - there is no other way in
    for by_node in getattr(manager, _GIVEN, {}).values():
        by_node.pop(item, None)
