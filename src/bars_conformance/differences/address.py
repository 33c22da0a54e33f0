"""How a request may differ in its verb, path and parameters."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bars_conformance.client import Call
from bars_conformance.differences.vocabulary import PARAMETER, VALUE, Vocabulary
from bars_conformance.profile import Profile


def _verb(call: Call, _: Profile, verb: str) -> Call:
    return replace(call, method=verb)


def _path(call: Call, _: Profile, path: str) -> Call:
    return replace(call, path=path)


def _id_in_path(call: Call, _: Profile, value: str) -> Call:
    return replace(call, path=f"{call.path.rpartition('/')[0]}/{value}")


def _unknown_id_in_path(call: Call, profile: Profile) -> Call:
    return _id_in_path(call, profile, str(uuid.uuid4()))


def _parameter(call: Call, _: Profile, parameter: str, value: str) -> Call:
    others = tuple(pair for pair in call.query if pair[0] != parameter)
    return replace(call, query=(*others, (parameter, value)))


def _without_parameter(call: Call, _: Profile, parameter: str) -> Call:
    return replace(call, query=tuple(pair for pair in call.query if pair[0] != parameter))


def _range(call: Call, _: Profile, days: str) -> Call:
    start = datetime.now(UTC).replace(microsecond=0)
    bounds = (
        ("start", f"ge{start.isoformat()}"),
        ("start", f"le{(start + timedelta(int(days))).isoformat()}"),
    )
    return replace(call, query=(*(pair for pair in call.query if pair[0] != "start"), *bounds))


def _further_parameter(call: Call, _: Profile, parameter: str, value: str) -> Call:
    return replace(call, query=(*call.query, (parameter, value)))


def _bound(call: Call, _: Profile, end: str, defect: str) -> Call:
    changed = []
    for name, value in call.query:
        if name == "start" and value[:2] in _PREFIXES[end]:
            changed += [(name, spoilt)] if (spoilt := SPOILED_BOUNDS[defect](value)) else []
        else:
            changed.append((name, value))
    return replace(call, query=tuple(changed))


def _reversed_bounds(call: Call, _: Profile) -> Call:
    first, second = (value for name, value in call.query if name == "start")
    swapped = {first: first[:2] + second[2:], second: second[:2] + first[2:]}
    return replace(call, query=tuple((name, swapped.get(value, value)) for name, value in call.query))


def _other_offset(call: Call, _: Profile, offset: str) -> Call:
    zone = datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo
    return replace(
        call,
        query=tuple(
            (name, value[:2] + datetime.fromisoformat(value[2:]).astimezone(zone).isoformat())
            if name == "start"
            else (name, value)
            for name, value in call.query
        ),
    )


_PREFIXES = {"lower": ("ge", "gt"), "upper": ("le", "lt")}

SPOILED_BOUNDS: Mapping[str, Callable[[str], str]] = {
    "left out": lambda _: "",
    "exclusive": lambda bound: bound.replace("ge", "gt").replace("le", "lt"),
    "turned round": lambda bound: {"g": "le", "l": "ge"}[bound[0]] + bound[2:],
    "without its prefix": lambda bound: bound[2:],
    "without its offset": lambda bound: bound.removesuffix("+00:00"),
    "cut to its date": lambda bound: bound.partition("T")[0],
    "on a 32nd of the month": lambda bound: re.sub(r"-\d\dT", "-32T", bound),
    "that is no time": lambda bound: f"{bound[:2]}tomorrow",
}
"""What may become of a bound such as ge2026-11-22T09:00:00+00:00; one that becomes empty is not sent."""

VOCABULARY: Vocabulary = (
    (rf"without {PARAMETER}", _without_parameter),
    (r"with the verb (?P<verb>[A-Z]+)", _verb),
    (r"with the path (?P<path>/\S*)", _path),
    (r"with an id in the path that it never gave", _unknown_id_in_path),
    (rf"with the id {VALUE} in the path", _id_in_path),
    (rf"with {PARAMETER} {VALUE}", _parameter),
    (rf"with the further {PARAMETER.removeprefix('the ')} {VALUE}", _further_parameter),
    (r"with a range of (?P<days>\d+) days", _range),
    (rf"with the (?P<end>lower|upper) bound (?P<defect>{'|'.join(SPOILED_BOUNDS)})", _bound),
    (r"with its bounds reversed", _reversed_bounds),
    (r"with its bounds at the offset (?P<offset>[+-]\d\d:\d\d)", _other_offset),
)
