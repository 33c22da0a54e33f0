"""Bookings: every branch of the decision table, and the slots they take."""

from uuid import uuid4

import pytest
from reference_letters import (
    OTHER_PATIENT,
    booking,
    cancellation,
    following,
)
from reference_sender import Sender, of_type, refusal

from bars_conformance.reference import Receiver

pytestmark = pytest.mark.anyio

BAD, CONFLICT, UNKNOWN = "REC_BAD_REQUEST", "REC_CONFLICT", "REC_NOT_FOUND"
INVARIANT = (400, BAD, "invariant")
NOT_CURRENT = (409, CONFLICT, "conflict")


async def test_booking_takes_the_slot_and_cancelling_frees_it(sender: Sender) -> None:
    slot = await sender.free_slot()
    letter = booking(slot)
    identifier = await sender.accepted(letter)
    held = (await sender.get(f"/Appointment/{identifier}")).json()
    assert (held["status"], held["start"], held["end"]) == ("booked", slot["start"], slot["end"])
    assert held["slot"] == [{"reference": f"Slot/{slot['id']}"}]
    assert held["created"]
    assert held["participant"][0]["actor"]["reference"].startswith("Patient/")
    assert slot["id"] not in {each["id"] for each in await sender.slots()}
    assert [each["id"] for each in await sender.slots("busy")] == [slot["id"]]
    await sender.accepted(cancellation(letter, identifier))
    assert (await sender.get(f"/Appointment/{identifier}")).json()["status"] == "cancelled"
    assert (await sender.free_slot())["id"] == slot["id"]


async def test_slot_side_keeps_its_ids_in_a_booking(sender: Sender) -> None:
    slot = await sender.free_slot()
    bundle = (await sender.post(booking(slot))).json()
    assert of_type(bundle, "Slot")[0]["id"] == slot["id"]
    assert of_type(bundle, "HealthcareService")[0]["id"] == "2000072489"


async def test_ids_of_the_senders_making_are_replaced(sender: Sender) -> None:
    letter = booking(await sender.free_slot())
    for each in ("Appointment", "Patient", "Organization", "Schedule"):
        letter[each]["id"] = "sender-made"
    bundle = (await sender.post(letter)).json()
    assert all(entry["resource"]["id"] != "sender-made" for entry in bundle["entry"])


async def test_new_booking_cannot_take_a_slot_in_the_name_of_its_holder(sender: Sender) -> None:
    slot = await sender.free_slot()
    letter = booking(slot)
    again = booking(slot, OTHER_PATIENT)
    again["Appointment"]["id"] = await sender.accepted(letter)
    assert refusal(await sender.post(again)) == NOT_CURRENT


async def test_taken_slot_is_a_conflict(sender: Sender, receiver: Receiver) -> None:
    slot = await sender.free_slot()
    await sender.accepted(booking(slot))
    assert refusal(await sender.post(booking(slot, OTHER_PATIENT))) == NOT_CURRENT
    assert len(receiver.holdings.records) == 1


async def test_slot_of_a_full_service_and_unknown_slot_are_conflicts(sender: Sender) -> None:
    slot = await sender.free_slot()
    busy = (await sender.slots("busy", "2000073917"))[0]
    for other in (busy["id"], str(uuid4()), "no id at all"):
        assert refusal(await sender.post(booking({**slot, "id": other}))) == NOT_CURRENT


@pytest.mark.parametrize("status", ["proposed", "pending", "waitlist", "cancelled", "noshow"])
async def test_new_booking_with_another_status_is_refused(sender: Sender, status: str) -> None:
    letter = booking(await sender.free_slot())
    letter["Appointment"]["status"] = status
    assert refusal(await sender.post(letter)) == INVARIANT


async def test_booking_is_updated_and_can_move(sender: Sender) -> None:
    first, second = (await sender.slots())[:2]
    letter = booking(first)
    identifier = await sender.accepted(letter)
    await sender.accepted(following(letter, identifier, description="as changed"))
    assert (await sender.get(f"/Appointment/{identifier}")).json()["description"] == "as changed"
    moved = following(letter, identifier, start=second["start"], end=second["end"])
    moved["Slot"].update(id=second["id"], start=second["start"], end=second["end"])
    await sender.accepted(moved)
    assert (await sender.get(f"/Appointment/{identifier}")).json()["slot"] == [
        {"reference": f"Slot/{second['id']}"}
    ]
    assert first["id"] in {each["id"] for each in await sender.slots()}
    assert [each["id"] for each in await sender.slots("busy")] == [second["id"]]


async def test_update_that_is_not_later_moves_nothing(sender: Sender) -> None:
    first, second = (await sender.slots())[:2]
    letter = booking(first)
    moved = following(letter, await sender.accepted(letter))
    moved["Appointment"]["meta"] = letter["Appointment"]["meta"]
    moved["Slot"]["id"] = second["id"]
    await sender.accepted(moved)
    assert [each["id"] for each in await sender.slots("busy")] == [first["id"]]


async def test_id_of_the_focus_counts_in_either_letter_case(sender: Sender) -> None:
    letter = booking(await sender.free_slot())
    identifier = await sender.accepted(letter)
    assert await sender.accepted(cancellation(letter, identifier.upper())) == identifier


async def test_moving_to_a_taken_slot_is_a_conflict(sender: Sender) -> None:
    first, second = (await sender.slots())[:2]
    letter = booking(first)
    moved = following(letter, await sender.accepted(letter))
    await sender.accepted(booking(second, OTHER_PATIENT))
    moved["Slot"]["id"] = second["id"]
    assert refusal(await sender.post(moved)) == NOT_CURRENT


@pytest.mark.parametrize("status", ["noshow", "arrived", "pending"])
async def test_booking_update_with_other_status_is_refused(sender: Sender, status: str) -> None:
    letter = booking(await sender.free_slot())
    identifier = await sender.accepted(letter)
    assert refusal(await sender.post(following(letter, identifier, status=status))) == INVARIANT


async def test_cancelled_booking_does_not_come_back(sender: Sender) -> None:
    letter = booking(await sender.free_slot())
    identifier = await sender.accepted(letter)
    await sender.accepted(cancellation(letter, identifier))
    assert refusal(await sender.post(following(letter, identifier))) == NOT_CURRENT


async def test_patient_may_have_two_bookings(sender: Sender) -> None:
    first, second = (await sender.slots())[:2]
    one = await sender.accepted(booking(first))
    two = await sender.accepted(booking(second))
    assert one != two
