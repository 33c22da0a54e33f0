"""Faults in what is held of a new booking or referral (Core-Functionality-Requirements).

What is held as none that is open can be neither read as one nor changed or cancelled afterwards.
"""

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.records import Record


def _held_with_another_status(name: str, sentence: str, breaks: str, kind: str, status: str) -> None:
    class HeldWithAnotherStatus(Receiver):
        def store(self, record: Record) -> None:
            if record.type == kind:
                held = record.resources[record.focus]
                record.resources[record.focus] = {**held, "status": status}
            super().store(record)

    fault(name, sentence, breaks=breaks)(HeldWithAnotherStatus)


_held_with_another_status(
    "new-booking-held-as-waiting",
    "A new booking is taken, and held with the status waitlist.",
    "AP-02 AP-14 AP-15 AP-16 AP-20 AP-24 AP-26 AP-31 AP-39 CF-23 CF-25 CF-26 CM-01 CM-02 CM-10 CM-50 CM-53 "
    "CM-54 CM-55 CX-01 CX-09 CX-12 CX-15 CX-18 FS-PM-36 FS-PM-37 FS-PM-38",
    "Appointment",
    "waitlist",
)
_held_with_another_status(
    "new-referral-held-as-a-draft",
    "A new referral or validation request is taken, and held with the status draft.",
    "CF-31 CF-32 CM-01 CM-02 CM-10 CM-18 CM-22 CM-23 CM-28 CM-29 CM-30 CM-31 CM-33 CM-34 CX-01 CX-08 CX-10 "
    "CX-15 CX-18 FS-PM-17 FS-PM-18 FS-PM-20",
    "ServiceRequest",
    "draft",
)
