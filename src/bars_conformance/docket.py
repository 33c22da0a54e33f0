"""The docket: which trials there are, begun in several processes at once, and what comes of them."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.pool import Pool
from queue import SimpleQueue
from random import SystemRandom
from typing import Any

from bars_conformance import bunches
from bars_conformance.faults import Fault
from bars_conformance.trials import (
    Acquittal,
    Catch,
    FaultTrial,
    Outcome,
    VariantTrial,
    results_against,
)
from bars_conformance.variants import Variant
from bars_conformance.verdict import HarnessError

_PROCESSES = 4 * (os.cpu_count() or 1)
"""More than cores, as a run waits twice for a request that takes 5000 ms."""


def processes() -> Pool:
    """Processes that are used again: what a run has to import and build, it finds there."""
    return get_context("spawn").Pool(_PROCESSES)


class Docket:
    """Trials in other processes, those included that one leaves to be tried again."""

    def __init__(self, pool: Pool) -> None:
        """The processes of ``pool`` take up the trials in order, those that one leaves before the rest."""
        self._pool = pool
        self._waiting: deque[FaultTrial | VariantTrial] = deque()
        self._under_way = 0
        self._ended: SimpleQueue[Outcome | BaseException] = SimpleQueue()

    def enter(
        self, faults: Sequence[Fault], variants: Sequence[Variant], *, quick: bool
    ) -> dict[str, dict[str, Any]]:
        """Begin all trials, and return the results of the references as they are, by role.

        Who is tried alone need not wait for these. Raises HarnessError if a reference does not pass.
        """
        roles = sorted({each.role for each in faults} | {each.role for each in variants})
        references = {role: self._pool.apply_async(results_against, (role, ())) for role in roles}
        alone = [each for each in faults if each.name in bunches.STOPPING]
        self._begin(FaultTrial((each.name,), quick=quick) for each in alone)
        clean = {role: under_way.get() for role, under_way in references.items()}
        for role, results in clean.items():
            if results["exit_code"] or results["summary"]["warning"]:
                raise HarnessError(
                    f"the reference {role} itself does not pass; see `bars-conformance run --role {role}`."
                )
        judged = {each["id"]: each["verdict"] for results in clean.values() for each in results["scenarios"]}
        scenarios = {
            role: {each["id"]: frozenset(each["requirements"]) for each in results["scenarios"]}
            for role, results in clean.items()
        }
        rest = [each for each in faults if each not in alone]
        draw = SystemRandom()
        waiting: list[FaultTrial | VariantTrial] = [
            *(VariantTrial(tuple(names), judged) for names in bunches.of_variants(variants)),
            *(FaultTrial(tuple(names), quick=quick) for names in bunches.of_faults(rest, scenarios, draw)),
        ]
        # who keeps a core busy goes beside who mostly waits, and nobody waits for a long one at the end
        draw.shuffle(waiting)
        waiting.sort(key=lambda each: len(scenarios[each.role]), reverse=True)
        self._begin(waiting)
        return clean

    def enter_alone(self, faults: Iterable[Fault]) -> None:
        """Begin a trial of each of these, with the scenarios of all that it breaks."""
        self._begin(FaultTrial((each.name,), each.breaks) for each in faults)

    def settled(self) -> Iterator[Catch | Acquittal]:
        """What comes of the trials, as it comes; raises what one of them raises."""
        while self._under_way:
            outcome = self._ended.get()
            if isinstance(outcome, BaseException):
                raise outcome
            self._under_way -= 1
            self._waiting.extendleft(outcome.again)  # at the end, a long one would keep everybody waiting
            self._begin(())
            yield from outcome.settled

    def _begin(self, trials: Iterable[FaultTrial | VariantTrial]) -> None:
        self._waiting.extend(trials)
        while self._waiting and self._under_way < _PROCESSES:
            self._under_way += 1
            trial = self._waiting.popleft()
            self._pool.apply_async(trial.run, callback=self._ended.put, error_callback=self._ended.put)
