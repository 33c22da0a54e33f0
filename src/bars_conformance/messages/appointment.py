"""A new booking of a slot that the receiver offered, as a message or as an Appointment alone.

Home/Core/1.1.4/Standard-Pattern-Composite-Messages; element rules of the Applications' payload pages;
Home/Core/1.1.4/Appointment-StandardPattern.
"""

from datetime import UTC, datetime
from uuid import uuid4

from bars_conformance.messages import parties as people
from bars_conformance.messages.bundle import Draft, NewId, Resource, instant
from bars_conformance.messages.codings import concept, listed
from bars_conformance.messages.envelope import request_header
from bars_conformance.messages.held import later
from bars_conformance.messages.parties import Parties
from bars_conformance.messages.tree import copied, unlinked
from bars_conformance.profile import Patient
from bars_conformance.standard import PROFILES, URL


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


def appointment(
    patient: Patient,
    *,
    slot: Resource,
    use_case: str = "a1t1",
    replaces: str | None = None,
    now: datetime | None = None,
) -> Resource:
    """A new Appointment to be booked by POST; it names the patient by NHS number.

    ``replaces`` is the id of the booking that it takes the place of (Rebook-Methods.page.md).
    """
    when = instant(now or datetime.now(UTC))
    actor = {"type": "Patient", "identifier": {"system": URL.nhs_number, "value": patient.nhs_number}}
    new: Resource = {
        "resourceType": "Appointment",
        "meta": {"lastUpdated": when, "profile": [PROFILES["Appointment"]]},
        "status": "booked",
        "serviceCategory": [concept(listed("usecases-categories-bars", use_case))],
        "description": "Conformance test booking",
        **place(slot),
        "created": when,
        "participant": [{"actor": actor, "status": "accepted"}],
    }
    if replaces:
        new["replaces"] = [{"reference": f"Appointment/{replaces}"}]
    return new


def rewritten(read: Resource, *, now: datetime | None = None, **elements: object) -> Resource:
    """The Appointment as it was read, with other elements; ``meta.lastUpdated`` is later."""
    new: Resource = copied({**read, **elements})
    meta = read.get("meta")
    new["meta"] = {**(meta if isinstance(meta, dict) else {}), "lastUpdated": instant(later(read, now))}
    return new


def place(slot: Resource) -> Resource:
    """What an Appointment says of its slot, by literal reference: slot, start and end."""
    times: Resource = {name: slot[name] for name in ("start", "end") if name in slot}
    return {"slot": [{"reference": f"Slot/{slot['id']}"}], **times}


def _alone(resource: Resource) -> Resource:
    """The resource without references to others; those to what it contains stay."""
    alone: Resource = unlinked(resource, lambda reference: not reference.startswith("#"))
    return alone
