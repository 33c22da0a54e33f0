"""Parses and checks what comes back: FHIR R4 resources.

The model is R4B of fhir.resources, which for the resources of BaRS accepts and refuses what R4 does. It
knows no codes; those come from the required bindings in fixtures.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from fhir.resources.R4B import get_fhir_model_class
from pydantic import BaseModel, ValidationError

from bars_conformance.exchange import Answer
from bars_conformance.finding import Finding
from bars_conformance.standard import PROFILES, REQUIRED_BINDINGS

_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_LEAP_SECOND = ":60"
_WITHOUT_PROFILE = {
    *("CapabilityStatement", "DocumentReference", "MessageDefinition"),
    *("Address", "Annotation", "Attachment", "CodeableConcept", "Coding", "ContactPoint", "Extension"),
    *("HumanName", "Identifier", "Meta", "Period", "Quantity", "Reference"),
}
"""What else BaRS exchanges: other resources, and what all of them are made of."""


def moment(value: object) -> datetime | None:
    """The point in time that a FHIR instant names, to the microsecond; None if the value is no instant.

    A leap second, which datetime does not have, counts as the second before it.
    """
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        return None
    try:
        read = datetime.fromisoformat(value.replace(_LEAP_SECOND, ":59"))
        read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return read


def millisecond(value: object) -> datetime | None:
    """Likewise, to the millisecond: as much as a system need keep of what it gives back (R-114)."""
    read = moment(value)
    return read.replace(microsecond=read.microsecond // 1000 * 1000) if read else None


def prepare() -> None:
    """Have the models of what BaRS exchanges at hand.

    To read the first resource of a type takes a hundred times as long as the next, which no scenario is to
    be charged with.
    """
    for kind in {name.partition(" ")[0] for name in PROFILES} | _WITHOUT_PROFILE:
        structure({"resourceType": kind})


def structure(resource: dict[str, Any]) -> Finding | None:
    """The resource has the elements that FHIR R4 demands, and none that it does not know."""
    kind = resource["resourceType"]
    model = _model(kind)
    if model is None:
        return Finding("resourceType", "a resource type of FHIR R4", repr(kind))
    try:
        model.model_validate(resource)
    except RecursionError:
        return Finding(kind, "a FHIR R4 resource", "one nested too deeply to read")
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in (kind, *first["loc"]))
        return Finding(place, "what FHIR R4 defines", first["msg"])
    except AttributeError:  # the model does not foresee a URL that is no text
        return Finding(kind, "what FHIR R4 defines", "a URL that is no text")
    except (KeyError, TypeError):  # the model does not foresee an inner resource of a type it does not know
        return Finding(kind, "resources of types of FHIR R4 in it", "one of another type")
    return None


def codes(resource: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The codes whose binding is required: the place of each, its element as bindings name it, the code.

    The resource is one in whose ``structure`` there is nothing to find.
    """
    kind = resource["resourceType"]
    return _codes(_model(kind).model_validate(resource), kind, kind)


def _codes(part: BaseModel, place: str, path: str) -> Iterator[tuple[str, str, str]]:
    for name, field in type(part).model_fields.items():
        found, element = getattr(part, name), field.alias or name
        for at, item in enumerate(found if isinstance(found, list) else [found]):
            here = f"{place}.{element}[{at}]" if isinstance(found, list) else f"{place}.{element}"
            if isinstance(item, BaseModel):
                yield from _codes(item, here, _path(type(part).__name__, path, element, type(item).__name__))
            elif item is not None and f"{path}.{element}" in REQUIRED_BINDINGS:
                yield here, f"{path}.{element}", item


def _path(outer: str, path: str, element: str, inner: str) -> str:
    """How bindings name what is in an element: a part (TimingRepeat) by its path, a datatype by itself.

    A part that holds itself, as Questionnaire.item, has one name at every depth.
    """
    if inner == outer:
        return path
    return f"{path}.{element}" if inner.startswith(outer) else inner


def entries(bundle: dict[str, Any] | None, kind: str) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """The fullUrl and resource of each entry of a type, whatever else is there; none if it is no Bundle."""
    found = (bundle or {}).get("entry")
    for entry in found if isinstance(found, list) else []:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict) and resource.get("resourceType") == kind:
            yield entry.get("fullUrl"), resource


def resources(bundle: dict[str, Any] | None, kind: str) -> list[dict[str, Any]]:
    """The resources of a type in a Bundle; none if it is no Bundle."""
    return [resource for _, resource in entries(bundle, kind)]


def within(resource: Mapping[str, Any], *path: str) -> list[dict[str, Any]]:
    """The objects down a path of element names, through every list on the way; none where it ends early."""
    found: list[Mapping[str, Any]] = [resource]
    for name in path:
        inner = (each.get(name) for each in found)
        lists = (each if isinstance(each, list) else [each] for each in inner)
        found = [item for items in lists for item in items if isinstance(item, dict)]
    return [dict(each) for each in found]


def resolved(bundle: dict[str, Any] | None, kind: str, references: list[Any]) -> dict[str, Any] | None:
    """The first resource of a type that one of the references names, by fullUrl or by type and id."""
    wanted = [str(each.get("reference")) for each in references if isinstance(each, dict)]
    for full_url, resource in entries(bundle, kind):
        name = f"{kind}/{resource.get('id')}"
        if any(each in (full_url, name) or each.endswith(f"/{name}") for each in wanted):
            return resource
    return None


def is_a(answer: Answer, kind: str) -> Finding | None:
    """The body is a well-formed resource of this type."""
    if not answer.complete:
        return Finding("the body", f"a {kind}", "one that is cut or incomplete")
    if answer.resource is None:
        return Finding("the body", f"a {kind} in JSON", _excerpt(answer))
    if answer.resource["resourceType"] != kind:
        return Finding("resourceType", kind, str(answer.resource["resourceType"]))
    return structure(answer.resource)


@cache
def _model(kind: str) -> Any:  # noqa: ANN401 - fhir.resources has no common typed base
    try:
        return get_fhir_model_class(kind)
    except ValueError:
        return None


def _excerpt(answer: Answer) -> str:
    if not answer.body:
        return "no body"
    kind = answer.media_type or "unnamed media type"
    return f"{len(answer.body)} bytes of {kind}, beginning {answer.text[:40]!r}"
