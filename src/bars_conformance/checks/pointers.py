"""What the standard asks of pointers: those that a search told, and the one that leads to a record.

DocumentReference-StandardPattern; the many ways in which its sources write an element are all read (R-108,
R-109).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from bars_conformance import fhir
from bars_conformance.checks.searchset import given, links
from bars_conformance.exchange import Exchange
from bars_conformance.fhir import within
from bars_conformance.finding import Finding
from bars_conformance.standard import CODE_SYSTEMS, POINTER_TYPE_CODES, SNOMED_SPELLINGS, URL
from bars_conformance.verdict import HarnessError, Inconclusive

TOKEN = "next-page-token"  # noqa: S105 - the name of a parameter
_KIND = "DocumentReference"
_RECORDS = {
    "Appointment": ("booking", "booking-request"),
    "ServiceRequest": ("referral", "servicerequest-request"),
}
_ALL_CODES = frozenset().union(*POINTER_TYPE_CODES.values())
_EVENTS = CODE_SYSTEMS["message-events-bars"].url
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_A_DAY = timedelta(days=1)

Pointer = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """What a pointer should lead to, whose it should be, and about when it was made."""

    kind: str
    id: str
    nhs_number: str
    custodian: str
    made: datetime


def told(pages: Sequence[Exchange]) -> list[Pointer]:
    """The pointers on the pages of a search; Inconclusive if it was refused."""
    return [pointer for page in pages for pointer in fhir.resources(given(page), _KIND)]


def next_token(page: Exchange) -> str | None:
    """The token of the next page: in a link, or in a tag of the Bundle (API specification 1.1.0)."""
    if page.answer is None or not page.answer.accepted:
        return None
    if in_link := parse_qs(_query(links(page).get("next", ""))).get(TOKEN):
        return in_link[0]
    tags = within(given(page), "meta", "tag")
    found = (tag.get("code") for tag in tags if TOKEN in orjson.dumps(tag).decode())
    return next((code for code in found if isinstance(code, str)), None)


def leading_to(pages: Sequence[Exchange], record_id: str) -> list[Pointer]:
    """The pointers that name this id, in whatever element says what they lead to."""
    return [pointer for pointer in told(pages) if _names(pointer, record_id)]


def is_same(one: Pointer, other: Pointer) -> bool:
    """Whether it is the same pointer, as it is or as it was, or one that took its place."""
    same_record = identifier(one) is not None and identifier(one) == identifier(other)
    return same_record or one.get("id") == other.get("id")


def target_identifiers(pointer: Pointer) -> list[tuple[str, str]]:
    """Each target identifier that the pointer gives as a place: system and value.

    The guide's samples write the system with http, its other pages with https; the latter is given (R-109).
    """
    split = (url.partition("|") for url in urls(pointer))
    return [
        (re.sub("^http:", "https:", system), value)
        for system, bar, value in split
        if bar and value and re.sub("^http:", "https:", system).lower() == URL.service_id.lower()
    ]


def urls(pointer: Pointer) -> list[str]:
    """Each place that the pointer gives."""
    attachments = within(pointer, "content", "attachment")
    return [url for each in attachments if isinstance(url := _url(each), str)]


def identifier(pointer: Pointer) -> str | None:
    """The id of what the pointer leads to, by its BaRS identifier."""
    return next((value for system, value in _identifiers(pointer) if system == URL.pointer), None)


def type_of(pointer: Pointer) -> str | None:
    """The first type of the pointer as a search asks for it: system and code."""
    codings = within(pointer, "type", "coding")
    return next((f"{each.get('system')}|{each.get('code')}" for each in codings), None)


def judged(pages: Sequence[Exchange], target: Target, words: str) -> Finding | None:
    """What the check of these words finds in the pointer to a record; each pointer to it has to pass.

    Inconclusive if there is none, save where that is asked; HarnessError for words that no check has.
    """
    pointers = leading_to(pages, target.id)
    if words in _PRESENCE:
        return _PRESENCE[words](pages, pointers, target)
    if words not in PROPERTIES:
        raise HarnessError(f"no property is called '{words}'; the features know {', '.join(PROPERTIES)}.")
    if not pointers:
        raise Inconclusive(f"there is no pointer to {target.kind}/{target.id} to look at")
    return next((finding for each in pointers if (finding := PROPERTIES[words](each, target))), None)


def is_told(_: Sequence[Exchange], pointers: list[Pointer], target: Target) -> Finding | None:
    """There is a pointer to the record."""
    return None if pointers else Finding("Bundle.entry", f"a pointer to {target.kind}/{target.id}", "none")


def is_known_by_its_id(_: Sequence[Exchange], pointers: list[Pointer], target: Target) -> Finding | None:
    """There is a pointer whose BaRS identifier is the id of the record (R-110)."""
    if any((identifier(each) or "").lower() == target.id.lower() for each in pointers):
        return None
    found = "; ".join(str(each.get("identifier")) for each in pointers) or "no pointer that names it"
    return Finding(f"{_KIND}.identifier", f"{URL.pointer} {target.id}", found)


def is_not_told(pages: Sequence[Exchange], pointers: list[Pointer], target: Target) -> Finding | None:
    """There is no pointer to the record; Inconclusive if there may be on pages that cannot be had."""
    if pointers:
        return Finding("Bundle.entry", f"no pointer to {target.kind}/{target.id}", "one")
    if "next" in links(pages[-1]):
        raise Inconclusive("the search has further pages, on which there may be more")
    return None


def has_a_type_of_bars(pointer: Pointer, _: Target) -> Finding | None:
    """The type is one of the two that BaRS has, in any spelling of the sources (R-108)."""
    return _has_type(pointer, _ALL_CODES)


def has_the_type_of_its_record(pointer: Pointer, target: Target) -> Finding | None:
    """The type says whether it leads to a booking or a referral."""
    return _has_type(pointer, POINTER_TYPE_CODES[_RECORDS[target.kind][0]])


def names_the_patient(pointer: Pointer, target: Target) -> Finding | None:
    """The subject is the patient, by NHS number."""
    return _has_identifier(pointer, "subject", URL.nhs_number, target.nhs_number)


def names_its_custodian(pointer: Pointer, target: Target) -> Finding | None:
    """The custodian is the organisation that holds the record, by one ODS code (R-110)."""
    return _has_identifier(pointer, "custodian", URL.organisation, target.custodian)


def has_a_place(pointer: Pointer, _: Target) -> Finding | None:
    """Each content has a place: a target identifier, or a direct URL."""
    contents = within(pointer, "content")
    for number, content in enumerate(contents):
        url = next((_url(each) for each in within(content, "attachment")), None)
        if not isinstance(url, str) or not _is_place(url):
            where = f"{_KIND}.content[{number}].attachment.url"
            return Finding(where, f"{URL.service_id}|a service, or an absolute URL", str(url))
    return None if contents else Finding(f"{_KIND}.content", "at least one", "none")


def names_the_event(pointer: Pointer, target: Target) -> Finding | None:
    """A format is the event of the message that made the record, or one of the record locator (R-109)."""
    formats = within(pointer, "content", "format")
    codings = [*formats, *(each for item in formats for each in within(item, "coding"))]
    event = _RECORDS[target.kind][1]
    for each in codings:
        if each.get("system") == URL.pointer_format or (each.get("system"), each.get("code")) == (
            _EVENTS,
            event,
        ):
            return None
    found = ", ".join(f"{each.get('system')} {each.get('code')}" for each in codings) or "none"
    return Finding(f"{_KIND}.content.format", f"{_EVENTS} {event}", found)


def tells_when_it_was_made(pointer: Pointer, target: Target) -> Finding | None:
    """attachment.creation, or date, is the time when the record was made; a day of doubt is left."""
    creations = [each.get("creation") for each in within(pointer, "content", "attachment")]
    dates = [str(each) for each in (*creations, pointer.get("date")) if each is not None]
    if any(_is_near(each, target.made) for each in dates):
        return None
    where = f"{_KIND}.content.attachment.creation"
    return Finding(where, f"a time about {target.made:%Y-%m-%d}", ", ".join(dates) or "none")


PROPERTIES: Mapping[str, Callable[[Pointer, Target], Finding | None]] = MappingProxyType(
    {
        "has a type that BaRS knows": has_a_type_of_bars,
        "has the type of what it leads to": has_the_type_of_its_record,
        "names the patient by NHS number": names_the_patient,
        "names the receiver as its custodian": names_its_custodian,
        "says where to go": has_a_place,
        "names the event of the message": names_the_event,
        "tells when it was made": tells_when_it_was_made,
    }
)
"""What a feature may ask of the pointer to a record, by the words it uses."""

_PRESENCE = MappingProxyType(
    {"is told": is_told, "is not told": is_not_told, "is known by its id": is_known_by_its_id}
)


def _names(pointer: Pointer, record_id: str) -> bool:
    wanted = record_id.lower()
    by_identifier = (str(value).lower() == wanted for _, value in _identifiers(pointer))
    return any(by_identifier) or any(wanted in url.lower() for url in urls(pointer))


def _identifiers(pointer: Pointer) -> list[tuple[str, str]]:
    return [(str(each.get("system")), str(each.get("value"))) for each in within(pointer, "identifier")]


def _url(attachment: Mapping[str, Any]) -> object:
    """The place of an attachment; the guide writes the name of the element in capitals, too."""
    return attachment.get("url", attachment.get("URL"))


def _is_place(url: str) -> bool:
    system, bar, value = url.partition("|")
    if bar:
        return bool(value) and re.sub("^http:", "https:", system).lower() == URL.service_id.lower()
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _query(url: str) -> str:
    try:
        return urlsplit(url).query
    except ValueError:
        return ""


def _has_type(pointer: Pointer, codes: frozenset[str]) -> Finding | None:
    codings = [(str(each.get("system")), str(each.get("code"))) for each in within(pointer, "type", "coding")]
    if any(system in SNOMED_SPELLINGS and code in codes for system, code in codings):
        return None
    found = ", ".join(" ".join(each) for each in codings) or "none"
    return Finding(f"{_KIND}.type.coding", f"{URL.snomed} {' or '.join(sorted(codes))}", found)


def _has_identifier(pointer: Pointer, element: str, system: str, value: str) -> Finding | None:
    found = [f"{each.get('system')} {each.get('value')}" for each in within(pointer, element, "identifier")]
    if any(each.lower() == f"{system} {value}".lower() for each in found):
        return None
    return Finding(f"{_KIND}.{element}.identifier", f"{system} {value}", ", ".join(found) or "none")


def _is_near(text: str, moment: datetime) -> bool:
    read = fhir.moment(f"{text}T12:00:00Z" if _DATE.fullmatch(text) else text)
    return read is not None and abs(read.astimezone(UTC) - moment) <= _A_DAY
