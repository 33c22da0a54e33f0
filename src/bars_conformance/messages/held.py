"""What the receiver holds of a message it took: the ids it gave and the times it set."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bars_conformance.messages.bundle import Resource
from bars_conformance.messages.elements import focus, resources, value
from bars_conformance.verdict import Inconclusive

Held = Mapping[str, Any] | str
"""The receiver's answer (a Bundle), the focus resource as it returned it, or that one's id."""

_TICK = timedelta(milliseconds=1)


def held_focus(message: Mapping[str, Any], held: Held) -> Resource:
    """The focus of ``message`` as the receiver holds it, with at least ``id``.

    Inconclusive if the receiver gave it none.
    """
    if isinstance(held, str):
        return {"id": held}
    found = held if held.get("resourceType") != "Bundle" else _in_answer(message, held)
    if not found.get("id"):
        kind = focus(message)["resourceType"]
        raise Inconclusive(f"The receiver's answer gives the {kind} no id, so nothing can follow on it.")
    return dict(found)


def ids(message: Mapping[str, Any], held: Held) -> dict[str, str]:
    """The ids that the receiver gave, by the fullUrl of what got it.

    The guide has the receiver keep each fullUrl in its answer, so that the sender can match the entries.
    """
    url = value(message, "MessageHeader.focus.reference")
    given = {url: held_focus(message, held)["id"]}
    if not isinstance(held, str) and held.get("resourceType") == "Bundle":
        for entry in held.get("entry", ()):
            if "fullUrl" in entry and entry.get("resource", {}).get("id"):
                given.setdefault(entry["fullUrl"], entry["resource"]["id"])
    return given


def later(held: Mapping[str, Any], now: datetime | None) -> datetime:
    """``now``, or a moment after the receiver's own ``meta.lastUpdated`` where its clock is ahead of ours."""
    moment = now or datetime.now(UTC)
    try:
        theirs = datetime.fromisoformat(held["meta"]["lastUpdated"])
        return max(moment, theirs + _TICK)
    except (KeyError, OverflowError, TypeError, ValueError):
        return moment


def _in_answer(message: Mapping[str, Any], answer: Mapping[str, Any]) -> Mapping[str, Any]:
    url = value(message, "MessageHeader.focus.reference")
    kind = focus(message)["resourceType"]
    by_url = (e["resource"] for e in answer.get("entry", ()) if e.get("fullUrl") == url and "resource" in e)
    return next(by_url, None) or next(resources(answer, kind), {})
