"""Referrals and validation requests: every branch of the decision table, and what is kept."""

from copy import deepcopy
from uuid import uuid4

import pytest
from reference_letters import (
    OTHER_PATIENT,
    Json,
    Letter,
    booking,
    cancellation,
    following,
    instant,
    patient,
    request,
)
from reference_sender import Sender, of_type, refusal

from bars_conformance.reference import Receiver

pytestmark = pytest.mark.anyio

BAD, CONFLICT, UNKNOWN = "REC_BAD_REQUEST", "REC_CONFLICT", "REC_NOT_FOUND"
INVARIANT = (400, BAD, "invariant")
NOT_CURRENT = (409, CONFLICT, "conflict")


def coding(letter: Letter, position: int) -> Json:
    found: Json = letter["ServiceRequest"]["category"][0]["coding"][position]
    return found


@pytest.mark.parametrize("encounter", ["triaged", "finished"])
async def test_new_referral_is_kept_under_our_id(sender: Sender, encounter: str) -> None:
    letter = request()
    letter["ServiceRequest"]["id"] = "sender-made"
    letter["Encounter"]["status"] = encounter
    answer = await sender.post(letter)
    bundle = answer.json()
    assert answer.status_code == 200
    assert (bundle["type"], bundle["id"]) == ("message", letter.bundle["id"])
    assert [e["fullUrl"] for e in bundle["entry"]] == [e["fullUrl"] for e in letter.bundle["entry"]]
    assert all(e["resource"]["id"] and e["resource"]["meta"]["lastUpdated"] for e in bundle["entry"])
    assert of_type(bundle, "Encounter")[0]["episodeOfCare"] == letter["Encounter"]["episodeOfCare"]
    held = of_type(bundle, "ServiceRequest")[0]
    assert held["id"] != "sender-made"
    read = await sender.get(f"/ServiceRequest/{held['id']}")
    assert read.json()["status"] == "active"
    assert read.json()["subject"]["reference"].startswith("Patient/")


@pytest.mark.parametrize("encounter", ["triaged", "in-progress"])
async def test_new_validation_request_is_accepted(sender: Sender, encounter: str) -> None:
    letter = request("validation")
    letter["Encounter"].update(status=encounter, id="originators-own")
    bundle = (await sender.post(letter)).json()
    assert of_type(bundle, "Encounter")[0]["id"] == "originators-own"


@pytest.mark.parametrize(
    ("category", "kind", "status"),
    [
        ("referral", "ServiceRequest", "draft"),
        ("referral", "ServiceRequest", None),
        ("referral", "CarePlan", "active"),
        ("referral", "Encounter", "planned"),
        ("referral", "Encounter", "in-progress"),
        ("validation", "CarePlan", "completed"),
        ("validation", "Encounter", "finished"),
    ],
)
async def test_new_request_with_wrong_status_is_no_known_workflow(
    sender: Sender, receiver: Receiver, category: str, kind: str, status: str | None
) -> None:
    letter = request(category)
    letter[kind]["status"] = status
    assert refusal(await sender.post(letter)) == INVARIANT
    assert not receiver.holdings.records


@pytest.mark.parametrize("code", ["nonsense", "request", "Referral"])
async def test_unknown_category_is_refused(sender: Sender, code: str) -> None:
    letter = request()
    coding(letter, 0)["code"] = code
    assert refusal(await sender.post(letter)) == INVARIANT


@pytest.mark.parametrize("event", ["booking-response", "servicerequest-destruction", None, 7])
async def test_event_without_a_branch_is_refused(sender: Sender, event: object) -> None:
    letter = request()
    letter["MessageHeader"]["eventCoding"]["code"] = event
    assert refusal(await sender.post(letter)) == INVARIANT


@pytest.mark.parametrize("reason", ["delete", "xxx", "New", None])
async def test_reason_without_a_branch_is_refused(sender: Sender, reason: object) -> None:
    letter = request()
    letter["MessageHeader"]["reason"]["coding"][0]["code"] = reason
    assert refusal(await sender.post(letter)) == INVARIANT


@pytest.mark.parametrize("category", ["referral", "validation"])
@pytest.mark.parametrize("status", ["revoked", "entered-in-error"])
async def test_request_is_cancelled(sender: Sender, category: str, status: str) -> None:
    letter = request(category)
    identifier = await sender.accepted(letter)
    before = (await sender.get(f"/ServiceRequest/{identifier}")).json()
    assert await sender.accepted(cancellation(letter, identifier, status)) == identifier
    after = (await sender.get(f"/ServiceRequest/{identifier}")).json()
    assert after["status"] == status
    assert after["meta"]["lastUpdated"] > before["meta"]["lastUpdated"]
    assert after["subject"] == before["subject"]


async def test_cancelling_twice_is_a_conflict(sender: Sender) -> None:
    letter = request()
    identifier = await sender.accepted(letter)
    await sender.accepted(cancellation(letter, identifier))
    assert refusal(await sender.post(cancellation(letter, identifier))) == NOT_CURRENT


@pytest.mark.parametrize("status", ["active", "on-hold"])
async def test_validation_request_is_updated(sender: Sender, status: str) -> None:
    letter = request("validation")
    identifier = await sender.accepted(letter)
    await sender.accepted(following(letter, identifier, status=status, priority="urgent"))
    held = (await sender.get(f"/ServiceRequest/{identifier}")).json()
    assert (held["status"], held["priority"]) == (status, "urgent")


async def test_update_that_is_not_later_is_left_out_of_account(sender: Sender) -> None:
    letter = request("validation")
    identifier = await sender.accepted(letter)
    later = following(letter, identifier, priority="urgent")
    later["ServiceRequest"]["meta"] = letter["ServiceRequest"]["meta"]
    answer = await sender.post(later)
    assert answer.status_code == 200
    assert "priority" not in of_type(answer.json(), "ServiceRequest")[0]


async def test_entry_not_held_is_added_on_update(sender: Sender, receiver: Receiver) -> None:
    letter = request("validation")
    identifier = await sender.accepted(letter)
    later = following(letter, identifier)
    later.add({"resourceType": "Observation", "status": "final"})
    await sender.accepted(later)
    kinds = [each["resourceType"] for each in receiver.holdings.records[identifier].resources.values()]
    assert kinds.count("Observation") == 1
    assert kinds.count("Patient") == 1


@pytest.mark.parametrize("status", ["active", "draft", "completed"])
async def test_referral_cannot_be_updated(sender: Sender, status: str) -> None:
    letter = request()
    identifier = await sender.accepted(letter)
    assert refusal(await sender.post(following(letter, identifier, status=status))) == INVARIANT


async def test_changing_what_is_not_held_is_not_found(sender: Sender) -> None:
    for letter in (request("validation"), booking(await sender.free_slot())):
        for other in (following(letter, str(uuid4())), cancellation(letter, str(uuid4()))):
            assert refusal(await sender.post(other)) == (404, UNKNOWN, "not-found")


async def test_cancellation_for_another_patient_is_refused(sender: Sender) -> None:
    letter = request()
    identifier = await sender.accepted(letter)
    cancels = cancellation(letter, identifier)
    cancels["Patient"].update(patient(OTHER_PATIENT))
    assert refusal(await sender.post(cancels)) == (422, "REC_UNPROCESSABLE_ENTITY", "invalid")
    cancels["Patient"].update(patient(), birthDate="1990-01-01")
    assert refusal(await sender.post(cancels)) == (422, "REC_UNPROCESSABLE_ENTITY", "invalid")


async def test_local_change_stands_against_an_earlier_update(sender: Sender) -> None:
    letter = request("validation")
    identifier = await sender.accepted(letter)
    earlier, cancels = following(letter, identifier), cancellation(letter, identifier)
    earlier["ServiceRequest"]["meta"] = cancels["ServiceRequest"]["meta"] = {"lastUpdated": instant()}
    assert await sender.hook(f"touch/{identifier}") == 204
    assert refusal(await sender.post(earlier)) == NOT_CURRENT
    assert refusal(await sender.post(cancels)) == NOT_CURRENT
    assert await sender.accepted(following(letter, identifier)) == identifier


async def test_offset_is_turned_to_utc(sender: Sender) -> None:
    slot = await sender.free_slot()
    letter = booking(slot)
    day = slot["start"][:10]
    letter["Appointment"].update(start=f"{day}T11:00:00.0000000+02:00", end=f"{day}T11:20:00+02:00")
    held = (await sender.get(f"/Appointment/{await sender.accepted(letter)}")).json()
    assert held["start"] == f"{day}T09:00:00.0000000+00:00"


async def test_last_updated_is_kept_as_sent_unless_it_lies_ahead(sender: Sender) -> None:
    letter, ahead = request(), request()
    ahead["ServiceRequest"]["meta"]["lastUpdated"] = "2090-01-01T00:00:00Z"
    held = (await sender.get(f"/ServiceRequest/{await sender.accepted(letter)}")).json()
    assert held["meta"]["lastUpdated"] == letter["ServiceRequest"]["meta"]["lastUpdated"]
    held = (await sender.get(f"/ServiceRequest/{await sender.accepted(ahead)}")).json()
    assert held["meta"]["lastUpdated"] < "2090"


async def test_update_with_fresh_full_urls_is_known_by_ids(sender: Sender, receiver: Receiver) -> None:
    letter = request("validation")
    identifier = await sender.accepted(letter)
    later = following(letter, identifier, priority="urgent")
    text = deepcopy(later.bundle)
    fresh = {each["fullUrl"]: f"urn:uuid:{uuid4()}" for each in text["entry"]}
    held = {each["resourceType"]: each for each in receiver.holdings.records[identifier].resources.values()}
    for each in text["entry"]:
        each["fullUrl"] = fresh[each["fullUrl"]]
        if each["resource"]["resourceType"] != "Organization":
            each["resource"]["id"] = held.get(each["resource"]["resourceType"], {}).get("id", "header")
    header = text["entry"][0]["resource"]
    header["focus"][0]["reference"] = fresh[header["focus"][0]["reference"]]
    receiving = header["destination"][0]["receiver"]
    receiving["reference"] = fresh[receiving["reference"]]
    answer = await sender.post(text)
    assert answer.status_code == 200, answer.text
    assert of_type(answer.json(), "ServiceRequest")[0]["priority"] == "urgent"
    assert (await sender.get(f"/ServiceRequest/{identifier}")).json()["subject"] == {
        "reference": f"Patient/{held['Patient']['id']}"
    }
