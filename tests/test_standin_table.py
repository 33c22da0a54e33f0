"""The table of situations: every line works, names somebody fictional, and is told in the docs."""

import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from bars_conformance.house import FIXTURES
from bars_conformance.profile_values import NhsNumber
from bars_conformance.receiving.situations import situation
from bars_conformance.receiving.stagings import STAGINGS
from bars_conformance.reference.api.catalogue import FILE as ENDPOINTS
from bars_conformance.standard import HTTP_ERROR_CODES, ISSUE_TYPES, read
from bars_conformance.standin.table import Row, rows

DOCS = Path(__file__).parents[1] / "docs" / "stand-in.md"
PATIENTS = [row for row in rows() if row.patient]
SERVICES = [row for row in rows() if row.service]
MET = sorted({row.first or row.every for row in rows()} - {""})


def test_each_line_is_about_one_patient_or_one_service() -> None:
    names = [row.patient or row.service for row in rows()]
    assert len(set(names)) == len(names) == len(PATIENTS) + len(SERVICES)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.patient or row.service)
def test_a_line_says_one_thing(row: Row) -> None:
    assert [bool(row.first), bool(row.every), bool(row.receiver)].count(True) == 1
    assert bool(row.request) is not bool(row.receiver)
    assert row.receiver in {"", *STAGINGS}
    assert not (row.patient and row.receiver)


@pytest.mark.parametrize("row", PATIENTS, ids=lambda row: row.patient)
def test_patients_are_fictional_and_of_no_profile(row: Row) -> None:
    assert TypeAdapter(NhsNumber).validate_python(row.patient).startswith("999")
    profiles = (path.read_text(encoding="utf-8") for path in (FIXTURES / "suts").glob("*.yaml"))
    assert not any(row.patient in text for text in profiles)
    if status := re.match(r"\d{3}", row.first or row.every):
        assert row.patient[3:6] == status[0]


def test_services_are_not_those_of_the_reference() -> None:
    others = {entry["value"] for entry in read(ENDPOINTS)}
    assert not others & {row.service for row in SERVICES}


@pytest.mark.parametrize("words", MET)
def test_what_is_met_is_a_situation_with_codes_of_the_standard(words: str) -> None:
    answer = situation(words).answer
    if found := re.match(r"(\d{3}) ([A-Z_]+)", words):
        assert answer
        assert answer.status == int(found[1])
        assert found[2] in HTTP_ERROR_CODES
    if issue := re.search(r"issue ([a-z-]+)", words):
        assert issue[1] in ISSUE_TYPES


def test_the_docs_have_the_table() -> None:
    told = re.findall(r"^\| `(\d{10})` \| (.+?) \| (.+?) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == [_told(row) for row in rows()]


def _told(row: Row) -> tuple[str, str, str]:
    met = f"first attempt: {row.first}" if row.first else f"every attempt: {row.every}"
    return (
        row.patient or row.service,
        row.request or "all",
        f"receiver {row.receiver}" if row.receiver else met,
    )
