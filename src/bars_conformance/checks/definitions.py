"""What a receiver answers to GET /MessageDefinition.

Home/About-BaRS/Content-Negotiation/Mechanism.page.md,
Standard-Pattern-Composite-Messages/Use-Case-Categories.page.md.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bars_conformance import fhir
from bars_conformance.checks.capability import announced, last_part, of_major_1
from bars_conformance.exchange import Exchange
from bars_conformance.fhir import within
from bars_conformance.finding import Finding
from bars_conformance.standard import CODE_SYSTEMS, USE_CASES
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

_USE_CASES = CODE_SYSTEMS["usecases-categories-bars"].url
_REQUESTS = ("servicerequest-request", "booking-request")
_TAKEN_BY_THOSE_WHO_CLAIM = {
    "referral": ("bars-message-servicerequest-request-referral",),
    "validation": ("bars-message-servicerequest-request-validation",),
    "booking": ("bars-message-booking-request", "bars-message-booking-request-cancelled"),
}


def contexts(definition: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The services and use cases that a MessageDefinition names: system in small letters, and code.

    All the forms count that the guide, the API specification and FHIR have for it.
    """
    return [
        (str(each.get("system", "")).lower(), str(each.get("code", each.get("value"))))
        for context in within(definition, "useContext")
        for each in (
            *within(context, "code"),
            *within(context, "valueCodeableConcept", "coding"),
            *within(context, "valueReference", "identifier"),
        )
    ]


def use_cases(definition: Mapping[str, Any]) -> list[str]:
    """The codes of the use cases that a MessageDefinition names."""
    return [code for system, code in contexts(definition) if system == _USE_CASES.lower()]


def are_found(exchange: Exchange) -> Finding | None:
    """The answer is a searchset with one MessageDefinition at least."""
    bundle = (exchange.answer.resource if exchange.answer else None) or {}
    if bundle.get("resourceType") != "Bundle":
        return Finding("resourceType", "Bundle", str(bundle.get("resourceType", "no resource in JSON")))
    if bundle.get("type") != "searchset":
        return Finding("Bundle.type", "searchset", str(bundle.get("type")))
    if not fhir.resources(bundle, "MessageDefinition"):
        return Finding("the searchset", "one MessageDefinition at least", "none")
    return None


def hold_event(exchange: Exchange, event: str) -> Finding | None:
    """One of the MessageDefinitions is of this event."""
    events = [_event(each) for each in _definitions(exchange)]
    return None if event in events else Finding("MessageDefinition.eventCoding.code", event, str(events))


def name_service(exchange: Exchange) -> Finding | None:
    """Each MessageDefinition names the service that was asked for."""
    return _name_asked(exchange, lambda system: system != _USE_CASES.lower())


def name_use_case(exchange: Exchange) -> Finding | None:
    """Each MessageDefinition names the use case that was asked for."""
    return _name_asked(exchange, lambda system: system == _USE_CASES.lower())


def of_requests_name_use_cases(exchange: Exchange) -> Finding | None:
    """Each MessageDefinition of a referral, a validation or their cancellation names a use case."""
    requests = [each for each in _definitions(exchange) if _event(each) == "servicerequest-request"]
    if not requests:
        raise NotApplicable("no MessageDefinition is of a referral or validation")
    for each in requests:
        if not use_cases(each):
            return Finding(f"MessageDefinition.useContext of {_called(each)}", "a use case", "none")
    return None


def name_known_use_cases(exchange: Exchange) -> Finding | None:
    """One of the MessageDefinitions at least names a use case of the code system."""
    named = [code for each in _definitions(exchange) for code in use_cases(each)]
    if set(named) & USE_CASES.keys():
        return None
    return Finding("MessageDefinition.useContext", f"a use case of {_USE_CASES}", str(named))


def have_versions(exchange: Exchange) -> Finding | None:
    """Each MessageDefinition has a version of major 1."""
    for each in _definitions(exchange):
        if finding := of_major_1(f"MessageDefinition.version of {_called(each)}", each):
            return finding
    return None


def agree(published: Exchange, statement: Exchange, claimed: frozenset[str]) -> Finding | None:
    """MessageDefinitions and CapabilityStatement name the same messages.

    What is published is announced; a request as one that is received. What is announced as received is
    published: at once if it belongs to a function in ``claimed``, those that the service is known to have.
    The rest may be published for another service, so that nothing can be said of it: Inconclusive.
    """
    named = announced(statement)
    for each in _definitions(published):
        modes = {mode for name, mode in named if name in _names(each)}
        if not modes & ({"receiver"} if _event(each) in _REQUESTS else {"receiver", "sender"}):
            place = f"CapabilityStatement.messaging.supportedMessage of {_called(each)}"
            return Finding(place, "one in mode receiver", ", ".join(sorted(modes)) or "none")
    received = {name for name, mode in named if mode == "receiver"}
    missing = received - {name for each in _definitions(published) for name in _names(each)}
    owed = {name for function in claimed for name in _TAKEN_BY_THOSE_WHO_CLAIM.get(function, ())}
    if missing & owed:
        return Finding("the MessageDefinitions of the service", ", ".join(sorted(missing & owed)), "none")
    if missing:
        raise Inconclusive(f"other services may have the MessageDefinitions {', '.join(sorted(missing))}")
    return None


PROPERTIES: Mapping[str, Callable[..., Finding | None]] = MappingProxyType(
    {
        r"are one at least": are_found,
        r"hold one of the event (?P<event>\S+)": hold_event,
        r"each name the service that was asked for": name_service,
        r"each name the use case that was asked for": name_use_case,
        r"each have a version of major 1": have_versions,
        r"of requests each name a use case": of_requests_name_use_cases,
        r"name a use case of the code system": name_known_use_cases,
    }
)
"""What a feature may ask of the answer to GET /MessageDefinition, by the words it uses."""


def _definitions(exchange: Exchange) -> list[dict[str, Any]]:
    found = fhir.resources(exchange.answer.resource if exchange.answer else None, "MessageDefinition")
    if not found:
        raise Inconclusive("the answer holds no MessageDefinition")
    return found


def _name_asked(exchange: Exchange, is_meant: Callable[[str], bool]) -> Finding | None:
    query = parse_qsl(urlsplit(exchange.request.url).query)
    split = (value.lower().rpartition("|") for name, value in query if name == "context")
    asked = [(system, code) for system, _, code in split if is_meant(system)]
    if not asked:
        raise HarnessError("the request has no such context; correct the feature.")
    for wanted in asked:
        for definition in _definitions(exchange):
            named = [code.lower() for system, code in contexts(definition) if system == wanted[0]]
            if wanted[1] not in named:
                place = f"{wanted[0]} in MessageDefinition.useContext of {_called(definition)}"
                return Finding(place, wanted[1], ", ".join(named) or "none")
    return None


def _event(definition: Mapping[str, Any]) -> str:
    codings = within(definition, "eventCoding")
    return str(codings[0].get("code")) if codings else last_part(definition.get("eventUri"))


def _names(definition: Mapping[str, Any]) -> set[str]:
    return {last_part(definition.get(element)) for element in ("url", "id", "name")} - {""}


def _called(definition: Mapping[str, Any]) -> str:
    return str(definition.get("url") or definition.get("name") or "one without a name")
