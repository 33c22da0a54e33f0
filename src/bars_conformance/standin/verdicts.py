"""What is said of a request that arrived: its findings, each with what the standard asks."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from bars_conformance.finding import Finding
from bars_conformance.requirements import catalogue
from bars_conformance.standin.context import Context
from bars_conformance.standin.rules import Rule, rules
from bars_conformance.verdict import NonConformance, Verdict, of_scenario, worst


@dataclass(frozen=True)
class Judged:
    """A finding, and the rules that led to it."""

    finding: Finding
    rules: tuple[Rule, ...]

    @property
    def requirements(self) -> list[str]:
        """The ids of the requirements, each once."""
        return list(dict.fromkeys(each for rule in self.rules for each in rule.requirements))

    @property
    def verdict(self) -> Verdict:
        """What a scenario would say: a fail if a MUST is among the requirements, else a warning."""
        levels = [catalogue()[each].level for each in self.requirements]
        return of_scenario(judging=True, exception=NonConformance(str(self.finding)), levels=levels)

    def told(self) -> dict[str, Any]:
        """As the live page takes it."""
        asked = (catalogue()[each] for each in self.requirements)
        return {
            **asdict(self.finding),
            "verdict": self.verdict,
            "requirements": [
                {"id": each.id, "level": each.level, "statement": each.statement, "page": each.page}
                for each in asked
            ],
            "rulings": list(dict.fromkeys(each for rule in self.rules for each in rule.rulings)),
        }


def judged(context: Context) -> tuple[list[Judged], int]:
    """The findings on a request, the gravest first, and how many rules it was put to."""
    if context.arrival.path is None:
        return [], 0
    led_to: dict[Finding, list[Rule]] = {}
    put = 0
    for rule in rules():
        findings = rule.judged(context)
        put += findings is not None
        for finding in findings or ():
            led_to.setdefault(finding, []).append(rule)
    found = [Judged(finding, tuple(by)) for finding, by in led_to.items()]
    return sorted(found, key=lambda each: each.verdict is not Verdict.FAIL), put


def verdict(found: Iterable[Judged], put: int) -> Verdict | None:
    """The verdict on a request as a whole; None if nothing was judged."""
    return worst(each.verdict for each in found) or (Verdict.PASS if put else None)
