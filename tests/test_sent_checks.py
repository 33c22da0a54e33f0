"""The checks of a sender's headers, parameters and order of requests: each finds its defect, and no other."""

import base64
import json

import pytest
from sample_exchanges import NINE, attempt

from bars_conformance.checks import sent_headers, sent_order, sent_parameters, sent_pointers
from bars_conformance.exchange import Exchange, SentRequest
from bars_conformance.verdict import Inconclusive


def _encoded(document: object) -> str:
    return base64.b64encode(json.dumps(document).encode()).decode()


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
    assert sent_headers.carries(attempt(It=good), "It", form) is None
    assert sent_headers.carries(attempt(It=bad), "It", form)
    assert sent_headers.carries(attempt(), "It", form)
    assert sent_headers.carries_if_at_all(attempt(), "It", form) is None


def test_headers_are_compared_across_requests() -> None:
    same, other = [attempt(It="A"), attempt(It="a")], [attempt(It="a"), attempt(It="b")]
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


def test_one_of_several_ways_is_enough() -> None:
    either = "a new booking or POST /Appointment"
    assert sent_order.precedes(["GET /Slot", "POST /Appointment"], "GET /Slot", either) is None
    assert sent_order.precedes(["POST /Appointment", "GET /Slot"], "GET /Slot", either)
    assert sent_order.is_sent(["POST /Appointment"], either) is None
    assert sent_order.is_sent(["PUT /Appointment/[id]"], either)


def _read(number: str, target: str) -> Exchange:
    headers = (("NHSD-Target-Identifier", target),)
    return Exchange(NINE, 0, SentRequest("GET", f"http://suite.example/Appointment/{number}", headers, None))


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
