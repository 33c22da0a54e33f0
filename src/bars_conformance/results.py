"""Puts the records of a run together as results.json: the truth, of which every report is a view."""

import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import orjson

from bars_conformance import __version__, processing_times, requirements, verdict
from bars_conformance.exchange import instant
from bars_conformance.profile import Profile
from bars_conformance.verdict import Verdict

_LIBRARIES = (
    "allure-python-commons",
    "fhir.resources",
    "gherkin-official",
    "httpcore",
    "httpx",
    "jinja2",
    "jsonschema",
    "pydantic",
    "pytest",
    "pytest-bdd",
    "pytest-xdist",
    "pyyaml",
    "starlette",
    "uvicorn",
)


def assemble(
    profile: Profile,
    told: Iterable[Mapping[str, Any]],
    *,
    started: datetime,
    finished: datetime,
    exit_code: int,
) -> dict[str, Any]:
    """The results of a run from what its scenarios told, in the order given.

    Each is a mapping of ``scenario``, ``exchanges`` and ``ledger``, as record.Scenario.finish gives it.
    """
    scenarios: list[dict[str, Any]] = []
    exchanges: list[dict[str, Any]] = []
    ledger: list[dict[str, Any]] = []
    places: dict[bytes, int] = {}
    for one in told:
        at = [_place(exchange, exchanges, places) for exchange in one["exchanges"]]
        scenarios.append(_counted(one["scenario"], at))
        ledger.extend(one["ledger"])
    return {
        "schema": "bars-conformance/results/1",
        "suite": {
            "name": "bars-conformance",
            "version": __version__,
            "python": f"{sys.implementation.name} {platform.python_version()}",
            "dependencies": _versions(),
        },
        "spec": profile.spec,
        "started": instant(started),
        "finished": instant(finished),
        "sut": profile.model_dump(include={"name", "supplier", "role", "base_url"}),
        "exit_code": exit_code,
        "summary": _summary(scenarios),
        "scenarios": scenarios,
        "exchanges": exchanges,
        "requirements": _requirements(scenarios),
        "processing_times": processing_times.of_sample(scenarios, exchanges),
        "ledger": ledger,
    }


def _place(exchange: dict[str, Any], exchanges: list[dict[str, Any]], places: dict[bytes, int]) -> int:
    """Where the run has an exchange; one that several scenarios judge is there once."""
    place = places.setdefault(orjson.dumps(exchange), len(exchanges))
    if place == len(exchanges):
        exchanges.append(exchange)
    return place


def _counted(scenario: Mapping[str, Any], at: Sequence[int]) -> dict[str, Any]:
    """The scenario with its indexes of exchanges moved to where the run has them."""
    steps = [step | {"exchanges": [at[index] for index in step["exchanges"]]} for step in scenario["steps"]]
    return dict(scenario) | {"steps": steps, "exchanges": [at[index] for index in scenario["exchanges"]]}


def _summary(scenarios: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    counts = {each.replace("-", "_"): 0 for each in Verdict}
    for scenario in scenarios:
        counts[scenario["verdict"].replace("-", "_")] += 1
    return counts


def _requirements(scenarios: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    carried: dict[str, list[Mapping[str, Any]]] = {}
    for scenario in scenarios:
        for requirement in scenario["requirements"]:
            carried.setdefault(requirement, []).append(scenario)
    return [
        {
            "id": requirement.id,
            "level": requirement.level,
            "actor": requirement.actor,
            "page": requirement.page,
            "statement": requirement.statement,
            "testability": requirement.testability,
            "verdict": verdict.of_requirement(
                requirement.level,
                [Verdict(scenario["verdict"]) for scenario in carried.get(requirement.id, [])],
            ),
            "scenarios": [scenario["id"] for scenario in carried.get(requirement.id, [])],
        }
        for requirement in requirements.catalogue().values()
    ]


def _versions() -> dict[str, str]:
    found = {}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found
