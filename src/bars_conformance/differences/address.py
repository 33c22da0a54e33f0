"""How a request may differ in its verb, path and parameters."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bars_conformance.client import Call
from bars_conformance.differences import parameters
from bars_conformance.differences.vocabulary import OFFSET, PARAMETER, VALUE, Vocabulary, one_of, zone
from bars_conformance.profile import Profile

_RANGE = "start"


def _verb(call: Call, _: Profile, verb: str) -> Call:
    return replace(call, method=verb)


def _path(call: Call, _: Profile, path: str) -> Call:
    return replace(call, path=path)


def _id_in_path(call: Call, _: Profile, value: str) -> Call:
    return replace(call, path=f"{call.path.rpartition('/')[0]}/{value}")


def _unknown_id_in_path(call: Call, profile: Profile) -> Call:
    return _id_in_path(call, profile, str(uuid.uuid4()))


def _unknown_id(call: Call, profile: Profile) -> Call:
    """In the path and in the body, so that the two agree."""
    fresh = str(uuid.uuid4())
    return _id_in_path(call.with_message({**call.message, "id": fresh}), profile, fresh)


def _parameter(call: Call, _: Profile, parameter: str, value: str) -> Call:
    return parameters.given(call, parameter, value)


def _without_parameter(call: Call, _: Profile, parameter: str) -> Call:
    return parameters.given(call, parameter)


def _further_parameter(call: Call, _: Profile, parameter: str, value: str) -> Call:
    return replace(call, query=(*call.query, (parameter, value)))


def _range(call: Call, _: Profile, days: str) -> Call:
    start = datetime.now(UTC).replace(microsecond=0)
    end = start + timedelta(int(days))
    return parameters.given(call, _RANGE, f"ge{start.isoformat()}", f"le{end.isoformat()}")


def _bound(call: Call, _: Profile, end: str, defect: str) -> Call:
    return _each_bound(
        call, lambda bound: SPOILED_BOUNDS[defect](bound) if bound[:2] in _PREFIXES[end] else bound
    )


def _reversed_bounds(call: Call, _: Profile) -> Call:
    first, second = (value for name, value in call.query if name == _RANGE)
    swapped = {first: first[:2] + second[2:], second: second[:2] + first[2:]}
    return _each_bound(call, lambda bound: swapped[bound])


def _other_offset(call: Call, _: Profile, offset: str) -> Call:
    def written(bound: str) -> str:
        return bound[:2] + datetime.fromisoformat(bound[2:]).astimezone(zone(offset)).isoformat()

    return _each_bound(call, written)


def _each_bound(call: Call, change: Callable[[str], str]) -> Call:
    """The call with its bounds changed; one that becomes empty is not sent."""
    changed = ((name, change(value) if name == _RANGE else value) for name, value in call.query)
    return replace(call, query=tuple(pair for pair in changed if pair != (_RANGE, "")))


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
    (rf"without the {PARAMETER}", _without_parameter),
    (r"with the verb (?P<verb>[A-Z]+)", _verb),
    (r"with the path (?P<path>/\S*)", _path),
    (r"with an id in the path that it never gave", _unknown_id_in_path),
    (r"with an id that it never gave", _unknown_id),
    (rf"with the id {VALUE} in the path", _id_in_path),
    (rf"with the {PARAMETER} {VALUE}", _parameter),
    (rf"with the further {PARAMETER} {VALUE}", _further_parameter),
    (r"with a range of (?P<days>\d+) days", _range),
    (rf"with the (?P<end>lower|upper) bound {one_of('defect', SPOILED_BOUNDS)}", _bound),
    (r"with its bounds reversed", _reversed_bounds),
    (rf"with its bounds at the offset {OFFSET}", _other_offset),
)
