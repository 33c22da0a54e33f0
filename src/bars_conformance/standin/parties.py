"""Between whom a request goes, by its headers (End-to-end-workflow/HTTP-Header)."""

from bars_conformance import fhir
from bars_conformance.checks.sent_headers import json_object
from bars_conformance.receiving.arrivals import Arrival

TARGET = "NHSD-Target-Identifier"
_ORGANISATION = "NHSD-End-User-Organisation"


def service(header: str | None) -> str:
    """The service that NHSD-Target-Identifier names, as ``system|value``; empty if it names none."""
    told = json_object(header or "") or {}
    parts = [told.get(name) for name in ("system", "value")]
    return "|".join(each for each in parts if isinstance(each, str)) if all(parts) else ""


def organisation(arrival: Arrival) -> str:
    """Name and code of the organisation behind a request; empty if it does not say."""
    told = json_object(arrival.header(_ORGANISATION) or "") or {}
    codes = [str(each.get("value")) for each in fhir.within(told, "identifier")]
    name = told.get("name")
    return " ".join([*([name] if isinstance(name, str) else []), *(f"({code})" for code in codes)])
