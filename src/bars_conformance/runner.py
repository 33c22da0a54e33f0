"""Runs the features through pytest, as ``bars-conformance run`` does from any folder."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

from bars_conformance import features
from bars_conformance.controller import Controller
from bars_conformance.house import FEATURES, SUITE
from bars_conformance.run import Order, Run
from bars_conformance.terminal import ProgressLine, summarise
from bars_conformance.verdict import HarnessError

_SETTINGS = Path(__file__).with_name("pytest.ini")
"""Ours, so that a settings file of the folder we are called in has no say."""


@dataclass(frozen=True)
class Selection:
    """Which scenarios are to run; nothing given means all."""

    roles: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    expression: str | None = None
    fail_fast: bool = False

    def arguments(self) -> list[str]:
        """The selection in the words of pytest."""
        return [
            *(f"--role={role}" for role in self.roles),
            *(f"--section={section}" for section in self.sections),
            *(f"--requirement={requirement}" for requirement in self.requirements),
            *(("-k", self.expression) if self.expression else ()),
            *(("-x",) if self.fail_fast else ()),
        ]


def run(order: Order, selection: Selection, workers: str | None, pytest_args: Sequence[str]) -> int:
    """Test a system, write the reports, say what came of it, and return the exit code.

    ``workers`` is a number or "auto"; None is what the profile says.
    Raises HarnessError with one sentence if the run cannot start.
    """
    console = Console()
    run = Run.start(order, _count(workers) if workers else None)
    try:
        progress = [] if run.profile.needs_a_person else [ProgressLine(console)]
        conduct(run, [*selection.arguments(), *pytest_args], *progress)
    finally:
        run.close()
    summarise(console, run.results, run.complaints)
    if run.folder is not None:
        console.print(f"report: {run.folder / 'report.html'}", soft_wrap=True, highlight=False)
    return int(run.results["exit_code"])


def conduct(run: Run, arguments: Sequence[str], *plugins: object) -> None:
    """Take the scenarios through pytest; their results are the run's afterwards.

    Raises HarnessError if nothing came to be run.
    """
    pytest.main([*_arguments(run), *arguments], plugins=[Controller(run), *plugins])
    if not run.ended:
        sections = ", ".join(sorted({title.place.title for title in features.titles()}))
        raise HarnessError(
            f"nothing was run: no scenario of role {run.profile.role} fits what was asked for; "
            f"there are the sections {sections}."
        )


def _arguments(run: Run) -> list[str]:
    parallel = [f"--numprocesses={run.workers}"] if run.workers > 1 else []
    return [
        str(FEATURES),
        f"--rootdir={SUITE}",
        f"--confcutdir={SUITE}",
        f"-c={_SETTINGS}",
        "--disable-plugin-autoload",  # what else is installed has no say either
        *("-p", "pytest_bdd.plugin", "-p", "xdist.plugin"),
        *("-p", "no:terminalreporter", "-p", "no:logging"),
        *("-p", "no:unraisableexception", "-p", "no:threadexception"),  # they warn, which nobody would see
        "--capture=sys",  # whoever has to do something by hand is told past it
        "--assert=plain",  # no step asserts, and what rewrites assertions would hold each session for ever
        "--tb=no",  # why a scenario failed we say ourselves; pytest would read the sources for it
        *parallel,
    ]


def _count(workers: str) -> int:
    if workers == "auto":
        return os.cpu_count() or 1
    if not workers.isdecimal() or int(workers) < 1:
        raise HarnessError(f"--workers {workers} is no number of workers; give 1 or more, or auto.")
    return int(workers)
