"""results.json in, every report out.

Nothing here knows how a run is made: ``results.json`` (schema: ``fixtures/schemas/results-1.schema.json``)
is the truth, and each report is a view of it.
"""

from pathlib import Path
from typing import Any

from bars_conformance.report import allure, junit, page
from bars_conformance.report.legible import legible
from bars_conformance.report.store import check, read, replace, save
from bars_conformance.verdict import HarnessError

__all__ = ["check", "read", "write"]


def write(results: dict[str, Any], folder: Path) -> None:
    """Write results.json, report.html, junit.xml and allure-results/ into the folder, made if need be.

    results.json comes first and is kept even if it turns out not to be valid, so that nothing of a run is
    lost. The same results always give the same files, byte for byte. Raises HarnessError when the results
    are not valid or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save(results, folder)
        check(results)
        readable = legible(results)
        replace(folder / "report.html", page.render(readable))
        replace(folder / "junit.xml", junit.render(readable))
        allure.write(readable, folder / "allure-results")
    except OSError as error:
        raise HarnessError(
            f"The reports cannot be written to {folder}: {error.strerror}; choose another folder.",
        ) from error
