"""Shows the catalogue of requirements and which scenarios cover it."""

import csv
import json
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

from bars_conformance import features, requirements
from bars_conformance.requirements import Requirement, Role

_COLUMNS = ("id", "level", "actor", "testability", "page", "statement", "scenarios")


def show(form: str, *, role: Role | None, only_uncovered: bool) -> None:
    """Print the requirements that bind a role as ``table``, ``csv`` or ``json``.

    Uncovered are those that a scenario could judge, and that have neither one nor a reason for having none.
    """
    covered = features.covered()
    chosen = requirements.binding(role) if role else list(requirements.catalogue().values())
    if only_uncovered:
        chosen = requirements.uncovered(covered, role)
    rows = [_row(requirement, covered.get(requirement.id, [])) for requirement in chosen]
    match form:
        case "json":
            sys.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
        case "csv":
            _write_csv(rows)
        case _:
            _print_table(rows)


def _row(requirement: Requirement, scenarios: list[str]) -> dict[str, Any]:
    return {
        "id": requirement.id,
        "level": requirement.level,
        "actor": requirement.actor,
        "testability": requirement.testability,
        "page": requirement.page,
        "statement": requirement.statement,
        "scenarios": scenarios,
        "reason": requirement.reason or requirement.attest,
    }


def _write_csv(rows: list[dict[str, Any]]) -> None:
    writer = csv.DictWriter(sys.stdout, (*_COLUMNS, "reason"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | {"scenarios": "; ".join(row["scenarios"])} for row in rows)


def _print_table(rows: list[dict[str, Any]]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("id", "level", "actor", "testability"):
        table.add_column(column, no_wrap=True)
    table.add_column("statement", ratio=1)
    table.add_column("scenarios", justify="right")
    for row in rows:
        *told, _ = (str(row[column]) for column in _COLUMNS if column != "page")
        table.add_row(*told, str(len(row["scenarios"]) or ""))
    console = Console()
    console.print(table)
    console.print(f"\n{len(rows)} requirements", highlight=False)
