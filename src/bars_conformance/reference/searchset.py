"""Searchset Bundles: what every search is answered with."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from bars_conformance.reference.call import Call
from bars_conformance.reference.instants import now
from bars_conformance.standard import PROFILES


def searchset(
    call: Call,
    matches: Iterable[dict[str, Any]],
    included: Iterable[dict[str, Any]] = (),
    query: Iterable[tuple[str, str]] | None = None,
) -> dict[str, Any]:
    """A searchset of matches and included resources.

    ``query`` holds the parameters that were used, for the self link: those of the call unless given.
    """
    entries = [_entry(call, resource, "match") for resource in matches]
    total = len(entries)
    entries += [_entry(call, resource, "include") for resource in included]
    moment = now()
    bundle: dict[str, Any] = {
        "resourceType": "Bundle",
        "id": str(uuid4()),
        "meta": {"lastUpdated": moment, "profile": [PROFILES["Bundle (searchset)"]]},
        "type": "searchset",
        "timestamp": moment,
        "total": total,
        "link": [{"relation": "self", "url": self_link(call, call.query if query is None else query)}],
    }
    return {**bundle, "entry": entries} if entries else bundle


def self_link(call: Call, query: Iterable[tuple[str, str]]) -> str:
    """The URL of a search with the parameters that were used."""
    pairs = "&".join(f"{quote(name, safe=':.')}={quote(value, safe=':/,')}" for name, value in query)
    return f"{call.base}{call.path}" + (f"?{pairs}" if pairs else "")


def _entry(call: Call, resource: dict[str, Any], mode: str) -> dict[str, Any]:
    return {
        "fullUrl": f"{call.base}/{resource['resourceType']}/{resource['id']}",
        "resource": resource,
        "search": {"mode": mode},
    }
