"""The evidence of an exchange: its shape, what is cut from it, and that no secret gets into it."""

import base64
import json
import time
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest
from raw_server import answers, serving
from sample_exchanges import answer

from bars_conformance.exchange import (
    EVIDENCE_LIMIT,
    REDACTED,
    Answer,
    Exchange,
    Redactor,
    SentRequest,
    instant,
)
from bars_conformance.record import Scenario
from bars_conformance.record import Step as RecordedStep
from bars_conformance.transport import RecordingTransport
from bars_conformance.verdict import Level, NonConformance

CANARY = "c4n4ry-0f-4-s3cr3t"
JWT = ".".join(
    base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (b'{"alg":"RS512"}', b"{}", b"xyz")
)
PEM = f"-----BEGIN RSA PRIVATE KEY-----\nMIIE{CANARY}\n-----END RSA PRIVATE KEY-----"
SENT = SentRequest("POST", "https://sut.example/FHIR/R4/$process-message", (("Accept", "a/b"),), b"{}")
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    [
        *("Authorization", "PROXY-AUTHORIZATION", "Cookie", "set-cookie", "apikey", "X-Api-Key", "x_api_key"),
        *("X-Access-Token", "X-Client-Secret", "X-Password"),
    ],
)
def test_a_header_that_holds_a_secret_keeps_but_its_name(name: str) -> None:
    assert Redactor().headers([(name, CANARY)]) == ((name, REDACTED),)


@pytest.mark.parametrize(
    "text",
    [
        f"Bearer {CANARY}",
        f"authorization failed: bearer  {CANARY}",
        f"https://sut.example/?access_token={CANARY}&a=b",
        f"grant_type=client_credentials&client_assertion={CANARY}",
        f"client_secret={CANARY}",
        f"apikey={CANARY}",
        f"API_KEY={CANARY}",
        f"password={CANARY}",
        f'{{"access_token":"{CANARY}","expires_in":599}}',
        f'{{"access_token": "{CANARY}"}}',
        f'{{"refresh_token" : "{CANARY}"}}',
        f'{{"id_token":\n  "a\\"{CANARY}"}}',
        f'{{"client_secret":"{CANARY}"}}',
        f'{{"apiKey":"{CANARY}"}}',
        f'{{"headers": {{"authorization": "Basic {CANARY}"}}}}',
        f'{{"Set-Cookie": "session={CANARY}; Secure"}}',
        f'{{"access_token": "{CANARY}',
        PEM,
        PEM.replace("RSA ", ""),
        PEM.replace("\n", "\\n"),
        PEM.partition("-----END")[0],
    ],
)
def test_a_secret_is_known_by_its_form(text: str) -> None:
    redacted = Redactor().text(f"before {text}")
    assert CANARY not in redacted
    assert REDACTED in redacted
    assert redacted.startswith("before ")


@pytest.mark.parametrize(
    "text", [JWT, f'{{"error": "token {JWT} has expired"}}', f"{JWT}.tag.more", f"a={JWT}"]
)
def test_a_json_web_token_is_a_secret(text: str) -> None:
    assert not set(JWT.split(".")) & set(Redactor().text(text).replace('"', " ").replace("=", " ").split())
    assert JWT.partition(".")[0] not in Redactor().text(text)


@pytest.mark.parametrize(
    "text",
    [
        base64.b64encode(b'{"resourceType":"Organization"}').decode(),
        '{"resourceType": "Bundle", "id": "eyJ-1", "total": 3}',
        "The token is missing.",
        "/DocumentReference?next-page-token=20",
        "REC_UNAUTHORIZED: authorization is needed",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert Redactor().text(text) == text


def test_secrets_it_was_told_of_go_wherever_they_stand() -> None:
    redactor = Redactor((CANARY, ""))
    assert redactor.text(f"a{CANARY}b") == f"a{REDACTED}b"
    assert redactor.headers([("X-Odd", f"x{CANARY}")]) == (("X-Odd", f"x{REDACTED}"),)


def test_a_long_text_is_redacted_in_no_time() -> None:
    started = time.monotonic()
    for unit in ("eyJ", "-eyJ", "a.", "token", "Bearer ", '"', "-----BEGIN "):
        Redactor().text(unit * (65536 // len(unit)))
    assert time.monotonic() - started < 5


def test_no_secret_gets_into_what_is_recorded_of_the_wire() -> None:
    recorded: list[Exchange] = []
    reply = answers(
        json.dumps({"access_token": CANARY, "key": PEM, "jwt": JWT, "told": "s3cr3t-told"}).encode(),
        headers=[f"Set-Cookie: a={CANARY}", f"Set-Cookie: b={CANARY}", f"X-Echo: Bearer {CANARY}"],
    )
    with serving(reply) as server:
        transport = RecordingTransport(recorded.append, timeout_s=2, redactor=Redactor(("s3cr3t-told",)))
        request = httpx.Request(
            "POST",
            f"{server.url}/?access_token={CANARY}&told=s3cr3t-told",
            headers={"Authorization": f"Bearer {JWT}", "apikey": CANARY, "X-Told": "s3cr3t-told"},
            content=f"client_assertion={JWT}&client_secret={CANARY}&told=s3cr3t-told".encode(),
        )
        transport.exchange(request)
        transport.close()
    (exchange,) = recorded
    written = json.dumps(exchange.evidence()) + str(exchange) + repr(exchange.request.headers)
    for secret in (CANARY, JWT, "s3cr3t-told"):
        assert secret not in written
    assert exchange.evidence()["response"]["headers"]["Set-Cookie"] == [REDACTED, REDACTED]


def test_a_reason_that_quotes_an_answer_quotes_no_secret() -> None:
    scenario = Scenario("r/s/t", "t", "f", "receiver", "s", ["TI-01"], [], [Level.MUST])
    step = RecordedStep("Then", "it holds")
    scenario.exchanged(Exchange(NINE, 1, SENT, None, "e", redactor=Redactor(("s3cr3t-told",))))
    text = f'expected JSON, got {{"access_token":"{CANARY}"}} s3cr3t-told'
    scenario.failed(step, NonConformance(text), judging=True)
    assert CANARY not in str(scenario.reason)
    assert "s3cr3t-told" not in json.dumps(scenario.finish())


def test_evidence_has_the_shape_of_the_results() -> None:
    got = Answer(200, (("X-A", "1"), ("X-B", "2"), ("X-B", "3")), b"caf\xc3\xa9 \xff")
    assert Exchange(NINE, 12.34567, SENT, got).evidence() == {
        "started": "2026-11-20T09:00:00.000Z",
        "duration_ms": 12.346,
        "request": {
            "method": "POST",
            "url": "https://sut.example/FHIR/R4/$process-message",
            "headers": {"Accept": "a/b"},
            "body": "{}",
        },
        "response": {"status": 200, "headers": {"X-A": "1", "X-B": ["2", "3"]}, "body": "café \ufffd"},
        "error": None,
    }


def test_evidence_of_no_answer() -> None:
    evidence = Exchange(NINE, 1, SentRequest("GET", "u", (), None), None, f"Bearer {CANARY}").evidence()
    assert evidence["response"] is None
    assert evidence["request"]["body"] is None
    assert evidence["error"] == f"Bearer {REDACTED}"


@pytest.mark.parametrize("length", [0, EVIDENCE_LIMIT])
def test_a_body_within_the_limit_is_kept_whole(length: int) -> None:
    assert Exchange(NINE, 1, SENT, answer(b"x" * length)).evidence()["response"]["body"] == "x" * length


@pytest.mark.parametrize(
    "body", [b"x" * (EVIDENCE_LIMIT + 1), b"x" * 5_000_000, "é".encode() * EVIDENCE_LIMIT * 3]
)
def test_a_longer_body_is_cut_and_says_so(body: bytes) -> None:
    kept = Exchange(NINE, 1, SENT, answer(body)).evidence()["response"]["body"]
    assert kept.endswith(f"\n[cut here: {len(body)} bytes in all]")
    assert kept.startswith(body.decode()[:EVIDENCE_LIMIT])
    assert len(kept) < EVIDENCE_LIMIT + 60


def test_a_secret_at_the_cut_is_not_cut_open() -> None:
    body = b"x" * (EVIDENCE_LIMIT - 20) + f'"access_token": "{CANARY * 99}"'.encode()
    kept = Exchange(NINE, 1, SENT, answer(body)).evidence()["response"]["body"]
    assert CANARY[:4] not in kept


def test_an_instant_is_told_in_utc() -> None:
    assert instant(NINE.astimezone(timezone(timedelta(hours=1)))) == "2026-11-20T09:00:00.000Z"
