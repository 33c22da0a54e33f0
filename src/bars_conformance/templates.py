"""The message templates that a profile names: read, and looked over before anything is sent after them.

A template is one whole message, in the form in which a service takes it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from math import inf
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from bars_conformance import fhir
from bars_conformance.messages.envelope import definition_url
from bars_conformance.messages.repetition import JOURNEY_ID
from bars_conformance.messages.template import names, nhs_numbers, parts
from bars_conformance.profile import Profile, ProfileError
from bars_conformance.standard import MESSAGE_DEFINITIONS, REQUIRED_BINDINGS, STATUSES

_MESSAGES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "referral": ("servicerequest-request-referral", "ServiceRequest", "subject"),
        "booking": ("booking-request", "Appointment", "participant"),
        "validation": ("servicerequest-request-validation", "ServiceRequest", "subject"),
    }
)
"""By kind: the national MessageDefinition, the type of the focus, and where that names the patient."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_LOCAL = re.compile(r"urn:|#.")
_JOURNEY = ".episodeOfCare["
"""Journeys are no entries, whatever the form of the references to them (R-117)."""


def given(profile: Profile) -> dict[str, Path]:
    """The files of the templates that the profile names, by kind: referral, booking, validation."""
    return {kind: path for kind, path in profile.templates if path is not None}


def look_over(profile: Profile) -> None:
    """Raise ProfileError for the first defect of a template: file, place and mend in one sentence."""
    for kind, path in given(profile).items():
        if complaint := next(_complaints(kind, read(path)), None):
            raise ProfileError(f"{path}, {complaint}.")


@cache
def read(path: Path) -> dict[str, Any]:
    """The message in a file, not to be changed.

    Raises ProfileError if there is none.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise ProfileError(f"{path}: cannot be read ({reason}); name a JSON file under templates.") from error
    try:
        message = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ProfileError(f"{path}, line {error.lineno}: not JSON ({error.msg}); mend it.") from error
    if not isinstance(message, dict) or message.get("resourceType") != "Bundle":
        raise ProfileError(f"{path}: no Bundle; give a whole message, as the service takes it.")
    return message


def _complaints(kind: str, message: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a message of this kind; each rule takes for granted what those before it ask."""
    yield from _of_structure(message)
    if message.get("type") != "message":
        yield f"type: {message.get('type')!r}, and a template is a message; give a Bundle of type message"
    for place, item in _within(message, "Bundle"):
        if item in ([], {}) or (item is None and not place.endswith("]")):
            yield f"{_place(place)}: empty, which FHIR has not; leave it out"
    yield from _of_entries(message)
    yield from _of_codes(message)
    yield from _of_numbers(kind, message)
    yield from _of_focus(kind, message)
    yield from _of_references(message)
    yield from _of_statuses(kind, message)
    yield from _of_journeys(message)


def _of_structure(message: dict[str, Any]) -> Iterator[str]:
    entries = message.get("entry")
    for at, entry in enumerate(entries if isinstance(entries, list) else []):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            kind = str(resource.get("resourceType"))
            if finding := fhir.structure({**resource, "resourceType": kind}):
                place = f"entry[{at}].resource.{_place(finding.where)}".rstrip(".")
                yield f"{place}: not as FHIR R4 has it ({finding.actual.rstrip('.')}); correct it"
    if finding := fhir.structure(message):
        yield f"{_place(finding.where)}: not as FHIR R4 has it ({finding.actual.rstrip('.')}); correct it"


def _of_entries(message: dict[str, Any]) -> Iterator[str]:
    positions: dict[str, int] = {}
    for at, entry in enumerate(message.get("entry", ())):
        if "resource" not in entry:
            yield f"entry[{at}]: no resource; give it one or take the entry out"
        if not _URL.fullmatch(entry.get("fullUrl", "urn:none")):
            yield f"entry[{at}].fullUrl: {entry['fullUrl']!r} is no URL; give it urn:uuid: and a GUID"
        for name in names(entry):
            if positions.setdefault(name, at) != at:
                yield f"entry[{at}]: called {name} like entry[{positions[name]}]; give each its own name"


def _of_codes(message: dict[str, Any]) -> Iterator[str]:
    for place, element, code in fhir.codes(message):
        if code not in REQUIRED_BINDINGS[element]:
            lawful = ", ".join(REQUIRED_BINDINGS[element])
            yield f"{_place(place)}: {code!r} is no code of FHIR R4 for it; use one of {lawful}"


def _of_numbers(kind: str, message: dict[str, Any]) -> Iterator[str]:
    definition = _MESSAGES[kind][0]
    focus = MESSAGE_DEFINITIONS[definition_url(definition)].focus
    count = Counter(entry["resource"]["resourceType"] for entry in message.get("entry", ()))
    for code in dict.fromkeys(each.code for each in focus if each.code != "Bundle"):
        limits = [each for each in focus if each.code == code]
        least = sum(each.min for each in limits)
        most = sum(inf if each.max is None else each.max for each in limits)
        told = f"entry: {count[code]} {code}, and bars-message-{definition} has"
        if count[code] < least:
            yield f"{told} {least} at least; add what is missing"
        if count[code] > most:
            yield f"{told} {most} at most; take the others out"


def _of_focus(kind: str, message: dict[str, Any]) -> Iterator[str]:
    found, (_, wanted, whose) = parts(message), _MESSAGES[kind]
    header, patient = found["MessageHeader"], message["entry"][found["Patient"]]
    focus = message["entry"][found.get("focus", header)]
    if focus["resource"]["resourceType"] != wanted:
        yield f"entry[{header}].resource.focus: leads to no {wanted}; let it lead to that of the {kind}"
    about = {text for _, text in _within(focus["resource"].get(whose), "") if isinstance(text, str)}
    if about.isdisjoint([*names(patient), *nhs_numbers(patient["resource"])]):
        yield f"entry[{found['focus']}].resource.{whose}: not the Patient of the message; let it lead there"


def _of_references(message: dict[str, Any]) -> Iterator[str]:
    known = {name for entry in message["entry"] for name in names(entry)}
    kinds = {entry["resource"]["resourceType"] for entry in message["entry"]}
    for at, entry in enumerate(message["entry"]):
        inner = {f"#{each.get('id')}" for each in entry["resource"].get("contained", ())}
        for place, reference in _within(entry["resource"], f"entry[{at}].resource"):
            if not place.endswith(".reference") or not isinstance(reference, str) or _JOURNEY in place:
                continue
            is_local = _LOCAL.match(reference) or reference.partition("/")[0] in kinds
            if is_local and reference not in known | inner:
                yield f"{place}: {reference!r} leads to no entry; add the entry or correct the reference"


def _of_statuses(kind: str, message: dict[str, Any]) -> Iterator[str]:
    """The decision table takes a new request only with these statuses of the sender's own work."""
    for at, entry in enumerate(message["entry"]):
        resource = entry["resource"]
        lawful = STATUSES.get(f"{resource['resourceType']}.status", {}).get(f"{kind} request")
        if lawful and resource.get("status") not in lawful:
            told, either = resource.get("status"), " or ".join(lawful)
            yield f"entry[{at}].resource.status: {told!r}, and a new {kind} has {either}; correct it"


def _of_journeys(message: dict[str, Any]) -> Iterator[str]:
    """BaRS-FHIR-Usage/Journey-ID.page.md."""
    for at, entry in enumerate(message["entry"]):
        episodes = [str(each.get("reference")) for each in entry["resource"].get("episodeOfCare", ())]
        is_encounter = entry["resource"]["resourceType"] == "Encounter"
        if is_encounter and not (episodes and all(map(JOURNEY_ID.search, episodes))):
            yield f"entry[{at}].resource.episodeOfCare: no journey id; refer to EpisodeOfCare/ and a GUID"


def _within(node: object, place: str) -> Iterator[tuple[str, Any]]:
    """What is in a JSON value, at every depth, with its place."""
    yield place, node
    match node:
        case dict():
            for name, item in node.items():
                yield from _within(item, f"{place}.{name}")
        case list():
            for at, item in enumerate(node):
                yield from _within(item, f"{place}[{at}]")


def _place(where: str) -> str:
    """A place in a resource as it is written here: ``Patient.name.0.use`` is ``name[0].use``."""
    place = where if where == "resourceType" else where.partition(".")[2].removesuffix(".root")
    return re.sub(r"\.(\d+)(?=\.|$)", r"[\1]", place)
