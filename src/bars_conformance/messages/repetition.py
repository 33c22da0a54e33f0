"""The same content as a fresh message."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from bars_conformance.messages.bundle import NewId, Resource, instant, urn
from bars_conformance.messages.elements import resources
from bars_conformance.messages.request import CASE_NUMBER
from bars_conformance.messages.tree import relinked


def again(message: Mapping[str, Any], *, now: datetime | None = None, new_id: NewId = uuid4) -> Resource:
    """A new request with the content of this one, defects included.

    Fresh are the Bundle.id, the fullUrls and all references to them, the instant of composition wherever it
    stands, and the journey and case identifiers. Times that were put in by hand stay as they are.
    """
    fresh = {entry["fullUrl"]: urn(new_id) for entry in message["entry"] if "fullUrl" in entry}
    fresh |= {_composed(message): instant(now or datetime.now(UTC))}
    for encounter in resources(message, "Encounter"):
        for episode in encounter.get("episodeOfCare", ()):
            if "reference" in episode:
                fresh.setdefault(episode["reference"], f"EpisodeOfCare/{new_id()}")
        for identifier in encounter.get("identifier", ()):
            if identifier.get("system") == CASE_NUMBER and "value" in identifier:
                fresh.setdefault(identifier["value"], str(new_id()))
    repeated: Resource = relinked(message, fresh)
    if "id" in message:
        repeated["id"] = str(new_id())
    return repeated


def _composed(message: Mapping[str, Any]) -> str:
    """When the message was composed: the ``lastUpdated`` that most of its resources carry."""
    stamps: Counter[str] = Counter(
        resource.get("meta", {}).get("lastUpdated", "") for resource in resources(message)
    )
    (stamp, _), *_ = stamps.most_common(1)
    return stamp
