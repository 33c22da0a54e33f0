"""A request with the asynchronous response to it, and what can be read of the two, however odd the latter is.

The exchange holds the request that was accepted and, as its answer, the message that came later.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from bars_conformance import fhir, messages
from bars_conformance.exchange import Exchange
from bars_conformance.fhir import within
from bars_conformance.finding import Finding
from bars_conformance.verdict import Inconclusive, NotApplicable

Json = dict[str, Any]


class Endpoint(NamedTuple):
    """A service by system and value; http and https, /id/ and /Id/ are the same (R-86)."""

    system: str
    value: str

    @classmethod
    def of(cls, system: object, value: object) -> "Endpoint":
        """From the parts of NHSD-Target-Identifier or of an identifier."""
        return cls(re.sub(r"^https?://", "", str(system).lower()), str(value))

    @classmethod
    def read(cls, text: object) -> "Endpoint":
        """From a MessageHeader: both parts with a bar between."""
        system, _, value = str(text).rpartition("|")
        return cls.of(system, value)

    def __str__(self) -> str:
        return f"{self.system}|{self.value}"


def request(exchange: Exchange) -> Json:
    """The message of the request, which the suite has composed."""
    message: Json = orjson.loads(exchange.request.body or b"{}")
    return message


def endpoint(exchange: Exchange, end: str) -> Endpoint:
    """The ``source`` or ``destination`` of the request."""
    return Endpoint.read(messages.value(request(exchange), f"MessageHeader.{end}.endpoint"))


def response(exchange: Exchange) -> Json:
    """The message of the response; Inconclusive if it is no Bundle."""
    message = exchange.answer.resource if exchange.answer else None
    if message is None or message["resourceType"] != "Bundle":
        raise Inconclusive("the response is no Bundle")
    return message


def sent_id(exchange: Exchange, name: str) -> str:
    """An id in the headers of the request, in small letters."""
    return next(value.lower() for key, value in exchange.request.headers if key.lower() == name.lower())


def header(exchange: Exchange, name: str) -> str:
    """A header of the response, empty if it lacks it; NotApplicable if no headers are told at all."""
    if exchange.answer is None or not exchange.answer.headers:
        raise NotApplicable("the hook respond tells no headers")
    return (exchange.answer.header(name) or "").strip()


def entries(exchange: Exchange) -> Iterator[tuple[str, Json]]:
    """The fullUrl and resource of each entry of the response."""
    for entry in within(response(exchange), "entry"):
        if isinstance(resource := entry.get("resource"), dict):
            yield str(entry.get("fullUrl")), resource


def objects(exchange: Exchange, path: str) -> list[Json]:
    """The objects down a path that begins with a type, in the first resource of that type of the response."""
    kind, *steps = path.split(".")
    message = response(exchange)
    roots = [message] if kind == "Bundle" else fhir.resources(message, kind)[:1]
    return [each for root in roots for each in within(root, *steps)]


def values(exchange: Exchange, path: str) -> list[Any]:
    """What stands down such a path, through every list on the way."""
    parent, _, name = path.rpartition(".")
    found = [each.get(name) for each in objects(exchange, parent)]
    lists = (each if isinstance(each, list) else [each] for each in found)
    return [item for items in lists for item in items if item is not None]


def unlike(where: str, expected: str, told: list[Any]) -> Finding:
    """The finding that what is told is not what was expected."""
    return Finding(where, expected, ", ".join(map(str, told)) or "none")
