"""The elements of a message that a sender sent, one by one (the element tables of the guide).

An element is named as the tables do: ``MessageHeader.reason.coding.code``, ``Bundle.timestamp``. A step
``extension(NAME)`` is the extension with the URL that the standard's data have under that name.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import orjson

from bars_conformance import fhir
from bars_conformance.checks.sent_identifiers import SERVICE, UUID
from bars_conformance.finding import Finding
from bars_conformance.standard import (
    CODE_SYSTEMS,
    EXTENSIONS,
    MESSAGE_DEFINITIONS,
    PROFILES,
    REQUIRED_BINDINGS,
    STATUSES,
    URL,
)
from bars_conformance.verdict import HarnessError, Inconclusive

Json = dict[str, Any]
Told = Mapping[str, frozenset[str]]
"""Words of a conversation with the values that they stand for."""

Judge = Callable[[Any, Json], bool]

_EACH = "each "
_STEP = re.compile(r"\.(?![^(]*\))")
_EXTENSION = re.compile(r"extension\((?P<name>.+)\)")
_URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SEMVER = re.compile(r"\d+\.\d+\.\d+\S*")
_UTC = ("Z", "+00:00", "-00:00")
_LITERAL = re.compile(r'"([^"]*)"')


def message(body: object) -> Json:
    """The message Bundle in a body; raises Inconclusive if there is none."""
    if isinstance(body, dict) and body.get("resourceType") == "Bundle":
        return body
    raise Inconclusive("the body of the request is no Bundle in JSON")


def resource(body: object) -> Json:
    """The resource in a body, a message or another; raises Inconclusive if there is none."""
    if isinstance(body, dict) and isinstance(body.get("resourceType"), str):
        return body
    raise Inconclusive("the body of the request is no resource in JSON")


def has(bundle: Json, element: str, form: str, told: Told) -> Finding | None:
    """The element holds what the form says: in each resource of its type one value, or ``each`` value.

    ``told`` are forms of this conversation, such as the id that the receiver gave, with their value. What is
    no Bundle is itself the one resource of its type.
    """
    kind, *path = _STEP.split(element)
    every, wanted = form.startswith(_EACH), form.removeprefix(_EACH)
    found = list(_resources(bundle, kind))
    if not found:
        return Finding(f"Bundle.entry.resource.ofType({kind})", f"a {kind}", "none")
    for place, resource in found:
        values = list(_values(resource, path))
        if every and None in values:
            return Finding(f"{place}.{'.'.join(path)}", wanted, "none")
        there = [value for value in values if value is not None]
        if not (all if every else any)(_holds(value, wanted, bundle, told) for value in there) or not there:
            return Finding(f"{place}.{'.'.join(path)}", wanted, _shown(there))
    return None


def has_if_at_all(bundle: Json, element: str, form: str, told: Told) -> Finding | None:
    """Like ``has``, for elements that may be left out."""
    kind, *path = _STEP.split(element)
    present = any(value is not None for _, each in _resources(bundle, kind) for value in _values(each, path))
    return has(bundle, element, form, told) if present else None


def begins_with_header(bundle: Json) -> Finding | None:
    """The first entry is the MessageHeader, and the only one."""
    entries = bundle.get("entry")
    kinds = [str(each.get("resourceType")) for each in fhir.within({"entry": entries}, "entry", "resource")]
    if kinds[:1] == ["MessageHeader"] and kinds.count("MessageHeader") == 1:
        return None
    return Finding("Bundle.entry", "one MessageHeader, in front", ", ".join(kinds) or "no entry")


def is_linked(bundle: Json) -> Finding | None:
    """Each reference by fullUrl leads to an entry; literal ones, and a journey, need not (R-117, R-124)."""
    for position, entry in enumerate(fhir.within(bundle, "entry")):
        urls = {each.get("fullUrl") for each in fhir.within(bundle, "entry")}
        for path, reference in _references(entry.get("resource"), f"Bundle.entry[{position}].resource"):
            if reference.startswith("urn:") and reference not in urls and ".episodeOfCare[" not in path:
                return Finding(path, "the fullUrl of an entry", reference)
    return None


def _references(node: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for position, item in enumerate(node):
            yield from _references(item, f"{path}[{position}]")
    elif isinstance(node, dict):
        for name, value in node.items():
            if name == "reference" and isinstance(value, str):
                yield f"{path}.reference", value
            else:
                yield from _references(value, f"{path}.{name}")


def counts(bundle: Json, kind: str, least: int, most: int | None = None) -> Finding | None:
    """The message has so many resources of a type."""
    count = len(fhir.resources(bundle, kind))
    if count < least or (most is not None and count > most):
        expected = f"{least}" if least == most else f"{least} or more"
        return Finding(f"Bundle.entry.resource.ofType({kind}).count()", expected, str(count))
    return None


def _resources(bundle: Json, kind: str) -> Iterator[tuple[str, Json]]:
    if bundle.get("resourceType") == kind:
        yield kind, bundle
    entries = bundle.get("entry")
    for position, entry in enumerate(entries if isinstance(entries, list) else ()):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict) and resource.get("resourceType") == kind:
            yield f"Bundle.entry[{position}].resource", resource


def _values(node: Any, path: list[str]) -> Iterator[Any]:  # noqa: ANN401 - any JSON value
    """What is down a path, through every list; None for each place where it ends early."""
    if not path:
        yield from node if isinstance(node, list) else [node]
        return
    for each in node if isinstance(node, list) else [node]:
        inner = _step(each, path[0]) if isinstance(each, dict) else None
        if inner is None:
            yield None
        else:
            yield from _values(inner, path[1:])


def _step(node: Json, name: str) -> Any:  # noqa: ANN401 - any JSON value
    if (extension := _EXTENSION.fullmatch(name)) is None:
        return node.get(name)
    url = EXTENSIONS.get(extension["name"], extension["name"]).lower()
    there = (*fhir.within(node, "extension"), *fhir.within(node, "source", "extension"))  # either place: R-87
    return [each for each in there if str(each.get("url")).lower() == url] or None


def _holds(value: Any, wanted: str, bundle: Json, told: Told) -> bool:  # noqa: ANN401 - any JSON value
    if wanted in told:
        return _alike(str(value)) in set(map(_alike, told[wanted]))
    if wanted in FORMS:
        return FORMS[wanted](value, bundle)
    kind, _, name = wanted.partition(": ")
    if kind in NAMED and name:
        return NAMED[kind](value, name, bundle)
    if wanted.isdecimal():
        return bool(value == int(wanted))
    if literals := _LITERAL.findall(wanted):
        return value in literals
    raise HarnessError(f"no form of an element is called '{wanted}'; the features know {', '.join(FORMS)}.")


def _alike(text: str) -> object:
    """What is equal for one instant to the millisecond (R-114), and for a system however spelt (R-86)."""
    if (moment := fhir.millisecond(text)) is not None:
        return moment
    return text.lower().replace("http:", "https:", 1) if text.startswith("http") else text


def _shown(values: list[Any]) -> str:
    return (
        ", ".join(each if isinstance(each, str) else orjson.dumps(each).decode() for each in values) or "none"
    )


def _is_text(value: object, _: Json) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_bounded(period: object, _: Json) -> bool:
    return isinstance(period, dict) and all(fhir.moment(period.get(each)) for each in ("start", "end"))


def _resolves(reference: object, kind: str, bundle: Json) -> bool:
    return any(url is not None and url == reference for url, _ in fhir.entries(bundle, kind))


def _resolves_or_is_literal(reference: object, kind: str, bundle: Json) -> bool:
    return _resolves(reference, kind, bundle) or str(reference).startswith(f"{kind}/")


def _is_profile(value: object, name: str, _: Json) -> bool:
    names = name.split(" or ")
    return str(value).lower() in {PROFILES[each].lower() for each in names}


def _is_allowed(value: object, bundle: Json) -> bool:
    header = next(iter(fhir.resources(bundle, "MessageHeader")), {})
    definition = MESSAGE_DEFINITIONS.get(str(header.get("definition")))
    kinds = {line.code for line in definition.focus} if definition else set()
    return isinstance(value, dict) and value.get("resourceType") in kinds | {"MessageHeader"}


FORMS: Mapping[str, Judge] = MappingProxyType(
    {
        "there": lambda value, _: value not in ("", [], {}),
        "a text": _is_text,
        "an instant": lambda value, _: fhir.moment(value) is not None,
        "a time in UTC": lambda value, _: fhir.moment(value) is None or str(value).endswith(_UTC),
        "a UUID": lambda value, _: bool(UUID.fullmatch(str(value))),
        "a UUID as a URN": lambda value, _: bool(_URN.fullmatch(str(value))),
        "a version": lambda value, _: bool(_SEMVER.fullmatch(str(value))),
        "a start and an end": _is_bounded,
        "a service": lambda value, _: bool(SERVICE.fullmatch(str(value))),
        "an NHS number's system": lambda value, _: str(value).lower() == URL.nhs_number.lower(),
        "the system of organisations": lambda value, _: _alike(str(value)) == _alike(URL.organisation),
        "a MessageDefinition": lambda value, _: str(value) in MESSAGE_DEFINITIONS,
        "a resource that its definition names": _is_allowed,
        "a system of contacts": lambda value, _: value in REQUIRED_BINDINGS["ContactPoint.system"],
    }
)
"""What an element may be asked to hold."""

NAMED: Mapping[str, Callable[[Any, str, Json], bool]] = MappingProxyType(
    {
        "the entry of": _resolves,
        "the entry or id of": _resolves_or_is_literal,
        "the profile": _is_profile,
        "the system": lambda value, name, _: value == CODE_SYSTEMS[name].url,
        "a code": lambda value, name, _: value in CODE_SYSTEMS[name].codes,
        "the definition": lambda value, name, _: str(value) == URL.message_definition + name,
        "in any letter case": lambda value, name, _: str(value).lower() == name.lower(),
        "a status": lambda value, name, _: value in STATUSES[name.split(", ")[0]][name.split(", ")[1]],
    }
)
"""Likewise, where a name follows after a colon: ``the entry of: Patient``."""
