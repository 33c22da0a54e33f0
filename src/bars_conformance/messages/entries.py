"""Varying a message by whole entries: only their number changes, and every reference still resolves."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from bars_conformance.messages.bundle import NewId, Resource, instant, stamped, urn
from bars_conformance.messages.elements import first
from bars_conformance.messages.tree import copied, relinked, unlinked


def lacking(message: Mapping[str, Any], resource_type: str) -> Resource:
    """The message without its entries of a type and without the references to them.

    HarnessError if it has none.
    """
    first(message, resource_type)
    return keeping(message, lambda resource: resource["resourceType"] != resource_type)


def doubled(message: Mapping[str, Any], resource_type: str, *, new_id: NewId = uuid4) -> Resource:
    """The message with a second entry like the first of a type, under a fullUrl of its own.

    HarnessError if it has none.
    """
    twice: Resource = copied(message)
    twice["entry"].append({"fullUrl": urn(new_id), "resource": copied(first(message, resource_type))})
    return twice


def merged(message: Mapping[str, Any], resource_type: str, *, into: int = 0) -> Resource:
    """The message with a single entry of a type, its ``into``-th, to which references to the others lead.

    HarnessError if it has no entry of the type.
    """
    first(message, resource_type)
    urls = [
        entry["fullUrl"] for entry in message["entry"] if entry["resource"]["resourceType"] == resource_type
    ]
    others = set(urls) - {urls[into]}
    rest = [entry for entry in message["entry"] if entry["fullUrl"] not in others]
    single: Resource = relinked({**message, "entry": rest}, dict.fromkeys(others, urls[into]))
    return single


def joined(
    message: Mapping[str, Any],
    resource: Resource,
    *,
    now: datetime | None = None,
    new_id: NewId = uuid4,
) -> Resource:
    """The message with one more entry, last of all; ``meta`` is set where the resource has none."""
    longer: Resource = copied(message)
    when = instant(now or datetime.now(UTC))
    longer["entry"].append({"fullUrl": urn(new_id), "resource": copied(stamped(resource, when))})
    return longer


def keeping(message: Mapping[str, Any], is_kept: Callable[[Resource], bool]) -> Resource:
    """The message with some of its entries and without the references to the others."""
    kept = [entry for entry in message["entry"] if is_kept(entry["resource"])]
    gone = {entry.get("fullUrl") for entry in message["entry"] if not is_kept(entry["resource"])}
    rest: Resource = unlinked({**message, "entry": kept}, gone.__contains__)
    return rest
