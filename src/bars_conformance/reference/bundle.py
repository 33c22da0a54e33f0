"""A message Bundle, read from what was posted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bars_conformance.reference.refusal import Refusal
from bars_conformance.standard import CODE_SYSTEMS

_CATEGORY = CODE_SYSTEMS["message-category-servicerequest"].url


def at(node: Any, *path: str | int) -> Any:  # noqa: ANN401 - any JSON value
    """What is found down a path of names and list positions; None where the path ends early."""
    for step in path:
        match node, step:
            case dict(), str():
                node = node.get(step)
            case list(), int() if step < len(node):
                node = node[step]
            case _:
                return None
    return node


def codes(concepts: Any, system: str) -> list[str]:  # noqa: ANN401 - any JSON value
    """The codes of a system in a list of CodeableConcepts."""
    return [
        coding["code"]
        for concept in listed(concepts)
        for coding in listed(at(concept, "coding"))
        if at(coding, "system") == system and isinstance(at(coding, "code"), str)
    ]


def listed(node: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    """A list as it is; nothing in place of anything else."""
    return node if isinstance(node, list) else []


@dataclass
class Entry:
    """An entry of a message; ``type`` is the type of its resource."""

    full_url: str
    resource: dict[str, Any]

    @property
    def type(self) -> str:
        """The type of the resource."""
        kind: str = self.resource["resourceType"]
        return kind


@dataclass
class Message:
    """A message Bundle whose entries are resources and whose first is a MessageHeader.

    ``headers`` are those that it came under.
    """

    bundle: dict[str, Any]
    entries: list[Entry]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def header(self) -> dict[str, Any]:
        """The MessageHeader."""
        return self.entries[0].resource

    @property
    def event(self) -> str | None:
        """The code of the event."""
        return _text(at(self.header, "eventCoding", "code"))

    @property
    def reason(self) -> str | None:
        """The code of the reason: new or update."""
        return _text(at(self.header, "reason", "coding", 0, "code"))

    @property
    def definition(self) -> str | None:
        """The MessageDefinition that the message says it follows."""
        return _text(at(self.header, "definition"))

    @property
    def focus(self) -> Entry | None:
        """The entry that the header says the message is about."""
        return self.resolve(at(self.header, "focus", 0, "reference"))

    def of(self, kind: str) -> list[Entry]:
        """The entries of a type."""
        return [entry for entry in self.entries if entry.type == kind]

    def status(self, kind: str) -> str | None:
        """The status of the first resource of a type."""
        found = self.of(kind)
        return _text(found[0].resource.get("status")) if found else None

    def categories(self) -> list[str]:
        """Whether the ServiceRequest is a referral or a validation: its category codes."""
        found = self.of("ServiceRequest")
        return codes(found[0].resource.get("category"), _CATEGORY) if found else []

    def resolve(self, reference: Any) -> Entry | None:  # noqa: ANN401 - any JSON value
        """The entry that a reference by fullUrl points at."""
        return next((entry for entry in self.entries if entry.full_url == reference), None)


def _text(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    return value if isinstance(value, str) and value else None


def read_entries(bundle: dict[str, Any]) -> list[Entry]:
    """The entries of a Bundle: each a resource under a fullUrl of its own."""
    entries = bundle.get("entry")
    if not isinstance(entries, list) or not entries:
        raise Refusal(400, "structure", "Bundle.entry is missing.")
    read = []
    for position, entry in enumerate(entries):
        url, resource = at(entry, "fullUrl"), at(entry, "resource")
        if not isinstance(resource, dict) or not _text(resource.get("resourceType")):
            raise Refusal(400, "structure", f"Bundle.entry[{position}].resource is not a resource.")
        if not _text(url):
            raise Refusal(400, "structure", f"Bundle.entry[{position}].fullUrl is missing.")
        read.append(Entry(url, resource))
    if len({entry.full_url for entry in read}) != len(read):
        raise Refusal(400, "structure", "Two entries of the Bundle have the same fullUrl.")
    return read
