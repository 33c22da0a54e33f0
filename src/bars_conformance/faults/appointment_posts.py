"""Faults in which a booking is made by POST of an Appointment (Appointment-StandardPattern)."""

from contextlib import suppress
from typing import Any
from uuid import uuid4

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.instants import now
from bars_conformance.reference.refusal import Refusal

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
        with suppress(Refusal):
            return super().patient_meant(sent)
        return {"resourceType": "Patient", "id": str(uuid4()), "meta": {"lastUpdated": now()}}
