"""results.json on disk: checked, read, and written so that an interruption leaves no half file."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from bars_conformance import house
from bars_conformance.verdict import HarnessError

FILE = "results.json"
_LONGEST_COMPLAINT = 300


def check(results: dict[str, Any]) -> None:
    """Raise HarnessError unless the results follow the schema and name only what they contain."""
    follows("The results", results, "results-1")
    dangling = next(_dangling(results), None)
    if dangling:
        raise HarnessError(
            f"The results contradict themselves: {dangling}; run the suite again.",
        )


def follows(what: str, document: dict[str, Any], schema: str) -> None:
    """Raise HarnessError unless a document follows the schema of this name in ``fixtures/schemas``."""
    error = best_match(_validator(schema).iter_errors(document))
    if error is not None:
        where = "/".join(str(part) for part in error.absolute_path) or "the top level"
        complaint = error.message
        if len(complaint) > _LONGEST_COMPLAINT:
            complaint = complaint[:_LONGEST_COMPLAINT] + "…"
        raise HarnessError(f"{what} do not follow the schema at {where}: {complaint}; run the suite again.")


def read(path: Path) -> dict[str, Any]:
    """Return the results of a run, given its folder or its results.json.

    Raises HarnessError when the file is missing, cannot be read, is not JSON or is not valid.
    """
    file = path / FILE if path.is_dir() else path
    try:
        results: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise HarnessError(f"There is no {file}: give the folder of a run or its {FILE}.") from error
    except OSError as error:
        raise HarnessError(f"{file} cannot be read: {error.strerror}; check its permissions.") from error
    except (ValueError, RecursionError) as error:
        raise HarnessError(f"{file} is not JSON ({error}): restore it or run the suite again.") from error
    try:
        check(results)
    except HarnessError as error:
        raise HarnessError(f"{file} cannot be used: {error}") from error
    return results


def save(document: dict[str, Any], folder: Path, name: str = FILE) -> None:
    """Write results.json, or another document, into the folder."""
    replace(folder / name, json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def replace(file: Path, text: str) -> None:
    """Write the file under another name and move it into place, so that nobody meets half of it."""
    partial = file.with_name(f".{file.name}.partial")
    # A lone surrogate, which only a broken answer can bring about, becomes the escape JSON has for it.
    partial.write_bytes(text.encode("utf-8", "backslashreplace"))
    partial.replace(file)


def _dangling(results: dict[str, Any]) -> Iterator[str]:
    """Say of each reference what it misses; a JSON Schema cannot."""
    scenarios = {scenario["id"] for scenario in results["scenarios"]}
    requirements = {requirement["id"] for requirement in results["requirements"]}
    recorded = len(results["exchanges"])
    for scenario in results["scenarios"]:
        made = scenario["exchanges"] + [i for step in scenario["steps"] for i in step.get("exchanges", ())]
        for index in made:
            if index >= recorded:
                yield f"scenario {scenario['id']} names exchange {index}, but {recorded} were recorded"
        for unknown in set(scenario["requirements"]) - requirements:
            yield f"scenario {scenario['id']} names requirement {unknown}, which is not listed"
    for requirement in results["requirements"]:
        for unknown in set(requirement["scenarios"]) - scenarios:
            yield f"requirement {requirement['id']} names scenario {unknown}, which is not listed"


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(
        json.loads((house.SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8"))
    )
