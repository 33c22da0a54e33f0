"""What a run shows on the terminal: a progress line, then a summary with what to mend last."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from bars_conformance.verdict import Verdict

_STYLES = {
    Verdict.PASS: "green",
    Verdict.WARNING: "yellow",
    Verdict.FAIL: "bold red",
    Verdict.INCONCLUSIVE: "magenta",
    Verdict.NOT_APPLICABLE: "dim",
    Verdict.ERROR: "bold white on red",
}
_TO_MEND = (Verdict.WARNING, Verdict.INCONCLUSIVE, Verdict.ERROR, Verdict.FAIL)
_SHOWN = 25


class ProgressLine:
    """A pytest plugin that counts scenarios as they end, in place of pytest's own output."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("[progress.description]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[told]}"),
            console=console,
            transient=True,
        )
        self._verdicts: Counter[str] = Counter()
        self._task: TaskID = self._progress.add_task("Scenarios", total=None, told="")

    def pytest_sessionstart(self) -> None:
        """Show the line."""
        self._progress.start()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Learn how many there are, in a run without workers."""
        if session.items:
            self._progress.update(self._task, total=len(session.items))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """Learn how many there are, from a worker."""
        self._progress.update(self._task, total=len(ids))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one."""
        if (verdict := getattr(report, "bars_verdict", None)) is not None:
            self._verdicts[verdict] += 1
            others = {name: n for name, n in self._verdicts.items() if name != Verdict.PASS}
            said = ", ".join(f"{count} {name}" for name, count in others.items())
            self._progress.update(self._task, advance=1, told=said)

    def pytest_sessionfinish(self) -> None:
        """Take the line away."""
        self._progress.stop()


def summarise(console: Console, results: Mapping[str, Any], complaints: Iterable[str]) -> None:
    """Print the results: by section, then what to mend, the gravest last."""
    table = Table(box=None, pad_edge=False)
    table.add_column("section", no_wrap=True)
    for verdict in Verdict:
        table.add_column(verdict, justify="right", style=_STYLES[verdict])
    sections: dict[str, Counter[str]] = {}
    for scenario in results["scenarios"]:
        sections.setdefault(scenario["section"], Counter())[scenario["verdict"]] += 1
    for section, counts in sections.items():
        table.add_row(section, *(str(counts[verdict] or "") for verdict in Verdict))
    console.print(table)
    for verdict in _TO_MEND:
        found = [scenario for scenario in results["scenarios"] if scenario["verdict"] == verdict]
        for scenario in found[:_SHOWN]:
            console.print(Text(f"\n{verdict}: ", style=_STYLES[verdict]).append(_titled(scenario), style=""))
            console.print(Text(_indented(scenario["reason"] or ""), style="dim"))
            console.print(Text(f"  {scenario['id']}", style="dim"), soft_wrap=True)
        if len(found) > _SHOWN:
            console.print(
                f"\n… and {len(found) - _SHOWN} more with verdict {verdict}; the report has them all."
            )
    for sentence in complaints:
        console.print(Text(f"\n{sentence}", style="bold red"))
    counted = ", ".join(
        f"{count} {name.replace('_', '-')}" for name, count in results["summary"].items() if count
    )
    console.print(f"\n{counted or 'no scenario was run'}", highlight=False)


def _titled(scenario: Mapping[str, Any]) -> str:
    return f"{scenario['name']} ({', '.join(scenario['requirements'])})"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
