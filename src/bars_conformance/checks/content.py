"""The content of an answer of success."""

from bars_conformance import fhir
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding

_FHIR_JSON = "application/fhir+json"
_FHIR_XML = "application/fhir+xml"
_NOT_ACCEPTABLE = 406
_BEFORE_XML = "\ufeff \t\r\n"


def is_fhir_json(exchange: Exchange) -> Finding | None:
    """The body is a FHIR resource in JSON, and its Content-Type says so.

    Error-Handling/Failure-Scenarios-1.1.x/General-Failure-Scenarios.page.md: according to the Accept headers.
    """
    answer = exchange.answer
    if answer is None:
        return Finding("the answer", "FHIR JSON", f"none ({exchange.error})")
    if answer.media_type != _FHIR_JSON:
        return Finding("Content-Type", _FHIR_JSON, answer.media_type or "none")
    if not answer.complete:
        return Finding("the body", "a whole one", exchange.error or "one that is cut")
    if answer.resource is None:
        return Finding("the body", "a FHIR resource in JSON", repr(answer.text[:40]))
    return None


def is_resource(exchange: Exchange, resource_type: str) -> Finding | None:
    """The body is a well-formed resource of this type."""
    if exchange.answer is None:
        return Finding("the answer", resource_type, f"none ({exchange.error})")
    return fhir.is_a(exchange.answer, resource_type)


def is_fhir_xml(exchange: Exchange, *, listed: bool) -> Finding | None:
    """The answer is FHIR XML where the receiver lists it; else that, or 406."""
    answer = exchange.answer
    if answer is None:
        return Finding("the answer", "FHIR XML or 406", f"none ({exchange.error})")
    in_xml = answer.media_type == _FHIR_XML and answer.text.lstrip(_BEFORE_XML).startswith("<")
    if answer.accepted and answer.complete and in_xml:
        return None
    if not listed and answer.status == _NOT_ACCEPTABLE:
        return None
    expected = "FHIR XML, as the CapabilityStatement lists it" if listed else "FHIR XML or 406"
    told = f"{answer.status} in {answer.media_type or 'no media type'}, beginning {answer.text[:40]!r}"
    return Finding("the answer", expected, told)
