"""The query parameters of what a sender asks for (Failure-Scenarios-1.1.x)."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from bars_conformance import fhir
from bars_conformance.checks.sent_identifiers import SERVICE, UUID
from bars_conformance.finding import Finding
from bars_conformance.standard import CODE_SYSTEMS, REQUIRED_BINDINGS, URL
from bars_conformance.verdict import HarnessError

_PREFIXED = re.compile(r"(?P<prefix>[a-z]{2})(?P<instant>\d{4}-.+)")
_TOKEN = re.compile(r"https?://[^|\s]+\|\S+")
_LOWER, _UPPER = {"gt", "ge"}, {"lt", "le"}
_USE_CASE = re.compile(rf"{re.escape(CODE_SYSTEMS['usecases-categories-bars'].url)}\|\w+")
_NHS_NUMBER = re.compile(rf"{re.escape(URL.nhs_number)}\|\d{{10}}", re.IGNORECASE)
_IN_OTHER_WORDS = {"patient:name", "patient:birthdate", "patient:address-postalcode"}
_JOINED = "&context="
_BOTH = 2

SPELLINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "the service": ("Schedule.actor:HealthcareService", "Schedule:actor:HealthcareService"),
        "the patient": ("patient:identifier", "patient.identifier"),
        "the subject": ("subject:identifier",),
        "the id": ("[id]",),
        "context": ("context",),
        "start": ("start",),
        "status": ("status",),
        "_include": ("_include",),
    }
)
"""The spellings of a parameter that the guide uses."""


def asks(query: Sequence[tuple[str, str]], parameter: str, form: str) -> Finding | None:
    """The values of a parameter have this form; ``parameter`` is a key of SPELLINGS, ``form`` of FORMS."""
    if parameter not in SPELLINGS or form not in FORMS:
        raise HarnessError(f"the features have no parameter '{parameter}' or no form '{form}'.")
    values = [
        part for name, value in query if name in SPELLINGS[parameter] for part in value.split(_JOINED)
    ]  # the API specification shows two contexts joined in one value
    if parameter == "the patient" and not values and {name for name, _ in query} >= _IN_OTHER_WORDS:
        return None  # the API specification has these in place of the NHS number
    told = ", ".join(values) or "none"
    return None if values and FORMS[form](values) else Finding(SPELLINGS[parameter][0], form, told)


def _instants(values: Sequence[str]) -> list[str]:
    found = [_PREFIXED.fullmatch(value) for value in values]
    return [each["instant"] if each else "" for each in found]


def _prefixes(values: Sequence[str]) -> set[str]:
    return {value[:2] for value in values}


def _are_both_bounds(values: Sequence[str]) -> bool:
    prefixes = _prefixes(values)
    return bool(prefixes & _LOWER) and bool(prefixes & _UPPER)


def _is_utc(instant: str) -> bool:
    return instant.endswith(("Z", "+00:00", "-00:00"))


def _are_statuses(values: Sequence[str]) -> bool:
    codes = values[0].split(",")
    return len(values) == 1 and all(code in REQUIRED_BINDINGS["Slot.status"] for code in codes)


FORMS: Mapping[str, Callable[[Sequence[str]], bool]] = MappingProxyType(
    {
        "a UUID": lambda values: all(map(UUID.fullmatch, values)),
        "one value": lambda values: len(values) == 1 and bool(values[0].strip()),
        "two values": lambda values: len(values) == _BOTH,
        "instants": lambda values: all(fhir.moment(each) for each in _instants(values)),
        "times in UTC": lambda values: all(_is_utc(each) for each in _instants(values)),
        "a lower and an upper bound": _are_both_bounds,
        "statuses of a slot, parted by commas": _are_statuses,
        "the schedule and its service": lambda values: (
            {"Slot:schedule", "Schedule:actor:HealthcareService"} <= set(values)
        ),
        "an NHS number with its system": lambda values: all(map(_NHS_NUMBER.fullmatch, values)),
        "system and value": lambda values: all(map(_TOKEN.fullmatch, values)),
        "the service": lambda values: any(map(SERVICE.fullmatch, values)),
        "a use case": lambda values: any(map(_USE_CASE.fullmatch, values)),
    }
)
"""What the values of a parameter may be asked to be."""
