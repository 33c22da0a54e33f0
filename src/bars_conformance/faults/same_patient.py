"""What is held of one patient, for faults that mix up what a patient has."""

from typing import Any

from bars_conformance.reference import Receiver
from bars_conformance.reference.records import Record, nhs_numbers


def held_of(receiver: Receiver, patient: dict[str, Any], kind: str) -> list[Record]:
    """The bookings (kind Appointment) or referrals (ServiceRequest) of a patient."""
    numbers = nhs_numbers(patient)
    records = receiver.holdings.records.values()
    return [each for each in records if each.type == kind and numbers & nhs_numbers(each.patient)]
