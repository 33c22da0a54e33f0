"""The checks of what a sender puts into a message, and of what it changes of what it has read."""

from typing import Any

import pytest

from bars_conformance.checks import (
    sent_changes,
    sent_elements,
)
from bars_conformance.verdict import Inconclusive

BUNDLE: dict[str, Any] = {
    "resourceType": "Bundle",
    "type": "message",
    "entry": [
        {
            "fullUrl": "urn:uuid:1",
            "resource": {"resourceType": "MessageHeader", "focus": [{"reference": "urn:uuid:2"}]},
        },
        {
            "fullUrl": "urn:uuid:2",
            "resource": {
                "resourceType": "Patient",
                "identifier": [
                    {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9993004170"},
                    {"value": "7"},
                ],
                "contact": [{"extension": [{"url": "https://example.org/rank", "valuePositiveInt": 1}]}],
                "generalPractitioner": [{"reference": "urn:uuid:3"}],
            },
        },
    ],
}


@pytest.mark.parametrize(
    ("element", "form"),
    [
        ("Bundle.type", '"message" or "collection"'),
        ("MessageHeader.focus.reference", "the entry of: Patient"),
        ("Patient.identifier.value", "the number"),
        ("Patient.identifier.value", "each a text"),
        ("Patient.contact.extension(https://example.org/rank).valuePositiveInt", "1"),
    ],
)
def test_elements_that_are_as_asked(element: str, form: str) -> None:
    assert sent_elements.has(BUNDLE, element, form, {"the number": frozenset({"9993004170"})}) is None


@pytest.mark.parametrize(
    ("element", "form", "finding"),
    [
        ("Bundle.type", '"batch"', 'Bundle.type: expected "batch", got message'),
        (
            "Patient.identifier.system",
            "each a text",
            "Bundle.entry[1].resource.identifier.system: expected a text, got none",
        ),
        ("MessageHeader.reason", "there", "Bundle.entry[0].resource.reason: expected there, got none"),
        (
            "Encounter.status",
            "there",
            "Bundle.entry.resource.ofType(Encounter): expected a Encounter, got none",
        ),
    ],
)
def test_elements_that_are_not(element: str, form: str, finding: str) -> None:
    assert str(sent_elements.has(BUNDLE, element, form, {})) == finding


def test_an_instant_may_be_told_at_another_offset() -> None:
    bundle = {"resourceType": "Bundle", "timestamp": "2026-11-20T10:00:00+01:00"}
    for told, found in (("2026-11-20T09:00:00Z", False), ("2026-11-20T10:00:00Z", True)):
        words = {"the start": frozenset({told})}
        assert bool(sent_elements.has(bundle, "Bundle.timestamp", "the start", words)) is found


def test_a_message_is_judged_as_a_whole() -> None:
    assert sent_elements.begins_with_header(BUNDLE) is None
    assert sent_elements.begins_with_header(BUNDLE | {"entry": BUNDLE["entry"][::-1]})
    place = "Bundle.entry[1].resource.generalPractitioner[0].reference"
    found = sent_elements.is_linked(BUNDLE)
    assert str(found) == f"{place}: expected the fullUrl of an entry, got urn:uuid:3"
    assert sent_elements.counts(BUNDLE, "Patient", 1) is None
    assert sent_elements.counts(BUNDLE, "Patient", 2)
    assert sent_elements.has_if_at_all(BUNDLE, "Patient.birthDate", "an instant", {}) is None


def test_what_is_no_message_is_no_verdict() -> None:
    with pytest.raises(Inconclusive, match="no Bundle"):
        sent_elements.message(None)


@pytest.mark.parametrize(
    "body", [{}, {"entry": None}, {"entry": [None, 1, {"resource": []}]}, {"entry": "x"}]
)
def test_odd_messages_do_no_harm(body: dict[str, object]) -> None:
    bundle = {"resourceType": "Bundle", **body}
    assert sent_elements.begins_with_header(bundle)
    assert sent_elements.is_linked(bundle) is None
    assert sent_elements.has(bundle, "Patient.name.family", "a text", {})


READ: dict[str, Any] = {
    "resourceType": "Appointment",
    "id": "17",
    "meta": {"lastUpdated": "2026-11-20T09:00:00+00:00"},
    "status": "booked",
    "start": "2026-11-21T09:20:00Z",
    "slot": [{"reference": "Slot/1"}],
}
LATER = {"meta": {"lastUpdated": "2026-11-20T10:30:00+01:00"}}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        LATER,
        {"status": "entered-in-error"},
        {"start": "2026-11-21T10:20:00.000+01:00"},
    ],
)
def test_an_appointment_is_put_back_as_it_was_read(changes: dict[str, Any]) -> None:
    assert sent_changes.is_only_cancelled(READ, READ | {"status": "cancelled"} | changes) is None


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"status": "booked"}, "Appointment.status"),
        ({"meta": {"lastUpdated": "2026-11-20T09:30:00+01:00"}}, "Appointment.meta.lastUpdated"),
        ({"meta": {}}, "Appointment.meta.lastUpdated"),
        ({"id": "18"}, "Appointment.id"),
        ({"start": "2026-11-21T09:30:00Z"}, "Appointment.start"),
        ({"slot": [{"reference": "Slot/2"}]}, "Appointment.slot[0].reference"),
        ({"slot": []}, "Appointment.slot"),
        ({"comment": "no longer wanted"}, "Appointment.comment"),
        ({"meta": "today"}, "Appointment.meta.lastUpdated"),
    ],
)
def test_what_else_is_changed_is_found(changes: dict[str, Any], where: str) -> None:
    found = sent_changes.is_only_cancelled(READ, READ | {"status": "cancelled"} | changes)
    assert found is not None
    assert found.where == where


def test_a_resource_that_is_no_bundle_is_judged_as_one() -> None:
    assert sent_elements.has(READ, "Appointment.status", '"booked"', {}) is None
    found = sent_elements.has(READ, "Appointment.status", '"cancelled"', {})
    assert str(found) == 'Appointment.status: expected "cancelled", got booked'
