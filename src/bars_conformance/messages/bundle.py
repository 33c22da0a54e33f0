"""A message Bundle in the making: hands out addresses, stamps times, puts the MessageHeader first.

Home/Core/1.1.4/Standard-Pattern-Composite-Messages and BaRS-FHIR-Usage.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from bars_conformance.messages.tree import copied
from bars_conformance.standard import PROFILES

Resource = dict[str, Any]
Reference = dict[str, str]
NewId = Callable[[], UUID]

PAYLOAD_VERSION = "1.1.0"
"""``Bundle.meta.versionId`` of what the suite sends."""


def instant(moment: datetime) -> str:
    """A FHIR instant as BaRS writes it: seven digits of a second's fraction, in UTC, offset ``+00:00``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0+00:00")


def urn(new_id: NewId) -> str:
    """A fresh ``fullUrl``."""
    return f"urn:uuid:{new_id()}"


def ordered(resource: Resource) -> Resource:
    """The resource with its type, id and meta in front, where readers look for them."""
    return {name: resource[name] for name in ("resourceType", "id", "meta") if name in resource} | resource


def stamped(resource: Resource, now: str, kind: str = "") -> Resource:
    """The resource with ``meta``: the profile of its type and kind, and when it was last updated.

    What it brings in ``meta`` of its own, as one read from the receiver does, stays.
    """
    profile = PROFILES[f"{resource['resourceType']} {kind}".rstrip()]
    meta = {"lastUpdated": now, "profile": [profile], **resource.get("meta", {})}
    return ordered({**resource, "meta": meta})


class Draft:
    """Resources gathered for one message, all of one instant."""

    def __init__(self, now: datetime | None = None, new_id: NewId = uuid4) -> None:
        """``now`` defaults to the present; ``new_id`` gives the UUIDs of the Bundle and its entries."""
        self.moment = now or datetime.now(UTC)
        self.now = instant(self.moment)
        self.new_id = new_id
        self._entries: list[Resource] = []

    def add(self, resource: Resource, kind: str = "") -> Reference:
        """Take a resource in and return the reference to it; ``kind`` as in ``stamped``."""
        url = urn(self.new_id)
        self._entries.append({"fullUrl": url, "resource": stamped(resource, self.now, kind)})
        return {"reference": url}

    def message(self, header: Resource) -> Resource:
        """The finished Bundle, its MessageHeader first."""
        self.add(header, header["eventCoding"]["code"])
        *others, first = self._entries
        bundle: Resource = copied(
            {
                "resourceType": "Bundle",
                "id": str(self.new_id()),
                "meta": {
                    "versionId": PAYLOAD_VERSION,
                    "lastUpdated": self.now,
                    "profile": [PROFILES["Bundle (message)"]],
                },
                "type": "message",
                "timestamp": self.now,
                "entry": [first, *others],
            }
        )
        return bundle
