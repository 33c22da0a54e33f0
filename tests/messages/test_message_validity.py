"""Every message is valid FHIR, keeps to its MessageDefinition and to the codes of the standard."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_parties import PARTIES

from bars_conformance import fhir
from bars_conformance.messages import (
    Parties,
    again,
    booking,
    cancelled,
    did_not_attend,
    header,
    interim,
    outcome,
    referral,
    rejected,
    resources,
    updated,
    validation,
)
from bars_conformance.profile import Patient
from bars_conformance.standard import CODE_SYSTEMS, MESSAGE_DEFINITIONS, PROFILES, REQUIRED_BINDINGS, URL

NOW = datetime(2026, 11, 22, 9, 30, 15, 120034, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 9, 45, tzinfo=UTC)
OFFER: dict[str, Any] = {
    "slot": {
        "resourceType": "Slot",
        "id": "slot-1",
        "meta": {"lastUpdated": "2026-11-20T08:00:00.0000000+00:00"},
        "schedule": {"reference": "Schedule/diary-1"},
        "status": "free",
        "start": "2026-11-25T10:00:00+00:00",
        "end": "2026-11-25T10:10:00+00:00",
    },
    "schedule": {
        "resourceType": "Schedule",
        "id": "diary-1",
        "actor": [
            {"reference": "HealthcareService/2000072489"},
            {"reference": "Practitioner/sam", "display": "Sam Fictional"},
        ],
    },
    "healthcare_service": {
        "resourceType": "HealthcareService",
        "id": "2000072489",
        "identifier": [{"system": URL.service_id, "value": "2000072489"}],
        "providedBy": {"reference": "Organization/x26"},
        "location": [{"reference": "Location/1"}],
        "name": "Urgent Treatment Centre",
    },
}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00")
LITERAL = re.compile(r"(EpisodeOfCare|ServiceRequest|Appointment|Slot)/[A-Za-z0-9\-.]{1,64}")


def every_message() -> dict[str, dict[str, Any]]:
    request = referral(PARTIES, now=NOW)
    validating = validation(PARTIES, now=NOW)
    booked = booking(PARTIES, **OFFER, based_on="request-1", now=NOW)
    first_response = interim(validating, "request-2", now=LATER)
    return {
        "referral": request,
        "validation": validating,
        "validation update": updated(
            validating, "request-2", {"ServiceRequest.status": "on-hold"}, now=LATER
        ),
        "referral cancellation": cancelled(request, "request-1", now=LATER),
        "validation cancellation": cancelled(validating, "request-2", status="entered-in-error", now=LATER),
        "did not attend": did_not_attend(request, "request-1", now=LATER),
        "interim response": first_response,
        "full response": outcome(validating, "request-2", now=LATER),
        "full response after interim": outcome(validating, after=first_response, status="triaged"),
        "rejected response": rejected(validating, now=LATER),
        "booking": booked,
        "booking update": updated(booked, "booking-1", {"Appointment.description": "Other"}, now=LATER),
        "booking cancellation": cancelled(booked, "booking-1", now=LATER),
        "referral again": again(request, now=LATER),
    }


MESSAGES = every_message()
each_message = pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES.keys())


def walk(node: object, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, node
    if isinstance(node, dict):
        for name, item in node.items():
            yield from walk(item, f"{path}.{name}")
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from walk(item, f"{path}[{index}]")


def parsed(message: dict[str, Any]) -> Any:  # noqa: ANN401 - a model of the FHIR library
    from fhir.resources.R4B.bundle import Bundle  # noqa: PLC0415 - slow to import, needed here alone

    return Bundle.model_validate(message)


@each_message
def test_it_is_fhir(message: dict[str, Any]) -> None:
    assert len(parsed(message).entry) == len(message["entry"])


@each_message
def test_it_has_only_codes_that_fhir_allows(message: dict[str, Any]) -> None:
    codes = list(fhir.codes(message))
    assert {"Bundle.type", "HumanName.use", "Patient.gender"} <= {element for _, element, _ in codes}
    assert [place for place, element, code in codes if code not in REQUIRED_BINDINGS[element]] == []


@each_message
def test_its_bars_codes_are_of_the_standard(message: dict[str, Any]) -> None:
    systems = {system.url: system.codes for system in CODE_SYSTEMS.values()}
    codings = [node for _, node in walk(message) if isinstance(node, dict) and "code" in node]
    for coding in codings:
        if coding.get("system", "").startswith("https://fhir.nhs.uk/CodeSystem/"):
            codes = systems[coding["system"]]
            assert coding.get("display", codes[coding["code"]]) == codes[coding["code"]]


@each_message
def test_it_keeps_to_the_numbers_of_its_message_definition(message: dict[str, Any]) -> None:
    definition = MESSAGE_DEFINITIONS[header(message)["definition"]]
    number = Counter(resource["resourceType"] for resource in (message, *resources(message)))
    assert header(message)["eventCoding"]["code"] == definition.event
    assert set(number) <= {focus.code for focus in definition.focus}
    for code in {focus.code for focus in definition.focus}:
        limits = [focus for focus in definition.focus if focus.code == code]
        assert number[code] >= sum(focus.min for focus in limits), code
        if None not in (maxima := [focus.max for focus in limits]):
            assert number[code] <= sum(most or 0 for most in maxima), code


@each_message
def test_it_names_the_profiles_of_its_message_definition(message: dict[str, Any]) -> None:
    definition = MESSAGE_DEFINITIONS[header(message)["definition"]]
    allowed = {focus.profile for focus in definition.focus} | {
        # The definition of the referral response names the profile of a request for its header, and
        # that of a cancellation only referrals, though it serves validation requests as well.
        PROFILES[f"MessageHeader {definition.event}"],
        PROFILES["ServiceRequest validation"],
    }
    assert {p for node in (message, *resources(message)) for p in node["meta"]["profile"]} <= allowed


@each_message
def test_its_references_resolve(message: dict[str, Any]) -> None:
    urls = [entry["fullUrl"] for entry in message["entry"]]
    assert len(set(urls)) == len(urls)
    references = [
        node["reference"] for _, node in walk(message) if isinstance(node, dict) and "reference" in node
    ]
    assert [text for text in references if text not in urls and not LITERAL.fullmatch(text)] == []


@each_message
def test_its_ids_are_fresh_uuids(message: dict[str, Any]) -> None:
    UUID(message["id"])
    for entry in message["entry"]:
        UUID(entry["fullUrl"].removeprefix("urn:uuid:"))


@each_message
def test_its_instants_have_seven_digits_in_utc(message: dict[str, Any]) -> None:
    stamps = [message["timestamp"], message["meta"]["lastUpdated"]]
    stamps += [resource["meta"]["lastUpdated"] for resource in resources(message)]
    assert [stamp for stamp in stamps if not INSTANT.fullmatch(stamp)] == []


@each_message
def test_no_two_places_share_an_object(message: dict[str, Any]) -> None:
    containers = [id(node) for _, node in walk(message) if isinstance(node, dict | list)]
    assert len(set(containers)) == len(containers)


@each_message
def test_the_message_header_is_first_and_alone(message: dict[str, Any]) -> None:
    kinds = [resource["resourceType"] for resource in resources(message)]
    assert [place for place, kind in enumerate(kinds) if kind == "MessageHeader"] == [0]


@each_message
def test_the_first_contact_has_a_telephone(message: dict[str, Any]) -> None:
    (patient,) = resources(message, "Patient")
    (contact,) = patient["contact"]
    assert contact["extension"][0]["valuePositiveInt"] == 1
    assert contact["telecom"][0]["system"] == "phone"


@pytest.mark.parametrize("name", ["referral", "validation"])
def test_a_new_request_has_no_ids(name: str) -> None:
    assert [resource["resourceType"] for resource in resources(MESSAGES[name]) if "id" in resource] == []


def test_a_booking_has_only_the_ids_of_the_offer() -> None:
    ids = {r["resourceType"]: r["id"] for r in resources(MESSAGES["booking"]) if "id" in r}
    assert ids == {"HealthcareService": "2000072489", "Schedule": "diary-1", "Slot": "slot-1"}


def test_the_same_time_and_ids_give_the_same_message() -> None:
    def composed() -> dict[str, Any]:
        source = Random(7)  # noqa: S311 - repeatable, not secret
        return referral(PARTIES, now=NOW, new_id=lambda: UUID(int=source.getrandbits(128), version=4))

    assert composed() == composed()


def test_a_use_case_unknown_to_the_standard_goes_without_display() -> None:
    category = next(resources(referral(PARTIES, use_case="zzz"), "ServiceRequest"))["category"][0]
    assert category["coding"][1] == {"system": CODE_SYSTEMS["usecases-categories-bars"].url, "code": "zzz"}


words = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1)
names = st.lists(words, min_size=1, max_size=3).map(" ".join)
patients = st.builds(
    Patient,
    nhs_number=st.just("9990548609"),
    family=names,
    given=names,
    gender=st.sampled_from(["male", "female", "other", "unknown"]),
    birth_date=st.dates(date(1900, 1, 1), date(2026, 11, 22)),
    postcode=names,
)


@given(patient=patients)
@settings(deadline=None, max_examples=60)
def test_no_patient_is_too_strange(patient: Patient) -> None:
    parties = Parties(PARTIES.sender, PARTIES.receiver_ods, PARTIES.service, patient)
    message = referral(parties)
    (sent,) = resources(message, "Patient")
    (read,) = (e.resource for e in parsed(message).entry if type(e.resource).__name__ == "Patient")
    dumped = read.model_dump(mode="json")
    assert {**dumped, "meta": None} == {**sent, "meta": None}
    assert (sent["name"][0]["family"], sent["name"][0]["given"]) == (patient.family, [patient.given])
    assert sent["address"][0]["postalCode"] == patient.postcode
    assert sent["birthDate"] == patient.birth_date.isoformat()
