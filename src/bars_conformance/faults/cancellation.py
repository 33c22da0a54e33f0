"""Faults in cancellations, and in what comes after a local change (Cancellation, Bundle-Processing)."""

from contextlib import nullcontext
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.faults.refusals import refused_as
from bars_conformance.faults.same_patient import held_of
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Entry, Message
from bars_conformance.reference.definitions import Definition
from bars_conformance.reference.records import Record
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.workflow import Purpose

Json = dict[str, Any]


def _cancels(message: Message) -> bool:
    return str(message.definition).endswith("-cancelled")


def _cancelled_again(name: str, kind: str, breaks: str) -> None:
    class CancelledAgain(Receiver):
        def check_current(self, record: Record) -> None:
            if record.type != kind:
                super().check_current(record)

    fault(name, f"A cancelled {kind} can be cancelled and changed again.", breaks=breaks)(CancelledAgain)


_cancelled_again("booking-cancelled-again", "Appointment", "CM-71 CX-06")
_cancelled_again("referral-cancelled-again", "ServiceRequest", "CM-71 CX-07")


@fault(
    "cancellation-of-the-unknown-carried-out-on-another",
    "A cancellation whose id is unknown cancels what the patient has.",
    breaks="CX-08 CX-09",
)
class _CancellationOfTheUnknownCarriedOutOnAnother(Receiver):
    def change(self, message: Message, focus: Entry, purpose: Purpose) -> Record:
        if purpose is Purpose.CANCEL and str(focus.resource.get("id")) not in self.holdings.records:
            others = held_of(self, message.of("Patient")[0].resource, focus.type)
            focus.resource["id"] = next((each.id for each in others if each.is_current), None)
        return super().change(message, focus, purpose)


@fault(
    "cancellation-of-the-unknown-told-as-server-error",
    "A cancellation of what is not held is answered 500.",
    breaks="CX-08 CX-09 EH-46",
)
class _CancellationOfTheUnknownToldAsServerError(Receiver):
    def change(self, message: Message, focus: Entry, purpose: Purpose) -> Record:
        if purpose is Purpose.CANCEL and str(focus.resource.get("id")) not in self.holdings.records:
            raise KeyError("no such record")
        return super().change(message, focus, purpose)


@fault(
    "referral-cancelled-by-any-status",
    "A message of a referral's cancellation is taken whatever the status.",
    breaks="CM-10 CM-35 CX-10 FS-PM-04 FS-PM-21",
)
class _ReferralCancelledByAnyStatus(Receiver):
    def changed_request(self, message: Message) -> Purpose:
        referral = message.categories() == ["referral"]
        return Purpose.CANCEL if referral and _cancels(message) else super().changed_request(message)


@fault(
    "booking-cancelled-by-any-status",
    "A message of a booking's cancellation is taken whatever the status.",
    breaks="CX-12 FS-PM-04",
)
class _BookingCancelledByAnyStatus(Receiver):
    def changed_booking(self, message: Message) -> Purpose:
        return Purpose.CANCEL if _cancels(message) else super().changed_booking(message)


@fault(
    "cancellation-of-reason-delete-told-as-server-error",
    "A cancellation of reason delete is answered 500.",
    breaks="CX-16 EH-46",
)
class _CancellationOfReasonDeleteToldAsServerError(Receiver):
    def purpose(self, message: Message) -> Purpose:
        if message.reason == "delete":
            raise RuntimeError("no branch for this reason")
        return super().purpose(message)


@fault(
    "mandatory-resources-of-cancellations-not-checked",
    "A cancellation that lacks a resource of its definition is answered 404.",
    breaks="CX-95 CX-96 EH-46 FU-09 MH-10",
)
class _MandatoryResourcesOfCancellationsNotChecked(Receiver):
    def check_limits(self, message: Message, definition: Definition) -> None:
        with refused_as(404, "not-found") if definition.cancels else nullcontext():
            super().check_limits(message, definition)


@fault(
    "patient-of-a-cancellation-not-compared",
    "The patient of a cancellation is not compared with that of the booking or referral.",
    breaks="CX-18",
)
class _PatientOfACancellationNotCompared(Receiver):
    def check_patient(self, message: Message, record: Record, purpose: Purpose) -> None:
        if purpose is not Purpose.CANCEL:
            super().check_patient(message, record, purpose)


@fault(
    "patient-of-a-cancellation-compared-too-late",
    "A cancellation for another patient is refused, and carried out all the same.",
    breaks="CM-10 CX-18",
)
class _PatientOfACancellationComparedTooLate(Receiver):
    def check_patient(self, message: Message, record: Record, purpose: Purpose) -> None:
        try:
            super().check_patient(message, record, purpose)
        except Refusal:
            if purpose is Purpose.CANCEL:
                record.resource["status"] = "cancelled" if record.type == "Appointment" else "revoked"
            raise


@fault(
    "cancellation-told-by-an-outcome",
    "A cancellation that was carried out is answered 200 with an OperationOutcome.",
    breaks="CM-06 CX-97 WF-13",
)
class _CancellationToldByAnOutcome(Receiver):
    def submit(self, message: Message, purpose: Purpose) -> Json:
        told = super().submit(message, purpose)
        if purpose is not Purpose.CANCEL:
            return told
        issue = {"severity": "information", "code": "informational"}
        return {"resourceType": "OperationOutcome", "issue": [issue]}


@fault(
    "cancellation-told-without-the-appointment",
    "The Bundle that answers a cancelled booking lacks the Appointment.",
    breaks="CM-06 CM-08 CX-97",
)
class _CancellationToldWithoutTheAppointment(Receiver):
    def submit(self, message: Message, purpose: Purpose) -> Json:
        told = super().submit(message, purpose)
        if purpose is Purpose.CANCEL:
            told["entry"] = [
                each for each in told["entry"] if each["resource"]["resourceType"] != "Appointment"
            ]
        return told


@fault(
    "cancellation-ends-all-of-the-patient",
    "A cancellation ends all bookings or all referrals of the patient.",
    breaks="CF-25 CF-26 CF-32 CX-01",
)
class _CancellationEndsAllOfThePatient(Receiver):
    def change(self, message: Message, focus: Entry, purpose: Purpose) -> Record:
        changed = super().change(message, focus, purpose)
        if purpose is Purpose.CANCEL:
            for each in held_of(self, changed.patient, changed.type):
                each.resource["status"] = changed.resource["status"]
        return changed


@fault(
    "cancellation-not-carried-out",
    "A cancellation is confirmed and not carried out.",
    breaks="AP-18 CF-25 CF-32 CF-33 CM-02 CM-28 CM-29 CM-33 CM-34 CM-53 CM-54 CM-71 CX-01 CX-06 CX-07 FU-27",
)
class _CancellationNotCarriedOut(Receiver):
    def change(self, message: Message, focus: Entry, purpose: Purpose) -> Record:
        record = self.held(focus)
        status, stamp = record.resource["status"], record.resource["meta"]["lastUpdated"]
        changed = super().change(message, focus, purpose)
        if purpose is Purpose.CANCEL:
            changed.resource["status"] = status
            changed.resource["meta"]["lastUpdated"] = stamp
        return changed


@fault(
    "referral-after-a-revoked-one-reopens-it",
    "A new referral opens the one that was revoked again.",
    breaks="CF-33",
)
class _ReferralAfterARevokedOneReopensIt(Receiver):
    def create(self, message: Message, focus: Entry) -> Record:
        made = super().create(message, focus)
        if made.type == "ServiceRequest":
            for each in held_of(self, made.patient, made.type):
                each.resource["status"] = "active"
        return made


def _overwriting(name: str, sentence: str, breaks: str, *, cancelling: bool) -> None:
    class Overwriting(Receiver):
        def change(self, message: Message, focus: Entry, purpose: Purpose) -> Record:
            record = self.held(focus)
            if (purpose is Purpose.CANCEL) is cancelling and record.touched is not None:
                record.touched = None
                record.resource["meta"]["lastUpdated"] = "2020-01-01T00:00:00Z"
            return super().change(message, focus, purpose)

    fault(name, sentence, breaks=breaks)(Overwriting)


_overwriting(
    "update-overwrites-local-changes",
    "An update that does not know of a local change is taken.",
    "CM-60 FS-PM-05 FS-PM-43",
    cancelling=False,
)
_overwriting(
    "cancellation-overwrites-local-changes",
    "A cancellation that does not know of a local change is taken.",
    "FS-PM-49",
    cancelling=True,
)
