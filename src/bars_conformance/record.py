"""What is written down of a scenario while it runs."""

import time
import traceback
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bars_conformance import intermediary, verdict
from bars_conformance.exchange import Exchange, Redactor
from bars_conformance.verdict import HarnessError, Level, NonConformance, Verdict


@dataclass
class Step:
    """One step: its words, its verdict (None while not reached) and the exchanges made in it."""

    keyword: str
    text: str
    table: list[list[str]] | None = None
    verdict: Verdict | None = None
    reason: str | None = None
    exchanges: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Created:
    """Something the suite made in the system under test."""

    kind: str
    id: str
    fate: str


@dataclass
class Scenario:
    """One scenario: what it is, and what became of it so far.

    ``exchanges`` are its own, counted from 0; a run counts them anew. ``actors`` are whom its requirements
    bind. ``through_api``: a receiver is asked through an API, which may answer in its place.
    """

    id: str
    name: str
    feature: str
    role: str
    section: str
    requirements: list[str]
    rulings: list[str]
    levels: Sequence[Level]
    actors: Collection[str] = ("receiver",)
    through_api: bool = False
    steps: list[Step] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    ledger: list[Created] = field(default_factory=list)
    verdict: Verdict | None = None
    reason: str | None = None
    started: float = field(default_factory=time.perf_counter)
    running: Step | None = None

    def exchanged(self, exchange: Exchange) -> None:
        """Keep an exchange as evidence, under the step in which it was made."""
        self.exchanges.append(exchange)
        if self.running is not None:
            self.running.exchanges.append(len(self.exchanges) - 1)

    def held(self, step: Step) -> None:
        """A step came about."""
        step.verdict = Verdict.PASS

    def failed(self, step: Step, exception: BaseException, *, judging: bool) -> None:
        """A step did not come about, or did not hold; this settles the scenario."""
        if self.through_api:
            of_the_receiver = "receiver" in self.actors
            exception = intermediary.blamed_rightly(
                exception, self.exchanges, of_the_receiver=of_the_receiver
            )
        step.verdict = verdict.of_scenario(judging=judging, exception=exception, levels=self.levels)
        step.reason = self._told(exception)
        self.verdict, self.reason = step.verdict, step.reason

    def ended_by(self, exception: BaseException) -> None:
        """The scenario ended with an exception; one that no step told of arose outside of the steps."""
        if self.verdict is None:
            self.verdict = verdict.of_scenario(judging=False, exception=exception, levels=self.levels)
            self.reason = self._told(exception)

    def _told(self, exception: BaseException) -> str:
        """Why, without secrets: a reason may quote what came back."""
        redactor = self.exchanges[-1].redactor if self.exchanges else Redactor()
        return redactor.text(reason_of(exception))

    def forget(self) -> None:
        """Let go of the evidence."""
        self.exchanges = []
        for step in self.steps:
            step.exchanges = []

    def finish(self) -> dict[str, Any]:
        """The scenario as plain data, evidence and ledger included."""
        if self.verdict is None:
            self.verdict = Verdict.PASS
        return {
            "scenario": {
                "id": self.id,
                "name": self.name,
                "feature": self.feature,
                "role": self.role,
                "section": self.section,
                "requirements": self.requirements,
                "verdict": self.verdict,
                "reason": self.reason,
                "duration_s": round(time.perf_counter() - self.started, 6),
                "rulings": self.rulings,
                "steps": [_plain(step) for step in self.steps],
                "exchanges": list(range(len(self.exchanges))),
            },
            "exchanges": [exchange.evidence() for exchange in self.exchanges],
            "ledger": [asdict(created) | {"created_by": self.id} for created in self.ledger],
        }


def reason_of(exception: BaseException) -> str:
    """Why, in words for a report; an unforeseen exception is told with the place where it arose."""
    if isinstance(exception, NonConformance | HarnessError):
        return str(exception)
    frames = traceback.extract_tb(exception.__traceback__)
    place = f" ({frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno})" if frames else ""
    text = str(exception).strip()
    return f"defect of the suite: {type(exception).__name__}{': ' + text if text else ''}{place}"


def _plain(step: Step) -> dict[str, Any]:
    plain = dict(vars(step))
    if step.table is None:
        del plain["table"]
    return plain
