"""What is held of a booking or referral: read back by GET, and compared with what was sent.

Inconclusive where the read gives nothing to compare with: that has scenarios of its own.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bars_conformance.exchange import Exchange
from bars_conformance.fhir import moment
from bars_conformance.finding import Finding
from bars_conformance.verdict import Inconclusive

_GONE = frozenset({404, 410})
_CURRENT = frozenset({"active", "booked", "on-hold", "pending", "proposed"})
_ENDED = frozenset({"cancelled", "entered-in-error", "revoked"})
_SAME_INSTANT = timedelta(milliseconds=1)
_NOT_COMPARED = frozenset({"reference", "display"})


def is_current(exchange: Exchange, kind: str) -> Finding | None:
    """The booking or referral is there and not ended."""
    if exchange.answer and exchange.answer.status in _GONE:
        return Finding(f"GET /{kind}/[id]", f"the {kind}", str(exchange.answer.status))
    resource = _resource(exchange, kind)
    if str(resource.get("status")) in _CURRENT:
        return None
    return Finding(f"{kind}.status", "one that is current", str(resource.get("status")))


def is_ended(exchange: Exchange, kind: str) -> Finding | None:
    """The booking or referral is not there, or told as ended."""
    if exchange.answer and exchange.answer.status in _GONE:
        return None
    resource = _resource(exchange, kind)
    if str(resource.get("status")) in _ENDED:
        return None
    return Finding(f"{kind}.status", " or ".join(sorted(_ENDED)), str(resource.get("status")))


def agrees(exchange: Exchange, path: str, expected: object) -> Finding | None:
    """What is told at ``path`` (``Appointment.start``) holds all that is expected there.

    Instants are compared by what they mean, to the millisecond; references and displays not at all.
    """
    kind, *steps = path.split(".")
    told = at(_resource(exchange, kind), steps)
    return None if _holds(told, expected) else Finding(path, str(expected), str(told))


def is_later(exchange: Exchange, path: str, before: object) -> Finding | None:
    """The instant told at ``path`` lies after the one of before."""
    kind, *steps = path.split(".")
    told = at(_resource(exchange, kind), steps)
    now, then = moment(told), moment(before)
    if now is not None and then is not None and now > then:
        return None
    return Finding(path, f"later than {before}", str(told))


def at(resource: Mapping[str, Any], steps: list[str]) -> object:
    """What stands down a path, in the first item of every list on the way; None where it ends early."""
    found: object = resource
    for step in steps:
        if isinstance(found, list):
            found = found[0] if found else None
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _resource(exchange: Exchange, kind: str) -> dict[str, Any]:
    resource = exchange.answer.resource if exchange.answer and exchange.answer.accepted else None
    if resource is None or resource["resourceType"] != kind:
        raise Inconclusive(f"GET /{kind}/[id] gave no {kind} to compare with")
    return resource


def _holds(told: object, expected: object) -> bool:
    match expected:
        case dict():
            return isinstance(told, dict) and all(
                _holds(told.get(name), value) for name, value in expected.items() if name not in _NOT_COMPARED
            )
        case list():
            items = told if isinstance(told, list) else []
            return all(any(_holds(item, each) for item in items) for each in expected)
        case _:
            one, other = moment(told), moment(expected)
            if one is not None and other is not None:
                return abs(one - other) <= _SAME_INSTANT
            return told == expected
