"""Runs the suite against each seeded fault of the reference: what is caught, by what, and who is blamed."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.pool import Pool
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bars_conformance.faults import FAULTS, Fault
from bars_conformance.run import Order, Run
from bars_conformance.runner import conduct
from bars_conformance.verdict import HarnessError, Verdict

_BLAMED = (Verdict.FAIL, Verdict.WARNING)


@dataclass(frozen=True)
class Catch:
    """What became of one fault: ids of scenarios that caught it, and ids of requirements."""

    fault: str
    caught_by: tuple[str, ...]
    elsewhere: tuple[str, ...]
    missed: tuple[str, ...]
    wrongly_blamed: tuple[str, ...]
    errors: tuple[str, ...]

    @property
    def in_order(self) -> bool:
        """Caught by a scenario of a requirement that it breaks, and nothing else is blamed."""
        return bool(self.caught_by) and not self.wrongly_blamed and not self.errors


def chosen(only: Sequence[str] | None) -> list[Fault]:
    """The faults of these names, or all; raises HarnessError for a name that there is not."""
    if unknown := set(only or ()) - FAULTS.keys():
        raise HarnessError(f"no fault is called {', '.join(sorted(unknown))}; see `faults list`.")
    return [FAULTS[name] for name in only or FAULTS]


def show_faults(only: Sequence[str] | None) -> None:
    """Print the faults and what each breaks."""
    console = Console()
    for fault in chosen(only):
        console.print(Text(fault.name, style="bold"))
        console.print(Text(f"  {fault.sentence}"))
        console.print(Text(f"  breaks {' '.join(sorted(fault.breaks))}", style="dim"))


def run(only: Sequence[str] | None, *, quick: bool = False) -> int:
    """Run the suite against each fault; the exit code is 1 if one escapes or a wrong one is blamed.

    ``quick`` runs, of the suite, only the scenarios of the requirements that a fault breaks: it shows that
    the fault is caught, not that nothing else is blamed.
    """
    console = Console()
    faults = chosen(only)
    catches = []
    with _pool() as pool, console.status("the reference without a fault") as status:
        clean = pool.apply(results_against, ((),))
        if clean["exit_code"] or clean["summary"]["warning"]:
            raise HarnessError("the reference itself does not pass; see `bars-conformance run`.")
        tried = pool.imap(partial(_tried, quick=quick), [each.name for each in faults])
        for done, catch in enumerate(tried, 1):
            catches.append(catch)
            status.update(f"{done} of {len(faults)} faults tried")
    _show(console, catches, [scenario["id"] for scenario in clean["scenarios"]], quick=quick)
    return 0 if all(catch.in_order for catch in catches) else 1


def results_against(faults: Sequence[str], arguments: Sequence[str] = ()) -> dict[str, Any]:
    """The results of a run, in this process, against the reference with these faults.

    ``arguments`` select scenarios, in the words of pytest.
    """
    run = Run.start(Order(faults=tuple(faults)), workers=1)
    run.folder = None
    try:
        conduct(run, arguments)
    finally:
        run.close()
    return run.results


def _pool() -> Pool:
    """Processes that are used again: what a run has to import and build, it finds there.

    More of them than cores, as a run waits twice for a request that takes 5000 ms; and each for some runs
    only, as pytest's sessions stay in memory, some 200 MB each.
    """
    return get_context("spawn").Pool(3 * (os.cpu_count() or 1), maxtasksperchild=8)


def judged(fault: Fault, results: Mapping[str, Any]) -> Catch:
    """What the results of a run against a fault say of the suite."""
    caught: list[str] = []
    elsewhere: list[str] = []
    for scenario in results["scenarios"]:
        if scenario["verdict"] in _BLAMED:
            (caught if fault.breaks & set(scenario["requirements"]) else elsewhere).append(scenario["id"])
    blamed = {
        requirement
        for scenario in results["scenarios"]
        if scenario["verdict"] in _BLAMED
        for requirement in scenario["requirements"]
    }
    covered = {each["id"] for each in results["requirements"] if each["scenarios"]}
    errors = [each["id"] for each in results["scenarios"] if each["verdict"] == Verdict.ERROR]
    return Catch(
        fault.name,
        tuple(caught),
        tuple(elsewhere),
        tuple(sorted(fault.breaks & covered - blamed)),
        tuple(sorted(blamed - fault.breaks)),
        tuple(errors),
    )


def _tried(name: str, *, quick: bool) -> Catch:
    fault = FAULTS[name]
    selection = [f"--requirement={each}" for each in sorted(fault.breaks)] if quick else []
    return judged(fault, results_against((name,), selection))


def _show(console: Console, catches: Sequence[Catch], scenarios: Sequence[str], *, quick: bool) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("fault", "verdict", "caught by"):
        table.add_column(column, no_wrap=True)
    for catch in catches:
        table.add_row(catch.fault, _verdict(catch), str(len(catch.caught_by) or "-"))
    console.print(table)
    for catch in catches:
        if remarks := _remarks(catch):
            console.print(f"{catch.fault}: {remarks}", highlight=False, soft_wrap=True)
    used = {scenario for catch in catches for scenario in catch.caught_by}
    if len(catches) == len(FAULTS) and not quick:
        for idle in (scenario for scenario in scenarios if scenario not in used):
            console.print(f"no fault fails {idle}", highlight=False)
    in_order = sum(catch.in_order for catch in catches)
    console.print(f"\n{in_order} of {len(catches)} faults caught, none other blamed", highlight=False)


def _verdict(catch: Catch) -> str:
    if catch.errors:
        return "suite broke"
    if not catch.caught_by:
        return "caught elsewhere" if catch.elsewhere else "escaped"
    return "wrong blame" if catch.wrongly_blamed else "caught"


def _remarks(catch: Catch) -> str:
    parts = []
    if catch.wrongly_blamed:
        parts.append(f"blamed although not broken: {' '.join(catch.wrongly_blamed)}")
    if catch.missed:
        parts.append(f"broken but not blamed: {' '.join(catch.missed)}")
    return "; ".join(parts)
