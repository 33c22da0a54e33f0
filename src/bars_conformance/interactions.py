"""The interactions of the standard as valid calls: what the features vary and send."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from bars_conformance import messages
from bars_conformance.client import FHIR_JSON, TARGET, Call, standard_headers, target
from bars_conformance.profile import Patient, Profile, ServiceId
from bars_conformance.standard import CODE_SYSTEMS, URL


def metadata(profile: Profile) -> Call:
    """GET /metadata (Error-Handling/Failure-Scenarios-1.1.x/Capability-Statement.page.md)."""
    return _get(profile, "/metadata")


def message_definition(profile: Profile, use_case: str | None = None) -> Call:
    """GET /MessageDefinition for the bookable service, or for one use case of it.

    Error-Handling/Failure-Scenarios-1.1.x/GET--MessageDefinition.page.md.
    """
    service = profile.services.bookable
    contexts = [f"{service.system}|{service.value}"]
    if use_case:
        contexts.append(f"{CODE_SYSTEMS['usecases-categories-bars'].url}|{use_case}")
    return _get(profile, "/MessageDefinition", *(("context", context) for context in contexts))


def slots(
    profile: Profile, *, days: float = 2, now: datetime | None = None, service: ServiceId | None = None
) -> Call:
    """GET /Slot for the free slots of a service, from now for some days (GET--Slots.page.md).

    The service is the bookable one unless another is given; the request is routed to it.
    """
    start = (now or datetime.now(UTC)).replace(microsecond=0)
    call = _slots_between(profile, ("ge", start), ("le", start + timedelta(days=days)), service)
    return call.with_header(TARGET, target(service)) if service else call


def slots_near(profile: Profile, start: datetime, where: str) -> Call:
    """GET /Slot for the free slots of less than a minute around a moment; ``where`` is a key of NEAR."""
    (low, after), (high, until) = NEAR[where]
    return _slots_between(
        profile, (low, start + timedelta(seconds=after)), (high, start + timedelta(seconds=until))
    )


NEAR = {
    "from": (("ge", 0), ("lt", 59)),
    "up to": (("gt", -59), ("le", 0)),
    "just after": (("ge", 1), ("le", 59)),
    "just before": (("ge", -59), ("le", -1)),
}
"""Ranges around a moment: the prefixes of their bounds, and the seconds these are away from it."""


def search_of_patient(profile: Profile, resource: str, patient: Patient) -> Call:
    """GET /Appointment or /ServiceRequest of one patient (GET--Appointment, GET--ServiceRequest)."""
    return _get(profile, f"/{resource}", ("patient:identifier", f"{URL.nhs_number}|{patient.nhs_number}"))


def read(profile: Profile, resource: str, resource_id: str) -> Call:
    """GET /Appointment/[id] or /ServiceRequest/[id]."""
    return _get(profile, f"/{resource}/{resource_id}")


def search_of_pointers(profile: Profile, patient: Patient) -> Call:
    """GET /DocumentReference of one patient (DocumentReference-StandardPattern)."""
    identifier = f"{URL.nhs_number}|{patient.nhs_number}"
    return _get(profile, "/DocumentReference", ("subject:identifier", identifier))


def write_pointer(profile: Profile, method: str, pointer: dict[str, Any]) -> Call:
    """POST /DocumentReference, or PUT of the one that has the id (DocumentReference-Interface.page.md)."""
    path = "/DocumentReference" if method == "POST" else f"/DocumentReference/{pointer['id']}"
    headers = (*standard_headers(profile), ("Content-Type", FHIR_JSON))
    return Call(method, path, headers=headers).with_message(pointer)


def delete(profile: Profile, resource: str, resource_id: str) -> Call:
    """DELETE of a resource (API specification 1.1.0)."""
    return replace(read(profile, resource, resource_id), method="DELETE")


def write(profile: Profile, method: str, appointment: dict[str, Any], use_case: str) -> Call:
    """POST /Appointment, or PUT or PATCH of the one that has the id (Appointment-StandardPattern)."""
    path, reason = ("/Appointment", "new")
    if method != "POST":
        path, reason = (f"/Appointment/{appointment['id']}", "update")
    context = "|".join((use_case, appointment.get("status", "booked"), "booking-request", reason))
    headers = (*standard_headers(profile), ("Content-Type", FHIR_JSON), ("use-context", context))
    return Call(method, path, headers=headers).with_message(appointment)


def process_message(profile: Profile, message: dict[str, Any], use_case: str) -> Call:
    """POST /$process-message with this message Bundle (BaRS-FHIR-Usage/process-message.page.md).

    The header use-context is what the API specification asks of senders.
    """
    headers = (
        *standard_headers(profile),
        ("Content-Type", FHIR_JSON),
        ("use-context", messages.use_context(message, use_case)),
    )
    return Call("POST", "/$process-message", headers=headers).with_message(message)


def token_request(form: Mapping[str, str]) -> Call:
    """POST of this form to the token endpoint (RFC 6749, 4.4.2; Security-and-Authorisation/Sender)."""
    headers = (("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded"))
    return Call("POST", "/oauth2/token", (), headers, urlencode(form).encode(), asks_for_token=True)


def _slots_between(
    profile: Profile,
    lower: tuple[str, datetime],
    upper: tuple[str, datetime],
    service: ServiceId | None = None,
) -> Call:
    return _get(
        profile,
        "/Slot",
        ("Schedule.actor:HealthcareService", (service or profile.services.bookable).value),
        ("status", "free"),
        *(("start", f"{prefix}{at.astimezone(UTC).isoformat()}") for prefix, at in (lower, upper)),
        ("_include", "Slot:schedule"),
        ("_include", "Schedule:actor:HealthcareService"),
    )


def _get(profile: Profile, path: str, *query: tuple[str, str]) -> Call:
    return Call("GET", path, query, standard_headers(profile))
