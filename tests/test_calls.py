"""Calls: the headers that the standard wants on each, how a call is changed, and how its URL reads."""

import base64
import json
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_exchanges import thorough
from sample_sut import PROFILE

from bars_conformance.client import Call, standard_headers, target
from bars_conformance.profile import ServiceId
from bars_conformance.verdict import HarnessError

CALL = Call("POST", "/$process-message", (), (("X-Request-ID", "1"), ("Accept", "a/b")), b'{"id": "m"}')


def _decoded(value: str) -> Any:  # noqa: ANN401 - any JSON value
    return json.loads(base64.b64decode(value, validate=True))


def test_the_identity_headers_are_what_the_standard_has_them_be() -> None:
    headers = dict(standard_headers(PROFILE))
    assert _decoded(headers["NHSD-Target-Identifier"]) == {
        "system": "https://fhir.nhs.uk/Id/dos-service-id",
        "value": "2000072489",
    }
    organisation = _decoded(headers["NHSD-End-User-Organisation"])
    assert organisation["resourceType"] == "Organization"
    assert organisation["identifier"][0]["value"] == PROFILE.sender.ods_code
    assert organisation["name"] == PROFILE.sender.name
    practitioner = _decoded(headers["NHSD-Requesting-Practitioner"])
    assert practitioner["resourceType"] == "PractitionerRole"
    assert practitioner["identifier"][0]["value"].startswith("999")
    software = _decoded(headers["NHSD-Requesting-Software"])
    assert (software["resourceType"], software["deviceName"]["name"]) == ("Device", "bars-conformance")
    assert headers["Accept"] == "application/fhir+json; version=1.1.0"


def test_every_request_has_ids_of_its_own() -> None:
    ids = [
        value
        for _ in range(3)
        for name, value in standard_headers(PROFILE)
        if name in ("X-Request-ID", "X-Correlation-ID")
    ]
    assert len(set(ids)) == 6
    assert all(str(uuid.UUID(value)) == value for value in ids)


@thorough
@given(st.text(), st.text())
def test_a_target_is_base64_on_one_line(system: str, value: str) -> None:
    header = target(ServiceId.model_construct(system=system, value=value))
    assert header.isascii()
    assert "\n" not in header
    assert _decoded(header) == {"system": system, "value": value}


def test_headers_are_taken_away_and_replaced_in_any_letter_case() -> None:
    assert CALL.without_headers("x-request-id").headers == (("Accept", "a/b"),)
    assert CALL.without_headers("Nowhere") == CALL
    assert CALL.with_header("ACCEPT", "c/d").headers == (("X-Request-ID", "1"), ("ACCEPT", "c/d"))
    assert CALL.header("x-REQUEST-id") == "1"
    assert CALL.header("Nowhere") is None
    assert CALL.headers[0] == ("X-Request-ID", "1")


def test_a_header_can_come_twice() -> None:
    assert CALL.with_another_header("Accept", "c/d").headers[1:] == (("Accept", "a/b"), ("Accept", "c/d"))


def test_fresh_ids_leave_all_else_and_add_none() -> None:
    fresh = CALL.with_fresh_ids()
    assert fresh.headers[0][0] == "X-Request-ID"
    assert fresh.headers[0][1] != "1"
    assert fresh.headers[1:] == CALL.headers[1:]
    assert (fresh.path, fresh.body) == (CALL.path, CALL.body)


def test_a_message_is_read_and_replaced() -> None:
    assert CALL.message == {"id": "m"}
    assert CALL.with_message({"id": "ü"}).body == '{"id":"ü"}'.encode()
    with pytest.raises(HarnessError, match="carries no message"):
        _ = Call("GET", "/metadata").message


@pytest.mark.parametrize(
    ("call", "url"),
    [
        (CALL, "/$process-message"),
        (
            Call("GET", "/Slot", (("start", "ge2026-11-20T09:00:00+00:00"),)),
            "/Slot?start=ge2026-11-20T09:00:00%2B00:00",
        ),
        (
            Call("GET", "/A", (("context", "https://x/y|1 2&3"), ("b", "é"))),
            "/A?context=https://x/y%7C1%202%263&b=%C3%A9",
        ),
        (Call("GET", "/Appointment/a?b#c d"), "/Appointment/a%3Fb%23c%20d"),
        (
            Call("GET", "/A", (("_include", "Slot:schedule"), ("_include", "b"))),
            "/A?_include=Slot:schedule&_include=b",
        ),
    ],
)
def test_a_url_is_percent_encoded(call: Call, url: str) -> None:
    assert call.url == url
