"""The data of the standard: URLs, codes, statuses, required bindings and MessageDefinitions.

What the suite and the reference implementation have to write alike is here, and nothing else: no judging.
The data are in ``fixtures/core-1.1.4``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from bars_conformance.house import STANDARD

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    """The content of one YAML file of the standard."""
    with path.open("rb") as stream:
        return yaml.load(stream, Loader=_Loader)  # noqa: S506 - both loaders are the safe one


@dataclass(frozen=True)
class Urls:
    """Systems of identifiers and codings, and what else BaRS names by a URL."""

    service_id: str
    organisation: str
    nhs_number: str
    role_profile: str
    pointer: str
    product: str
    pointer_format: str
    snomed: str
    usage_context: str
    nhs_number_verification: str
    act_code: str
    role_code: str
    contact_role: str
    consent_scope: str
    error_code: str
    message_definition: str
    process_message: str


@dataclass(frozen=True)
class CodeSystem:
    """A code system of BaRS; ``codes`` holds the display of each code."""

    url: str
    codes: Mapping[str, str]


@dataclass(frozen=True)
class UseCase:
    """A use case: its Application and the ServiceRequest category it goes with (referral, validation)."""

    application: int
    category: str
    deprecated: bool = False


@dataclass(frozen=True)
class Focus:
    """How many resources of a type and profile a message holds; ``max`` is None where there is no limit."""

    code: str
    profile: str
    min: int
    max: int | None


@dataclass(frozen=True)
class MessageDefinition:
    """What a message of one kind holds."""

    url: str
    name: str
    version: str
    date: str
    event: str
    focus: tuple[Focus, ...]


_codes: dict[str, Any] = read(STANDARD / "codes.yaml")

URL = Urls(**_codes["urls"])

CODE_SYSTEMS: Mapping[str, CodeSystem] = MappingProxyType(
    {name: CodeSystem(**system) for name, system in _codes["code_systems"].items()},
)
"""The code systems of BaRS, by the last part of their URL: ``message-events-bars``, for instance."""

USE_CASES: Mapping[str, UseCase] = MappingProxyType(
    {code: UseCase(**use_case) for code, use_case in _codes["use_cases"].items()},
)
"""The use cases, by code: ``a1t1``, for instance (Use-Case-Categories)."""

HTTP_ERROR_CODES: Mapping[str, int] = MappingProxyType(
    {code: status for status, codes in _codes["http_error_codes"].items() for code in codes},
)
"""The HTTP status each BaRS error code goes with (Error-Handling)."""

STATUSES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        element: MappingProxyType({use: tuple(codes) for use, codes in uses.items()})
        for element, uses in _codes["statuses"].items()
    },
)
"""The statuses that Core uses, by element (``ServiceRequest.status``) and message (``cancellation``)."""

POINTER_TYPES: Mapping[str, str] = MappingProxyType(_codes["pointer_types"])
"""The SNOMED CT code of a pointer to a ``booking`` or a ``referral``."""

_elsewhere: dict[str, Any] = _codes["pointer_types_elsewhere"]

SNOMED_SPELLINGS: frozenset[str] = frozenset(_elsewhere["systems"])
"""How the pages and the API specification write the system of pointer types."""

POINTER_TYPE_CODES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        kind: frozenset({code, *([_elsewhere[kind]] if kind in _elsewhere else [])})
        for kind, code in POINTER_TYPES.items()
    },
)
"""All codes that the sources have for a pointer to a ``booking`` or a ``referral``."""

PROFILES: Mapping[str, str] = MappingProxyType(_codes["profiles"])
"""Profiles by resource type (``Patient``) and, in messages, by kind (``MessageHeader booking-request``)."""

EXTENSIONS: Mapping[str, str] = MappingProxyType(_codes["extensions"])


REQUIRED_BINDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        element: tuple(binding["codes"])
        for binding in read(STANDARD / "required-bindings.yaml")
        for element in binding["elements"]
    },
)
"""The codes that FHIR R4 allows, by element: ``Slot.status``; of a datatype, ``HumanName.use``."""

ISSUE_TYPES = REQUIRED_BINDINGS["OperationOutcome.issue.code"]
ISSUE_SEVERITIES = REQUIRED_BINDINGS["OperationOutcome.issue.severity"]


def _focus(entries: list[dict[str, Any]]) -> tuple[Focus, ...]:
    return tuple(
        Focus(**entry | {"max": None if entry["max"] == "*" else int(entry["max"])}) for entry in entries
    )


MESSAGE_DEFINITIONS: Mapping[str, MessageDefinition] = MappingProxyType(
    {
        definition["url"]: MessageDefinition(**definition | {"focus": _focus(definition["focus"])})
        for definition in read(STANDARD / "message-definitions.yaml")
    },
)
"""The national MessageDefinitions, by URL; a receiver may publish its own instead."""
