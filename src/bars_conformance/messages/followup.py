"""What follows a message that was taken: its update or its cancellation.

Home/Core/1.1.4/Standard-Pattern-Composite-Messages.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from bars_conformance.messages.bundle import NewId, Resource, instant, ordered, urn
from bars_conformance.messages.elements import first, focus, header, replaced
from bars_conformance.messages.entries import keeping
from bars_conformance.messages.envelope import definition_url, reason
from bars_conformance.messages.held import Held, held_focus, ids, later
from bars_conformance.messages.tree import relinked
from bars_conformance.standard import PROFILES

_STAYS_IN_REQUEST = {"resourceType", "id", "meta", "intent", "category", "subject", "authoredOn"}
_STAYS_IN_BOOKING = {
    *("resourceType", "id", "meta", "serviceCategory", "basedOn", "description"),
    *("start", "end", "created", "participant"),
}


def updated(
    message: Mapping[str, Any],
    held: Held,
    changes: Mapping[str, object] | None = None,
    *,
    now: datetime | None = None,
    new_id: NewId = uuid4,
) -> Resource:
    """The message as an update: reason ``update``, a fresh Bundle.id, ids as the receiver gave them.

    ``changes`` maps element paths (``Patient.gender``) to new values. Every resource keeps its fullUrl; the
    focus and each changed resource get a later ``meta.lastUpdated``, the others keep theirs.
    Inconclusive if the receiver gave the focus no id.
    """
    changed: Mapping[str, Any] = message
    for path, new in (changes or {}).items():
        changed = replaced(changed, path, new)
    when = instant(later(held_focus(message, held), now))
    update = _sent_again(changed, changed["entry"], held, when, new_id)
    for before, after, sent in zip(message["entry"], changed["entry"], update["entry"], strict=True):
        if before["resource"] != after["resource"]:
            sent["resource"]["meta"]["lastUpdated"] = when
    return update


def cancelled(
    message: Mapping[str, Any],
    held: Held,
    *,
    status: str | None = None,
    now: datetime | None = None,
    new_id: NewId = uuid4,
) -> Resource:
    """The cancellation of the referral, validation request or booking that ``message`` made.

    Only MessageHeader, focus, Patient and Organizations remain, as the MessageDefinition has it. ``status``
    defaults to ``revoked`` for a request and ``cancelled`` for a booking.
    Inconclusive if the receiver gave the focus no id.
    """
    as_held = held_focus(message, held)
    kind = focus(message)["resourceType"]
    kept = {"MessageHeader", "Patient", "Organization", kind}
    entries = keeping(message, lambda resource: resource["resourceType"] in kept)["entry"]
    cancellation = _sent_again(message, entries, held, instant(later(as_held, now)), new_id)
    resource = focus(cancellation)
    if kind == "Appointment":
        _strip_booking(resource, message, as_held)
        definition, usual = "booking-request-cancelled", "cancelled"
    else:
        _strip_request(resource)
        definition, usual = "servicerequest-request-cancelled", "revoked"
    resource["status"] = status or usual
    header(cancellation)["definition"] = definition_url(definition)
    return cancellation


def _strip_request(request: Resource) -> None:
    is_validation = PROFILES["ServiceRequest validation"] in request["meta"]["profile"]
    stays = _STAYS_IN_REQUEST | ({"occurrencePeriod"} if is_validation else set())
    for name in request.keys() - stays:
        del request[name]
    request["reasonCode"] = [{"text": "Cancelled by the conformance test that made it"}]


def _strip_booking(appointment: Resource, message: Mapping[str, Any], as_held: Resource) -> None:
    for name in appointment.keys() - _STAYS_IN_BOOKING:
        del appointment[name]
    # Nobody is left of participants whose entry does not come along.
    appointment["participant"] = [
        each for each in appointment["participant"] if "actor" in each or "type" in each
    ]
    appointment.update({name: as_held[name] for name in ("start", "end", "created") if name in as_held})
    appointment["slot"] = [{"reference": f"Slot/{first(message, 'Slot')['id']}"}]


def _sent_again(
    message: Mapping[str, Any], entries: list[Resource], held: Held, when: str, new_id: NewId
) -> Resource:
    """These entries of the message in a fresh Bundle of reason ``update``, with the receiver's ids."""
    headers = (entry for entry in entries if entry["resource"]["resourceType"] == "MessageHeader")
    urls = {entry["fullUrl"]: urn(new_id) for entry in headers}
    again = {**message, "id": str(new_id()), "timestamp": when, "entry": entries}
    fresh: Resource = relinked(again, urls)
    fresh["meta"]["lastUpdated"] = when
    given = ids(message, held)
    for entry in fresh["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] == "MessageHeader":
            resource["reason"] = reason("update")
            resource["meta"]["lastUpdated"] = when
        elif entry["fullUrl"] in given:
            entry["resource"] = ordered({**resource, "id": given[entry["fullUrl"]]})
    focus(fresh)["meta"]["lastUpdated"] = when
    return fresh
