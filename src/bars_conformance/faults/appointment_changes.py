"""Faults in which a booking is changed or cancelled by PUT or PATCH (Appointment-StandardPattern)."""

# ruff: noqa: ARG002 - an override takes what the method takes

from contextlib import nullcontext
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.faults.refusals import refused_as
from bars_conformance.faults.same_patient import held_of
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.diary import Slot
from bars_conformance.reference.records import Record
from bars_conformance.reference.refusal import Refusal

Json = dict[str, Any]


@fault(
    "appointment-of-unknown-status-put",
    "An Appointment that breaks its profile is taken on PUT.",
    breaks="AP-38",
)
class _AppointmentOfUnknownStatusPut(Receiver):
    def check_appointment(self, sent: Json) -> None:
        if "id" not in sent:
            super().check_appointment(sent)
        elif sent.get("status") not in {"cancelled", "entered-in-error"}:
            sent["status"] = "booked"


@fault(
    "put-cancellation-not-carried-out",
    "The cancellation of a booking by PUT is confirmed and not carried out.",
    breaks="AP-15 AP-18 AP-26",
)
class _PutCancellationNotCarriedOut(Receiver):
    def replace(self, call: Call, record: Record, sent: Json) -> Json:
        told = super().replace(call, record, sent)
        if sent.get("status") == "cancelled":
            record.resource["status"] = "booked"
        return told


@fault(
    "put-cancellation-ends-all",
    "The cancellation of a booking by PUT cancels all bookings of the patient.",
    breaks="AP-15 AP-26",
)
class _PutCancellationEndsAll(Receiver):
    def replace(self, call: Call, record: Record, sent: Json) -> Json:
        told = super().replace(call, record, sent)
        if sent["status"] == "cancelled":
            for each in held_of(self, record.patient, record.type):
                each.resource["status"] = "cancelled"
        return told


@fault(
    "put-of-entered-in-error-refused",
    "PUT of an Appointment with the status entered-in-error is refused.",
    breaks="AP-16",
)
class _PutOfEnteredInErrorRefused(Receiver):
    def replace(self, call: Call, record: Record, sent: Json) -> Json:
        if sent.get("status") == "entered-in-error":
            raise Refusal(400, "invariant", "An Appointment is cancelled by the status cancelled.")
        return super().replace(call, record, sent)


@fault(
    "put-cancels-what-is-cancelled",
    "A booking that is cancelled can be cancelled by PUT again.",
    breaks="AP-18",
)
class _PutCancelsWhatIsCancelled(Receiver):
    def check_still_booked(self, record: Record) -> None:
        pass


@fault(
    "put-does-not-change-the-description",
    "An update by PUT is confirmed, and the description stays as it was.",
    breaks="AP-20",
)
class _PutDoesNotChangeTheDescription(Receiver):
    def replace(self, call: Call, record: Record, sent: Json) -> Json:
        if call.method == "PUT":
            sent["description"] = record.resource.get("description")
        return super().replace(call, record, sent)


@fault(
    "write-does-not-bring-last-updated-on",
    "A PUT or PATCH that was taken leaves meta.lastUpdated as it was.",
    breaks="FU-28",
)
class _WriteDoesNotBringLastUpdatedOn(Receiver):
    def replace(self, call: Call, record: Record, sent: Json) -> Json:
        before = record.resource["meta"]["lastUpdated"]
        super().replace(call, record, sent)
        record.resource["meta"]["lastUpdated"] = before
        return record.read_back()


@fault(
    "put-to-a-free-slot-refused",
    "A booking that is to be moved to a free slot by PUT is refused.",
    breaks="AP-20",
)
class _PutToAFreeSlotRefused(Receiver):
    def bookable(self, slot: Slot | None, record: Record | None) -> Slot:
        if slot is not None and record is not None and self.holdings.diary.is_free(slot):
            raise self.slot_taken()
        return super().bookable(slot, record)


@fault(
    "put-to-a-taken-slot-served",
    "A booking can be moved by PUT to a slot that is taken.",
    breaks="AP-31",
)
class _PutToATakenSlotServed(Receiver):
    def slot_of(self, sent: Json, record: Record | None) -> Slot:
        slot = self.holdings.diary.slot(sent["slot"][0]["reference"].rpartition("/")[2])
        return slot if slot is not None and record is not None else super().slot_of(sent, record)


@fault(
    "stale-put-served",
    "A PUT that rests on a version before a local change is taken.",
    breaks="AP-14",
)
class _StalePutServed(Receiver):
    def check_read_before(self, record: Record, sent: Json) -> None:
        pass


@fault(
    "put-with-another-id-served",
    "PUT of an Appointment whose id is not that of the path is taken.",
    breaks="AP-22 EH-49",
)
class _PutWithAnotherIdServed(Receiver):
    def check_same_id(self, record: Record, sent: Json) -> None:
        pass


@fault(
    "put-to-an-unknown-id-told-as-bad-request",
    "A write to an Appointment that there is not is answered 400.",
    breaks="AP-23 EH-27",
)
class _PutToAnUnknownIdToldAsBadRequest(Receiver):
    def record(self, call: Call, kind: str, identifier: str) -> Record:
        with nullcontext() if call.method == "GET" else refused_as(400, "value"):
            return super().record(call, kind, identifier)


@fault(
    "patch-refused-though-claimed",
    "PATCH of an Appointment, which the CapabilityStatement lists, is refused.",
    breaks="AP-24",
)
class _PatchRefusedThoughClaimed(Receiver):
    def amend(self, call: Call, record: Record, sent: Json) -> Json:
        raise Refusal(415, "not-supported", "PATCH takes JSON Patch.")


@fault(
    "patch-not-carried-out",
    "PATCH of an Appointment is confirmed and not carried out.",
    breaks="AP-24 AP-39 FU-28",
)
class _PatchNotCarriedOut(Receiver):
    def amend(self, call: Call, record: Record, sent: Json) -> Json:
        return {**record.read_back(), **sent}


@fault(
    "patch-drops-the-rest",
    "PATCH of an Appointment drops when it starts, which the body does not name.",
    breaks="AP-24 AP-39",
)
class _PatchDropsTheRest(Receiver):
    def amend(self, call: Call, record: Record, sent: Json) -> Json:
        super().amend(call, record, sent)
        record.resource.pop("start", None)
        return record.read_back()


@fault(
    "unclaimed-put-told-as-forbidden",
    "PUT and PATCH of an Appointment are neither listed nor built, and answered 403.",
    breaks="AP-33 FS-GEN-16 EH-46 EH-49",
)
class _UnclaimedPutToldAsForbidden(Receiver):
    def rest(self) -> Json:
        rest = super().rest()
        for resource in rest["resource"]:
            resource["interaction"] = [
                each for each in resource["interaction"] if each["code"] not in {"update", "patch"}
            ]
        return rest

    def check_route(self, call: Call) -> None:
        if call.method in {"PUT", "PATCH"} and call.is_write:
            raise Refusal(403, "forbidden", "This receiver does not allow it.")
        super().check_route(call)
