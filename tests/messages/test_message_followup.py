"""What follows a message: updates, cancellations, repetitions and responses."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sample_parties import PARTIES

from bars_conformance.messages import (
    again,
    booking,
    cancelled,
    did_not_attend,
    doubled,
    first,
    focus,
    header,
    interim,
    outcome,
    referral,
    rejected,
    replaced,
    resources,
    updated,
    validation,
    value,
    without,
)
from bars_conformance.verdict import HarnessError, Inconclusive

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 9, 45, tzinfo=UTC)
THEN_TEXT, LATER_TEXT = "2026-11-22T09:30:00.0000000+00:00", "2026-11-22T09:45:00.0000000+00:00"
REFERRAL = referral(PARTIES, now=NOW)
VALIDATION = validation(PARTIES, now=NOW)
BOOKING = booking(
    PARTIES,
    slot={
        "resourceType": "Slot",
        "id": "slot-1",
        "start": "2026-11-25T10:00:00Z",
        "end": "2026-11-25T10:10:00Z",
    },
    schedule={"resourceType": "Schedule", "id": "diary-1", "actor": [{"display": "UTC"}]},
    healthcare_service={"resourceType": "HealthcareService", "id": "utc", "name": "UTC"},
    based_on="request-1",
    now=NOW,
)


def answer(message: dict[str, Any]) -> dict[str, Any]:
    """What a receiver answers: the message with ids of its own."""
    taken: dict[str, Any] = json.loads(json.dumps(message))
    for number, resource in enumerate(resources(taken)):
        resource.setdefault("id", f"given-{number}")
    return taken


def by_url(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        entry["fullUrl"]: entry["resource"]
        for entry in message["entry"]
        if entry["resource"]["resourceType"] != "MessageHeader"
    }


def test_an_update_differs_in_header_focus_and_what_was_changed() -> None:
    update = updated(VALIDATION, "request-9", {"Patient.gender": "male"}, now=LATER)
    assert update["id"] != VALIDATION["id"]
    assert (update["timestamp"], update["meta"]["lastUpdated"]) == (LATER_TEXT, LATER_TEXT)
    assert value(update, "MessageHeader.reason.coding.code") == "update"
    assert value(update, "MessageHeader.definition") == value(VALIDATION, "MessageHeader.definition")
    assert by_url(update).keys() == by_url(VALIDATION).keys()
    changed = {
        resource["resourceType"]: resource["meta"]["lastUpdated"]
        for url, resource in by_url(update).items()
        if resource != by_url(VALIDATION)[url]
    }
    assert changed == {"Patient": LATER_TEXT, "ServiceRequest": LATER_TEXT}
    assert focus(update)["id"] == "request-9"
    assert value(update, "Patient.gender") == "male"
    assert "id" not in first(update, "Patient")


def test_an_update_takes_all_ids_of_the_answer() -> None:
    held = answer(BOOKING)
    update = updated(BOOKING, held, now=LATER)
    given = {url: resource["id"] for url, resource in by_url(held).items()}
    assert {url: resource["id"] for url, resource in by_url(update).items()} == given
    assert "id" not in header(update)


def test_an_answer_that_renames_its_entries_still_gives_the_id_of_the_focus() -> None:
    held = again(answer(REFERRAL))
    assert focus(updated(REFERRAL, held))["id"] == focus(held)["id"]


@pytest.mark.parametrize(
    "held",
    [
        {"resourceType": "ServiceRequest"},
        {"resourceType": "Bundle", "type": "message"},
        {"resourceType": "OperationOutcome"},
        REFERRAL,
    ],
)
def test_nothing_can_follow_without_an_id(held: dict[str, Any]) -> None:
    for follow in (updated, cancelled):
        with pytest.raises(Inconclusive, match="gives the ServiceRequest no id, so nothing can follow on it"):
            follow(REFERRAL, held)


def test_an_update_is_later_than_what_a_receiver_with_a_fast_clock_holds() -> None:
    fast = {
        "resourceType": "ServiceRequest",
        "id": "r",
        "meta": {"lastUpdated": "2026-11-22T10:00:00.1234567Z"},
    }
    assert value(updated(REFERRAL, fast, now=LATER), "ServiceRequest.meta.lastUpdated") == (
        "2026-11-22T10:00:00.1244560+00:00"
    )


@pytest.mark.parametrize("theirs", [None, 7, "yesterday", "2026-11-22T10:00:00", THEN_TEXT])
def test_a_clock_that_tells_nothing_does_not_matter(theirs: object) -> None:
    held = {"resourceType": "ServiceRequest", "id": "r", "meta": {"lastUpdated": theirs}}
    assert updated(REFERRAL, held, now=LATER)["timestamp"] == LATER_TEXT


@pytest.mark.parametrize(("message", "status"), [(REFERRAL, "revoked"), (VALIDATION, "entered-in-error")])
def test_the_cancellation_of_a_request(message: dict[str, Any], status: str) -> None:
    cancellation = cancelled(message, "request-9", status=status, now=LATER)
    kinds = [resource["resourceType"] for resource in resources(cancellation)]
    assert sorted(kinds) == ["MessageHeader", *["Organization"] * 3, "Patient", "ServiceRequest"]
    request, original = focus(cancellation), focus(message)
    assert (request["id"], request["status"]) == ("request-9", status)
    assert request["reasonCode"][0]["text"]
    for name in ("intent", "category", "subject", "authoredOn"):
        assert request[name] == original[name]
    assert request.get("occurrencePeriod") == original.get("occurrencePeriod")
    assert not {"basedOn", "encounter", "requester", "performer", "locationReference"} & set(request)
    assert value(cancellation, "MessageHeader.definition").endswith("servicerequest-request-cancelled")
    assert value(cancellation, "MessageHeader.reason.coding.code") == "update"
    assert first(cancellation, "Patient") == first(message, "Patient")


def test_the_cancellation_of_a_booking() -> None:
    held = answer(BOOKING)
    focus(held)["created"] = "2026-11-22T09:31:00+00:00"
    cancellation = cancelled(BOOKING, held, now=LATER)
    appointment = focus(cancellation)
    assert appointment["id"] == focus(held)["id"]
    assert appointment["status"] == "cancelled"
    assert appointment["created"] == "2026-11-22T09:31:00+00:00"
    assert appointment["slot"] == [{"reference": "Slot/slot-1"}]
    for name in ("start", "end", "participant", "basedOn", "description"):
        assert appointment[name] == focus(BOOKING)[name]
    assert value(cancellation, "MessageHeader.definition").endswith("booking-request-cancelled")
    assert {r["resourceType"] for r in resources(cancellation)} == {
        "MessageHeader",
        "Appointment",
        "Patient",
        "Organization",
    }


def test_a_cancellation_can_carry_any_status() -> None:
    assert focus(cancelled(BOOKING, "b", status="entered-in-error"))["status"] == "entered-in-error"


def test_again_renews_ids_times_journey_and_case() -> None:
    repeated = again(REFERRAL, now=LATER)
    texts, former = json.dumps(repeated), json.dumps(REFERRAL)
    assert THEN_TEXT not in texts
    stale = [entry["fullUrl"] for entry in REFERRAL["entry"]] + [
        REFERRAL["id"],
        value(REFERRAL, "Encounter.episodeOfCare.reference"),
        value(REFERRAL, "Encounter.identifier.value"),
    ]
    assert [text for text in stale if text in texts] == []
    assert len(texts) == len(former)
    assert first(repeated, "Patient")["identifier"] == first(REFERRAL, "Patient")["identifier"]


def test_again_keeps_the_offered_slot_and_its_time() -> None:
    repeated = again(BOOKING, now=LATER)
    for name in ("id", "start", "end"):
        assert first(repeated, "Slot")[name] == first(BOOKING, "Slot")[name]
    assert focus(repeated)["start"] == focus(BOOKING)["start"]


@pytest.mark.parametrize(
    ("path", "defect"),
    [
        ("Bundle.meta.lastUpdated", "yesterday"),
        ("Bundle.meta.versionId", "9.0.0"),
        ("ServiceRequest.meta.lastUpdated", "2020-01-01T00:00:00.0000000+00:00"),
        ("Encounter.episodeOfCare.reference", 7),
        ("MessageHeader.focus.reference", "urn:uuid:2c1b7a9e-0000-4000-8000-000000000000"),
    ],
)
def test_again_keeps_a_defect(path: str, defect: object) -> None:
    assert value(again(replaced(REFERRAL, path, defect)), path) == defect


@pytest.mark.parametrize("path", ["Bundle.id", "Bundle.timestamp", "Bundle.meta.lastUpdated", "Encounter"])
def test_again_adds_nothing_that_was_left_out(path: str) -> None:
    repeated = again(without(REFERRAL, path))
    with pytest.raises(HarnessError, match="The message has no"):
        value(repeated, path)


def test_again_keeps_one_resource_twice() -> None:
    assert len(list(resources(again(doubled(REFERRAL, "Patient")), "Patient"))) == 2


def test_a_validation_is_due_in_twenty_minutes() -> None:
    period = value(VALIDATION, "ServiceRequest.occurrencePeriod")
    start, end = (datetime.fromisoformat(period[name]) for name in ("start", "end"))
    assert (start, end - start) == (NOW, timedelta(minutes=20))


@pytest.mark.parametrize(
    ("respond", "request_", "statuses", "definition"),
    [
        (did_not_attend, REFERRAL, ("revoked", None), "referral"),
        (interim, VALIDATION, ("active", "in-progress"), "validation-interim"),
        (outcome, VALIDATION, ("completed", "finished"), "validation-full"),
        (rejected, VALIDATION, ("revoked", "triaged"), "validation-interim"),
    ],
)
def test_a_response_goes_the_way_back(
    respond: Any,  # noqa: ANN401 - one of four functions
    request_: dict[str, Any],
    statuses: tuple[str, str | None],
    definition: str,
) -> None:
    response = respond(request_, "request-9", now=LATER)
    told, asked = header(response), header(request_)
    assert told["response"] == {"identifier": request_["id"], "code": "ok"}
    assert told["destination"] == [{"endpoint": asked["source"]["endpoint"], "receiver": asked["sender"]}]
    assert told["source"]["endpoint"] == asked["destination"][0]["endpoint"]
    assert told["sender"] == asked["destination"][0]["receiver"]
    assert told["definition"].endswith(f"servicerequest-response-{definition}")
    assert told["reason"]["coding"][0]["code"] == "new"
    service_request = first(response, "ServiceRequest")
    assert (service_request["id"], service_request["status"]) == ("request-9", statuses[0])
    if statuses[1] is None:
        assert focus(response) is service_request
    else:
        responders, requesters = resources(response, "Encounter")
        assert requesters == first(request_, "Encounter")
        assert focus(response) is responders
        assert responders["status"] == statuses[1]
        assert responders["episodeOfCare"] == requesters["episodeOfCare"]


def test_the_outcome_goes_on_with_the_encounter_of_the_interim_response() -> None:
    before = interim(VALIDATION, now=NOW)
    after = outcome(VALIDATION, after=before, status="triaged", now=LATER)
    assert value(after, "MessageHeader.reason.coding.code") == "update"
    assert value(after, "MessageHeader.focus") == value(before, "MessageHeader.focus")
    assert focus(after)["identifier"] == focus(before)["identifier"]
    assert value(after, "CarePlan.encounter.reference") == value(after, "MessageHeader.focus.reference")
    assert focus(after)["meta"]["lastUpdated"] == LATER_TEXT
