"""The one thing in which a request differs from one that the system under test accepts.

Written in the words of the features::

    without X-Request-ID
    without X-Request-ID and X-Correlation-ID
    with an empty X-Request-ID
    with another X-Correlation-ID
    with fresh ids
    with X-Request-ID in capitals
    with X-Request-ID cut by one character
    with X-Request-ID drawn out by one character
    with X-Request-ID sent twice
    with header names in small letters | in capitals
    with Accept "application/pdf"
    with NHSD-Requesting-Software that is not Base64 | that is not JSON | of another resource type
    with the verb PUT
    with the path /nowhere
    with an id in the path that it never gave
    with the id "…" in the path
    with the parameter status "xxxx"
    without the parameter status
    with MessageHeader.reason.coding.code "xxxx"
    without Bundle.meta.versionId
    without the CarePlan entry
    with a range of 400 days
    with half of its body
    with the body "[]"
    with its body packed by gzip
    from the refused organisation

What is in quotation marks is sent as it stands.
"""

import gzip
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bars_conformance import client, messages
from bars_conformance.client import Call
from bars_conformance.profile import Profile
from bars_conformance.verdict import HarnessError, NotApplicable

_HEADER = r"(?P<header>[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
_ELEMENT = r"(?P<element>[A-Z][A-Za-z]+(?:\[\d+\])?(?:\.[a-z][A-Za-z]*(?:\[\d+\])?)+)"
_VALUE = r'"(?P<value>.*)"'
_PARAMETER = r"the parameter (?P<parameter>\S+)"

_WRONG_RESOURCE = {"resourceType": "Basic", "code": {"text": "not what belongs here"}}

Difference = Callable[[Call], Call]


def parse(text: str, profile: Profile) -> Difference:
    """What makes the difference; raises HarnessError for words that this vocabulary does not know.

    The difference itself raises NotApplicable where the profile lacks what it needs.
    """
    for pattern, make in _VOCABULARY:
        if found := re.fullmatch(pattern, text):
            words = found.groupdict()
            return lambda call: make(call, profile, **words)
    raise HarnessError(f"no difference is called '{text}'; the vocabulary is in differences.py.")


def _without_headers(call: Call, _: Profile, header: str, other: str | None) -> Call:
    return call.without_headers(header, other or header)


def _empty_header(call: Call, _: Profile, header: str) -> Call:
    return call.with_header(header, "")


def _another_id(call: Call, _: Profile, header: str) -> Call:
    return call.with_header(header, str(uuid.uuid4()))


def _fresh_ids(call: Call, _: Profile) -> Call:
    return call.with_fresh_ids()


def _in_capitals(call: Call, _: Profile, header: str) -> Call:
    return call.with_header(header, (call.header(header) or "").upper())


def _cut(call: Call, _: Profile, header: str) -> Call:
    return call.with_header(header, (call.header(header) or "")[:-1])


def _drawn_out(call: Call, _: Profile, header: str) -> Call:
    return call.with_header(header, (call.header(header) or "") + "0")


def _sent_twice(call: Call, _: Profile, header: str) -> Call:
    return call.with_another_header(header, str(uuid.uuid4()))


def _header_names(call: Call, _: Profile, case: str) -> Call:
    turned = {"small letters": str.lower, "capitals": str.upper}[case]
    return replace(call, headers=tuple((turned(name), value) for name, value in call.headers))


def _header_value(call: Call, _: Profile, header: str, value: str) -> Call:
    return call.with_header(header, value)


def _spoiled_header(call: Call, _: Profile, header: str, defect: str) -> Call:
    spoiled = {
        "that is not Base64": "%%%",
        "that is not JSON": "bm90IEpTT04=",
        "of another resource type": client.encoded(_WRONG_RESOURCE),
    }
    return call.with_header(header, spoiled[defect])


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


def _element(call: Call, _: Profile, element: str, value: str) -> Call:
    return call.with_message(messages.replaced(call.message, element, value))


def _without_element(call: Call, _: Profile, element: str) -> Call:
    return call.with_message(messages.without(call.message, element))


def _without_entry(call: Call, _: Profile, kind: str) -> Call:
    return call.with_message(messages.lacking(call.message, kind))


def _half_body(call: Call, _: Profile) -> Call:
    body = call.body or b""
    return replace(call, body=body[: len(body) // 2])


def _body(call: Call, _: Profile, value: str) -> Call:
    return replace(call, body=value.encode())


def _packed(call: Call, _: Profile) -> Call:
    return replace(call, body=gzip.compress(call.body or b"")).with_header("Content-Encoding", "gzip")


def _refused_organisation(call: Call, profile: Profile) -> Call:
    if profile.refused_organisation is None:
        raise NotApplicable("the profile names no refused_organisation")
    name = "Organisation That Is Refused"
    return call.with_header(client.ORGANISATION, client.organisation(profile.refused_organisation, name))


_VOCABULARY: tuple[tuple[str, Callable[..., Call]], ...] = (
    (rf"without {_PARAMETER}", _without_parameter),
    (rf"without {_ELEMENT}", _without_element),
    (rf"without {_HEADER}(?: and (?P<other>[A-Za-z-]+))?", _without_headers),
    (rf"with an empty {_HEADER}", _empty_header),
    (rf"with another {_HEADER}", _another_id),
    (r"with fresh ids", _fresh_ids),
    (r"with header names in (?P<case>small letters|capitals)", _header_names),
    (rf"with {_HEADER} in capitals", _in_capitals),
    (rf"with {_HEADER} cut by one character", _cut),
    (rf"with {_HEADER} drawn out by one character", _drawn_out),
    (rf"with {_HEADER} sent twice", _sent_twice),
    (
        rf"with {_HEADER} (?P<defect>that is not Base64|that is not JSON|of another resource type)",
        _spoiled_header,
    ),
    (r"with the verb (?P<verb>[A-Z]+)", _verb),
    (r"with the path (?P<path>/\S*)", _path),
    (r"with an id in the path that it never gave", _unknown_id_in_path),
    (rf"with the id {_VALUE} in the path", _id_in_path),
    (rf"with {_PARAMETER} {_VALUE}", _parameter),
    (r"without the (?P<kind>[A-Z]\w+) entry", _without_entry),
    (r"with a range of (?P<days>\d+) days", _range),
    (r"with half of its body", _half_body),
    (rf"with the body {_VALUE}", _body),
    (r"with its body packed by gzip", _packed),
    (r"from the refused organisation", _refused_organisation),
    (rf"with {_ELEMENT} {_VALUE}", _element),
    (rf"with {_HEADER} {_VALUE}", _header_value),
)
