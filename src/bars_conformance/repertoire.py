"""The requests that features speak of, by their names, and how each is composed for a requester."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bars_conformance import assertion, fhir, interactions, messages, outcome, pointers, templates
from bars_conformance.certificates import ClientCertificate
from bars_conformance.claims import SEARCHED
from bars_conformance.finding import require
from bars_conformance.profile import Feature, NoAuth
from bars_conformance.responses import RESPONSES, Following
from bars_conformance.verdict import Inconclusive, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bars_conformance.client import Call
    from bars_conformance.requester import Requester
    from bars_conformance.sent import Sent
    from bars_conformance.slots import FreeSlot

_WRITES = {"POST": "create", "PUT": "update", "PATCH": "patch"}
_CHANGED = "Conformance test booking, changed"
_NOT_OF_R4 = "replaces"
"""The element of a rebooking that the guide has and FHIR R4 has not (R-102)."""


def need_search(requester: Requester, resource: str) -> None:
    """Raise NotApplicable unless bookings or referrals can be searched by patient."""
    requester.claims.need(SEARCHED[resource])
    requester.claims.need_interaction(resource, "search-type")


def _searching(resource: str) -> Callable[[Requester], Call]:
    def compose(requester: Requester) -> Call:
        need_search(requester, resource)
        return interactions.search_of_patient(requester.profile, resource, requester.patient)

    return compose


def _reading(resource: str, made_by: str) -> Callable[[Requester], Call]:
    def compose(requester: Requester) -> Call:
        requester.claims.need_read(resource)
        return interactions.read(requester.profile, resource, requester.accepted(made_by).resource_id)

    return compose


def _need_slot_search(requester: Requester) -> None:
    requester.claims.need(Feature.BOOKING)
    requester.claims.need_interaction("Slot", "search-type")


def _over_mutual_tls(compose: Callable[[Requester], Call]) -> Callable[[Requester], Call]:
    """The same request to the endpoint with mutual TLS, by a client with the profile's certificate."""

    def composed(requester: Requester) -> Call:
        requester.claims.need_mutual_tls()
        return replace(compose(requester), certificate=ClientCertificate.OWN)

    return composed


def _slot_search(requester: Requester) -> Call:
    _need_slot_search(requester)
    return interactions.slots(requester.profile)


def _referral(requester: Requester) -> Call:
    requester.claims.need(Feature.REFERRAL)
    use_case = requester.claims.use_case("referral")
    message = messages.referral(requester.parties(), use_case=use_case)
    return _sending(requester, "referral", message, use_case)


def _sending(requester: Requester, kind: str, message: dict[str, Any], use_case: str) -> Call:
    """The new message, after the template that the profile has for its kind."""
    if (template := templates.given(requester.profile).get(kind)) is not None:
        message = messages.filled(templates.read(template), message)
    return interactions.process_message(requester.profile, message, use_case)


def _near_slot(where: str) -> Callable[[Requester], Call]:
    def compose(requester: Requester) -> Call:
        _need_slot_search(requester)
        return interactions.slots_near(requester.profile, requester.slot.start, where)

    return compose


def _fully_booked(requester: Requester) -> Call:
    _need_slot_search(requester)
    service = requester.profile.services.fully_booked
    if service is None:
        raise NotApplicable("the profile names no fully_booked service")
    return interactions.slots(requester.profile, service=service)


def _booking(requester: Requester) -> Call:
    requester.claims.need(Feature.BOOKING)
    return booking_of(requester, requester.free_slot())


def booking_of(requester: Requester, slot: FreeSlot, based_on: str | None = None) -> Call:
    """A new booking of this slot, for the referral whose id is ``based_on`` if one preceded."""
    use_case = requester.claims.use_case("referral")
    message = messages.booking(
        requester.parties(),
        slot=slot.slot,
        schedule=slot.schedule,
        healthcare_service=slot.healthcare_service,
        use_case=use_case,
        based_on=based_on,
    )
    return _sending(requester, "booking", message, use_case)


def _validation(requester: Requester) -> Call:
    requester.claims.need(Feature.VALIDATION)
    use_case = requester.claims.use_case("validation")
    message = messages.validation(requester.parties(), use_case=use_case)
    return _sending(requester, "validation", message, use_case)


def _need_write(requester: Requester, method: str) -> None:
    requester.claims.need(Feature.BOOKING, Feature.APPOINTMENT_WRITE)
    requester.claims.need_interaction("Appointment", _WRITES[method])


def _posting(requester: Requester, replaces: str | None = None) -> Call:
    _need_write(requester, "POST")
    use_case = requester.claims.use_case("referral")
    new = messages.appointment(
        requester.patient, slot=requester.free_slot().slot, use_case=use_case, replaces=replaces
    )
    return interactions.write(requester.profile, "POST", new, use_case)


def _asking_for_token(requester: Requester) -> Call:
    auth = requester.profile.auth
    if isinstance(auth, NoAuth):
        raise NotApplicable("the profile has no auth: the API is asked without a token")
    signed = assertion.signed(auth, assertion.private_key(auth.private_key_file))
    return interactions.token_request(assertion.form(signed))


def _writing_to_nothing(method: str) -> Callable[[Requester], Call]:
    """A write to an id that nobody gave, whatever is claimed."""

    def compose(requester: Requester) -> Call:
        nobody = {"resourceType": "Appointment", "id": str(uuid.uuid4()), "status": "booked"}
        return interactions.write(requester.profile, method, nobody, requester.claims.use_case("referral"))

    return compose


def _removing_nothing(resource: str) -> Callable[[Requester], Call]:
    return lambda requester: interactions.delete(requester.profile, resource, str(uuid.uuid4()))


def _by_message(follow: Callable[..., dict[str, Any]]) -> Following:
    def compose(requester: Requester, before: Sent, now: datetime | None) -> Call:
        message = follow(before.composed.message, before.held_resource, now=now)
        return interactions.process_message(requester.profile, message, requester.claims.use_case("referral"))

    return compose


def _by_rest(method: str, change: Callable[[Requester, Sent], dict[str, Any]]) -> Following:
    """Read before write: the guide has every change of a resource preceded by a GET of it."""

    def compose(requester: Requester, before: Sent, now: datetime | None) -> Call:
        _need_write(requester, method)
        read = requester.read(before).exchange
        require(outcome.accepted(read))
        held = (read.answer.resource if read.answer else None) or {}
        of_r4 = {name: value for name, value in held.items() if name != _NOT_OF_R4}
        if finding := fhir.structure({"resourceType": "Appointment", **of_r4}):
            raise Inconclusive(f"what was read cannot be put back; {finding}")
        elements = change(requester, before)
        whole = messages.rewritten({**held, "id": before.resource_id}, now=now, **elements)
        part = {name: whole[name] for name in ("resourceType", "id", *elements) if name in whole}
        sent = part if method == "PATCH" else whole
        return interactions.write(requester.profile, method, sent, requester.claims.use_case("referral"))

    return compose


def _booking_on(requester: Requester, before: Sent, _: datetime | None) -> Call:
    requester.claims.need(Feature.BOOKING)
    return booking_of(requester, requester.free_slot(), before.resource_id)


def _taken_slot(requester: Requester, before: Sent) -> dict[str, Any]:
    return messages.place(requester.slot_of_another(before))


FOLLOW_UPS: dict[str, Following] = {
    "update": _by_message(messages.updated),
    "cancellation": _by_message(messages.cancelled),
    "booking": _booking_on,
    "update by PUT": _by_rest("PUT", lambda *_: {"description": _CHANGED}),
    "update by PATCH": _by_rest("PATCH", lambda *_: {"description": _CHANGED}),
    "move to a free slot by PUT": _by_rest(
        "PUT", lambda requester, _: messages.place(requester.free_slot().slot)
    ),
    "move to a taken slot by PUT": _by_rest("PUT", _taken_slot),
    "cancellation by PUT": _by_rest("PUT", lambda *_: {"status": "cancelled"}),
    "entry in error by PUT": _by_rest("PUT", lambda *_: {"status": "entered-in-error"}),
    "rebooking by POST": lambda requester, *_: _posting(requester),
    "rebooking by POST that names it": lambda requester, before, _: _posting(requester, before.resource_id),
    "new version": pointers.renewing,
    "removal": pointers.removing,
    "pointer's new version": pointers.renewing_theirs,
    "pointer's removal": pointers.removing_theirs,
    **RESPONSES,
}
"""What can follow on a booking or referral, accepted or sent by the receiver, and how it is composed."""

REQUESTS: dict[str, Callable[[Requester], Call]] = {
    "GET /metadata": lambda requester: interactions.metadata(requester.profile),
    "GET /MessageDefinition": lambda requester: interactions.message_definition(requester.profile),
    "GET /MessageDefinition of a use case": lambda requester: interactions.message_definition(
        requester.profile, requester.claims.use_case("referral")
    ),
    "GET /Slot": _slot_search,
    "GET /Slot of a fully booked service": _fully_booked,
    **{f"GET /Slot {where} the slot's start": _near_slot(where) for where in interactions.NEAR},
    "GET /Appointment": _searching("Appointment"),
    "GET /ServiceRequest": _searching("ServiceRequest"),
    "GET /Appointment/[id]": _reading("Appointment", "a new booking"),
    "GET /ServiceRequest/[id]": _reading("ServiceRequest", "a new referral"),
    "GET /DocumentReference": pointers.searching,
    **{f"GET /DocumentReference of {kind}": pointers.searching_type(kind) for kind in pointers.KINDS},
    "GET /DocumentReference/[id]": pointers.reading,
    "POST /DocumentReference": pointers.posting,
    "DELETE /Appointment/[id]": _removing_nothing("Appointment"),
    "DELETE /ServiceRequest/[id]": _removing_nothing("ServiceRequest"),
    "POST /Appointment": _posting,
    "POST /oauth2/token": _asking_for_token,
    **{f"{method} /Appointment/[id]": _writing_to_nothing(method) for method in ("PUT", "PATCH")},
    "a new referral": _referral,
    "a new booking": _booking,
    "a new validation request": _validation,
}
REQUESTS |= {
    f"{name} over mutual TLS": _over_mutual_tls(REQUESTS[name])
    for name in ("GET /metadata", "GET /MessageDefinition", "GET /Slot", "a new referral")
}
"""The requests that features speak of, and how each is composed."""
