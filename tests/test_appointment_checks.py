"""Checks of bookings and referrals that are told, also by hostile answers."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from sample_exchanges import answer, documents, exchange, searchset, thorough
from sample_sut import PATIENT

from bars_conformance import messages
from bars_conformance.checks import appointments
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.verdict import Inconclusive, NotApplicable

BOOKING = {"resourceType": "Appointment", "id": "a1", "slot": [{"reference": "urn:uuid:s1"}]}


@pytest.mark.parametrize(
    ("body", "status", "asked", "where"),
    [
        (BOOKING, 200, "A1", None),
        (BOOKING, 201, None, None),
        (BOOKING, 200, "a2", "Appointment.id"),
        ({"resourceType": "Appointment"}, 200, None, "Appointment.id"),
        ({"resourceType": "Slot", "id": "a1"}, 200, "a1", "resourceType"),
        (BOOKING, 404, "a1", "the answer"),
        ([], 200, "a1", "the answer"),
    ],
)
def test_the_one_that_was_asked_for(body: object, status: int, asked: str | None, where: str | None) -> None:
    found = appointments.is_the_one(exchange(answer(body, status)), "Appointment", asked)
    assert (found.where if found else None) == where


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (searchset(BOOKING, {"resourceType": "OperationOutcome"}), None),
        ({"resourceType": "Bundle", "type": "searchset"}, None),
        (searchset(BOOKING, kind="collection"), "Bundle.type"),
        (searchset(BOOKING, {"resourceType": "Slot"}), "Bundle.entry[1].resource"),
        (searchset(None), "Bundle.entry[0].resource"),
        (BOOKING, "resourceType"),
    ],
)
def test_a_searchset(body: object, where: str | None) -> None:
    found = appointments.is_searchset(exchange(answer(body)), "Appointment")
    assert (found.where if found else None) == where


def test_what_a_bundle_tells_of() -> None:
    told = exchange(answer(searchset(BOOKING)))
    assert appointments.tells_of([told], "Appointment", "a1") is None
    assert appointments.tells_of([told], "Appointment", "a2") is not None
    assert appointments.tells_nothing_of([told], "Appointment", "a2") is None
    assert appointments.tells_nothing_of([told], "Appointment", "a1") is not None
    assert appointments.tells_nothing_of([exchange(answer(None, 404))], "Appointment", "a1") is None
    with pytest.raises(Inconclusive):
        appointments.tells_of([exchange(answer(None, 500))], "Appointment", "a1")


def test_what_an_appointment_names() -> None:
    told = exchange(answer(BOOKING))
    assert appointments.names(told, "slot", {"s1"}) is None
    assert appointments.names(told, "slot", {"s2", "urn:uuid:s1"}) is None
    assert isinstance(appointments.names(told, "slot", {"s2"}), Finding)
    replacing = exchange(answer({**BOOKING, "replaces": [{"reference": "https://a.b/Appointment/a0"}]}))
    assert appointments.names_what_it_replaces(replacing, "a0") is None
    assert isinstance(appointments.names_what_it_replaces(told, "a0"), Finding)
    with pytest.raises(NotApplicable):
        appointments.names_what_it_replaces(exchange(answer(None, 422)), "a0")


CHECKS: list[Callable[[Exchange], Finding | None]] = [
    lambda told: appointments.is_the_one(told, "Appointment", "a1"),
    lambda told: appointments.is_searchset(told, "Appointment"),
    lambda told: appointments.tells_of([told], "Appointment", "a1"),
    lambda told: appointments.tells_nothing_of([told], "Appointment", "a1"),
    lambda told: appointments.names(told, "slot", {"s1"}),
]


@thorough
@given(documents)
def test_no_answer_breaks_a_check(body: object) -> None:
    for each in (body, searchset(body), {"resourceType": "Appointment", "slot": body, "id": body}):
        for check in CHECKS:
            with suppress(Inconclusive):
                found = check(exchange(answer(each)))
                assert found is None or isinstance(found, Finding)


def test_an_appointment_alone_is_its_own_focus() -> None:
    made = messages.appointment(PATIENT, slot={"id": "s1", "start": "2026-11-23T09:00:00Z"}, replaces="a0")
    assert messages.focus(made) == made
    assert messages.value(made, "Appointment.slot.reference") == "Slot/s1"
    assert messages.referred(made, "slot") == {"s1"}
    assert messages.referred(made, "replaces") == {"a0"}
    assert "status" not in messages.without(made, "Appointment.status")
    later = messages.rewritten(
        {**made, "meta": {"lastUpdated": "2099-01-01T00:00:00+00:00"}}, status="cancelled"
    )
    assert later["status"] == "cancelled"
    assert later["meta"]["lastUpdated"] > "2099-01-01T00:00:00"
