"""Checks of pointers: every way in which the sources write them, near misses, and hostile answers."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from sample_exchanges import answer, documents, exchange, outcome, searchset, spoiled, thorough

from bars_conformance.checks import pointers
from bars_conformance.checks.pointers import PROPERTIES, Target
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.verdict import HarnessError, Inconclusive

BOOKING = Target("Appointment", "a1", "9993004170", "Z8R01", datetime(2026, 11, 22, 9, tzinfo=UTC))
REFERRAL = Target("ServiceRequest", "a1", "9993004170", "Z8R01", BOOKING.made)
SERVICE_ID = "https://fhir.nhs.uk/Id/dos-service-id"
EVENTS = "https://fhir.nhs.uk/CodeSystem/message-events-bars"
PRESENCE = ("is told", "is not told", "is known by its id")

POINTER: dict[str, Any] = {
    "resourceType": "DocumentReference",
    "id": "p1",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/BaRS-Identifier", "value": "a1"}],
    "type": {"coding": [{"system": "http://snomed.info/sct", "code": "749001000000101"}]},
    "subject": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9993004170"}},
    "custodian": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "Z8R01"}},
    "content": [
        {
            "attachment": {"url": f"{SERVICE_ID}|2000072489", "creation": "2026-11-22T09:00:05Z"},
            "format": {"system": EVENTS, "code": "booking-request"},
        }
    ],
}


def found(*told: object, **bundle: object) -> list[Exchange]:
    return [exchange(answer({**searchset(*told), **bundle}))]


def content(**attachment: object) -> dict[str, Any]:
    return {"content": [{**POINTER["content"][0], "attachment": attachment}]}


def formatted(format_: object) -> dict[str, Any]:
    return {"content": [{**POINTER["content"][0], "format": format_}]}


def typed(system: str | None, code: str) -> dict[str, Any]:
    return {"type": {"coding": [{"system": system, "code": code}]}}


@pytest.mark.parametrize("words", [*PROPERTIES, "is told", "is known by its id"])
def test_a_pointer_as_the_guide_has_it(words: str) -> None:
    assert pointers.judged(found(POINTER), BOOKING, words) is None


KNOWN, RIGHT = "has a type that BaRS knows", "has the type of what it leads to"
PATIENT, CUSTODIAN = "names the patient by NHS number", "names the receiver as its custodian"
PLACE, EVENT, MADE = "says where to go", "names the event of the message", "tells when it was made"


@pytest.mark.parametrize(
    ("target", "words", "change"),
    [
        (BOOKING, RIGHT, typed("https://snomed.info/ict", "749001000000101")),
        (BOOKING, RIGHT, typed("https://snomed.info/sct", "749001000000101")),
        (REFERRAL, RIGHT, typed("http://snomed.info/sct", "736253002")),
        (REFERRAL, RIGHT, typed("http://snomed.info/sct", "3457005")),
        (REFERRAL, KNOWN, typed("http://snomed.info/sct", "749001000000101")),
        (BOOKING, PLACE, content(url="http://fhir.nhs.uk/Id/dos-service-id|111111111")),
        (BOOKING, PLACE, content(URL="http://fhir.nhs.uk/Id/dos-service-id|111111111")),
        (BOOKING, PLACE, content(url="https://bars.test.example/FHIR/R4/Appointment/a1")),
        (BOOKING, EVENT, formatted([{"coding": [{"system": EVENTS, "code": "booking-request"}]}])),
        (BOOKING, EVENT, formatted([{"system": EVENTS, "code": "booking-request"}])),
        (
            BOOKING,
            EVENT,
            formatted(
                {
                    "system": "https://fhir.nhs.uk/England/CodeSystem/England-NRLFormatCode",
                    "code": "urn:nhs-ic:structured",
                }
            ),
        ),
        (REFERRAL, EVENT, formatted({"system": EVENTS, "code": "servicerequest-request"})),
        (BOOKING, MADE, {**content(url="x"), "date": "2026-11-22T20:00:00+11:00"}),
        (BOOKING, MADE, content(creation="2026-11-22")),
        (BOOKING, MADE, content(creation="2026-11-22T09:00:00.1234567+00:00")),
        (BOOKING, "is told", {"identifier": [{"system": "x", "value": "A1"}]}),
        (BOOKING, "is told", {"identifier": [], **content(url="https://x.example/Appointment/a1")}),
        (BOOKING, "is not told", {"identifier": []}),
    ],
)
def test_what_is_let_pass(target: Target, words: str, change: dict[str, Any]) -> None:
    assert pointers.judged(found({**POINTER, **change}), target, words) is None


@pytest.mark.parametrize(
    ("words", "change", "where"),
    [
        (KNOWN, typed("http://snomed.info/sct", "419891008"), "type.coding"),
        (KNOWN, typed(None, "749001000000101"), "type.coding"),
        (KNOWN, {"type": None}, "type.coding"),
        (RIGHT, typed("http://snomed.info/sct", "736253002"), "type.coding"),
        (PATIENT, {"subject": {"reference": "Patient/1"}}, "subject.identifier"),
        (PATIENT, {"subject": {"identifier": {"value": "9993004170"}}}, "subject.identifier"),
        (CUSTODIAN, {"custodian": {"identifier": {"value": "Z8R01"}}}, "custodian.identifier"),
        (CUSTODIAN, {"custodian": POINTER["subject"]}, "custodian.identifier"),
        (PLACE, {"content": []}, "content"),
        (PLACE, content(title="nowhere"), "content[0].attachment.url"),
        (PLACE, content(url="/Appointment/a1"), "content[0].attachment.url"),
        (PLACE, content(url=f"{SERVICE_ID}|"), "content[0].attachment.url"),
        (PLACE, content(url="urn:uuid:1"), "content[0].attachment.url"),
        (PLACE, content(url="https://[::1"), "content[0].attachment.url"),
        (PLACE, {"content": [*POINTER["content"], {"attachment": {}}]}, "content[1].attachment.url"),
        (EVENT, formatted(None), "content.format"),
        (EVENT, formatted({"system": EVENTS, "code": "servicerequest-request"}), "content.format"),
        (EVENT, formatted({"code": "booking-request"}), "content.format"),
        (MADE, content(url="x"), "content.attachment.creation"),
        (MADE, content(creation="2005-12-24T09:35:00+11:00"), "content.attachment.creation"),
        (MADE, content(creation="yesterday"), "content.attachment.creation"),
        ("is known by its id", {"identifier": [{"system": "x", "value": "a1"}]}, "identifier"),
    ],
)
def test_what_is_not_let_pass(words: str, change: dict[str, Any], where: str) -> None:
    told = {**POINTER, "identifier": [*POINTER["identifier"]], **change}
    judged = pointers.judged(found(told), BOOKING, words)
    assert judged is not None
    assert judged.where == f"DocumentReference.{where}"


def test_where_there_is_no_pointer_nothing_is_said_of_it() -> None:
    for words in PROPERTIES:
        with pytest.raises(Inconclusive, match="no pointer to Appointment/a1"):
            pointers.judged(found(), BOOKING, words)
    assert isinstance(pointers.judged(found(), BOOKING, "is told"), Finding)
    assert isinstance(pointers.judged(found(), BOOKING, "is known by its id"), Finding)
    assert isinstance(pointers.judged(found(POINTER), BOOKING, "is not told"), Finding)
    with pytest.raises(HarnessError, match="no property is called 'shines'"):
        pointers.judged(found(POINTER), BOOKING, "shines")


def test_what_is_on_no_page_that_can_be_had_may_be_on_another() -> None:
    further = [{"relation": "next", "url": "https://x.example/DocumentReference?page=2"}]
    with pytest.raises(Inconclusive, match="further pages"):
        pointers.judged(found(link=further), BOOKING, "is not told")
    assert pointers.judged([*found(link=further), *found()], BOOKING, "is not told") is None
    assert pointers.judged([*found(), *found(POINTER)], BOOKING, "is told") is None


@pytest.mark.parametrize(
    ("bundle", "token"),
    [
        ({}, None),
        ({"link": [{"relation": "next", "url": "/DocumentReference?a=b&next-page-token=x%3D"}]}, "x="),
        ({"link": [{"relation": "self", "url": "/DocumentReference?next-page-token=x"}]}, None),
        ({"link": [{"relation": "next", "url": "https://[::1"}]}, None),
        ({"meta": {"tag": [{"display": "next-page-token", "code": "x"}]}}, "x"),
        ({"meta": {"tag": [{"code": "x"}, {"system": "next-page-token", "code": 7}]}}, None),
    ],
)
def test_the_token_of_the_next_page(bundle: dict[str, Any], token: str | None) -> None:
    assert pointers.next_token(found(POINTER, **bundle)[0]) == token
    assert pointers.next_token(exchange(answer(outcome(), 400))) is None
    assert pointers.next_token(exchange(None)) is None


def test_where_a_pointer_leads() -> None:
    assert pointers.target_identifiers(POINTER) == [(SERVICE_ID, "2000072489")]
    plain = {**POINTER, **content(url="http://fhir.nhs.uk/Id/dos-service-id|1")}
    assert pointers.target_identifiers(plain) == [(SERVICE_ID, "1")]
    direct = {**POINTER, **content(url="https://x.example/Appointment/a1")}
    assert pointers.target_identifiers(direct) == []
    assert pointers.urls(direct) == ["https://x.example/Appointment/a1"]


def test_a_pointer_is_the_same_by_its_id_or_by_what_it_leads_to() -> None:
    assert pointers.is_same({**POINTER, "id": "p2"}, POINTER)
    assert pointers.is_same({"id": "p1"}, POINTER)
    assert not pointers.is_same({"id": "p2"}, {"id": "p1"})


@thorough
@given(documents | spoiled(searchset(POINTER)) | spoiled(POINTER))
def test_no_answer_breaks_a_check(body: object) -> None:
    for each in (body, searchset(body), {**POINTER, "content": body, "identifier": body, "type": body}):
        for pages in ([exchange(answer(each))], found(each)):
            with suppress(Inconclusive):
                pointers.next_token(pages[0])
            for told in (entry for entry in (each, POINTER) if isinstance(entry, dict)):
                pointers.target_identifiers(told)
                pointers.type_of(told)
            for words in (*PROPERTIES, *PRESENCE):
                with suppress(Inconclusive):
                    judged = pointers.judged(pages, BOOKING, words)
                    assert judged is None or isinstance(judged, Finding)
