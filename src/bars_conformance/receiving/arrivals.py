"""What a request that arrived is: which interaction of the standard, and about which patients."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from bars_conformance import fhir
from bars_conformance.exchange import Exchange, is_shallow
from bars_conformance.receiving.token_endpoint import PATH as TOKEN_PATH
from bars_conformance.standard import URL

_MESSAGE = "/$process-message"
_CANCELLED = frozenset({"cancelled", "entered-in-error", "revoked"})
_COLLECTIONS = frozenset({"Appointment", "ServiceRequest", "DocumentReference"})


@dataclass(frozen=True)
class Arrival:
    """A request that arrived; ``path`` is what follows the base address, None if it is not below that.

    ``met`` is the situation that the suite put it in, empty where the receiver answered; ``token`` tells
    access tokens apart, and is none: a digest.
    """

    exchange: Exchange
    path: str | None
    token: str = ""
    met: str = ""

    @property
    def method(self) -> str:
        """The verb."""
        return self.exchange.request.method

    @cached_property
    def query(self) -> list[tuple[str, str]]:
        """The parameters, decoded, in order."""
        return self.exchange.request.parameters

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What it asks for: the parameters, and the id in its path as ``[id]``."""
        identifier = (self.path or "").rpartition("/")[2]
        return [*self.query, ("[id]", identifier)] if self.name.endswith("/[id]") else self.query

    @cached_property
    def body(self) -> Any:  # noqa: ANN401 - whatever a sender sends
        """The body as JSON; None if it is none, or nested deeper than DEEPEST."""
        try:
            document = orjson.loads(self.exchange.request.body or b"")
        except orjson.JSONDecodeError:
            return None
        return document if is_shallow(document) else None

    @property
    def is_refused(self) -> bool:
        """Whether the receiver, and no situation of the test, refused it; a duplicate it has taken before."""
        answer = self.exchange.answer
        if answer is None or answer.accepted or self.met:
            return False
        return "duplicate" not in [each.get("code") for each in fhir.within(answer.resource or {}, "issue")]

    @property
    def in_brief(self) -> str:
        """What it is and how it was answered, in a line."""
        answer = self.exchange.answer
        name = f"{self.method} {self.exchange.request.path}" if self.path is None else self.name
        if answer is None:
            return f"{name}, {self.exchange.error}"
        why = (str(each.get("diagnostics")) for each in fhir.within(answer.resource or {}, "issue"))
        return f"{name}, answered {answer.status}{''.join(f': {each}' for each in why)}"

    @property
    def message(self) -> tuple[str | None, bytes] | None:
        """By what a message that comes late, or again, is known: its X-Request-ID and its body."""
        body = None if self.is_token_request else self.exchange.request.body
        return (self.header("X-Request-ID"), body) if body else None

    def header(self, name: str) -> str | None:
        """A header of the request; None if it was not sent."""
        return self.exchange.request.header(name)

    @property
    def is_token_request(self) -> bool:
        """Whether it is for the token endpoint, and not for the API."""
        return self.method == "POST" and self.path == TOKEN_PATH

    @cached_property
    def name(self) -> str:
        """What the standard calls it: ``GET /Slot``, ``a new booking``, ``a referral cancellation``."""
        if self.is_token_request:
            return "a token request"
        if self.method == "POST" and self.path == _MESSAGE:
            return _message(self.body if isinstance(self.body, dict) else {})
        collection, _, identifier = (self.path or "").lstrip("/").partition("/")
        told = f"/{collection}/[id]" if identifier and collection in _COLLECTIONS else self.path
        return f"{self.method} {told}"

    def is_a(self, name: str) -> bool:
        """Whether it is called so; ``request`` names all, ``message``, ``read`` and ``write`` a family."""
        return name in ("request", self.name, self.family)

    @property
    def family(self) -> str:
        """Whether it is a ``message``, a ``read`` or another ``write``."""
        if self.path == _MESSAGE:
            return "message"
        return "read" if self.method == "GET" else "write"

    @cached_property
    def nhs_numbers(self) -> frozenset[str]:
        """The NHS numbers in parameters and body: whom it is about."""
        asked = (value.rpartition("|")[2] for _, value in self.query if URL.nhs_number in value)
        return frozenset(asked) | frozenset(_nhs_numbers(self.body))


def _message(bundle: dict[str, Any]) -> str:
    header = next(iter(fhir.resources(bundle, "MessageHeader")), {})
    event = _code(header, "eventCoding")
    reason = _code(header, "reason", "coding")
    if event == "booking-request":
        return f"a {_purpose(bundle, 'Appointment', reason, 'booking')}"
    if event == "servicerequest-request":
        return f"a {_purpose(bundle, 'ServiceRequest', reason, 'referral')}"
    return "a response" if event == "servicerequest-response" else "a message"


def _purpose(bundle: dict[str, Any], kind: str, reason: str, noun: str) -> str:
    """A cancellation is known by its status or its definition: its reason may be what is wrong with it."""
    statuses = {str(each.get("status")) for each in fhir.resources(bundle, kind)}
    definitions = [str(each.get("definition")) for each in fhir.resources(bundle, "MessageHeader")]
    if statuses & _CANCELLED or any(each.endswith("-cancelled") for each in definitions):
        return f"{noun} cancellation"
    return f"new {noun}" if reason == "new" else f"{noun} update"


def _code(resource: dict[str, Any], *path: str) -> str:
    return next((str(each.get("code")) for each in fhir.within(resource, *path)), "")


def _nhs_numbers(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _nhs_numbers(item)
    elif isinstance(node, dict):
        if node.get("system") == URL.nhs_number and isinstance(node.get("value"), str):
            yield node["value"]
        for item in node.values():
            yield from _nhs_numbers(item)
