"""The phrases of the steps: what pytest-bdd finds for the text of one, it finds once a session.

It goes through all fixtures and asks every parser anew for each step, a good part of what a short scenario
costs. All scenarios of a session are told in the same phrases, so what was found for one holds for the next.
"""

import importlib

import pytest
from pytest_bdd.parser import Step

_SEARCH = "find_fixturedefs_for_step"


def remember(config: pytest.Config) -> None:
    """Keep what is found for a text until pytest ends; a pytest-bdd that searches otherwise does so still."""
    module = importlib.import_module("pytest_bdd.scenario")  # as an attribute, the name is a decorator
    search = getattr(module, _SEARCH, None)
    if search is None:
        return
    found: dict[tuple[str, str], list[object]] = {}

    def remembered(step: Step, fixturemanager: object, node: pytest.Item) -> list[object]:
        told = (step.type, step.name)
        if told not in found:
            found[told] = list(search(step, fixturemanager, node))
        return found[told]

    patch = pytest.MonkeyPatch()
    patch.setattr(module, _SEARCH, remembered)
    config.add_cleanup(patch.undo)
