"""What is found in a request that an API passed on, and in the answer that it handed back."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bars_conformance.checks import relay
from bars_conformance.client import Call
from bars_conformance.exchange import Answer, Exchange, SentRequest
from bars_conformance.relayed import Relayed
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

CALL = Call(
    "GET",
    "/Slot",
    (("status", "free"), ("start", "ge2030")),
    (("X-Request-ID", "one"), ("Accept", "json")),
    b"b",
)
BASE = "http://receiver.example/base"
ARRIVAL = SentRequest(
    "GET", f"{BASE}/Slot?start=ge2030&status=free", (("x-request-id", "one"), ("accept", "json")), b"b"
)
GIVEN = Answer(422, (), b'{ "resourceType" : "OperationOutcome" }')


def found(arrival: SentRequest, words: str) -> list[str]:
    judged = relay.of_what_arrives(Relayed([arrival], GIVEN), CALL, words)
    assert judged
    return [str(each) for each in judged if each is not None]


@pytest.mark.parametrize(
    "words",
    [
        "it is there",
        "X-Request-ID is as sent",
        "X-Request-ID and Accept are as sent",
        "there is no Authorization",
        "the method is as sent",
        "the path is as sent",
        "the parameters are as sent",
        "the body is as sent",
    ],
)
def test_what_arrives_as_it_was_sent_has_no_finding(words: str) -> None:
    assert found(ARRIVAL, words) == []


@pytest.mark.parametrize(
    ("arrival", "words", "finding"),
    [
        (replace(ARRIVAL, headers=()), "X-Request-ID is as sent", "expected one, got none"),
        (replace(ARRIVAL, headers=(("Accept", "xml"),)), "Accept is as sent", "expected json, got xml"),
        (
            replace(ARRIVAL, headers=(("authorization", "Bearer s3cret"),)),
            "there is no Authorization",
            "got the",
        ),
        (replace(ARRIVAL, method="PUT"), "the method is as sent", "expected GET, got PUT"),
        (replace(ARRIVAL, url=f"{BASE}/slot"), "the path is as sent", "expected /Slot, got /base/slot"),
        (replace(ARRIVAL, url=f"{BASE}/Slot?status=free"), "the parameters are as sent", "ge2030"),
        (replace(ARRIVAL, body=b"bb"), "the body is as sent", "expected 1 bytes"),
    ],
)
def test_what_arrives_otherwise_is_found(arrival: SentRequest, words: str, finding: str) -> None:
    (told,) = found(arrival, words)
    assert finding in told
    assert "s3cret" not in told


def test_a_request_that_does_not_arrive_is_a_finding_of_its_own() -> None:
    nothing = Relayed([], GIVEN)
    assert None not in relay.of_what_arrives(nothing, CALL, "it is there")
    with pytest.raises(Inconclusive):
        relay.of_what_arrives(nothing, CALL, "the body is as sent")
    with pytest.raises(HarnessError):
        relay.of_what_arrives(None, CALL, "the body is as sent")
    with pytest.raises(HarnessError, match="no such thing"):
        relay.of_what_arrives(Relayed([ARRIVAL], GIVEN), CALL, "no such thing")


@pytest.mark.parametrize(
    ("relayed", "finding"),
    [
        (Relayed([ARRIVAL], GIVEN, [True]), "None"),
        (Relayed([ARRIVAL], GIVEN, [False]), "a client certificate"),
        (Relayed([ARRIVAL, ARRIVAL], GIVEN, [True, False]), "a client certificate"),
        (Relayed([], GIVEN, [], ["localhost"]), "the TLS handshake"),
    ],
)
def test_a_request_arrives_over_mutual_tls(relayed: Relayed, finding: str) -> None:
    (told,) = relay.of_what_arrives(relayed, CALL, "there is a client certificate")
    assert finding in str(told)


def test_what_does_not_arrive_shows_no_certificate_nor_that_there_is_none() -> None:
    with pytest.raises(Inconclusive):
        relay.of_what_arrives(Relayed([], GIVEN, []), CALL, "there is a client certificate")


def test_a_certificate_that_was_not_asked_for_is_not_judged() -> None:
    with pytest.raises(NotApplicable, match="own_receiver"):
        relay.of_what_arrives(Relayed([ARRIVAL], GIVEN), CALL, "there is a client certificate")


@pytest.mark.parametrize(
    ("wrong", "arrived", "kept"),
    [
        (replace(CALL, method="PUT"), replace(ARRIVAL, method="PUT"), True),
        (replace(CALL, method="PUT"), ARRIVAL, False),
        (replace(CALL, path="/Slots"), replace(ARRIVAL, url=f"{BASE}/Slots"), True),
        (replace(CALL, path="/Slots"), ARRIVAL, False),
        (replace(CALL, query=CALL.query[:1]), replace(ARRIVAL, url=f"{BASE}/Slot?status=free"), True),
        (replace(CALL, query=CALL.query[:1]), ARRIVAL, False),
        (CALL.with_header("Accept", "pdf"), replace(ARRIVAL, headers=(("accept", "pdf"),)), True),
        (CALL.with_header("Accept", "pdf"), ARRIVAL, False),
        (
            CALL.with_header("Accept", "pdf"),
            replace(ARRIVAL, method="PUT", headers=(("accept", "pdf"),)),
            True,
        ),
    ],
)
def test_what_is_wrong_with_a_request_is_kept_or_mended(
    wrong: Call, arrived: SentRequest, *, kept: bool
) -> None:
    assert relay.is_kept(arrived, wrong, CALL) is kept


def exchange(answer: Answer | None) -> Exchange:
    request = SentRequest("GET", "https://api.example/Slot", (), None)
    return Exchange(datetime.now(UTC), 1.0, request, answer, None if answer else "no answer")


@pytest.mark.parametrize(
    ("answer", "in_order"),
    [
        (GIVEN, True),
        (replace(GIVEN, headers=(("Content-Type", "other"),)), True),
        (replace(GIVEN, status=400), False),
        (replace(GIVEN, body=b'{"resourceType":"OperationOutcome"}'), False),
        (None, False),
    ],
)
def test_an_answer_comes_back_as_the_receiver_gave_it(answer: Answer | None, *, in_order: bool) -> None:
    assert (relay.comes_back(Relayed([ARRIVAL], GIVEN), exchange(answer)) is None) is in_order


def test_an_answer_that_no_receiver_gave_is_not_judged() -> None:
    with pytest.raises(Inconclusive):
        relay.comes_back(Relayed([], GIVEN), exchange(GIVEN))
    with pytest.raises(HarnessError):
        relay.comes_back(Relayed([ARRIVAL], None), exchange(GIVEN))


def test_the_statement_of_the_api_is_not_that_of_a_receiver() -> None:
    def statement(name: str, date: str) -> Exchange:
        body = f'{{"resourceType":"CapabilityStatement","name":"{name}","date":"{date}"}}'
        return exchange(Answer(200, (), body.encode()))

    assert relay.is_of_the_api(statement("api", "2030"), statement("receiver", "2030")) is None
    assert relay.is_of_the_api(statement("receiver", "2031"), statement("receiver", "2030")) is not None
