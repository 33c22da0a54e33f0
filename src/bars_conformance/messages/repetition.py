"""The same content as a fresh message."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from bars_conformance.messages.bundle import NewId, Resource, instant, urn
from bars_conformance.messages.elements import resources
from bars_conformance.messages.tree import relinked

JOURNEY_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""The GUID in a reference to a journey, whose form is not settled."""

_CASES = ("ServiceRequest", "Appointment", "Encounter")
"""Their identifiers name one request, booking or case."""


def again(message: Mapping[str, Any], *, now: datetime | None = None, new_id: NewId = uuid4) -> Resource:
    """A new request with the content of this one, defects included.

    Fresh are the Bundle.id, the fullUrls and all references to them, the instant of composition wherever it
    stands, and the identifiers of journey, case and request. Times that were put in by hand stay as they are.
    """
    fresh = {entry["fullUrl"]: urn(new_id) for entry in message["entry"] if "fullUrl" in entry}
    fresh |= {_composed(message): instant(now or datetime.now(UTC))}
    repeated: Resource = relinked(message, journeys(message, new_id) | fresh)
    for resource in resources(repeated):
        renew_identifiers(resource, new_id)
    if "id" in message:
        repeated["id"] = str(new_id())
    return repeated


def journeys(message: Mapping[str, Any], new_id: NewId) -> dict[str, str]:
    """New journey ids in the form of the old, by the references to those that the Encounters have (R-117)."""
    episodes = (each for found in resources(message, "Encounter") for each in found.get("episodeOfCare", ()))
    references = (str(each.get("reference")) for each in episodes)
    return {each: JOURNEY_ID.sub(str(new_id()), each) for each in references if JOURNEY_ID.search(each)}


def renew_identifiers(resource: Resource, new_id: NewId) -> None:
    """Give a request, booking or case other identifiers of the same systems, in place."""
    if resource.get("resourceType") in _CASES:
        for identifier in resource.get("identifier", ()):
            if "value" in identifier:
                identifier["value"] = str(new_id())


def _composed(message: Mapping[str, Any]) -> str:
    """When the message was composed: the ``lastUpdated`` that most of its resources carry."""
    stamps: Counter[str] = Counter(
        resource.get("meta", {}).get("lastUpdated", "") for resource in resources(message)
    )
    (stamp, _), *_ = stamps.most_common(1)
    return stamp
