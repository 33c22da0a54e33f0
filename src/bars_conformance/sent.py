"""A request that was sent, and what came of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from bars_conformance import fhir, messages
from bars_conformance.client import REQUEST_ID, Call
from bars_conformance.exchange import Exchange
from bars_conformance.record import Created
from bars_conformance.relayed import Relayed
from bars_conformance.verdict import Inconclusive, NonConformance

_USABLE_ID = re.compile(r"[!-~]{1,256}")
"""More than the ids of FHIR, so that a strange one is judged where ids are; yet one that a URL can carry."""

_ENDED = frozenset({"cancelled", "revoked", "entered-in-error"})


@dataclass(frozen=True)
class Sent:
    """A request and what came of it: ``composed`` is valid, ``call`` is as sent, with its difference."""

    request: str
    composed: Call
    call: Call
    exchange: Exchange
    after: "Sent | None" = None
    """What it follows on; None if it stands at the beginning."""
    further: tuple[Exchange, ...] = ()
    """The further pages of the answer to a search."""
    found_id: str | None = None
    """The id of what was made, where the answer did not tell it in its body."""
    relayed: Relayed | None = None
    """What an API made of it on the way to a receiver of the suite's own; None if it went elsewhere."""

    @property
    def first(self) -> "Sent":
        """What the conversation began with."""
        return self.after.first if self.after else self

    @cached_property
    def is_response(self) -> bool:
        """Whether it answers a request of the receiver's own; then it makes nothing of ours to put away."""
        message = self.composed.message if self.composed.path == "/$process-message" else {}
        return any(
            header["eventCoding"]["code"] == "servicerequest-response"
            for header in messages.resources(message, "MessageHeader")
        )

    @property
    def pages(self) -> tuple[Exchange, ...]:
        """All pages of the answer to a search."""
        return (self.exchange, *self.further)

    @cached_property
    def kind(self) -> str:
        """The type of the resource that it is about."""
        if self.id_in_path:
            return self.composed.path.split("/")[1]
        return str(messages.focus(self.composed.message)["resourceType"])

    @cached_property
    def ends(self) -> bool:
        """Whether it cancels or removes what it is about."""
        if self.composed.method == "DELETE":
            return True
        return messages.focus(self.composed.message).get("status") in _ENDED

    @property
    def undone_by(self) -> str:
        """What has to follow so that nothing is left of it, by its name."""
        if self.composed.path == "/$process-message":
            return "cancellation"
        return "removal" if self.kind == "DocumentReference" else "cancellation by PUT"

    @property
    def is_pointed_to(self) -> bool:
        """Whether a search for pointers tells of what this made: a booking, a referral or a pointer."""
        if self.composed.path == "/$process-message":
            return self.kind == "Appointment" or messages.category(self.composed.message) == "referral"
        return self.kind in ("Appointment", "DocumentReference")

    @property
    def held_resource(self) -> dict[str, Any]:
        """The booking or referral as the receiver answered it; Inconclusive if it gave it no id."""
        kind = self.kind
        answered = self.exchange.answer.resource if self.exchange.answer else None
        alone = answered if answered and answered["resourceType"] == kind else None
        for resource in [alone] if alone else fhir.resources(answered, kind):
            given = resource.get("id")
            if isinstance(given, str) and _USABLE_ID.fullmatch(given):
                return resource
        raise Inconclusive(f"the answer to the message holds no {kind} with an id")

    @property
    def resource_id(self) -> str:
        """The id that the receiver gave to the booking or referral; Inconclusive if it gave none."""
        return self.id_in_path or self.found_id or str(self.held_resource["id"])

    @property
    def id_in_path(self) -> str | None:
        """The id of the resource that was asked for by the path; None if there is none."""
        path = self.composed.path
        return path.rpartition("/")[2] if path.count("/") > 1 else None


def reached(exchange: Exchange, *, by_certificate: bool = False) -> Exchange:
    """The exchange; Inconclusive if it did not come as far as the system under test.

    Where a certificate is the way in, that either side refused the other's is something that came of it.
    """
    refused = exchange.cut_off or exchange.certificate
    if exchange.unreachable and not (by_certificate and refused):
        raise Inconclusive(f"the system under test was not reached: {exchange.error}")
    return exchange


def refusal_of(sent: Sent) -> Sent:
    """The request, if it was refused; raises NonConformance if it was not."""
    if sent.exchange.answer is None or sent.exchange.answer.accepted:
        raise NonConformance(f"expected a refusal, got {sent.exchange}")
    return sent


def last_updated(resource: Mapping[str, Any] | None) -> datetime | None:
    """``meta.lastUpdated`` of a resource, None unless it is an instant with an offset."""
    meta = (resource or {}).get("meta")
    try:
        instant = datetime.fromisoformat(meta["lastUpdated"]) if isinstance(meta, dict) else None
    except (KeyError, TypeError, ValueError):
        return None
    return instant if instant and instant.tzinfo else None


def made_by(sent: Sent) -> tuple[str, str] | None:
    """Type and id of what an accepted message was about; None if the answer does not tell."""
    try:
        return sent.kind, sent.resource_id
    except Inconclusive:
        return None


def made_unseen(sent: Sent) -> Created:
    """What a message made that was answered 408: its id is not known, only that of its request."""
    kind = messages.focus(sent.composed.message)["resourceType"]
    return Created(kind, f"of X-Request-ID {sent.call.header(REQUEST_ID)}", "unknown")
