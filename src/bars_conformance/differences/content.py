"""How a request may differ in its body."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import replace

from bars_conformance import messages
from bars_conformance.client import Call
from bars_conformance.differences.vocabulary import ELEMENT, VALUE, Vocabulary, one_of
from bars_conformance.profile import Profile

_NO_MESSAGES: Mapping[str, object] = {
    "an empty list": [],
    "an empty object": {},
    "a resource of an unknown type": {"resourceType": "NoSuchResource"},
    "a Basic": {"resourceType": "Basic", "code": {"text": "no message"}},
    "a Patient": {"resourceType": "Patient"},
    "Parameters": {"resourceType": "Parameters", "parameter": []},
    "a message whose entry is no list": {"resourceType": "Bundle", "type": "message", "entry": 1},
}


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


def _no_message(call: Call, _: Profile, what: str) -> Call:
    return replace(call, body=json.dumps(_NO_MESSAGES[what]).encode())


def _packed(call: Call, _: Profile) -> Call:
    return replace(call, body=gzip.compress(call.body or b"")).with_header("Content-Encoding", "gzip")


VOCABULARY: Vocabulary = (
    (rf"without {ELEMENT}", _without_element),
    (r"without the (?P<kind>[A-Z]\w+) entry", _without_entry),
    (r"with half of its body", _half_body),
    (rf"with the body {VALUE}", _body),
    (rf"with {one_of('what', _NO_MESSAGES)} as its body", _no_message),
    (r"with its body packed by gzip", _packed),
    (rf"with {ELEMENT} {VALUE}", _element),
)
