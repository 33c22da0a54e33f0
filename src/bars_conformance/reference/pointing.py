"""The receiver as a producer of pointers: one to each booking and each referral that it accepts.

DocumentReference-StandardPattern/Receiver-DocumentReference.
"""

from typing import Any

from bars_conformance.reference.bundle import codes
from bars_conformance.reference.instants import now
from bars_conformance.reference.premises import Premises
from bars_conformance.reference.records import Record, nhs_numbers
from bars_conformance.reference.refusal import Refusal
from bars_conformance.standard import CODE_SYSTEMS, POINTER_TYPES, URL

Json = dict[str, Any]

_KINDS = {
    "Appointment": ("booking", "booking-request"),
    "ServiceRequest": ("referral", "servicerequest-request"),
}
"""What is pointed to, and the event of the message that brings it about."""

_CATEGORY = CODE_SYSTEMS["message-category-servicerequest"].url


class Pointing(Premises):
    """Keeps a pointer for as long as there is something to point to; what is written was read before."""

    def point_to(self, record: Record) -> None:
        """Make a pointer to what was accepted."""
        if self.has_pointer(record):
            made = self.holdings.pointers.create(self.configuration.ods_code, self.pointer(record))
            record.pointer = made["id"]

    def has_pointer(self, record: Record) -> bool:
        """Whether this is a booking or a referral, of a patient with an NHS number."""
        referred = "referral" in codes(record.resource.get("category"), _CATEGORY)
        return (record.type == "Appointment" or referred) and bool(nhs_numbers(record.patient))

    def follow(self, record: Record) -> None:
        """Bring the pointer up to date, or remove it if what it leads to has ended."""
        if record.pointer is None:
            return
        store, ours = self.holdings.pointers, self.configuration.ods_code
        try:
            held = store.read(ours, record.pointer)
        except Refusal:
            held = None
        if held is None:
            self.replace_lost(record)
        elif record.is_current:
            store.update(ours, record.pointer, self.renewed(held, record))
        else:
            store.delete(ours, record.pointer)
            record.pointer = None

    def replace_lost(self, record: Record) -> None:
        """Make a new pointer where the former one is no longer there, if there is still need of it."""
        record.pointer = None
        if record.is_current:
            self.point_to(record)

    def renewed(self, held: Json, record: Record) -> Json:
        """The pointer as it is to be from now on: what it leads to was made when it was."""
        new = self.pointer(record)
        new["content"][0]["attachment"]["creation"] = held["content"][0]["attachment"]["creation"]
        return {**held, **new}

    def pointer(self, record: Record) -> Json:
        """A pointer to a booking or a referral."""
        kind, event = _KINDS[record.type]
        ours = {"identifier": {"system": URL.organisation, "value": self.configuration.ods_code}}
        service = {"system": URL.service_id, "value": next(iter(self.holdings.diary.services))}
        attachment = {
            "contentType": "application/fhir+json",
            "language": "en-GB",
            "url": f"{service['system']}|{service['value']}",
            "title": kind.capitalize(),
            "creation": now(),
        }
        period = {name: record.resource[name] for name in ("start", "end") if name in record.resource}
        return {
            "resourceType": "DocumentReference",
            "identifier": [{"system": URL.pointer, "value": record.id}, service],
            "status": "current",
            "type": {"coding": [{"system": URL.snomed, "code": POINTER_TYPES[kind]}]},
            "subject": {
                "identifier": {"system": URL.nhs_number, "value": min(nhs_numbers(record.patient))},
            },
            "date": now(),
            "author": [ours],
            "custodian": ours,
            "content": [
                {
                    "attachment": attachment,
                    "format": {"system": CODE_SYSTEMS["message-events-bars"].url, "code": event},
                }
            ],
            **({"context": {"period": period}} if period else {}),
        }
