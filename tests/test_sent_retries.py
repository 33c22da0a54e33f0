"""The checks of how a sender tries again: each finds its defect, and nothing where there is none."""

import pytest
from sample_exchanges import IDS, NINE, attempt

from bars_conformance.checks import sent_retries
from bars_conformance.exchange import Answer, Exchange, SentRequest
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable


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
    assert sent_retries.judged([attempt(at) for at in good], words) is None
    assert sent_retries.judged([attempt(at) for at in bad], words)


def test_a_retry_has_the_ids_in_any_letter_case() -> None:
    words = "is only sent again under the same ids"
    lower, upper, other = (
        Exchange(NINE, 0, SentRequest("POST", "http://suite.example/", (("X-Request-ID", told), IDS[1]), b""))
        for told in ("a1", "A1", "a2")
    )
    assert sent_retries.judged([lower, upper], words) is None
    found = sent_retries.judged([lower, other], words)
    assert str(found) == "retry 1, X-Request-ID: expected a1, got a2"


def test_a_retry_has_the_body_in_bytes_or_as_json() -> None:
    words = "is only sent again with the same body"
    assert sent_retries.judged([attempt(), attempt(body=b'{"b":2,"a":1}')], words) is None
    found = sent_retries.judged([attempt(), attempt(body=b'{"a": 1, "b": 3}')], words)
    assert found
    assert "differ from byte 14 on" in found.actual


def test_a_retry_may_change_the_token_alone_and_what_belongs_to_one_transfer() -> None:
    words = "is only sent again with the same headers"
    first = attempt(Authorization="one", Accept="x")
    assert sent_retries.judged([first, attempt(Authorization="two", Accept="x")], words) is None
    transfer = attempt(
        Accept="x", traceparent="00-2", X_B3_SpanId="2", b3="0", Date="now", User_Agent="node-2"
    )
    assert sent_retries.judged([first, transfer], words) is None
    for like_one in (
        attempt(Accept="x", X_Attempt="2"),
        attempt(Accept="x", b3_attempt="2"),
        attempt(Accept="x", X_Traceparent="2"),
    ):
        assert sent_retries.judged([first, like_one], words)
    found = sent_retries.judged([first, attempt(Authorization="one", Accept="y")], words)
    assert str(found) == "retry 1, accept: expected x, got y"


def test_retry_after_is_waited_for() -> None:
    words = "is only sent again when Retry-After allows"
    asked = Answer(429, (("Retry-After", "2"),), b"")
    assert sent_retries.judged([attempt(answer=asked), attempt(2.5)], words) is None
    assert sent_retries.judged([attempt(answer=asked), attempt(1.0)], words)


def test_what_was_not_sent_cannot_be_judged() -> None:
    with pytest.raises(Inconclusive, match="did not send the request"):
        sent_retries.judged([], "is sent once")
    with pytest.raises(HarnessError, match="no way to try again is called 'thrice'"):
        sent_retries.judged([attempt()], "thrice")


def test_one_retry_has_no_pause_that_could_grow() -> None:
    with pytest.raises(NotApplicable, match="fewer than two retries"):
        sent_retries.pauses_grow([attempt(0), attempt(1)])
