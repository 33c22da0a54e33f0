"""Faults in which bookings are written by the Appointment itself, and rebooked.

Appointment-StandardPattern.
"""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

from typing import Any
from uuid import uuid4

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Entry, Message
from bars_conformance.reference.call import Call
from bars_conformance.reference.diary import Slot
from bars_conformance.reference.records import Record, nhs_numbers
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.workflow import Purpose

Json = dict[str, Any]


@fault(
    "posted-appointment-told-without-id",
    "POST /Appointment is answered with the Appointment, without its id.",
    breaks="AP-10",
)
class _PostedAppointmentToldWithoutId(Receiver):
    def book(self, call: Call, sent: Json) -> Json:
        told = super().book(call, sent)
        return {name: value for name, value in told.items() if name != "id"}


@fault(
    "posted-appointment-told-as-accepted",
    "POST /Appointment is answered with an OperationOutcome of success.",
    breaks="AP-10",
)
class _PostedAppointmentToldAsAccepted(Receiver):
    def book(self, call: Call, sent: Json) -> Json:
        super().book(call, sent)
        return {"resourceType": "OperationOutcome", "issue": [{"severity": "information", "code": "success"}]}


@fault(
    "posted-appointment-forgotten",
    "An Appointment that was posted is confirmed and not kept.",
    breaks="AP-37",
)
class _PostedAppointmentForgotten(Receiver):
    def book(self, call: Call, sent: Json) -> Json:
        told = super().book(call, sent)
        del self.holdings.records[told["id"]]
        return told


@fault(
    "posted-appointment-kept-for-another-time",
    "An Appointment that was posted is kept with another start.",
    breaks="AP-37",
)
class _PostedAppointmentKeptForAnotherTime(Receiver):
    def book(self, call: Call, sent: Json) -> Json:
        told = super().book(call, sent)
        self.holdings.records[told["id"]].resource["start"] = told["end"]
        return told


@fault(
    "appointment-without-participant-posted",
    "An Appointment that breaks its profile is taken on POST.",
    breaks="AP-38",
)
class _AppointmentWithoutParticipantPosted(Receiver):
    def check_appointment(self, sent: Json) -> None:
        if "id" in sent:
            super().check_appointment(sent)
        else:
            sent["status"] = "booked"

    def patient_meant(self, sent: Json) -> Json:
        try:
            return super().patient_meant(sent)
        except Refusal:
            return {
                "resourceType": "Patient",
                "id": str(uuid4()),
                "meta": {"lastUpdated": "2020-01-01T00:00:00Z"},
            }


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
        for other in self.holdings.records.values():
            same = nhs_numbers(other.patient) & nhs_numbers(record.patient)
            if same and other.type == record.type and sent["status"] == "cancelled":
                other.resource["status"] = "cancelled"
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
        try:
            return super().record(call, kind, identifier)
        except Refusal as refusal:
            if call.method == "GET":
                raise
            raise Refusal(400, "value", refusal.diagnostics) from refusal


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
    breaks="AP-24 AP-39",
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


@fault(
    "second-new-message-of-a-conversation-refused",
    "A new booking or referral is refused if one came before under the same X-Correlation-ID.",
    breaks="AP-02 CF-26 CF-33 CF-37 TI-28 WF-02",
)
class _SecondNewMessageOfAConversationRefused(Receiver):
    def process_message(self, call: Call) -> Json:
        known = self.__dict__.setdefault("conversations", set())
        key = (call.headers["X-Correlation-ID"], b'"code": "new"' in call.body)
        if key in known and key[1]:
            raise Refusal(409, "conflict", "The case has a booking or referral already.")
        told = super().process_message(call)
        known.add(key)
        return told


@fault(
    "new-booking-ends-the-old-one",
    "A new booking cancels the other bookings of the patient.",
    breaks="CF-26",
)
class _NewBookingEndsTheOldOne(Receiver):
    def create(self, message: Message, focus: Entry) -> Record:
        made = super().create(message, focus)
        for record in self.holdings.records.values():
            same = nhs_numbers(record.patient) & nhs_numbers(made.patient)
            if record is not made and record.type == made.type == "Appointment" and same:
                record.resource["status"] = "cancelled"
        return made


@fault(
    "appointment-posted-beside-a-booking-refused",
    "POST /Appointment is refused if the patient has or had a booking.",
    breaks="AP-10 AP-26",
)
class _AppointmentPostedBesideABookingRefused(Receiver):
    def patient_meant(self, sent: Json) -> Json:
        patient = super().patient_meant(sent)
        if any(nhs_numbers(patient) & nhs_numbers(each.patient) for each in self.holdings.records.values()):
            raise Refusal(409, "conflict", "The patient has a booking.")
        return patient


@fault(
    "what-a-booking-replaces-forgotten",
    "Appointment.replaces is taken and left out of what is kept.",
    breaks="AP-36",
)
class _WhatABookingReplacesForgotten(Receiver):
    def book(self, call: Call, sent: Json) -> Json:
        sent.pop("replaces", None)
        return super().book(call, sent)


@fault(
    "booking-on-a-referral-refused",
    "A new booking that is based on a referral is refused.",
    breaks="CF-37 WF-02 CM-50",
)
class _BookingOnAReferralRefused(Receiver):
    def new_booking(self, message: Message) -> Purpose:
        if "basedOn" in message.of("Appointment")[0].resource:
            raise Refusal(400, "invariant", "A booking comes before a referral.")
        return super().new_booking(message)


@fault(
    "booking-without-a-referral-refused",
    "A new booking that is based on no referral is refused.",
    breaks="AP-02 AP-09 CF-23 CF-37 CM-01 CM-02 CM-50 FS-PM-34 FU-05 WF-02",
)
class _BookingWithoutAReferralRefused(Receiver):
    def new_booking(self, message: Message) -> Purpose:
        if "basedOn" not in message.of("Appointment")[0].resource:
            raise Refusal(400, "invariant", "A booking comes after a referral.")
        return super().new_booking(message)
