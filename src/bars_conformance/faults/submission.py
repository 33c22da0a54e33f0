"""Faults in carrying a message out: what is held, what is replaced, and who gets the slot (Submit stage)."""

# ruff: noqa: ARG002 - an override takes what the method takes

import time
from contextlib import nullcontext
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.faults.refusals import refused_as
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Entry, Message
from bars_conformance.reference.diary import Slot
from bars_conformance.reference.instants import Instant
from bars_conformance.reference.records import Record
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.workflow import Purpose

Json = dict[str, Any]
_MOMENT_S = 0.05


@fault(
    "slot-given-twice-in-a-moment",
    "A slot that was taken a moment ago counts as free still.",
    breaks="CM-10 CM-51 CM-69 EH-28 FS-PM-35 TI-17",
)
class _SlotGivenTwiceInAMoment(Receiver):
    taken_at = ("", 0.0)

    def slot_to_book(self, message: Message, focus: Entry, record: Record | None) -> Slot:
        slot = self.named_slot(message, focus)
        last, then = self.taken_at
        if slot is not None and slot.id == last and time.monotonic() - then < _MOMENT_S:
            return slot
        return super().slot_to_book(message, focus, record)

    def take_slot(self, slot: Slot, record: Record) -> None:
        self.taken_at = (slot.id, time.monotonic())
        super().take_slot(slot, record)


@fault("unknown-slot-booked", "A slot that the receiver does not have is booked.", breaks="CM-70")
class _UnknownSlotBooked(Receiver):
    def named_slot(self, message: Message, focus: Entry) -> Slot | None:
        diary = self.holdings.diary
        every = (slot for service in diary.services.values() for slot in diary.slots(service))
        return super().named_slot(message, focus) or next(slot for slot in every if diary.is_free(slot))


@fault(
    "slot-taken-told-as-invalid",
    "A booking of a slot that is not free is answered 400 value.",
    breaks="AP-31 CM-51 CM-69 EH-28 FS-PM-35 TI-17",
)
class _SlotTakenToldAsInvalid(Receiver):
    def slot_taken(self) -> Refusal:
        return Refusal(400, "value", super().slot_taken().diagnostics)


def _answered_and_not_kept(name: str, sentence: str, breaks: str, dropped: Purpose) -> None:
    class AnsweredAndNotKept(Receiver):
        def merge(self, message: Message, record: Record, entry: Entry, purpose: Purpose) -> None:
            focus = record.resources[record.focus]
            super().merge(message, record, entry, purpose)
            if purpose is dropped:
                record.resources[record.focus] = focus

    fault(name, sentence, breaks=breaks)(AnsweredAndNotKept)


_answered_and_not_kept(
    "update-answered-and-not-kept",
    "An update is answered 200, and what is held stays as it was.",
    "CM-61 FS-PM-44 FU-27",
    Purpose.UPDATE,
)
_answered_and_not_kept(
    "cancellation-answered-and-not-kept",
    "A cancellation is answered 200, and what is held stays current.",
    "AP-18 CF-25 CF-32 CF-33 CM-28 CM-29 CM-33 CM-34 CM-53 CM-71 CX-01 CX-06 CX-07 FU-27",
    Purpose.CANCEL,
)


@fault(
    "older-entry-kept",
    "An entry of an update takes the place of what is held although it is older.",
    breaks="CM-62 FS-PM-44",
)
class _OlderEntryKept(Receiver):
    def is_later(self, sent: Json, held: Json) -> bool:
        return True


@fault(
    "older-update-told-as-invalid",
    "An update that is older than what is held is answered 400.",
    breaks="CM-62 FS-PM-44",
)
class _OlderUpdateToldAsInvalid(Receiver):
    def merge(self, message: Message, record: Record, entry: Entry, purpose: Purpose) -> None:
        if entry is message.focus and not self.is_later(entry.resource, record.resource):
            raise Refusal(400, "invalid", "The update is older than what is held.")
        super().merge(message, record, entry, purpose)


@fault(
    "new-entry-of-an-update-refused",
    "An update with an entry that is not held yet is refused.",
    breaks="CM-63 FS-PM-45",
)
class _NewEntryOfAnUpdateRefused(Receiver):
    def merge(self, message: Message, record: Record, entry: Entry, purpose: Purpose) -> None:
        if entry is not message.focus and self.counterpart(record, entry) is None:
            raise Refusal(422, "invalid", "The update brings an entry that is not held.")
        super().merge(message, record, entry, purpose)


@fault(
    "update-of-something-unknown-taken",
    "An update of a validation request that is not held is kept as a new one.",
    breaks="CM-10 CM-65",
)
class _UpdateOfSomethingUnknownTaken(Receiver):
    def submit(self, message: Message, purpose: Purpose) -> Json:
        focus = message.focus
        unknown = focus is not None and str(focus.resource.get("id")) not in self.holdings.records
        request = message.event == "servicerequest-request" and purpose is Purpose.UPDATE
        return super().submit(message, Purpose.NEW if request and unknown else purpose)


@fault(
    "update-of-something-unknown-told-as-duplicate",
    "An update of something that is not held is answered 409 duplicate.",
    breaks="CM-65",
)
class _UpdateOfSomethingUnknownToldAsDuplicate(Receiver):
    def held(self, focus: Entry) -> Record:
        is_update = focus.resource.get("status") in ("active", "booked")
        with refused_as(409, "duplicate") if is_update else nullcontext():
            return super().held(focus)


@fault(
    "cancelled-record-brought-back",
    "An update brings back what was cancelled.",
    breaks="CM-71",
)
class _CancelledRecordBroughtBack(Receiver):
    def change(self, message: Message, focus: Entry, purpose: Purpose) -> Record:
        record = self.held(focus)
        if purpose is Purpose.UPDATE and not record.is_current:
            status = "booked" if record.type == "Appointment" else "active"
            record.resources[record.focus] = {**record.resource, "status": status}
        return super().change(message, focus, purpose)


@fault(
    "records-stamped-anew",
    "What is held gets a lastUpdated of the receiver's own.",
    breaks="CM-64",
)
class _RecordsStampedAnew(Receiver):
    def create(self, message: Message, focus: Entry) -> Record:
        record = super().create(message, focus)
        moment = str(Instant.now())
        stamped = {**record.resource, "meta": {**record.resource["meta"], "lastUpdated": moment}}
        record.resources[record.focus] = stamped
        return record


@fault(
    "last-updated-never-moves",
    "What is changed keeps the lastUpdated of when it was made.",
    breaks="CM-64 FU-27",
)
class _LastUpdatedNeverMoves(Receiver):
    def merge(self, message: Message, record: Record, entry: Entry, purpose: Purpose) -> None:
        before = record.resource["meta"]["lastUpdated"]
        super().merge(message, record, entry, purpose)
        changed = record.resource
        record.resources[record.focus] = {**changed, "meta": {**changed["meta"], "lastUpdated": before}}
