"""The checks of what a sender sends: each finds its defect, and nothing where there is none."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bars_conformance.checks import (
    sent_changes,
    sent_elements,
    sent_headers,
    sent_order,
    sent_parameters,
    sent_pointers,
    sent_retries,
)
from bars_conformance.exchange import Answer, Exchange, SentRequest
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
IDS = (("X-Request-ID", "a1"), ("X-Correlation-ID", "b2"))


def _attempt(
    after_s: float = 0, body: bytes = b'{"a": 1, "b": 2}', answer: Answer | None = None, **headers: str
) -> Exchange:
    told = (*IDS, *((name.replace("_", "-"), value) for name, value in headers.items()))
    request = SentRequest("POST", "http://suite.example/$process-message", told, body)
    return Exchange(START + timedelta(seconds=after_s), 0, request, answer)


def _encoded(document: object) -> str:
    return base64.b64encode(json.dumps(document).encode()).decode()


@pytest.mark.parametrize(
    ("words", "good", "bad"),
    [
        ("is sent again", (0, 1), (0,)),
        ("is sent once", (0,), (0, 1)),
        ("is only sent again after a pause", (0, 1), (0, 0)),
        ("is sent again after longer and longer pauses", (0, 1, 3), (0, 2, 4)),
    ],
)
def test_attempts_are_counted_and_timed(words: str, good: tuple[int, ...], bad: tuple[int, ...]) -> None:
    assert sent_retries.judged([_attempt(at) for at in good], words) is None
    assert sent_retries.judged([_attempt(at) for at in bad], words)


def test_a_retry_has_the_ids_in_any_letter_case() -> None:
    words = "is only sent again under the same ids"
    lower, upper, other = (
        Exchange(
            START, 0, SentRequest("POST", "http://suite.example/", (("X-Request-ID", told), IDS[1]), b"")
        )
        for told in ("a1", "A1", "a2")
    )
    assert sent_retries.judged([lower, upper], words) is None
    found = sent_retries.judged([lower, other], words)
    assert str(found) == "retry 1, X-Request-ID: expected a1, got a2"


def test_a_retry_has_the_body_in_bytes_or_as_json() -> None:
    words = "is only sent again with the same body"
    assert sent_retries.judged([_attempt(), _attempt(body=b'{"b":2,"a":1}')], words) is None
    found = sent_retries.judged([_attempt(), _attempt(body=b'{"a": 1, "b": 3}')], words)
    assert found
    assert "differ from byte 14 on" in found.actual


def test_a_retry_may_change_the_token_alone_and_what_belongs_to_one_transfer() -> None:
    words = "is only sent again with the same headers"
    first = _attempt(Authorization="one", Accept="x")
    assert sent_retries.judged([first, _attempt(Authorization="two", Accept="x")], words) is None
    transfer = _attempt(
        Accept="x", traceparent="00-2", X_B3_SpanId="2", b3="0", Date="now", User_Agent="node-2"
    )
    assert sent_retries.judged([first, transfer], words) is None
    for like_one in (
        _attempt(Accept="x", X_Attempt="2"),
        _attempt(Accept="x", b3_attempt="2"),
        _attempt(Accept="x", X_Traceparent="2"),
    ):
        assert sent_retries.judged([first, like_one], words)
    found = sent_retries.judged([first, _attempt(Authorization="one", Accept="y")], words)
    assert str(found) == "retry 1, accept: expected x, got y"


def test_retry_after_is_waited_for() -> None:
    words = "is only sent again when Retry-After allows"
    asked = Answer(429, (("Retry-After", "2"),), b"")
    assert sent_retries.judged([_attempt(answer=asked), _attempt(2.5)], words) is None
    assert sent_retries.judged([_attempt(answer=asked), _attempt(1.0)], words)


def test_what_was_not_sent_cannot_be_judged() -> None:
    with pytest.raises(Inconclusive, match="did not send the request"):
        sent_retries.judged([], "is sent once")
    with pytest.raises(HarnessError, match="no way to try again is called 'thrice'"):
        sent_retries.judged([_attempt()], "thrice")


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        ("a UUID", "3F6D1C9E-5a0b-4a53-9a3c-0f6f8d1b2c44", "3f6d1c9e5a0b4a539a3c0f6f8d1b2c44"),
        ("FHIR and the version of the API", "application/fhir+json; version=1.1.0", "application/fhir+json"),
        ("FHIR", "application/fhir+json;charset=utf-8", "application/json"),
        ("Base64 of a JSON object", _encoded({}), _encoded([])),
        ("Base64 of a JSON object", _encoded({"a": 1}), '{"a": 1}'),
        ("system and value of a service", _encoded({"system": "s", "value": "1"}), _encoded({"value": 1})),
        (
            "ODS code and name",
            _encoded(
                {
                    "identifier": [{"system": "http://fhir.nhs.uk/id/ods-organization-code", "value": "X26"}],
                    "name": "N",
                }
            ),
            _encoded({"identifier": "X26", "name": "N"}),
        ),
        (
            "instance, product and version",
            _encoded(
                {"identifier": [{"value": "1"}], "deviceName": [{"name": "n"}], "version": {"value": "2"}}
            ),
            _encoded({"identifier": [{"value": "1"}], "deviceName": {"name": "n"}}),
        ),
        ("four values parted by bars", "a1t1|booked|booking-request|new", "a1t1|booked"),
    ],
)
def test_headers_have_their_forms(form: str, good: str, bad: str) -> None:
    assert sent_headers.carries(_attempt(It=good), "It", form) is None
    assert sent_headers.carries(_attempt(It=bad), "It", form)
    assert sent_headers.carries(_attempt(), "It", form)
    assert sent_headers.carries_if_at_all(_attempt(), "It", form) is None


def test_headers_are_compared_across_requests() -> None:
    same, other = [_attempt(It="A"), _attempt(It="a")], [_attempt(It="a"), _attempt(It="b")]
    assert sent_headers.all_agree(same, "It") is None
    assert sent_headers.all_agree(other, "It")
    assert sent_headers.all_differ(other, "It") is None
    assert sent_headers.all_differ(same, "It")


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        ("instants", ["ge2026-11-20T09:00:00+01:00"], ["ge2026-11-20"]),
        ("times in UTC", ["ge2026-11-20T09:00:00Z"], ["ge2026-11-20T09:00:00+01:00"]),
        ("a lower and an upper bound", ["gt2026", "le2027"], ["ge2026", "gt2027"]),
        ("statuses of a slot, parted by commas", ["free,busy"], ["free", "busy"]),
        ("two values", ["a", "b"], ["a"]),
    ],
)
def test_parameters_have_their_forms(form: str, good: list[str], bad: list[str]) -> None:
    assert sent_parameters.asks([("start", value) for value in good], "start", form) is None
    assert sent_parameters.asks([("start", value) for value in bad], "start", form)
    assert sent_parameters.asks([], "start", form)


def test_order_is_that_of_arrival() -> None:
    names = ["GET /metadata", "a new booking"]
    assert sent_order.precedes(names, "GET /metadata", "a new booking") is None
    assert sent_order.precedes(names, "GET /Slot", "a new booking")
    assert sent_order.precedes(names, "GET /Slot", "a new booking", {"GET /Slot"}) is None
    assert sent_order.is_not_sent(names, "a new booking")
    assert sent_order.is_not_sent(names, "a new referral") is None
    with pytest.raises(Inconclusive, match="sent no new referral"):
        sent_order.precedes(names, "GET /metadata", "a new referral")
    with pytest.raises(Inconclusive, match="nothing at all"):
        sent_order.is_not_sent([], "a new referral")


BUNDLE: dict[str, Any] = {
    "resourceType": "Bundle",
    "type": "message",
    "entry": [
        {
            "fullUrl": "urn:uuid:1",
            "resource": {"resourceType": "MessageHeader", "focus": [{"reference": "urn:uuid:2"}]},
        },
        {
            "fullUrl": "urn:uuid:2",
            "resource": {
                "resourceType": "Patient",
                "identifier": [
                    {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9993004170"},
                    {"value": "7"},
                ],
                "contact": [{"extension": [{"url": "https://example.org/rank", "valuePositiveInt": 1}]}],
                "generalPractitioner": [{"reference": "urn:uuid:3"}],
            },
        },
    ],
}


@pytest.mark.parametrize(
    ("element", "form"),
    [
        ("Bundle.type", '"message" or "collection"'),
        ("MessageHeader.focus.reference", "the entry of: Patient"),
        ("Patient.identifier.value", "the number"),
        ("Patient.identifier.value", "each a text"),
        ("Patient.contact.extension(https://example.org/rank).valuePositiveInt", "1"),
    ],
)
def test_elements_that_are_as_asked(element: str, form: str) -> None:
    assert sent_elements.has(BUNDLE, element, form, {"the number": frozenset({"9993004170"})}) is None


@pytest.mark.parametrize(
    ("element", "form", "finding"),
    [
        ("Bundle.type", '"batch"', 'Bundle.type: expected "batch", got message'),
        (
            "Patient.identifier.system",
            "each a text",
            "Bundle.entry[1].resource.identifier.system: expected a text, got none",
        ),
        ("MessageHeader.reason", "there", "Bundle.entry[0].resource.reason: expected there, got none"),
        (
            "Encounter.status",
            "there",
            "Bundle.entry.resource.ofType(Encounter): expected a Encounter, got none",
        ),
    ],
)
def test_elements_that_are_not(element: str, form: str, finding: str) -> None:
    assert str(sent_elements.has(BUNDLE, element, form, {})) == finding


def test_an_instant_may_be_told_at_another_offset() -> None:
    bundle = {"resourceType": "Bundle", "timestamp": "2026-11-20T10:00:00+01:00"}
    for told, found in (("2026-11-20T09:00:00Z", False), ("2026-11-20T10:00:00Z", True)):
        words = {"the start": frozenset({told})}
        assert bool(sent_elements.has(bundle, "Bundle.timestamp", "the start", words)) is found


def test_a_message_is_judged_as_a_whole() -> None:
    assert sent_elements.begins_with_header(BUNDLE) is None
    assert sent_elements.begins_with_header(BUNDLE | {"entry": BUNDLE["entry"][::-1]})
    place = "Bundle.entry[1].resource.generalPractitioner[0].reference"
    found = sent_elements.is_linked(BUNDLE)
    assert str(found) == f"{place}: expected the fullUrl of an entry, got urn:uuid:3"
    assert sent_elements.counts(BUNDLE, "Patient", 1) is None
    assert sent_elements.counts(BUNDLE, "Patient", 2)
    assert sent_elements.has_if_at_all(BUNDLE, "Patient.birthDate", "an instant", {}) is None


def test_what_is_no_message_is_no_verdict() -> None:
    with pytest.raises(Inconclusive, match="no Bundle"):
        sent_elements.message(None)


@pytest.mark.parametrize(
    "body", [{}, {"entry": None}, {"entry": [None, 1, {"resource": []}]}, {"entry": "x"}]
)
def test_odd_messages_do_no_harm(body: dict[str, object]) -> None:
    bundle = {"resourceType": "Bundle", **body}
    assert sent_elements.begins_with_header(bundle)
    assert sent_elements.is_linked(bundle) is None
    assert sent_elements.has(bundle, "Patient.name.family", "a text", {})


READ: dict[str, Any] = {
    "resourceType": "Appointment",
    "id": "17",
    "meta": {"lastUpdated": "2026-11-20T09:00:00+00:00"},
    "status": "booked",
    "start": "2026-11-21T09:20:00Z",
    "slot": [{"reference": "Slot/1"}],
}
LATER = {"meta": {"lastUpdated": "2026-11-20T10:30:00+01:00"}}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        LATER,
        {"status": "entered-in-error"},
        {"start": "2026-11-21T10:20:00.000+01:00"},
    ],
)
def test_an_appointment_is_put_back_as_it_was_read(changes: dict[str, Any]) -> None:
    assert sent_changes.is_only_cancelled(READ, READ | {"status": "cancelled"} | changes) is None


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"status": "booked"}, "Appointment.status"),
        ({"meta": {"lastUpdated": "2026-11-20T09:30:00+01:00"}}, "Appointment.meta.lastUpdated"),
        ({"meta": {}}, "Appointment.meta.lastUpdated"),
        ({"id": "18"}, "Appointment.id"),
        ({"start": "2026-11-21T09:30:00Z"}, "Appointment.start"),
        ({"slot": [{"reference": "Slot/2"}]}, "Appointment.slot[0].reference"),
        ({"slot": []}, "Appointment.slot"),
        ({"comment": "no longer wanted"}, "Appointment.comment"),
        ({"meta": "today"}, "Appointment.meta.lastUpdated"),
    ],
)
def test_what_else_is_changed_is_found(changes: dict[str, Any], where: str) -> None:
    found = sent_changes.is_only_cancelled(READ, READ | {"status": "cancelled"} | changes)
    assert found is not None
    assert found.where == where


def test_one_of_several_ways_is_enough() -> None:
    either = "a new booking or POST /Appointment"
    assert sent_order.precedes(["GET /Slot", "POST /Appointment"], "GET /Slot", either) is None
    assert sent_order.precedes(["POST /Appointment", "GET /Slot"], "GET /Slot", either)
    assert sent_order.is_sent(["POST /Appointment"], either) is None
    assert sent_order.is_sent(["PUT /Appointment/[id]"], either)


def test_a_resource_that_is_no_bundle_is_judged_as_one() -> None:
    assert sent_elements.has(READ, "Appointment.status", '"booked"', {}) is None
    found = sent_elements.has(READ, "Appointment.status", '"cancelled"', {})
    assert str(found) == 'Appointment.status: expected "cancelled", got booked'


def _read(number: str, target: str) -> Exchange:
    headers = (("NHSD-Target-Identifier", target),)
    return Exchange(START, 0, SentRequest("GET", f"http://suite.example/Appointment/{number}", headers, None))


HERE = {"system": "http://fhir.nhs.uk/Id/dos-service-id", "value": "7"}


def test_what_is_read_last_is_what_was_meant() -> None:
    reads = [_read("a", _encoded(HERE)), _read("B", _encoded(HERE))]
    assert sent_pointers.is_found(reads, "b") is None
    assert str(sent_pointers.is_found(reads, "a")) == "[id] of the last read: expected a, got b"


@pytest.mark.parametrize("target", [_encoded(HERE | {"value": "8"}), _encoded(["7"]), _encoded({}), "!"])
def test_it_is_read_at_the_service_of_its_pointer(target: str) -> None:
    service = "https://fhir.nhs.uk/Id/dos-service-id|7"
    assert sent_pointers.is_routed([_read("a", _encoded(HERE)), _read("b", target)], "a", service) is None
    assert sent_pointers.is_routed([_read("a", target)], "a", service)
    with pytest.raises(Inconclusive, match="does not read"):
        sent_pointers.is_routed([_read("b", target)], "a", service)


def test_one_retry_has_no_pause_that_could_grow() -> None:
    with pytest.raises(NotApplicable, match="fewer than two retries"):
        sent_retries.pauses_grow([_attempt(0), _attempt(1)])
