"""The results of a run with their references resolved: which clause, which step, which exchange."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from bars_conformance.verdict import PROJECTIONS, Level, Verdict

Item = dict[str, Any]
"""An object of results.json, as the schema describes it."""


@dataclass(frozen=True)
class Run:
    """Results that ``check`` has accepted."""

    results: Item

    @cached_property
    def requirements(self) -> dict[str, Item]:
        """The requirements by id."""
        return {requirement["id"]: requirement for requirement in self.results["requirements"]}

    @cached_property
    def scenarios(self) -> dict[str, Item]:
        """The scenarios by id."""
        return {scenario["id"]: scenario for scenario in self.results["scenarios"]}

    @cached_property
    def sections(self) -> dict[str, list[Item]]:
        """The scenarios by section, in the order of the run."""
        return grouped(self.results["scenarios"], "section")

    @cached_property
    def places(self) -> dict[int, tuple[str, int | None]]:
        """Where each exchange is shown: scenario id, and number of the step or None outside the steps.

        An exchange that several scenarios rest on belongs to the first of them.
        """
        places: dict[int, tuple[str, int | None]] = {}
        for scenario in self.results["scenarios"]:
            for number, step in enumerate(scenario["steps"]):
                for index in step.get("exchanges", ()):
                    places.setdefault(index, (scenario["id"], number))
            for index in scenario["exchanges"]:
                places.setdefault(index, (scenario["id"], None))
        return places

    @property
    def unclaimed(self) -> list[int]:
        """The exchanges that belong to no scenario."""
        return [index for index in range(len(self.results["exchanges"])) if index not in self.places]

    @property
    def seconds(self) -> float:
        """How long the run took."""
        started, finished = (datetime.fromisoformat(self.results[m]) for m in ("started", "finished"))
        return (finished - started).total_seconds()

    @cached_property
    def roles(self) -> set[str]:
        """The roles that this run judged."""
        return {self.results["sut"]["role"]} | {s["role"] for s in self.results["scenarios"]}

    def clauses(self, scenario: Item) -> list[Item]:
        """Return the requirements that a scenario carries."""
        return [self.requirements[requirement] for requirement in scenario["requirements"]]

    def level(self, scenario: Item) -> Level:
        """Return the most binding level among the requirements of a scenario."""
        levels = {clause["level"] for clause in self.clauses(scenario)}
        return next(level for level in Level if level in levels)

    def sections_of(self, requirement: Item) -> list[str]:
        """Return the sections in which a requirement was judged."""
        return sorted({self.scenarios[scenario]["section"] for scenario in requirement["scenarios"]})

    def gravest_first(self, scenarios: list[str]) -> list[str]:
        """Return ids of scenarios, those with the gravest verdict first."""
        mildest_first = list(PROJECTIONS)
        return sorted(scenarios, key=lambda id_: -mildest_first.index(self.scenarios[id_]["verdict"]))

    def stray(self, scenario: Item) -> list[int]:
        """Return the exchanges of a scenario that none of its steps made: set-up and clean-up."""
        stepped = {index for step in scenario["steps"] for index in step.get("exchanges", ())}
        return [index for index in scenario["exchanges"] if index not in stepped]


def turning_step(scenario: Item) -> Item | None:
    """Return the step that gave a scenario its verdict; None if every step held."""
    calm = (None, Verdict.PASS)
    return next((step for step in scenario["steps"] if step["verdict"] not in calm), None)


def decisive(scenario: Item) -> int | None:
    """Return the exchange that a scenario was judged by: the last one up to the step that did not hold."""
    turning = turning_step(scenario)
    last = None
    for step in scenario["steps"]:
        last = next(reversed(step.get("exchanges", ())), last)
        if step is turning:
            break
    return next(reversed(scenario["exchanges"]), None) if last is None else last


def grouped(items: list[Item], member: str) -> dict[str, list[Item]]:
    """Return the items by the value of one of their members, in order of first appearance."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item[member], []).append(item)
    return groups
