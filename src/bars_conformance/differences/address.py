"""How a request may differ in its verb, path and parameters."""

import uuid
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


VOCABULARY: Vocabulary = (
    (rf"without {PARAMETER}", _without_parameter),
    (r"with the verb (?P<verb>[A-Z]+)", _verb),
    (r"with the path (?P<path>/\S*)", _path),
    (r"with an id in the path that it never gave", _unknown_id_in_path),
    (rf"with the id {VALUE} in the path", _id_in_path),
    (rf"with {PARAMETER} {VALUE}", _parameter),
    (r"with a range of (?P<days>\d+) days", _range),
)
