"""Faults in which bookings and referrals are read and searched for.

GET--Appointment, GET--ServiceRequest.
"""

# ruff: noqa: ARG002 - an override takes what the method takes

from contextlib import nullcontext
from typing import Any
from uuid import uuid4

from bars_conformance.faults.fault import fault
from bars_conformance.faults.refusals import passing_over, refused_as
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.records import Record
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.searchset import searchset

Json = dict[str, Any]


def _altered_read(name: str, sentence: str, breaks: str, kind: str, **elements: object) -> None:
    """A fault in which a read gives other elements; None leaves an element out."""

    class AlteredRead(Receiver):
        def read(self, call: Call, kind_: str, identifier: str) -> Json:
            told = super().read(call, kind_, identifier)
            if kind_ != kind:
                return told
            return {key: value for key, value in {**told, **elements}.items() if value is not None}

    fault(name, sentence, breaks=breaks)(AlteredRead)


_altered_read(
    "booking-read-under-another-id",
    "GET /Appointment/{id} gives an Appointment with another id.",
    "AP-04 AP-37 DP-25 FS-APPT-13 FU-12",
    "Appointment",
    id=str(uuid4()),
)
_altered_read(
    "referral-read-under-another-id",
    "GET /ServiceRequest/{id} gives a ServiceRequest with another id.",
    "CF-42 DP-25 FS-SR-13 FU-12",
    "ServiceRequest",
    id=str(uuid4()),
)
_altered_read(
    "booking-read-without-participants",
    "GET /Appointment/{id} leaves the participants out, which FHIR demands.",
    "AP-04 AP-05 AP-39 CM-50",
    "Appointment",
    participant=None,
)
_altered_read(
    "booking-read-without-times",
    "GET /Appointment/{id} leaves out when the Appointment starts.",
    "AP-04 AP-20 AP-37 AP-39 CM-50 CM-55 CM-61 CM-62 FS-PM-44 FU-19 FU-20",
    "Appointment",
    start=None,
)
_altered_read(
    "booking-read-without-slot",
    "GET /Appointment/{id} does not name the slot.",
    "AP-20 AP-35",
    "Appointment",
    slot=None,
)
_altered_read(
    "referral-read-without-category",
    "GET /ServiceRequest/{id} leaves out whether it is a referral or a validation.",
    "CF-42 CM-18 CM-19 CM-22 CM-23",
    "ServiceRequest",
    category=None,
)


@fault(
    "unknown-booking-told-as-bad-request",
    "GET /Appointment/{id} of an unknown id is answered 400.",
    breaks="AP-06 EH-27 EH-46 FS-APPT-07",
)
class _UnknownBookingToldAsBadRequest(Receiver):
    def record(self, call: Call, kind: str, identifier: str) -> Record:
        booking = call.method == "GET" and kind == "Appointment"
        with refused_as(400, "value", instead_of="not-found") if booking else nullcontext():
            return super().record(call, kind, identifier)


@fault(
    "unknown-referral-told-with-issue-value",
    "GET /ServiceRequest/{id} of an unknown id is answered 404 with the issue code value.",
    breaks="CF-42 EH-27 EH-46 FS-SR-07",
)
class _UnknownReferralToldWithIssueValue(Receiver):
    def record(self, call: Call, kind: str, identifier: str) -> Record:
        referral = kind == "ServiceRequest"
        with refused_as(404, "value", instead_of="not-found") if referral else nullcontext():
            return super().record(call, kind, identifier)


@fault(
    "malformed-path-id-told-as-not-found",
    "A read by an id that is no GUID is answered 404.",
    breaks="AP-06 CF-42 EH-46 FS-APPT-06 FS-SR-06",
)
class _MalformedPathIdToldAsNotFound(Receiver):
    def check_path_id(self, call: Call, identifier: str) -> None:
        read = call.method == "GET"
        with refused_as(404, "not-found", instead_of="value") if read else nullcontext():
            super().check_path_id(call, identifier)


@fault(
    "path-without-id-told-as-server-error",
    "A read whose path lacks the id is answered 500.",
    breaks="EH-46 FS-APPT-05 FS-SR-05",
)
class _PathWithoutIdToldAsServerError(Receiver):
    def check_path_id(self, call: Call, identifier: str) -> None:
        if not identifier:
            raise IndexError("the path has no id")
        super().check_path_id(call, identifier)


@fault(
    "ids-not-needed-on-reads-by-id",
    "A read of a booking or referral by its id is answered without an X-Request-ID.",
    breaks="EH-49 FS-APPT-12 FS-SR-12 TI-14 TI-15",
)
class _IdsNotNeededOnReadsById(Receiver):
    def check_integrity_headers(self, call: Call) -> None:
        by_id = (call.path or "").startswith(("/Appointment/", "/ServiceRequest/"))
        if not (call.method == "GET" and by_id and "X-Request-ID" not in call.headers):
            super().check_integrity_headers(call)


@fault(
    "search-told-as-collection",
    "A search of bookings or referrals is answered with a Bundle of type collection.",
    breaks="AP-07 CF-42 FS-APPT-13 FS-APPT-14 FS-SR-13 FS-SR-14",
)
class _SearchToldAsCollection(Receiver):
    def search_by_patient(self, call: Call, kind: str) -> Json:
        return {**super().search_by_patient(call, kind), "type": "collection"}


@fault(
    "search-finds-nothing",
    "A search of bookings or referrals finds nothing, whoever the patient is.",
    breaks="AP-07 AP-34 CF-42 CF-45 FS-APPT-13 FS-SR-13",
)
class _SearchFindsNothing(Receiver):
    def search_by_patient(self, call: Call, kind: str) -> Json:
        self.patient_number(call)
        return searchset(call, ())


@fault(
    "search-finds-all-patients",
    "A search of bookings or referrals finds those of all patients.",
    breaks="AP-07 CF-42 FS-APPT-14 FS-SR-14",
)
class _SearchFindsAllPatients(Receiver):
    def search_by_patient(self, call: Call, kind: str) -> Json:
        self.patient_number(call)
        records = self.holdings.records.values()
        return searchset(call, [each.read_back() for each in records if each.type == kind])


@fault(
    "search-leaves-out-what-is-ended",
    "A search of bookings or referrals leaves out those that were cancelled.",
    breaks="AP-34 CF-45",
)
class _SearchLeavesOutWhatIsEnded(Receiver):
    def search_by_patient(self, call: Call, kind: str) -> Json:
        records = self.holdings.records
        self.holdings.records = {key: each for key, each in records.items() if each.is_current}
        try:
            return super().search_by_patient(call, kind)
        finally:
            self.holdings.records = records


@fault(
    "search-of-unknown-patient-told-as-not-found",
    "A search of a patient of whom nothing is held is answered 404.",
    breaks="FS-APPT-14 FS-SR-14",
)
class _SearchOfUnknownPatientToldAsNotFound(Receiver):
    def search_by_patient(self, call: Call, kind: str) -> Json:
        found = super().search_by_patient(call, kind)
        if not found["total"]:
            raise Refusal(404, "not-found", "Nothing is held of the patient.")
        return found


@fault(
    "search-without-patient-served",
    "A search that names no patient is answered 200 without entries.",
    breaks="AP-07 CF-42 EH-49 FS-APPT-09 FS-SR-09",
)
class _SearchWithoutPatientServed(Receiver):
    def patient_number(self, call: Call) -> str:
        with passing_over("required"):
            return super().patient_number(call)
        return ""


@fault(
    "malformed-patient-identifier-served",
    "A search whose patient identifier is no NHS number is answered 200 without entries.",
    breaks="AP-07 CF-42 EH-49 FS-APPT-11 FS-SR-11",
)
class _MalformedPatientIdentifierServed(Receiver):
    def patient_number(self, call: Call) -> str:
        with passing_over("value"):
            return super().patient_number(call)
        return ""


@fault(
    "patient-identifier-without-system-told-as-server-error",
    "A search whose patient identifier has no system is answered 500.",
    breaks="EH-46 FS-APPT-11 FS-SR-11",
)
class _PatientIdentifierWithoutSystemToldAsServerError(Receiver):
    def patient_number(self, call: Call) -> str:
        if any("|" not in given for given in call.parameters("patient:identifier")):
            raise ValueError("no system")
        return super().patient_number(call)
