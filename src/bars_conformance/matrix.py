"""Runs the suite against each seeded fault of the reference: what is caught, by what, and who is blamed."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bars_conformance.faults import FAULTS, Fault, receiver_with
from bars_conformance.profile import REFERENCE
from bars_conformance.reference.server import serving
from bars_conformance.verdict import HarnessError, Verdict

_BLAMED = (Verdict.FAIL, Verdict.WARNING)
_RUNS_AT_A_TIME = max(2, (os.cpu_count() or 1))


@dataclass(frozen=True)
class Catch:
    """What became of one fault: ids of scenarios that caught it, and ids of requirements."""

    fault: Fault
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
    table = Table(box=None, pad_edge=False)
    table.add_column("fault", no_wrap=True)
    table.add_column("what is wrong", ratio=1)
    table.add_column("breaks", ratio=1)
    for fault in chosen(only):
        table.add_row(fault.name, fault.sentence, " ".join(sorted(fault.breaks)))
    Console().print(table)


def run(only: Sequence[str] | None) -> int:
    """Run the suite against each fault; the exit code is 1 if one escapes or a wrong one is blamed."""
    console = Console()
    faults = chosen(only)
    clean = results_against(())
    if clean["exit_code"] or clean["summary"]["warning"]:
        raise HarnessError("the reference itself does not pass; see `bars-conformance run`.")
    catches = []
    with ThreadPoolExecutor(_RUNS_AT_A_TIME) as pool, console.status("") as status:
        for done, catch in enumerate(pool.map(_tried, faults), 1):
            catches.append(catch)
            status.update(f"{done} of {len(faults)} faults tried")
    _show(console, catches, [scenario["id"] for scenario in clean["scenarios"]])
    return 0 if all(catch.in_order for catch in catches) else 1


def results_against(faults: Iterable[str]) -> dict[str, Any]:
    """The results of a run against the reference with these faults."""
    with tempfile.TemporaryDirectory() as folder, serving(receiver_with(faults)) as url:
        command = [sys.executable, "-m", "bars_conformance", "run"]
        options = [f"--sut={REFERENCE}", "--workers=1", f"--reports={folder}"]
        done = subprocess.run(  # noqa: S603 - ourselves
            [*command, *options],
            env={**os.environ, "REFERENCE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
        written = Path(folder) / "results.json"
        if not written.exists():
            raise HarnessError(f"a run wrote no results; it said: {done.stderr.strip()[-500:]}")
        results: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
        return results


def judged(fault: Fault, results: Mapping[str, Any]) -> Catch:
    """What the results of a run against a fault say of the suite."""
    caught: list[str] = []
    elsewhere: list[str] = []
    for scenario in results["scenarios"]:
        if scenario["verdict"] in _BLAMED:
            (caught if fault.breaks & set(scenario["requirements"]) else elsewhere).append(scenario["id"])
    blamed = {each["id"] for each in results["requirements"] if each["verdict"] in _BLAMED}
    covered = {each["id"] for each in results["requirements"] if each["scenarios"]}
    errors = [each["id"] for each in results["scenarios"] if each["verdict"] == Verdict.ERROR]
    return Catch(
        fault,
        tuple(caught),
        tuple(elsewhere),
        tuple(sorted(fault.breaks & covered - blamed)),
        tuple(sorted(blamed - fault.breaks)),
        tuple(errors),
    )


def _tried(fault: Fault) -> Catch:
    return judged(fault, results_against((fault.name,)))


def _show(console: Console, catches: Sequence[Catch], scenarios: Sequence[str]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("fault", "verdict", "caught by"):
        table.add_column(column, no_wrap=True)
    table.add_column("remarks", ratio=1)
    for catch in catches:
        table.add_row(catch.fault.name, _verdict(catch), str(len(catch.caught_by) or "-"), _remarks(catch))
    console.print(table)
    used = {scenario for catch in catches for scenario in catch.caught_by}
    if len(catches) == len(FAULTS):
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
