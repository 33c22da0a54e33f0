"""What is found in a resource that is not of FHIR R4, word for word: reports quote it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sample_exchanges import FHIR_JSON, answer

from bars_conformance import fhir
from bars_conformance.exchange import Answer
from bars_conformance.finding import Finding

SLOT: dict[str, Any] = {
    "resourceType": "Slot",
    "id": "s1",
    "status": "free",
    "schedule": {"reference": "Schedule/1"},
    "start": "2026-11-22T09:00:00Z",
    "end": "2026-11-22T09:20:00Z",
}
BUNDLE = {"resourceType": "Bundle", "type": "searchset"}


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (
            Answer(200, FHIR_JSON, b"{}", complete=False),
            Finding("the body", "a Slot", "one that is cut or incomplete"),
        ),
        (answer(b""), Finding("the body", "a Slot in JSON", "no body")),
        (
            answer(b"<html>" + b"x" * 50, 200, ()),
            Finding(
                "the body",
                "a Slot in JSON",
                f"56 bytes of unnamed media type, beginning '<html>{'x' * 34}'",
            ),
        ),
        (
            answer(b"<a/>", 200, (("Content-Type", "text/html"),)),
            Finding("the body", "a Slot in JSON", "4 bytes of text/html, beginning '<a/>'"),
        ),
        (answer(BUNDLE), Finding("resourceType", "Slot", "Bundle")),
        (answer(SLOT), None),
    ],
)
def test_a_body_that_is_no_such_resource(told: Answer, found: Finding | None) -> None:
    assert fhir.is_a(told, "Slot") == found


@pytest.mark.parametrize(
    ("resource", "where", "expected"),
    [
        ({"resourceType": "Slots"}, "resourceType", "a resource type of FHIR R4"),
        (SLOT | {"colour": "red"}, "Slot.colour", "what FHIR R4 defines"),
        (SLOT | {"schedule": {"reference": "Schedule/1", "x": 1}}, "Slot.schedule.x", "what FHIR R4 defines"),
    ],
)
def test_what_is_not_of_fhir_is_told_with_its_place(
    resource: dict[str, Any], where: str, expected: str
) -> None:
    found = fhir.structure(resource)
    assert found is not None
    assert (found.where, found.expected) == (where, expected)
    assert found.actual


def test_an_unknown_type_is_quoted() -> None:
    assert fhir.structure({"resourceType": "Slots"}) == Finding(
        "resourceType", "a resource type of FHIR R4", "'Slots'"
    )


def test_an_inner_resource_of_an_unknown_type() -> None:
    assert fhir.structure(BUNDLE | {"entry": [{"resource": {"resourceType": "Slots"}}]}) == Finding(
        "Bundle", "resources of types of FHIR R4 in it", "one of another type"
    )


def test_once_prepared_a_message_is_read_without_importing_anything() -> None:
    code = """
import sys
from sample_sut import PROFILE
from bars_conformance import fhir, messages
fhir.prepare()
before = set(sys.modules)
parties = messages.Parties(PROFILE.sender, PROFILE.ods_code, PROFILE.services.bookable, PROFILE.patients[0])
assert fhir.structure(messages.referral(parties, use_case="referral")) is None
assert sys.modules.keys() == before, sys.modules.keys() - before
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)
