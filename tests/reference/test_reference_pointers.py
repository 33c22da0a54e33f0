"""Pointers of the reference: the store behind them, its endpoints, and those that the receiver makes."""

from typing import Any

import httpx
import pytest
from fhir.resources.R4B import get_fhir_model_class
from reference_letters import (
    NHS_NUMBER,
    ODS_CODE,
    OTHER_PATIENT,
    PATIENT,
    SERVICE,
    SERVICE_ID,
    booking,
    cancellation,
    following,
    request,
)
from reference_sender import BASE, Sender, headers, of_type, organisation_header, refusal

from bars_conformance.reference.pointers import PointerStore, Wanted
from bars_conformance.reference.refusal import Refusal

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
BOOKING, REFERRAL = "749001000000101", "736253002"
OWNER, STRANGER = "Z8S01", "Z8S02"
BAD = "REC_BAD_REQUEST"
UNKNOWN = (404, "REC_NOT_FOUND", "not-found")
FORBIDDEN = (403, "REC_FORBIDDEN", "forbidden")


def pointer(code: str = REFERRAL, patient: str = PATIENT, owner: str = OWNER, **more: object) -> Json:
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "type": {"coding": [{"system": "http://snomed.info/sct", "code": code}]},
        "subject": {"identifier": {"system": NHS_NUMBER, "value": patient}},
        "custodian": {"identifier": {"system": ODS_CODE, "value": owner}},
        "content": [{"attachment": {"url": f"{SERVICE_ID}|{SERVICE}"}}],
        **more,
    }


async def send(
    sender: Sender, method: str, pointer_id: str = "", body: object = None, owner: str = OWNER, **query: str
) -> httpx.Response:
    path = f"{BASE}/DocumentReference" + (f"/{pointer_id}" if pointer_id else "")
    names = {"patient": "subject:identifier", "custodian": "custodian:identifier", "token": "next-page-token"}
    params = {names.get(name, name): value for name, value in query.items()}
    sent = {**headers(), **organisation_header(owner)}
    return await sender.client.request(method, path, params=params, json=body, headers=sent)


async def told(sender: Sender, patient: str = PATIENT, **query: str) -> list[Json]:
    answer = await send(sender, "GET", patient=f"{NHS_NUMBER}|{patient}", **query)
    assert answer.status_code == 200, answer.text
    assert get_fhir_model_class("Bundle").model_validate(answer.json())
    return of_type(answer.json(), "DocumentReference")


async def added(sender: Sender, **changes: Any) -> str:  # noqa: ANN401 - as pointer takes them
    answer = await send(sender, "POST", body=pointer(**changes))
    assert answer.status_code == 201, answer.text
    assert answer.json()["issue"][0]["details"]["coding"][0]["code"] == "RESOURCE_CREATED"
    return answer.headers["Location"].rpartition("/")[2]


async def test_a_pointer_is_added_read_changed_and_removed(sender: Sender) -> None:
    pointer_id = await added(sender)
    read = (await send(sender, "GET", pointer_id)).json()
    assert read["id"] == pointer_id
    assert pointer_id.startswith(f"{OWNER}-")
    changed = {**read, "description": "changed"}
    answer = await send(sender, "PUT", pointer_id, changed)
    assert answer.status_code == 200
    assert answer.json()["issue"][0]["details"]["coding"][0]["code"] == "RESOURCE_UPDATED"
    held = (await send(sender, "GET", pointer_id)).json()
    assert held["description"] == "changed"
    assert held["meta"]["lastUpdated"] > read["meta"]["lastUpdated"]
    answer = await send(sender, "DELETE", pointer_id)
    assert answer.status_code == 200
    assert answer.json()["issue"][0]["details"]["coding"][0]["code"] == "RESOURCE_DELETED"
    for method, body in (("GET", None), ("PUT", held), ("DELETE", None)):
        assert refusal(await send(sender, method, pointer_id, body)) == UNKNOWN
    assert await told(sender) == []


async def test_the_id_is_assigned_whatever_is_sent(sender: Sender) -> None:
    assert await added(sender, id="mine") != "mine"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"resourceType": "Patient"}, (400, BAD, "structure")),
        *(
            ({name: None}, (400, BAD, "required"))
            for name in ("status", "type", "subject", "custodian", "content")
        ),
        ({"content": [{"attachment": {}}]}, (400, BAD, "required")),
        ({"content": [{"attachment": {"url": 7}}]}, (400, BAD, "required")),
        ({"content": {}}, (400, BAD, "required")),
        ({"status": "superseded"}, (400, BAD, "invalid")),
        ({"type": {"coding": [{"code": REFERRAL}]}}, (400, BAD, "invalid")),
        ({"type": {"coding": "no list"}}, (400, BAD, "invalid")),
        ({"subject": {"reference": "Patient/1"}}, (400, BAD, "invalid")),
        ({"subject": {"identifier": {"system": NHS_NUMBER, "value": "12"}}}, (400, BAD, "invalid")),
        ({"custodian": {"identifier": {"system": "x", "value": OWNER}}}, (400, BAD, "invalid")),
        ({"custodian": {"identifier": {"system": ODS_CODE, "value": STRANGER}}}, FORBIDDEN),
    ],
)
async def test_what_is_no_pointer_of_the_producer(
    sender: Sender, changes: Json, refused: tuple[int, str, str]
) -> None:
    body = {name: value for name, value in {**pointer(), **changes}.items() if value is not None}
    assert refusal(await send(sender, "POST", body=body)) == refused
    assert await told(sender) == []


async def test_a_body_that_is_no_object_is_refused(sender: Sender) -> None:
    assert refusal(await send(sender, "POST", body=[1])) == (400, BAD, "structure")


@pytest.mark.parametrize(
    ("code", "system"),
    [
        (REFERRAL, "https://snomed.info/ict"),
        ("3457005", "http://snomed.info/sct"),
        (BOOKING, "https://snomed.info/sct"),
    ],
)
async def test_types_are_taken_in_all_spellings(sender: Sender, code: str, system: str) -> None:
    await added(sender, type={"coding": [{"system": system, "code": code}]})
    assert len(await told(sender, type=f"https://snomed.info/ict|{code}")) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"id": "another"},
        {"subject": pointer(patient=OTHER_PATIENT)["subject"]},
        {"type": pointer(code=BOOKING)["type"]},
    ],
)
async def test_what_cannot_be_changed(sender: Sender, change: Json) -> None:
    pointer_id = await added(sender)
    read = (await send(sender, "GET", pointer_id)).json()
    assert refusal(await send(sender, "PUT", pointer_id, {**read, **change})) == (400, BAD, "invalid")
    assert (await send(sender, "GET", pointer_id)).json() == read


async def test_a_producer_deals_with_its_own_pointers_only(sender: Sender) -> None:
    pointer_id = await added(sender)
    read = (await send(sender, "GET", pointer_id)).json()
    for method, body in (("GET", None), ("PUT", read), ("DELETE", None)):
        assert refusal(await send(sender, method, pointer_id, body, owner=STRANGER)) == FORBIDDEN
    assert await told(sender) == [read]


async def test_a_producer_says_who_it_is(sender: Sender) -> None:
    nameless = headers()
    del nameless["NHSD-End-User-Organisation"]
    answer = await sender.client.post(f"{BASE}/DocumentReference", json=pointer(), headers=nameless)
    assert refusal(answer) == (400, BAD, "required")


async def test_a_search_narrows_to_patient_custodian_and_type(sender: Sender) -> None:
    ours, theirs = await added(sender), await added(sender, code=BOOKING)
    other = await added(sender, patient=OTHER_PATIENT)
    answer = await send(sender, "POST", body=pointer(owner=STRANGER), owner=STRANGER)
    strange = answer.headers["Location"].rpartition("/")[2]

    async def ids(**query: str) -> list[str]:
        return [each["id"] for each in await told(sender, **query)]

    assert await ids() == [ours, theirs, strange]
    assert await ids(patient=OTHER_PATIENT) == [other]
    assert await ids(patient="9990548609") == []
    assert await ids(custodian=f"{ODS_CODE}|{OWNER}") == [ours, theirs]
    assert await ids(type=f"http://snomed.info/sct|{BOOKING}") == [theirs]
    assert await ids(custodian=f"{ODS_CODE}|{STRANGER}", type=f"http://snomed.info/sct|{BOOKING}") == []


@pytest.mark.parametrize(
    ("query", "issue"),
    [
        ({}, "required"),
        ({"type": f"http://snomed.info/sct|{BOOKING}"}, "required"),
        ({"patient": PATIENT}, "value"),
        ({"patient": f"{NHS_NUMBER}|123"}, "value"),
        ({"patient": f"{NHS_NUMBER}|{PATIENT}", "custodian": OWNER}, "value"),
        ({"patient": f"{NHS_NUMBER}|{PATIENT}", "type": BOOKING}, "value"),
        ({"patient": f"{NHS_NUMBER}|{PATIENT}", "token": "next"}, "invalid"),
    ],
)
async def test_a_search_that_cannot_be_answered(sender: Sender, query: dict[str, str], issue: str) -> None:
    assert refusal(await send(sender, "GET", **query)) == (400, BAD, issue)


async def test_pages_lose_and_repeat_nothing(sender: Sender) -> None:
    made = [await added(sender) for _ in range(45)]
    url = f"{BASE}/DocumentReference?subject:identifier={NHS_NUMBER}|{PATIENT}"
    found: list[str] = []
    sizes = []
    while url:
        page = (await sender.client.get(url, headers=headers())).json()
        sizes.append(len(page["entry"]))
        found += [each["id"] for each in of_type(page, "DocumentReference")]
        url = next((each["url"] for each in page["link"] if each["relation"] == "next"), "")
        await send(sender, "DELETE", made[0])
    assert found == made
    assert sizes == [20, 20, 5]


async def test_what_is_accepted_is_pointed_to_for_as_long_as_it_lasts(sender: Sender) -> None:
    letters = [request(), booking(await sender.free_slot())]
    ids = [await sender.accepted(letter) for letter in letters]
    made = await told(sender)
    assert [each["identifier"][0]["value"] for each in made] == ids
    assert [each["type"]["coding"][0]["code"] for each in made] == [REFERRAL, BOOKING]
    assert [each["content"][0]["format"]["code"] for each in made] == [
        "servicerequest-request",
        "booking-request",
    ]
    assert {each["custodian"]["identifier"]["value"] for each in made} == {"Z8R01"}
    assert (await sender.post(following(letters[1], ids[1], description="changed"))).status_code == 200
    before, after = made[1], (await told(sender))[1]
    assert after["date"] > before["date"]
    assert after["content"] == before["content"]
    for letter, record_id in zip(letters, ids, strict=True):
        assert (await sender.post(cancellation(letter, record_id))).status_code == 200
    assert await told(sender) == []


async def test_a_posted_appointment_is_pointed_to(sender: Sender) -> None:
    slot = await sender.free_slot()
    actor = {"identifier": {"system": NHS_NUMBER, "value": PATIENT}}
    body = {
        "resourceType": "Appointment",
        "status": "booked",
        "slot": [{"reference": f"Slot/{slot['id']}"}],
        "participant": [{"actor": actor, "status": "accepted"}],
    }
    made = (await sender.client.post(f"{BASE}/Appointment", json=body, headers=headers())).json()
    assert [each["identifier"][0]["value"] for each in await told(sender)] == [made["id"]]
    ended = {**made, "status": "cancelled"}
    await sender.client.put(f"{BASE}/Appointment/{made['id']}", json=ended, headers=headers())
    assert await told(sender) == []


async def test_a_pointer_that_was_lost_is_made_anew_while_there_is_need_of_it(sender: Sender) -> None:
    letter = booking(await sender.free_slot())
    record_id = await sender.accepted(letter)
    for later, left in ((following(letter, record_id), 1), (cancellation(letter, record_id), 0)):
        assert (await send(sender, "DELETE", (await told(sender))[0]["id"], owner="Z8R01")).status_code == 200
        assert (await sender.post(later)).status_code == 200
        assert len(await told(sender)) == left


async def test_a_validation_request_is_not_pointed_to(sender: Sender) -> None:
    await sender.accepted(request("validation"))
    assert await told(sender) == []


async def test_what_was_refused_is_not_pointed_to(sender: Sender) -> None:
    slot = await sender.free_slot()
    await sender.accepted(booking(slot))
    assert (await sender.post(booking(slot, OTHER_PATIENT))).status_code == 409
    assert await told(sender, OTHER_PATIENT) == []


def test_a_store_serves_whoever_mounts_it() -> None:
    store = PointerStore()
    made = store.create("a1001", pointer(owner="A1001"))
    assert store.search(Wanted(PATIENT, custodian="a1001")) == ([made], None)
    with pytest.raises(Refusal):
        store.read("B2002", made["id"])
    store.delete("A1001", made["id"])
    assert store.search(Wanted(PATIENT)) == ([], None)
