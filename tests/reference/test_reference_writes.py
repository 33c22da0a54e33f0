"""Bookings made, changed and cancelled by the Appointment itself."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from reference_letters import NHS_NUMBER, PATIENT, booking, cancellation, instant
from reference_sender import BASE, Sender, headers, refusal

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
CONFLICT = (409, "REC_CONFLICT", "conflict")
BAD = "REC_BAD_REQUEST"


def appointment(slot: Json, **more: object) -> Json:
    actor = {"type": "Patient", "identifier": {"system": NHS_NUMBER, "value": PATIENT}}
    return {
        "resourceType": "Appointment",
        "status": "booked",
        "slot": [{"reference": f"Slot/{slot['id']}"}],
        "start": slot["start"],
        "end": slot["end"],
        "participant": [{"actor": actor, "status": "accepted"}],
        **more,
    }


async def write(sender: Sender, method: str, path: str, body: object) -> httpx.Response:
    return await sender.client.request(method, f"{BASE}/{path}", json=body, headers=headers())


async def booked(sender: Sender) -> Json:
    answer = await write(sender, "POST", "Appointment", appointment(await sender.free_slot()))
    assert answer.status_code == 200, answer.text
    made: Json = answer.json()
    return made


async def test_a_posted_appointment_is_booked(sender: Sender) -> None:
    free = await sender.free_slot()
    made = await booked(sender)
    assert (await sender.get(f"/Appointment/{made['id']}")).json() == made
    assert free["id"] not in [slot["id"] for slot in await sender.slots()]
    found = (await sender.get("/Appointment", {"patient:identifier": f"{NHS_NUMBER}|{PATIENT}"})).json()
    assert found["total"] == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"status": "sprocket"}, (400, BAD, "value")),
        ({"status": "waitlist"}, (400, BAD, "invariant")),
        ({"participant": []}, (400, BAD, "required")),
        ({"participant": [{"status": "accepted"}]}, (400, BAD, "required")),
        ({"slot": [{"reference": "Slot/none"}]}, CONFLICT),
        ({"start": "tomorrow"}, (400, BAD, "value")),
        ({"meta": 7}, (400, BAD, "structure")),
        ({"resourceType": "Basic"}, (400, BAD, "structure")),
    ],
)
async def test_what_cannot_be_booked(sender: Sender, change: Json, told: tuple[int, str, str]) -> None:
    body = appointment(await sender.free_slot()) | change
    assert refusal(await write(sender, "POST", "Appointment", body)) == told


async def test_an_appointment_without_status_is_refused(sender: Sender) -> None:
    body = appointment(await sender.free_slot())
    del body["status"]
    assert refusal(await write(sender, "POST", "Appointment", body)) == (400, BAD, "required")


async def test_put_changes_moves_and_cancels(sender: Sender) -> None:
    made = await booked(sender)
    path, other = f"Appointment/{made['id']}", await sender.free_slot()
    moved = appointment(other, id=made["id"], description="moved", meta={"lastUpdated": instant(1)})
    assert (await write(sender, "PUT", path, moved)).json()["description"] == "moved"
    free = [slot["id"] for slot in await sender.slots()]
    assert made["slot"][0]["reference"].removeprefix("Slot/") in free
    assert other["id"] not in free
    ended = {**moved, "status": "cancelled", "meta": {"lastUpdated": instant(2)}}
    assert (await write(sender, "PUT", path, ended)).json()["status"] == "cancelled"
    assert other["id"] in [slot["id"] for slot in await sender.slots()]
    assert refusal(await write(sender, "PUT", path, ended)) == CONFLICT


async def test_a_booking_made_by_message_is_cancelled_by_put_and_the_reverse(sender: Sender) -> None:
    letter = booking(await sender.free_slot())
    by_message = await sender.accepted(letter)
    read = (await sender.get(f"/Appointment/{by_message}")).json()
    answer = await write(sender, "PUT", f"Appointment/{by_message}", {**read, "status": "entered-in-error"})
    assert answer.json()["status"] == "entered-in-error"
    made = await booked(sender)
    assert (await sender.post(cancellation(letter, made["id"]))).status_code == 200
    assert (await sender.get(f"/Appointment/{made['id']}")).json()["status"] == "cancelled"


async def test_patch_changes_what_it_names(sender: Sender) -> None:
    made = await booked(sender)
    part = {"resourceType": "Appointment", "id": made["id"], "description": "by patch"}
    after = (await write(sender, "PATCH", f"Appointment/{made['id']}", part)).json()
    assert {**made, "description": "by patch", "meta": after["meta"]} == after


async def test_put_that_rests_on_an_older_version_is_refused(sender: Sender) -> None:
    made = await booked(sender)
    assert await sender.hook(f"touch/{made['id']}") == 204
    answer = await write(sender, "PUT", f"Appointment/{made['id']}", made)
    assert refusal(answer) == CONFLICT


async def test_put_to_a_taken_slot_is_refused(sender: Sender) -> None:
    first, second = await booked(sender), await booked(sender)
    body = {**first, "slot": second["slot"], "meta": {"lastUpdated": instant(1)}}
    assert refusal(await write(sender, "PUT", f"Appointment/{first['id']}", body)) == CONFLICT


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("", (400, BAD, "required")),
        ("xx", (400, BAD, "value")),
        ("7c1f0c1e-5a7b-4f39-9d52-0f6f2f1b8a11", (404, "REC_NOT_FOUND", "not-found")),
    ],
)
async def test_put_to_what_is_not_there(sender: Sender, path: str, told: tuple[int, str, str]) -> None:
    body = appointment(await sender.free_slot(), id=path)
    for method in ("PUT", "PATCH"):
        assert refusal(await write(sender, method, f"Appointment/{path}", body)) == told


async def test_put_with_another_id_or_status_is_refused(sender: Sender) -> None:
    made = await booked(sender)
    for change, issue in (({"id": str(uuid4())}, "value"), ({"status": "noshow"}, "invariant")):
        answer = await write(sender, "PUT", f"Appointment/{made['id']}", {**made, **change})
        assert refusal(answer) == (400, BAD, issue)
