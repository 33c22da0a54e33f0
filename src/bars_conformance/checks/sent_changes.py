"""What a sender changes of a resource that it has read (Appointment-StandardPattern/Cancel-Booking)."""

from collections.abc import Iterator
from typing import Any

import orjson

from bars_conformance import fhir
from bars_conformance.finding import Finding

Json = dict[str, Any]

_ENDS = ("cancelled", "entered-in-error")
_CHANGED = ("Appointment.status", "Appointment.meta.lastUpdated")


def is_only_cancelled(read: Json, put: Json) -> Finding | None:
    """The Appointment is put back as it was read, but with a status that ends it, and perhaps a later time.

    Times are compared by what they mean (R-114).
    """
    status = put.get("status")
    if status not in _ENDS:
        return Finding("Appointment.status", " or ".join(_ENDS), _told(status))
    was, told = (_last_updated(each) for each in (read, put))
    before, after = fhir.millisecond(was), fhir.millisecond(told)
    if before and (after is None or after < before):
        return Finding("Appointment.meta.lastUpdated", f"{was} or later", _told(told))
    for path, expected, actual in _differences("Appointment", read, put):
        if path not in _CHANGED:
            return Finding(path, _told(expected), _told(actual))
    return None


def _last_updated(appointment: Json) -> object:
    meta = appointment.get("meta")
    return meta.get("lastUpdated") if isinstance(meta, dict) else None


def _differences(path: str, was: object, told: object) -> Iterator[tuple[str, object, object]]:
    if isinstance(was, dict) and isinstance(told, dict):
        for name in was.keys() | told.keys():
            yield from _differences(f"{path}.{name}", was.get(name), told.get(name))
    elif isinstance(was, list) and isinstance(told, list) and len(was) == len(told):
        for position, (one, other) in enumerate(zip(was, told, strict=True)):
            yield from _differences(f"{path}[{position}]", one, other)
    elif was != told and not (fhir.moment(was) and fhir.millisecond(was) == fhir.millisecond(told)):
        yield path, was, told


def _told(value: object) -> str:
    return "none" if value is None else value if isinstance(value, str) else orjson.dumps(value).decode()
