"""The checks of how a sender tries again: each finds its defect, and nothing where there is none."""

from datetime import UTC, datetime, timedelta

import pytest

from bars_conformance.checks import (
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


def test_one_retry_has_no_pause_that_could_grow() -> None:
    with pytest.raises(NotApplicable, match="fewer than two retries"):
        sent_retries.pauses_grow([_attempt(0), _attempt(1)])
