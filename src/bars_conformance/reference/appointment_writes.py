"""Writing bookings without a message: POST, PUT and PATCH of an Appointment (Appointment-StandardPattern)."""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

from typing import Any
from uuid import uuid4

from bars_conformance.reference import bodies
from bars_conformance.reference.bundle import at, listed
from bars_conformance.reference.call import Call
from bars_conformance.reference.diary import Slot
from bars_conformance.reference.instants import Instant, now
from bars_conformance.reference.pointing import Pointing
from bars_conformance.reference.reads import Reads
from bars_conformance.reference.records import Record, nhs_numbers
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.slot_booking import SlotBooking
from bars_conformance.reference.times import settle_times
from bars_conformance.standard import PROFILES, REQUIRED_BINDINGS

_STATUSES = REQUIRED_BINDINGS["Appointment.status"]
_BOOKED = "booked"
_ENDS = ("cancelled", "entered-in-error")

Json = dict[str, Any]


class AppointmentWrites(Reads, SlotBooking, Pointing):
    """Books, changes and cancels by the Appointment itself; every check comes before the first change."""

    def write(self, call: Call) -> Json:
        """The Appointment as it is held after a write."""
        kind, _, identifier = (call.path or "")[1:].partition("/")
        sent = self.read_appointment(call)
        match call.method:
            case "POST":
                return self.book(call, sent)
            case "PUT":
                return self.replace(call, self.record(call, kind, identifier), sent)
            case _:
                return self.amend(call, self.record(call, kind, identifier), sent)

    def read_appointment(self, call: Call) -> Json:
        """The Appointment in the body, whole or in part."""
        sent = bodies.parse(call.body)
        if at(sent, "resourceType") != "Appointment" or not isinstance(sent, dict):
            raise Refusal(400, "structure", "The body is not an Appointment.")
        settle_times(sent, "Appointment")
        return sent

    def book(self, call: Call, sent: Json) -> Json:
        """Keep a new Appointment of a free slot under an id of ours."""
        self.check_appointment(sent)
        if sent["status"] != _BOOKED:
            raise Refusal(400, "invariant", "A new Appointment needs the status booked.")
        patient = self.patient_meant(sent)
        slot = self.slot_of(sent, None)
        appointment = {**sent, "id": self.new_appointment_id(sent), "created": now()}
        appointment["meta"] = {"lastUpdated": now(), "profile": [PROFILES["Appointment"]]}
        focus = f"Appointment/{appointment['id']}"
        record = Record(focus, {focus: appointment, f"Patient/{patient['id']}": patient})
        self.take_slot(slot, record)
        self.holdings.records[record.id] = record
        self.point_to(record)
        return record.read_back()

    def new_appointment_id(self, sent: Json) -> str:
        """The id of a new Appointment: ours, whatever was sent."""
        return str(uuid4())

    def patient_meant(self, sent: Json) -> Json:
        """The Patient that a participant names by NHS number."""
        for each in listed(sent.get("participant")):
            patient: Json = {"resourceType": "Patient", "id": str(uuid4()), "meta": {"lastUpdated": now()}}
            patient["identifier"] = [at(each, "actor", "identifier")]
            if nhs_numbers(patient):
                return patient
        raise Refusal(400, "required", "No participant of the Appointment names a patient by NHS number.")

    def amend(self, call: Call, record: Record, sent: Json) -> Json:
        """Change the elements that were sent and leave the others."""
        return self.replace(call, record, {**record.read_back(), "meta": {"lastUpdated": now()}, **sent})

    def replace(self, call: Call, record: Record, sent: Json) -> Json:
        """Hold the Appointment as it was sent."""
        self.check_same_id(record, sent)
        self.check_appointment(sent)
        if sent["status"] not in (_BOOKED, *_ENDS):
            raise Refusal(400, "invariant", "An Appointment becomes booked, cancelled or entered-in-error.")
        self.check_still_booked(record)
        self.check_read_before(record, sent)
        slot = self.slot_of(sent, record) if sent["status"] == _BOOKED else None
        record.resources[record.focus] = {**self.kept(record, sent), "id": record.id}
        if slot is None:
            self.give_slot_back(record)
        else:
            self.take_slot(slot, record)
        self.follow(record)
        return record.read_back()

    def kept(self, record: Record, sent: Json) -> Json:
        """What is held of an Appointment that was sent: all of it, with lastUpdated of now if it has none."""
        meta = {"lastUpdated": now(), "profile": [PROFILES["Appointment"]], **(at(sent, "meta") or {})}
        return {**sent, "meta": meta}

    def check_same_id(self, record: Record, sent: Json) -> None:
        """Refuse a body with another id than the path."""
        if str(sent.get("id")).lower() != record.id:
            raise Refusal(400, "value", "Appointment.id is not the id in the path.")

    def check_appointment(self, sent: Json) -> None:
        """Refuse what FHIR does not know as an Appointment."""
        if "status" not in sent:
            raise Refusal(400, "required", "Appointment.status is missing.")
        if sent["status"] not in _STATUSES:
            raise Refusal(400, "value", "Appointment.status is not a code of FHIR.")
        if not listed(sent.get("participant")):
            raise Refusal(400, "required", "Appointment.participant is missing.")
        if not isinstance(sent.get("meta", {}), dict):
            raise Refusal(400, "structure", "Appointment.meta is not an object.")

    def check_still_booked(self, record: Record) -> None:
        """Refuse to change what was cancelled."""
        if not record.is_current:
            raise Refusal(409, "conflict", "The Appointment is no longer booked.")

    def check_read_before(self, record: Record, sent: Json) -> None:
        """Refuse a write that rests on an older version than the one held."""
        read = at(sent, "meta", "lastUpdated")
        if read and Instant.read(read) < Instant.read(record.resource["meta"]["lastUpdated"]):
            raise Refusal(
                409, "conflict", "The Appointment was changed here after the version that was read."
            )

    def slot_of(self, sent: Json, record: Record | None) -> Slot:
        """The slot that an Appointment names by literal reference."""
        reference = str(at(sent, "slot", 0, "reference"))
        return self.bookable(self.holdings.diary.slot(reference.rpartition("/")[2]), record)
