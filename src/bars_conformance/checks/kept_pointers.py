"""What the standard asks of the requests with which a receiver keeps its pointers at the API.

DocumentReference-StandardPattern/Receiver-DocumentReference. Each check takes all that arrived there, in
order; what stands in a pointer has checks of its own.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from urllib.parse import unquote

from bars_conformance import fhir
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.verdict import Inconclusive

_KIND = "DocumentReference"
_OF_ONE = re.compile(rf"/{_KIND}/(?P<id>[^/]+)/?$")
_WRITES = frozenset({"PUT", "PATCH", "DELETE"})

Arrivals = Sequence[Exchange]


@dataclass(frozen=True)
class Record:
    """A booking or referral, its patient, and when the message that made it was sent."""

    id: str
    nhs_number: str
    made: datetime


_Check = Callable[[Arrivals, Record, datetime], Finding | None]
_Wait = Callable[[Arrivals, Record, datetime], bool]


def posted(arrivals: Arrivals, record: Record) -> list[Exchange]:
    """The requests that saved a pointer to a record: they name the record, or else the patient.

    There may be more than one: an answer that was lost is asked for once more.
    """
    saved = [each for each in arrivals if each.started >= record.made and _id_given(each)]
    naming = [each for each in saved if _mentions(each, record.id)]
    return naming or [each for each in saved if _mentions(each, record.nhs_number)]


def about(arrivals: Arrivals, record: Record, since: datetime) -> list[Exchange]:
    """What arrived since about the pointer to a record: under an id it was given, another one, or none."""
    posts = posted(arrivals, record)
    given, known = {_id_given(each) for each in posts}, {_id_given(each) for each in arrivals}

    def concerns(each: Exchange) -> bool:
        identifier = _id_in(each)
        if each in posts or given & {identifier, *_ids_told(each)}:
            return True
        if identifier is None:
            return each.request.method != "GET" and _mentions(each, record.id)
        if identifier in known:
            return False
        meant = _mentions(each, record.id) or _mentions(each, record.nhs_number)
        return meant or any(_mentions(post, identifier) for post in posts)

    return [each for each in arrivals if each.started >= since and concerns(each)]


def is_named(arrivals: Arrivals, record: Record, _: datetime) -> bool:
    """Whether a pointer that names the record was saved."""
    return any(_mentions(each, record.id) for each in posted(arrivals, record))


def is_written(arrivals: Arrivals, record: Record, since: datetime) -> bool:
    """Whether the pointer was changed, removed or posted anew since, or was to be."""
    return any(each.request.method != "GET" for each in about(arrivals, record, since))


def is_saved(arrivals: Arrivals, record: Record, since: datetime) -> Finding | None:
    """The pointer was saved with POST."""
    if posted(arrivals, record):
        return None
    got = _listed(about(arrivals, record, since))
    return Finding("at the API", f"POST /{_KIND}", got or "nothing about the pointer")


def keeps_its_id(arrivals: Arrivals, record: Record, since: datetime) -> Finding | None:
    """The pointer is written to by the id that it was given; Inconclusive if nothing is written."""
    given, requests = _given(arrivals, record, since), about(arrivals, record, since)
    writes = [each for each in requests if each.request.method != "GET"]
    if any(_id_in(each) in given for each in writes):
        return None
    if not writes:
        raise _left(given)
    return Finding("what is written to", _places(given), _listed(writes))


def is_read_first(arrivals: Arrivals, record: Record, since: datetime) -> Finding | None:
    """The pointer was told in an answer before it was changed or removed; Inconclusive if it was not."""
    given, requests = _given(arrivals, record, since), about(arrivals, record, since)
    writes = [
        at for at, each in enumerate(requests) if each.request.method in _WRITES and _id_in(each) in given
    ]
    if not writes:
        raise _left(given)
    written = requests[writes[0]]
    if any(_id_in(written) in _ids_told(each) for each in requests[: writes[0]]):
        return None
    expected = f"a read before {written.request.method}"
    return Finding("requests about the pointer", expected, _listed(requests))


PROPERTIES: Mapping[str, tuple[_Check, _Wait]] = MappingProxyType(
    {
        "is saved at the API": (is_saved, is_named),
        "goes by the id that the API gave": (keeps_its_id, is_written),
        "is read at the API before it is written": (is_read_first, is_written),
    }
)
"""What a feature may ask of how a pointer is kept, with the check, and when there is enough for it."""


def _given(arrivals: Arrivals, record: Record, before: datetime) -> list[str]:
    """The ids that the pointer to a record had been given; Inconclusive if there is none."""
    posts = [each for each in posted(arrivals, record) if each.started < before]
    if given := [identifier for each in posts if (identifier := _id_given(each))]:
        return given
    raise Inconclusive("no pointer to it was saved at the API")


def _left(given: list[str]) -> Inconclusive:
    return Inconclusive(f"the receiver wrote nothing to {_places(given)} at the API")


def _places(given: list[str]) -> str:
    return " or ".join(f"/{_KIND}/{each}" for each in given)


def _mentions(each: Exchange, text: str) -> bool:
    """Whether a request has an id in its URL or its body, in whatever case, and not within a longer one."""
    pattern = rf"(?i)(?<![\w.-])(?<!\d:){re.escape(text)}(?![\w.-])(?!:\d)"
    body = (each.request.body or b"").decode("utf-8", "replace")
    return bool(re.search(pattern, f"{unquote(each.request.url)} {body}"))


def _id_in(each: Exchange) -> str | None:
    """The id of a pointer in the path of a request."""
    found = _OF_ONE.search(unquote(each.request.path))
    return found and found["id"]


def _id_given(each: Exchange) -> str | None:
    """The id under which the API has kept what was posted."""
    if each.request.method != "POST" or each.answer is None or not each.answer.accepted:
        return None
    return str((each.answer.resource or {}).get("id"))


def _ids_told(each: Exchange) -> set[str]:
    """The ids of the pointers that a read or search was answered with."""
    if each.request.method != "GET" or each.answer is None or not each.answer.accepted:
        return set()
    told = each.answer.resource or {}
    alone = [told] if told.get("resourceType") == _KIND else fhir.resources(told, _KIND)
    return {str(pointer.get("id")) for pointer in alone}


def _listed(requests: Arrivals) -> str:
    return ", ".join(f"{each.request.method} {each.request.path}" for each in requests)
