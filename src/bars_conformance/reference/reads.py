"""Reading referrals and bookings: by id and by patient (GET--Appointment, GET--ServiceRequest)."""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

from typing import Any

from bars_conformance.reference.call import Call
from bars_conformance.reference.headers import is_uuid
from bars_conformance.reference.premises import Premises
from bars_conformance.reference.records import Record, nhs_numbers
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.searchset import searchset
from bars_conformance.standard import URL

PATIENT_PARAMETER = "patient:identifier"
PATIENT_SPELLINGS = (PATIENT_PARAMETER, "patient.identifier")
_NHS_NUMBER_DIGITS = 10


class Reads(Premises):
    """Answers GET /ServiceRequest and GET /Appointment, with and without an id."""

    def read(self, call: Call, kind: str, identifier: str) -> dict[str, Any]:
        """The resource of this type and id."""
        return self.record(call, kind, identifier).read_back()

    def record(self, call: Call, kind: str, identifier: str) -> Record:
        """The record of this type and id."""
        self.check_path_id(call, identifier)
        record = self.holdings.records.get(identifier.lower())
        if record is None or record.type != kind:
            raise Refusal(404, "not-found", f"There is no {kind} with this id.")
        return record

    def check_path_id(self, call: Call, identifier: str) -> None:
        """Refuse a path whose id is empty or no UUID."""
        if not identifier:
            raise Refusal(400, "required", "The id in the path is missing.")
        if not is_uuid(identifier):
            raise Refusal(400, "value", "The id in the path is not a UUID.")

    def search_by_patient(self, call: Call, kind: str) -> dict[str, Any]:
        """All records of a patient, also those that were cancelled; a patient not known has none."""
        number = self.patient_number(call)
        found = [
            record.read_back()
            for record in self.holdings.records.values()
            if record.type == kind and number in nhs_numbers(record.patient)
        ]
        return searchset(call, found)

    def patient_number(self, call: Call) -> str:
        """The NHS number asked for, given as system|value."""
        given = call.parameters(*PATIENT_SPELLINGS)
        if not any(given):
            raise Refusal(400, "required", f"The parameter {PATIENT_PARAMETER} is missing.")
        system, _, number = given[0].partition("|")
        well_formed = len(number) == _NHS_NUMBER_DIGITS and number.isascii() and number.isdigit()
        if len(given) > 1 or system.lower() != URL.nhs_number.lower() or not well_formed:
            raise Refusal(
                400,
                "value",
                f"The parameter {PATIENT_PARAMETER} must be {URL.nhs_number}| and ten digits, given once.",
            )
        return number
