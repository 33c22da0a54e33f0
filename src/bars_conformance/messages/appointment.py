"""A new booking of a slot that the receiver offered.

Home/Core/1.1.4/Standard-Pattern-Composite-Messages; element rules of the Applications' payload pages.
"""

from datetime import datetime
from uuid import uuid4

from bars_conformance.messages import parties as people
from bars_conformance.messages.bundle import Draft, NewId, Resource
from bars_conformance.messages.codings import concept, listed
from bars_conformance.messages.envelope import request_header
from bars_conformance.messages.parties import Parties
from bars_conformance.messages.tree import unlinked


def booking(  # noqa: PLR0913 - slot, schedule and service are read together and go back together
    parties: Parties,
    *,
    slot: Resource,
    schedule: Resource,
    healthcare_service: Resource,
    use_case: str = "a1t1",
    based_on: str | None = None,
    now: datetime | None = None,
    new_id: NewId = uuid4,
) -> Resource:
    """A new booking (``booking-request``, reason ``new``).

    ``slot``, ``schedule`` and ``healthcare_service`` go back as GET /Slot gave them, ids, status and
    ``meta.lastUpdated`` included; only their references lead to the entries of the message, and those to what
    does not come along (practitioners, locations) are left out. ``based_on`` is the id that the receiver
    gave the referral, if one came first.
    """
    draft = Draft(now, new_id)
    present = people.join(draft, parties)
    service = draft.add(
        {
            **people.healthcare_service(parties.service, present.receiver),
            **_alone(healthcare_service),
            "providedBy": present.receiver,
        }
    )
    diary = draft.add({**_alone(schedule), "actor": [service]})
    offer = draft.add({**_alone(slot), "schedule": diary})
    appointment: Resource = {
        "resourceType": "Appointment",
        "status": "booked",
        "serviceCategory": [concept(listed("usecases-categories-bars", use_case))],
        "description": "Conformance test booking",
        **{name: slot[name] for name in ("start", "end") if name in slot},
        "slot": [offer],
        "created": draft.now,
        "participant": [{"actor": present.patient, "status": "accepted"}],
    }
    if based_on:
        appointment["basedOn"] = [{"reference": f"ServiceRequest/{based_on}"}]
    return draft.message(
        request_header(
            parties,
            present,
            event="booking-request",
            definition="booking-request",
            focus=draft.add(appointment),
        )
    )


def _alone(resource: Resource) -> Resource:
    """The resource without references to others; those to what it contains stay."""
    alone: Resource = unlinked(resource, lambda reference: not reference.startswith("#"))
    return alone
