"""Messages after a template: the content is the template's, identity and time are the suite's."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sample_sut import PARTIES, PATIENT, SERVICE
from sample_templates import TEMPLATES

from bars_conformance import fhir
from bars_conformance.messages import (
    again,
    booking,
    cancelled,
    filled,
    first,
    focus,
    header,
    referral,
    replaced,
    resources,
    updated,
    validation,
    value,
    without,
)
from bars_conformance.standard import URL

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 9, 45, tzinfo=UTC)
STAMP = "2026-11-22T09:30:00.0000000+00:00"
OFFERED = ("Slot", "Schedule", "HealthcareService")
OURS = {
    "referral": referral(PARTIES, use_case="a5t2", now=NOW),
    "booking": booking(
        PARTIES,
        slot={
            "resourceType": "Slot",
            "id": "slot-1",
            "status": "free",
            "start": "2026-11-25T10:00:00Z",
            "end": "2026-11-25T10:10:00Z",
        },
        schedule={"resourceType": "Schedule", "id": "diary-1", "actor": [{"display": "UTC"}]},
        healthcare_service={"resourceType": "HealthcareService", "id": "utc", "name": "UTC"},
        now=NOW,
    ),
    "validation": validation(PARTIES, now=NOW),
}
MESSAGES = {kind: filled(template, OURS[kind]) for kind, template in TEMPLATES.items()}
each_kind = pytest.mark.parametrize("kind", MESSAGES)


def texts(node: object) -> Iterator[str]:
    match node:
        case dict():
            yield from (text for item in node.values() for text in texts(item))
        case list():
            yield from (text for item in node for text in texts(item))
        case str():
            yield node


def dangling(message: dict[str, Any]) -> list[str]:
    urls = {entry["fullUrl"] for entry in message["entry"]}
    return [text for text in texts(message) if text.startswith("urn:") and text not in urls]


def kinds(message: dict[str, Any]) -> Counter[str]:
    return Counter(resource["resourceType"] for resource in resources(message))


def named(message: dict[str, Any], url: str) -> dict[str, Any]:
    (found,) = (entry["resource"] for entry in message["entry"] if entry["fullUrl"] == url)
    return dict(found)


@each_kind
def test_it_is_fhir_and_holds_what_the_template_holds(kind: str) -> None:
    assert fhir.structure(MESSAGES[kind]) is None
    assert kinds(MESSAGES[kind]) == kinds(TEMPLATES[kind])
    assert dangling(MESSAGES[kind]) == []


@each_kind
def test_nothing_of_the_identity_of_the_template_is_left(kind: str) -> None:
    template, message = TEMPLATES[kind], MESSAGES[kind]
    stale = {
        template["id"],
        *(entry["fullUrl"] for entry in template["entry"]),
        *(resource["id"] for resource in resources(template) if "id" in resource),
        *("9995000008", "Person", "1980-01-01", "LS9 9ZZ", "Y99", "FA001", "Sample Sender", "2000099999"),
        *("EpisodeOfCare/3f2d5b1c-7c1e-4d0b-9d5e-0c1f7a2b9e44", "R-1", "A-1", "M-1", "S-1"),
    }
    assert stale & set(texts(message)) == set()
    assert "Sample Person" not in json.dumps(message)


@each_kind
def test_no_id_is_ours_to_give(kind: str) -> None:
    given = {resource["resourceType"] for resource in resources(MESSAGES[kind]) if "id" in resource}
    assert given == (set(OFFERED) if kind == "booking" else set())


@each_kind
def test_every_time_of_change_is_now(kind: str) -> None:
    message = MESSAGES[kind]
    stamps = {resource["meta"]["lastUpdated"] for resource in (message, *resources(message))}
    assert stamps == {message["timestamp"]} == {STAMP}


@each_kind
def test_the_header_says_what_ours_says(kind: str) -> None:
    told, ours = header(MESSAGES[kind]), header(OURS[kind])
    assert next(resources(MESSAGES[kind])) is told
    for name in ("eventCoding", "destination", "sender", "source", "reason", "focus", "definition"):
        assert told[name] == ours[name]
    assert told["extension"] == header(TEMPLATES[kind])["extension"]


@each_kind
def test_sender_and_receiver_are_ours(kind: str) -> None:
    message = MESSAGES[kind]
    sender, receiver = list(resources(message, "Organization"))[:2]
    assert named(message, header(message)["sender"]["reference"]) == sender
    assert named(message, header(message)["destination"][0]["receiver"]["reference"]) == receiver
    assert (sender["name"], sender["identifier"][0]["value"]) == (
        PARTIES.sender.name,
        PARTIES.sender.ods_code,
    )
    assert receiver["identifier"][0]["value"] == PARTIES.receiver_ods


@each_kind
def test_the_patient_is_ours_with_all_else_the_template_says(kind: str) -> None:
    told = first(MESSAGES[kind], "Patient")
    ours, theirs = first(OURS[kind], "Patient"), first(TEMPLATES[kind], "Patient")
    for name in ("name", "gender", "birthDate"):
        assert told[name] == ours[name]
    for name in ("extension", "telecom", "maritalStatus", "communication"):
        assert told[name] == theirs[name]
    assert not {"text", "_birthDate"} & set(told)
    number, hospital = told["identifier"]
    assert number == {**theirs["identifier"][1], "value": PATIENT.nhs_number}
    assert hospital == theirs["identifier"][0]
    (home,) = told["address"]
    assert home["text"] == f"7 Sample Road, Sampleton, {PATIENT.postcode}"
    assert home["postalCode"] == PATIENT.postcode
    oneself, parent = told["contact"]
    assert (oneself["name"]["family"], oneself["gender"]) == (PATIENT.family, PATIENT.gender)
    assert oneself["telecom"] == theirs["contact"][0]["telecom"]
    assert parent == theirs["contact"][1]


def test_a_referral_keeps_what_goes_beyond_core() -> None:
    told, theirs = focus(MESSAGES["referral"]), focus(TEMPLATES["referral"])
    for name in ("contained", "extension", "priority", "locationReference", "reasonCode", "note"):
        assert told[name] == theirs[name]
    assert told["authoredOn"] == STAMP
    codings = told["category"][0]["coding"]
    assert [coding["code"] for coding in codings] == ["referral", "a5t2", "3457005"]
    supporting = [named(MESSAGES["referral"], each["reference"]) for each in told["supportingInfo"]]
    assert [each["resourceType"] for each in supporting] == ["Observation", "Flag", "QuestionnaireResponse"]
    assert supporting[0]["effectiveDateTime"] == "2025-03-04T10:05:00+00:00"
    assert supporting[2]["subject"]["identifier"]["value"] == PATIENT.nhs_number
    author = header(MESSAGES["referral"])["author"]["reference"]
    assert named(MESSAGES["referral"], author)["qualification"][0]["code"]["text"] == "Registered Nurse"
    service = first(MESSAGES["referral"], "HealthcareService")
    assert [each["value"] for each in service["identifier"]] == [SERVICE.value, "front"]
    assert service["name"] == "Sample Pharmacy Consultations"


def test_a_booking_is_of_the_slot_that_was_found() -> None:
    told, ours = focus(MESSAGES["booking"]), OURS["booking"]
    for kind in OFFERED:
        assert first(MESSAGES["booking"], kind) == first(ours, kind)
    for name in ("status", "start", "end", "slot", "created"):
        assert told[name] == focus(ours)[name]
    assert "basedOn" not in told
    assert told["description"] == "Conformance test booking"
    assert (told["comment"], told["priority"]) == ("Sample comment: rings the bell.", 5)
    assert [each["coding"][0]["code"] for each in told["serviceCategory"]] == ["a1t1", "310060005"]
    actors = [named(MESSAGES["booking"], each["actor"]["reference"]) for each in told["participant"]]
    assert [each["resourceType"] for each in actors] == ["Patient", "Practitioner"]


def test_a_booking_names_the_referral_that_came_first() -> None:
    based = replaced(OURS["booking"], "Appointment.description", "Other")
    focus(based)["basedOn"] = [{"reference": "ServiceRequest/7"}]
    assert focus(filled(TEMPLATES["booking"], based))["basedOn"] == [{"reference": "ServiceRequest/7"}]


def test_a_validation_is_due_when_ours_is() -> None:
    told = focus(MESSAGES["validation"])
    assert told["occurrencePeriod"] == focus(OURS["validation"])["occurrencePeriod"]
    assert "occurrenceDateTime" not in told
    assert told["category"][0]["text"] == "Validation"
    assert len(told["meta"]["profile"]) == 2


@each_kind
def test_a_message_of_ours_can_be_a_template(kind: str) -> None:
    message = filled(OURS[kind], OURS[kind])
    assert fhir.structure(message) is None
    assert kinds(message) == kinds(OURS[kind])
    assert dangling(message) == []
    assert focus(message).keys() == focus(OURS[kind]).keys()


@pytest.mark.parametrize("kind", ["Slot", "Schedule", "HealthcareService"])
def test_what_was_offered_goes_back_even_if_the_template_lacks_it(kind: str) -> None:
    lacking = {
        **TEMPLATES["booking"],
        "entry": [e for e in TEMPLATES["booking"]["entry"] if e["resource"]["resourceType"] != kind],
    }
    assert first(filled(lacking, OURS["booking"]), kind) == first(OURS["booking"], kind)


@pytest.mark.parametrize("path", ["Patient.identifier", "Patient.address", "ServiceRequest.category"])
def test_identity_that_the_template_lacks_is_ours(path: str) -> None:
    message = filled(without(TEMPLATES["referral"], path), OURS["referral"])
    assert value(message, path) == value(OURS["referral"], path)


def test_sender_and_receiver_are_two_even_if_the_template_has_one() -> None:
    one = replaced(
        TEMPLATES["referral"],
        "MessageHeader.sender",
        value(TEMPLATES["referral"], "MessageHeader.destination.receiver"),
    )
    message = filled(one, OURS["referral"])
    codes = {each["identifier"][0]["value"] for each in resources(message, "Organization")}
    assert {PARTIES.sender.ods_code, PARTIES.receiver_ods} <= codes
    assert value(message, "MessageHeader.sender") != value(message, "MessageHeader.destination.receiver")


@each_kind
def test_each_message_after_it_is_another(kind: str) -> None:
    one, other = MESSAGES[kind], filled(TEMPLATES[kind], OURS[kind])
    ours = {entry["fullUrl"] for entry in OURS[kind]["entry"]}
    urls = [{entry["fullUrl"] for entry in message["entry"]} - ours for message in (one, other)]
    assert urls[0] & urls[1] == set()


FOLLOWING: dict[str, Callable[..., dict[str, Any]]] = {"update": updated, "cancellation": cancelled}


@each_kind
@pytest.mark.parametrize("follow", FOLLOWING.values(), ids=FOLLOWING)
def test_what_follows_on_it_resolves(kind: str, follow: Callable[..., dict[str, Any]]) -> None:
    message = follow(MESSAGES[kind], "given-1", now=LATER)
    assert fhir.structure(message) is None
    assert dangling(message) == []
    assert focus(message)["id"] == "given-1"


def test_who_does_not_come_along_is_not_cancelled_for() -> None:
    cancellation = cancelled(MESSAGES["booking"], "given-1", now=LATER)
    (participant,) = focus(cancellation)["participant"]
    assert named(cancellation, participant["actor"]["reference"])["resourceType"] == "Patient"
    assert "generalPractitioner" not in first(cancellation, "Patient")
    assert kinds(cancellation)["Organization"] == 3


@each_kind
def test_it_can_be_sent_again_as_another(kind: str) -> None:
    repeated = again(MESSAGES[kind], now=LATER)
    assert dangling(repeated) == []
    for case in ("ServiceRequest", "Appointment", "Encounter"):
        for one, other in zip(resources(MESSAGES[kind], case), resources(repeated, case), strict=True):
            for before, after in zip(one.get("identifier", ()), other.get("identifier", ()), strict=True):
                assert before["system"] == after["system"]
                assert before["value"] != after["value"]


def test_the_nhs_number_is_found_whatever_the_case_of_its_system() -> None:
    shouted = json.loads(json.dumps(TEMPLATES["booking"]).replace(URL.nhs_number, URL.nhs_number.upper()))
    patient = first(filled(shouted, OURS["booking"]), "Patient")
    assert [each["value"] for each in patient["identifier"]] == [PATIENT.nhs_number, "H-0042"]


@each_kind
def test_no_two_places_share_an_object(kind: str) -> None:
    def containers(node: object) -> Iterator[int]:
        if isinstance(node, dict | list):
            yield id(node)
            for item in node.values() if isinstance(node, dict) else node:
                yield from containers(item)

    found = [each for shown in (MESSAGES[kind], OURS[kind], TEMPLATES[kind]) for each in containers(shown)]
    assert len(found) == len(set(found))
