"""A pointer to a booking or a referral that the suite says it holds (DocumentReference-StandardPattern)."""

from datetime import UTC, datetime
from uuid import uuid4

from bars_conformance.messages.bundle import NewId, Resource, instant
from bars_conformance.messages.codings import coding, concept, listed
from bars_conformance.messages.tree import copied
from bars_conformance.profile import Patient, Sender
from bars_conformance.standard import POINTER_TYPES, URL

_EVENTS = {"booking": "booking-request", "referral": "servicerequest-request"}
_RECORD_ARTIFACT = "419891008"


def pointer(
    patient: Patient,
    producer: Sender,
    *,
    kind: str = "referral",
    now: datetime | None = None,
    new_id: NewId = uuid4,
) -> Resource:
    """A new pointer to a ``booking`` or ``referral`` of the patient, held by its producer; it has no id yet.

    Receiver-DocumentReference.md; API specification 1.1.0, POST /DocumentReference.
    """
    when = instant(now or datetime.now(UTC))
    owner = {"identifier": {"system": URL.organisation, "value": producer.ods_code}}
    made: Resource = copied(
        {
            "resourceType": "DocumentReference",
            "identifier": [
                {"system": URL.pointer, "value": str(new_id())},
                producer.endpoint.model_dump(),
            ],
            "status": "current",
            "type": concept(coding(URL.snomed, POINTER_TYPES[kind])),
            "category": [concept(coding(URL.snomed, _RECORD_ARTIFACT, "Record artifact"))],
            "subject": {"identifier": {"system": URL.nhs_number, "value": patient.nhs_number}},
            "date": when,
            "author": [owner],
            "custodian": owner,
            "content": [
                {
                    "attachment": {
                        "contentType": "application/fhir+json",
                        "language": "en-GB",
                        "url": f"{producer.endpoint.system}|{producer.endpoint.value}",
                        "title": "Conformance test pointer",
                        "creation": when,
                    },
                    "format": listed("message-events-bars", _EVENTS[kind]),
                }
            ],
        }
    )
    return made
