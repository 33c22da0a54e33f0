"""Runs the suite as its users do, as a process of its own, and reads what it left behind."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bars_conformance import house, report
from bars_conformance.profile import REFERENCE

SOURCES = os.pathsep.join(str(path) for path in (house.SUITE / "src", house.SUITE) if path.is_dir())
METADATA = ("--section=headers", "-k", "metadata", "--workers=1")
"""A few scenarios that need but GET /metadata."""

_LONGEST_RUN_S = 600


@dataclass(frozen=True)
class Outcome:
    """What a run said, and its results if it wrote any."""

    code: int
    said: str
    complained: str
    folder: Path
    results: dict[str, Any]

    @property
    def verdicts(self) -> dict[str, str]:
        """Ids of scenarios to their verdicts."""
        return {scenario["id"]: scenario["verdict"] for scenario in self.results["scenarios"]}


def environment(**more: str) -> dict[str, str]:
    """The environment of a run, with these variables."""
    paths = os.pathsep.join(
        filter(None, (more.pop("PYTHONPATH", ""), SOURCES, os.environ.get("PYTHONPATH", "")))
    )
    return {
        **os.environ,
        "PYTHONPATH": paths,
        "PYTHONWARNINGS": "default",
        "COLUMNS": "500",
        **more,
    }


def command(folder: Path, *options: str | Path) -> list[str]:
    """The command line of a run with its reports in the folder."""
    return [sys.executable, "-m", "bars_conformance", "run", f"--reports={folder}", *map(str, options)]


def run(folder: Path, *options: str | Path, **more: str) -> Outcome:
    """Run ``bars-conformance run``; ``more`` are variables of the environment."""
    return finished(command(folder, *options), folder, environment(**more))


def finished(arguments: list[str], folder: Path, variables: dict[str, str]) -> Outcome:
    """Wait for a command that writes a run into the folder."""
    done = subprocess.run(
        arguments,
        cwd=house.SUITE,
        env=variables,
        capture_output=True,
        text=True,
        timeout=_LONGEST_RUN_S,
        check=False,
    )
    return outcome(done.returncode, done.stdout, done.stderr, folder)


def outcome(code: int, said: str, complained: str, folder: Path) -> Outcome:
    """What a command has left; results are checked against their schema."""
    written = folder / "results.json"
    results = report.read(folder) if written.exists() else {}
    return Outcome(code, said, complained, folder, results)


def profile(file: Path, url: str, **changes: object) -> Path:
    """Write a profile of a system at the URL: that of the reference, with no more than that, and changed."""
    document = yaml.safe_load(REFERENCE.read_text(encoding="utf-8").replace("${REFERENCE_URL}", url))
    file.write_text(
        json.dumps(document | {"tls": {}, "own_api_port": None} | changes, default=str), encoding="utf-8"
    )
    return file


def stayed_whole(outcome: Outcome) -> bool:
    """Whether the suite did not break: no error, no traceback, no warning, and all reports are there."""
    text = outcome.said + outcome.complained
    return (
        "error" not in outcome.verdicts.values()
        and "Traceback" not in text
        and "Warning" not in outcome.complained
        and outcome.code == outcome.results["exit_code"]
        and all((outcome.folder / name).stat().st_size for name in ("report.html", "junit.xml"))
        and any((outcome.folder / "allure-results").iterdir())
    )
