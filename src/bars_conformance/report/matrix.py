"""The matrix of faults and variants as JSON and as one HTML page (schema: ``matrix-1.schema.json``)."""

from pathlib import Path
from typing import Any

from bars_conformance.report.legible import legible
from bars_conformance.report.page import asset, content_hash, environment
from bars_conformance.report.store import follows, replace, save
from bars_conformance.verdict import HarnessError

DATA = "matrix.json"
PAGE = "matrix.html"

_OUTCOMES = {
    "caught": "pass",
    "caught elsewhere": "warning",
    "escaped": "fail",
    "wrong blame": "fail",
    "suite broke": "error",
    "passed": "pass",
    "accused": "fail",
}
"""What became of a fault or variant, and in which of the colours of verdicts it is shown."""


def write(matrix: dict[str, Any], folder: Path) -> None:
    """Write matrix.json and matrix.html into the folder, made if need be.

    Raises HarnessError when the matrix is not valid or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save(matrix, folder, DATA)
        follows("The data of the matrix", matrix, "matrix-1")
        replace(folder / PAGE, render(legible(matrix)))
    except OSError as error:
        raise HarnessError(
            f"The matrix cannot be written to {folder}: {error.strerror}; choose another folder."
        ) from error


def render(matrix: dict[str, Any]) -> str:
    """Return the matrix as one HTML document; its strings must hold no control characters."""
    style = asset("style.css") + asset("matrix.css")
    template = environment().get_template("matrix.html")
    return template.render(matrix=matrix, outcomes=_OUTCOMES, style=style, style_hash=content_hash(style))
