"""Slips of one place in the judging code that mutation testing found and no other test noticed."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sample_discovery import (
    BOOKING,
    DEFINITIONS,
    REFERRAL,
    STATEMENT,
    USE_CASE,
    coding,
    definition,
    definitions_told,
)
from sample_exchanges import answer, exchange, searchset
from sample_sut import SERVICE

from bars_conformance import fhir
from bars_conformance.checks import capability, definitions, holding, messages, slots
from bars_conformance.exchange import EVIDENCE_LIMIT, Answer, Exchange, Redactor, instant
from bars_conformance.finding import Finding
from bars_conformance.slots import free_slots
from bars_conformance.verdict import Inconclusive, NotApplicable

SILENT = exchange(None)
REFUSED = exchange(answer(b"", 400))
SLOT: dict[str, Any] = {
    "resourceType": "Slot",
    "id": "s1",
    "status": "free",
    "schedule": {"reference": "Schedule/d1"},
}
SCHEDULE = {"resourceType": "Schedule", "id": "d1", "actor": [{"reference": "HealthcareService/h1"}]}
BOOKED = {"resourceType": "Appointment", "participant": [{"status": "accepted"}], "status": "booked"}


def _told(*resources: object) -> Exchange:
    return exchange(answer(searchset(*resources)))


def test_a_slot_that_is_not_free_hides_no_other() -> None:
    service = {"resourceType": "HealthcareService", "id": "h1"}
    found = list(free_slots(_told(SLOT | {"id": "s0", "status": "busy"}, SLOT, SCHEDULE, service)))
    assert [slot.id for slot in found] == ["s1"]
    assert list(free_slots(SILENT)) == []


def test_what_has_no_mode_of_its_own_hides_no_wrong_one() -> None:
    other = {"resource": {"resourceType": "Location"}, "search": {"mode": "include"}}
    wrong = {"resource": SLOT, "search": {"mode": "include"}}
    told = exchange(answer({"resourceType": "Bundle", "type": "searchset", "entry": [other, wrong]}))
    assert slots.marks_matches_and_includes(told) == Finding("search.mode of Slot/s1", "match", "include")


def test_a_slot_is_found_by_its_id_where_the_search_is_served() -> None:
    assert slots.is_found_if_served(_told(SLOT), "s1") is None
    assert slots.is_found_if_served(_told(SLOT), "s2") is not None
    with pytest.raises(NotApplicable):
        slots.is_found_if_served(REFUSED, "s1")


@pytest.mark.parametrize(
    ("told", "statuses", "found"),
    [
        (REFUSED, ["400"], None),
        (REFUSED, ["200", "201"], "400 without an issue of an OperationOutcome"),
        (SILENT, ["200"], "none (no answer within 10 s)"),
    ],
)
def test_a_status_is_one_of_those_asked_for(told: Exchange, statuses: list[str], found: str | None) -> None:
    expected = found and Finding("HTTP status", " or ".join(statuses), found)
    assert messages.has_status(told, statuses) == expected


def test_a_path_leads_through_the_first_item_of_a_list() -> None:
    assert holding.at(BOOKED, ["participant", "status"]) == "accepted"
    assert holding.at(BOOKED | {"participant": []}, ["participant", "status"]) is None
    assert holding.at(BOOKED, ["status", "extension"]) is None


def test_what_is_told_as_no_list_holds_no_item() -> None:
    told = exchange(answer(BOOKED | {"participant": {"status": "accepted"}}))
    assert holding.agrees(told, "Appointment.participant", [{"status": "accepted"}]) is not None
    told = exchange(answer(BOOKED | {"participant": None}))
    assert holding.agrees(told, "Appointment.participant", [{"status": "accepted"}]) is not None


def test_instants_agree_to_the_millisecond_and_no_further() -> None:
    then = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    for apart, agrees in ((1000, True), (1001, False)):
        told = (then + timedelta(microseconds=apart)).isoformat()
        found = holding.agrees(
            exchange(answer(BOOKED | {"start": told})), "Appointment.start", then.isoformat()
        )
        assert (found is None) is agrees


@pytest.mark.parametrize(
    ("url", "last"),
    [
        ("https://fhir.example/MessageDefinition/booking|1.0.0", "booking"),
        ("https://fhir.example/MessageDefinition/booking/", "booking"),
        ("/booking", "booking"),
        ("https://fhir.example/X", "X"),
        (None, ""),
    ],
)
def test_the_last_part_of_a_url(url: object, last: str) -> None:
    assert capability.last_part(url) == last


def test_where_no_answer_came_none_is_told() -> None:
    assert capability.is_told(SILENT) == Finding("the answer", "CapabilityStatement", "no resource in JSON")
    assert definitions.are_found(SILENT) == Finding("resourceType", "Bundle", "no resource in JSON")
    with pytest.raises(Inconclusive):
        definitions.hold_event(SILENT, "booking-request")


@pytest.mark.parametrize("name", ["url", "id", "name"])
def test_a_definition_goes_by_each_of_its_names(name: str) -> None:
    published = definition(BOOKING, "booking-request")
    alone = {key: value for key, value in published.items() if key not in ("url", "id", "name")}
    assert definitions.agree(_told(alone), exchange(answer(STATEMENT)), frozenset()) is not None
    named = _told(alone | {name: f"https://fhir.example/{BOOKING}" if name == "url" else BOOKING})
    with pytest.raises(Inconclusive):
        definitions.agree(named, exchange(answer(STATEMENT)), frozenset())


def test_an_event_may_be_a_uri() -> None:
    published = definition(REFERRAL, "x") | {"eventUri": "https://fhir.example/events/booking-request"}
    del published["eventCoding"]
    assert definitions.hold_event(_told(published), "booking-request") is None
    assert definitions.hold_event(_told(published), "booking-response") is not None


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ({"url": "https://fhir.example/a", "name": "b"}, "https://fhir.example/a"),
        ({"name": "b"}, "b"),
        ({}, "one without a name"),
    ],
)
def test_a_definition_is_told_by_url_or_name(named: dict[str, str], told: str) -> None:
    found = definitions.have_versions(_told({"resourceType": "MessageDefinition", **named}))
    assert found is not None
    assert found.where == f"MessageDefinition.version of {told}"


def test_a_claim_without_messages_of_its_own_asks_for_none() -> None:
    told = definitions.agree(
        exchange(answer(DEFINITIONS)), exchange(answer(STATEMENT)), frozenset({"appointment-search"})
    )
    assert told is None


@pytest.mark.parametrize(
    ("said", "redacted"),
    [
        ("token=abc", "token=<redacted>"),
        ("Bearer abc", "Bearer <redacted>"),
        ('{"password": "abc"}', '{"password": "<redacted>"}'),
        ("eyJhbGciOi.eyJzdWIi.c2ln", "<redacted>"),
    ],
)
def test_the_name_of_a_secret_stays(said: str, redacted: str) -> None:
    assert Redactor().text(said) == redacted


def test_what_is_no_secret_stays_as_it_is() -> None:
    assert Redactor().text("nothing to hide") == "nothing to hide"


def test_an_exchange_in_a_line() -> None:
    assert str(REFUSED) == "GET https://sut.example/FHIR/R4/metadata -> 400"
    assert str(SILENT) == "GET https://sut.example/FHIR/R4/metadata -> no answer (no answer within 10 s)"


@pytest.mark.parametrize(("size", "whole"), [(4 * EVIDENCE_LIMIT, True), (4 * EVIDENCE_LIMIT + 1, False)])
def test_a_body_is_kept_whole_up_to_its_limit(size: int, whole: bool) -> None:  # noqa: FBT001 - a row of the table
    body = "😀".encode() * (size // 4) + b"x" * (size % 4)
    kept = exchange(Answer(200, (), body)).evidence()["response"]["body"]
    assert ("[cut here" not in kept) is whole


@pytest.fixture
def behind_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A place whose clock is twelve hours behind."""
    monkeypatch.setenv("TZ", "Etc/GMT+12")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("behind_utc")
def test_where_we_are_makes_no_difference() -> None:
    assert instant(datetime(2026, 11, 22, 9, 0, tzinfo=UTC)) == "2026-11-22T09:00:00.000Z"
    assert fhir.moment("0001-01-01T00:00:00Z") is not None


def test_codes_are_told_with_their_places_and_by_the_names_of_bindings() -> None:
    request = {
        "resourceType": "ServiceRequest",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "#p"},
        "identifier": [{"use": "official", "value": "1"}],
        "occurrenceTiming": {"repeat": {"duration": 1, "durationUnit": "h", "dayOfWeek": ["mon", "tue"]}},
        "contained": [{"resourceType": "Patient", "id": "p", "gender": "female"}],
    }
    assert set(fhir.codes(request)) == {
        ("ServiceRequest.status", "ServiceRequest.status", "active"),
        ("ServiceRequest.intent", "ServiceRequest.intent", "order"),
        ("ServiceRequest.identifier[0].use", "Identifier.use", "official"),
        ("ServiceRequest.occurrenceTiming.repeat.durationUnit", "Timing.repeat.durationUnit", "h"),
        ("ServiceRequest.occurrenceTiming.repeat.dayOfWeek[0]", "Timing.repeat.dayOfWeek", "mon"),
        ("ServiceRequest.occurrenceTiming.repeat.dayOfWeek[1]", "Timing.repeat.dayOfWeek", "tue"),
        ("ServiceRequest.contained[0].gender", "Patient.gender", "female"),
    }
    appointment = {
        "resourceType": "Appointment",
        "status": "booked",
        "participant": [{"status": "accepted", "actor": {"reference": "Patient/1"}}],
    }
    assert set(fhir.codes(appointment)) == {
        ("Appointment.status", "Appointment.status", "booked"),
        ("Appointment.participant[0].status", "Appointment.participant.status", "accepted"),
    }


def test_a_use_case_is_no_service() -> None:
    service, use_case = coding(SERVICE.system, SERVICE.value), coding(USE_CASE, "a1t1")
    of_service, of_use_case = (
        definitions_told(searchset(definition(REFERRAL, "x", useContext=[named])))
        for named in (service, use_case)
    )
    assert definitions.name_service(of_service) is None
    assert definitions.name_service(of_use_case) is not None
    assert definitions.name_use_case(of_use_case) is None
    assert definitions.name_use_case(of_service) is not None
