"""Reading and varying single elements of a message.

A path starts with a type and goes on with elements: ``MessageHeader.reason.coding.code``. It means the first
entry of that type and, on the way, the first item of every list; ``Organization[1].identifier.value`` and
``Patient.contact[1]`` name another. A list at the end of a path is meant as a whole, unless an index follows.
``Bundle`` is the message itself.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from bars_conformance.messages.bundle import Resource
from bars_conformance.messages.tree import copied
from bars_conformance.verdict import HarnessError

_STEP = re.compile(r"([A-Za-z]+)(?:\[(\d+)\])?")
_Trail = list[tuple[Any, Any]]
"""The way to an element: each container with the key or index by which it leads on."""


def resources(message: Mapping[str, Any], resource_type: str | None = None) -> Iterator[Resource]:
    """The resources of a message in their order, all or those of one type."""
    for entry in message.get("entry", ()):
        resource = entry.get("resource", {})
        if resource and resource_type in (None, resource.get("resourceType")):
            yield resource


def first(message: Mapping[str, Any], resource_type: str) -> Resource:
    """The first resource of a type; HarnessError if there is none."""
    for resource in resources(message, resource_type):
        return resource
    raise HarnessError(f"The message has no {resource_type}; compose one that has.")


def header(message: Mapping[str, Any]) -> Resource:
    """The MessageHeader; HarnessError if there is none."""
    return first(message, "MessageHeader")


def focus(message: Mapping[str, Any]) -> Resource:
    """The resource that the MessageHeader is about; a resource that is sent alone is its own focus.

    HarnessError if it is not in the message.
    """
    if _is_alone(message):
        return dict(message)
    url = value(message, "MessageHeader.focus.reference")
    for entry in message["entry"]:
        if entry.get("fullUrl") == url:
            found: Resource = entry["resource"]
            return found
    raise HarnessError(f"The focus {url} is not in the message; compose one whose focus resolves.")


def value(message: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - any JSON value
    """What stands at the path; HarnessError if nothing does."""
    holder, key = _trail(message, path)[-1]
    return holder[key]


def replaced(message: Mapping[str, Any], path: str, new: object) -> Resource:
    """A copy of the message with another value at the path; HarnessError if nothing stands there."""
    varied: Resource = copied(message)
    holder, key = _trail(varied, path)[-1]
    holder[key] = copied(new)
    return varied


def added(message: Mapping[str, Any], path: str, new: object) -> Resource:
    """A copy of the message with an element that it did not have, as ``ServiceRequest.id``.

    HarnessError if the element is there already, or what should hold it is not.
    """
    varied: Resource = copied(message)
    parent, _, name = path.rpartition(".")
    holder: Any = varied
    if parent != "Bundle":
        container, key = _trail(varied, parent)[-1]
        holder = container[key][0] if isinstance(container[key], list) else container[key]
    if not isinstance(holder, dict):
        raise HarnessError(f"The message has no element {parent} to add to; name an object.")
    if name in holder:
        raise HarnessError(f"The message has {path} already; use replaced for it.")
    holder[name] = copied(new)
    return varied


def without(message: Mapping[str, Any], path: str) -> Resource:
    """A copy of the message that lacks what stands at the path; HarnessError if nothing does.

    What it leaves empty goes too, since FHIR has neither empty lists nor empty objects. A type alone
    (``CarePlan``) takes the entry away and leaves the references to it; see ``lacking`` for both.
    """
    varied: Resource = copied(message)
    trail = _trail(varied, path)
    if "." not in path:
        trail.pop()
    for holder, key in reversed(trail):
        del holder[key]
        if holder:
            break
    return varied


def _trail(message: Mapping[str, Any], path: str) -> _Trail:
    (root, index), *steps = _steps(path)
    trail: _Trail = []
    at: Any = message
    if root != "Bundle" and not (_is_alone(message) and root == message["resourceType"]):
        trail, at = _to_resource(message, root, index or 0, path)
    for place, (name, index) in enumerate(steps, start=1):
        if not isinstance(at, dict) or name not in at:
            raise _missing(path)
        trail.append((at, name))
        at = at[name]
        is_last = place == len(steps)
        if isinstance(at, list) and not (is_last and index is None):
            if (index or 0) >= len(at):
                raise _missing(path)
            trail.append((at, index or 0))
            at = at[index or 0]
        elif index is not None:
            raise _missing(path)
    if not trail:
        raise HarnessError(f"{path} names the whole message; name an element of it.")
    return trail


def referred(message: Mapping[str, Any], element: str) -> set[str]:
    """The names of what the first reference in an element of the focus leads to: id, and fullUrl if local."""
    reference = str(focus(message)[element][0]["reference"])
    for entry in message.get("entry", ()):
        if entry.get("fullUrl") == reference:
            return {reference, str(entry["resource"].get("id"))}
    return {reference.rpartition("/")[2]}


def _is_alone(message: Mapping[str, Any]) -> bool:
    return bool(message.get("resourceType", "Bundle") != "Bundle")


def _to_resource(message: Mapping[str, Any], name: str, index: int, path: str) -> tuple[_Trail, Resource]:
    entries = message.get("entry", [])
    places = [at for at, entry in enumerate(entries) if entry.get("resource", {}).get("resourceType") == name]
    if index >= len(places):
        raise _missing(path)
    entry = entries[places[index]]
    return [(message, "entry"), (entries, places[index]), (entry, "resource")], entry["resource"]


@lru_cache(maxsize=256)
def _steps(path: str) -> tuple[tuple[str, int | None], ...]:
    steps = [_STEP.fullmatch(step) for step in path.split(".")]
    if not all(steps):
        raise HarnessError(f"{path!r} is no element path; write it as MessageHeader.reason.coding.code.")
    return tuple((step[1], int(step[2]) if step[2] else None) for step in steps if step)


def _missing(path: str) -> HarnessError:
    return HarnessError(f"The message has no {path}; name an element that it has.")
