"""Times and meta.lastUpdated in what a system sends (BaRS-FHIR-Usage)."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from bars_conformance.exchange import Exchange
from bars_conformance.fhir import moment
from bars_conformance.finding import Finding
from bars_conformance.outcome import needs_acceptance
from bars_conformance.verdict import Inconclusive

_WITH_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\S*")
_ELSEWHERE = re.compile(r".+T.+[+-](?!00:00)\d\d:\d\d")
"""A time at another offset than that of UTC."""

_ALWAYS_INSTANTS = frozenset({"lastUpdated", "timestamp"})
_BOUNDS = frozenset({"start", "end"})
_BOUNDED = frozenset({"Appointment", "Slot"})
_NO_RECORDS = frozenset({"OperationOutcome", "CapabilityStatement", "MessageDefinition"})


def are_instants(exchange: Exchange) -> Finding | None:
    """How-to-handle-times.page.md: times are instants, save where an element is defined otherwise.

    A dateTime may be a mere date; with a time of day it is as exact as an instant.
    """
    for path, text, exact in _times(exchange):
        if (exact or _WITH_TIME.fullmatch(text)) and moment(text) is None:
            return Finding(path, "an instant with its offset", text)
    return None


def are_in_utc(exchange: Exchange) -> Finding | None:
    """How-to-handle-times.page.md: times are turned to UTC before they are sent."""
    for path, text, _ in _times(exchange):
        if _ELSEWHERE.fullmatch(text):
            return Finding(path, "offset zero", text)
    return None


def have_last_updated(exchange: Exchange) -> Finding | None:
    """LastUpdatedDate.page.md: on every resource, the Bundle of a message included."""
    resources = list(_resources(_body(exchange)))
    if not resources:
        raise Inconclusive("the answer holds no resource that has to have it")
    for path, resource in resources:
        meta = resource.get("meta")
        told = meta.get("lastUpdated") if isinstance(meta, dict) else None
        if not (told and isinstance(told, str)):
            return Finding(f"{path}.meta.lastUpdated", "an instant", str(told or "none"))
    return None


def _body(exchange: Exchange) -> dict[str, Any]:
    needs_acceptance(exchange)
    if exchange.answer is None or exchange.answer.resource is None:
        raise Inconclusive("the answer holds no resource in JSON")
    return exchange.answer.resource


def _resources(resource: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    kind = str(resource.get("resourceType"))
    if kind not in _NO_RECORDS and not (kind == "Bundle" and resource.get("type") != "message"):
        yield kind, resource
    entries = resource.get("entry") if kind == "Bundle" else None
    for position, entry in enumerate(entries if isinstance(entries, list) else ()):
        inner = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(inner, dict) and str(inner.get("resourceType")) not in _NO_RECORDS:
            yield f"Bundle.entry[{position}].{inner.get('resourceType')}", inner


def _times(exchange: Exchange) -> list[tuple[str, str, bool]]:
    """Path and text of every time, and whether FHIR has the element as an instant."""
    body = _body(exchange)
    if found := list(_times_in(body, str(body.get("resourceType")))):
        return found
    raise Inconclusive("the answer holds no time")


def _times_in(node: object, path: str) -> Iterator[tuple[str, str, bool]]:
    if isinstance(node, list):
        for item in node:
            yield from _times_in(item, path)
    elif isinstance(node, dict):
        bounded = str(node.get("resourceType")) in _BOUNDED
        for name, value in node.items():
            exact = name in _ALWAYS_INSTANTS or (bounded and name in _BOUNDS)
            if exact or (isinstance(value, str) and _WITH_TIME.fullmatch(value)):
                yield f"{path}.{name}", str(value), exact
            else:
                yield from _times_in(value, f"{path}.{name}")


PROPERTIES: Mapping[str, Callable[[Exchange], Finding | None]] = MappingProxyType(
    {
        "every time is an instant with its offset": are_instants,
        "every time is in UTC": are_in_utc,
        "every resource has meta.lastUpdated": have_last_updated,
    }
)
"""What a feature may ask of the times of an answer, by the words it uses."""
