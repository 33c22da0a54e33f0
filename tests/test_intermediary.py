"""A finding about a receiver that is asked through an API: who is to blame."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bars_conformance.exchange import Answer, Exchange, SentRequest
from bars_conformance.intermediary import answered_itself, blamed_rightly
from bars_conformance.verdict import HarnessError, Inconclusive, NonConformance, NotApplicable

REQUEST = SentRequest("GET", "https://api.example/Slot", (("Authorization", "<redacted>"),), None)
FINDING = NonConformance("expected another answer")


def refused(status: int, *codes: str) -> Exchange:
    issues = [
        {"severity": "error", "code": "invalid", "details": {"coding": [{"code": code}]}} for code in codes
    ]
    body = json.dumps({"resourceType": "OperationOutcome", "issue": issues}).encode()
    return Exchange(datetime.now(UTC), 1.0, REQUEST, Answer(status, (), body))


@pytest.mark.parametrize("code", ["SEND_BAD_REQUEST", "PROXY_NOT_FOUND", "NOT_FOUND", "SERVER_ERROR"])
def test_codes_of_the_api_are_known(code: str) -> None:
    assert answered_itself(refused(400, code))


@pytest.mark.parametrize(
    "exchange",
    [
        refused(400, "REC_BAD_REQUEST"),
        refused(400),
        refused(400, "UNHEARD_OF"),
        refused(400, "SEND_BAD_REQUEST", "REC_BAD_REQUEST"),
        Exchange(datetime.now(UTC), 1.0, REQUEST, None, "no answer"),
    ],
)
def test_all_else_is_the_receivers(exchange: Exchange) -> None:
    assert not answered_itself(exchange)
    assert blamed_rightly(FINDING, [exchange]) is FINDING


@pytest.mark.parametrize(
    ("exchange", "family"),
    [
        (refused(400, "SEND_BAD_REQUEST"), NotApplicable),
        (refused(404, "PROXY_NOT_FOUND"), NotApplicable),
        (refused(501, "SEND_NOT_IMPLEMENTED"), NotApplicable),
        (refused(401, "SEND_UNAUTHORIZED"), Inconclusive),
        (refused(403, "SEND_FORBIDDEN"), Inconclusive),
        (refused(429, "SEND_TOO_MANY_REQUESTS"), Inconclusive),
        (refused(500, "SERVER_ERROR"), Inconclusive),
    ],
)
def test_a_receiver_is_not_blamed_for_the_api(exchange: Exchange, family: type[HarnessError]) -> None:
    turned = blamed_rightly(FINDING, [refused(400, "REC_BAD_REQUEST"), exchange])
    assert type(turned) is family
    assert "the API answered itself" in str(turned)


def test_a_request_without_a_token_that_the_api_asks_for_is_not_the_receivers_matter() -> None:
    unsigned = replace(refused(401, "SEND_UNAUTHORIZED"), request=replace(REQUEST, headers=()))
    assert isinstance(blamed_rightly(FINDING, [unsigned]), NotApplicable)


@pytest.mark.parametrize(
    ("url", "family"),
    [
        ("https://api.example/DocumentReference?x=y", NotApplicable),
        ("https://api.example/DocumentReference/1", NotApplicable),
        ("https://api.example/Slot?x=/DocumentReference", NonConformance),
    ],
)
def test_how_pointers_are_answered_for_is_the_matter_of_the_api(url: str, family: type[Exception]) -> None:
    asked = replace(refused(400), request=replace(REQUEST, url=url))
    assert type(blamed_rightly(FINDING, [asked], of_the_receiver=False)) is family
    assert blamed_rightly(FINDING, [asked]) is FINDING


def test_the_last_answer_counts_and_other_errors_stay() -> None:
    api, receiver = refused(400, "SEND_BAD_REQUEST"), refused(400, "REC_BAD_REQUEST")
    assert blamed_rightly(FINDING, [api, receiver]) is FINDING
    assert blamed_rightly(FINDING, []) is FINDING
    broken = ValueError("ours")
    assert blamed_rightly(broken, [api]) is broken
