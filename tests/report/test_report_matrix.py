"""The matrix as JSON and as a page."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bars_conformance.report import matrix as report
from bars_conformance.verdict import HarnessError


def _matrix(**changes: object) -> dict[str, Any]:
    """The matrix of two faults and two variants, with these changes."""
    fault = {
        "name": "slots-swapped",
        "sentence": "Free slots are told as busy.",
        "breaks": ["FS-SLOT-10"],
        "verdict": "caught",
        "caught_by": ["receiver/slots/status/a", "receiver/slots/status/b"],
        "elsewhere": [],
        "shown": ["FS-SLOT-10"],
        "missed": ["FS-SLOT-09"],
        "wrongly_blamed": [],
        "errors": [],
    }
    escaped = {"name": "unseen", "verdict": "escaped", "caught_by": [], "shown": []}
    variant = {
        "name": "errors-are-fatal",
        "sentence": "The severity of every error is <fatal>.",
        "rests_on": ["R-33"],
        "declines": [],
        "verdict": "passed",
        "accusations": [],
        "declined": ["receiver/slots/status/c"],
        "warned": [],
    }
    accusation = {"scenario": "receiver/x/y", "expected": "pass", "verdict": "fail", "reason": "it is so"}
    totals = dict.fromkeys(
        ("scenarios", "caught_elsewhere", "wrong_blame", "suite_broke", "requirements_shown"), 1
    ) | {"faults": 2, "caught": 1, "escaped": 1, "variants": 2, "passed": 1, "accused": 1}
    return {
        "schema": "bars-conformance/matrix/1",
        "suite": {
            "name": "bars-conformance",
            "version": "0.1.0",
            "python": "3.12",
            "dependencies": {"a": "1"},
        },
        "spec": "core-1.1.4",
        "started": "2026-01-05T09:00:00+00:00",
        "duration_s": 754.5,
        "quick": False,
        "whole": True,
        "totals": totals,
        "faults": [fault, fault | escaped],
        "variants": [variant, variant | {"name": "x", "verdict": "accused", "accusations": [accusation]}],
        "requirements": [
            {"id": "FS-SLOT-10", "level": "MUST", "statement": "Status.", "faults": ["slots-swapped"]},
            {"id": "FS-SLOT-09", "level": "MUST", "statement": "Status.", "faults": []},
        ],
        "idle": ["receiver/slots/status/d"],
    } | changes


def test_both_files_are_written(tmp_path: Path) -> None:
    report.write(_matrix(), tmp_path / "new")
    assert json.loads((tmp_path / "new" / "matrix.json").read_text(encoding="utf-8")) == _matrix()
    assert "slots-swapped" in (tmp_path / "new" / "matrix.html").read_text(encoding="utf-8")


def test_a_matrix_that_is_not_valid_is_told(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="at quick: 'no' is not of type 'boolean'"):
        report.write(_matrix(quick="no"), tmp_path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HarnessError, match="choose another folder"):
        report.write(_matrix(), tmp_path / "file")


def test_the_page_has_all_that_the_data_have() -> None:
    page = report.render(_matrix())
    for text in (
        "Free slots are told as busy.",
        "receiver/slots/status/b",
        "Broken but not blamed: FS-SLOT-09",
        "The severity of every error is &lt;fatal&gt;.",
        "R-33",
        "fail in place of pass. it is so",
        "receiver/slots/status/c",
        "receiver/slots/status/d",
        "12 min 34 s",
        "3.12",
    ):
        assert text in page


def test_the_quick_matrix_says_so() -> None:
    assert "quick matrix" not in report.render(_matrix()).lower()
    assert "This is the quick matrix." in report.render(_matrix(quick=True, whole=False, idle=[]))


def test_links_within_the_page_lead_somewhere() -> None:
    page = report.render(_matrix())
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_page_asks_nothing_of_any_network() -> None:
    page = report.render(_matrix())
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "<script" not in page
