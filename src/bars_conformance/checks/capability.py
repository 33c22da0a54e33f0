"""What a receiver says of itself in its CapabilityStatement.

Home/About-BaRS/Content-Negotiation/Mechanism.page.md and Sender-CapabilityStatement.page.md.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bars_conformance.exchange import Exchange
from bars_conformance.fhir import structure, within
from bars_conformance.finding import Finding
from bars_conformance.outcome import Refusal, described
from bars_conformance.verdict import Inconclusive

_KIND = "CapabilityStatement"
_R4 = ("4.0.0", "4.0.1")
_MAJOR_1 = re.compile(r"1\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
_PROCESS_MESSAGE = ("$process-message", "process-message")
_MODES = ("sender", "receiver")
_NOT_THERE = (404, 405, 501)
_NOTHING_FOUND = Refusal("404", frozenset({"REC_NOT_FOUND"}), frozenset({"not-found"}))


def announced(exchange: Exchange) -> list[tuple[str, str]]:
    """The messages that a CapabilityStatement names: last part of the definition, and mode."""
    return [
        (last_part(each.get("definition")), str(each.get("mode")))
        for each in within(_statement(exchange), "messaging", "supportedMessage")
    ]


def last_part(url: object) -> str:
    """What a canonical or relative URL ends with, without its version; empty if it is none."""
    return url.partition("|")[0].rstrip("/").rpartition("/")[2] if isinstance(url, str) else ""


def of_major_1(place: str, resource: Mapping[str, Any]) -> Finding | None:
    """The version of a resource is a semantic one of major 1 (Home/About-BaRS/Versioning.guide.md)."""
    version = resource.get("version")
    if isinstance(version, str) and _MAJOR_1.fullmatch(version):
        return None
    return Finding(place, "a semantic version of major 1", str(version))


def is_there(exchange: Exchange) -> Finding | None:
    """The request is not answered as if the receiver had no such function.

    404 with the codes of a resource that is not there may mean either, and is let pass.
    """
    answer = exchange.answer
    if answer is None or answer.status not in _NOT_THERE or _NOTHING_FOUND.matches(answer):
        return None
    return Finding("the answer", "one of a function that is there", described(answer))


def is_told(exchange: Exchange) -> Finding | None:
    """The answer is a CapabilityStatement, of whatever form."""
    resource = exchange.answer.resource if exchange.answer else None
    kind = resource["resourceType"] if resource else "no resource in JSON"
    return None if kind == _KIND else Finding("the answer", _KIND, str(kind))


def has_what_fhir_obliges_to(exchange: Exchange) -> Finding | None:
    """The CapabilityStatement has the elements of FHIR R4, and none that it does not know."""
    return structure(_statement(exchange))


def tells_of_r4(exchange: Exchange) -> Finding | None:
    """CapabilityStatement.fhirVersion is that of FHIR R4."""
    told = str(_statement(exchange).get("fhirVersion"))
    return None if told in _R4 else Finding("CapabilityStatement.fhirVersion", " or ".join(_R4), told)


def tells_of_a_server(exchange: Exchange) -> Finding | None:
    """What the receiver can do as a server is there to read."""
    modes = [str(rest.get("mode")) for rest in within(_statement(exchange), "rest")]
    return None if "server" in modes else Finding("CapabilityStatement.rest.mode", "server", str(modes))


def tells_of_messages_taken(exchange: Exchange) -> Finding | None:
    """At least one message is named that the receiver takes."""
    modes = [mode for _, mode in announced(exchange)]
    if "receiver" in modes:
        return None
    return Finding("CapabilityStatement.messaging.supportedMessage.mode", "receiver", str(modes))


def tells_its_version(exchange: Exchange) -> Finding | None:
    """CapabilityStatement.version is one of major 1."""
    return of_major_1("CapabilityStatement.version", _statement(exchange))


def tells_who_sends(exchange: Exchange) -> Finding | None:
    """Each message that is named is said to be sent or received."""
    if not (named := announced(exchange)):
        raise Inconclusive("the CapabilityStatement names no message")
    place = "CapabilityStatement.messaging.supportedMessage"
    for definition, mode in named:
        if mode not in _MODES:
            return Finding(f"{place}.mode of {definition or 'one'}", " or ".join(_MODES), mode)
        if not definition:
            return Finding(f"{place}.definition", "a MessageDefinition", "none")
    return None


def lists_interaction(exchange: Exchange, interaction: str, resource: str) -> Finding | None:
    """The interaction is listed among those of the server."""
    listed = [
        str(each.get("code"))
        for kind in within({"rest": _server(exchange)}, "rest", "resource")
        if kind.get("type") == resource
        for each in within(kind, "interaction")
    ]
    if interaction in listed:
        return None
    return Finding(f"the interactions of {resource} in rest.resource", interaction, str(listed))


def lists_process_message(exchange: Exchange) -> Finding | None:
    """The operation for messages is listed, at the server or at one of its resources."""
    listed = [
        str(operation.get("name"))
        for rest in _server(exchange)
        for operation in (*within(rest, "operation"), *within(rest, "resource", "operation"))
    ]
    if set(listed) & set(_PROCESS_MESSAGE):
        return None
    return Finding("CapabilityStatement.rest.operation.name", _PROCESS_MESSAGE[0], str(listed))


PROPERTIES: Mapping[str, Callable[..., Finding | None]] = MappingProxyType(
    {
        r"is the answer": is_told,
        r"has the elements that FHIR obliges to": has_what_fhir_obliges_to,
        r"is of FHIR R4": tells_of_r4,
        r"says what the receiver can do as a server": tells_of_a_server,
        r"names messages that the receiver takes": tells_of_messages_taken,
        r"has a version of major 1": tells_its_version,
        r"says of each message whether it is sent or received": tells_who_sends,
        r"lists the operation for messages": lists_process_message,
        r"lists (?P<interaction>[a-z-]+) of (?P<resource>[A-Z]\w+)": lists_interaction,
    }
)
"""What a feature may ask of a CapabilityStatement, by the words it uses."""


def _statement(exchange: Exchange) -> dict[str, Any]:
    resource = exchange.answer.resource if exchange.answer else None
    if resource is None or resource["resourceType"] != _KIND:
        raise Inconclusive("the answer is no CapabilityStatement")
    return resource


def _server(exchange: Exchange) -> list[dict[str, Any]]:
    return [rest for rest in within(_statement(exchange), "rest") if rest.get("mode") == "server"]
