"""What a judgement of an answer says when it does not hold, word for word: reports quote it."""

from collections.abc import Callable

import pytest
from sample_exchanges import OUTCOME, answer, exchange, outcome

from bars_conformance import outcome as judged
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding, require
from bars_conformance.outcome import Refusal
from bars_conformance.verdict import HarnessError, Inconclusive

LAWFUL = [
    Refusal.parse("400", "REC_BAD_REQUEST", "required or invalid"),
    Refusal.parse("404", "REC_NOT_FOUND or REC_BAD_REQUEST", "any"),
]
EITHER = "400 REC_BAD_REQUEST invalid or required, or 404 REC_BAD_REQUEST or REC_NOT_FOUND"
REFUSED = exchange(answer(OUTCOME, 400))
ACCEPTED = exchange(answer({"resourceType": "CapabilityStatement"}))
CONFLICT = exchange(answer(outcome(code="conflict"), 409))
DUPLICATE = exchange(answer(outcome(code="duplicate"), 409))
SILENT = exchange(None)
NONE = "none (no answer within 10 s)"


def _slow(duration_ms: float) -> Exchange:
    return exchange(ACCEPTED.answer, duration_ms=duration_ms)


@pytest.mark.parametrize(
    ("judge", "said"),
    [
        (lambda: judged.refused(SILENT, LAWFUL), f"the answer: expected {EITHER}, got {NONE}"),
        (lambda: judged.refused(ACCEPTED, LAWFUL), f"the answer: expected {EITHER}, got 200"),
        (lambda: judged.accepted(SILENT), f"the answer: expected a status of success, got {NONE}"),
        (
            lambda: judged.accepted(REFUSED),
            "the answer: expected a status of success, got 400 REC_BAD_REQUEST required",
        ),
        (
            lambda: judged.accepted(exchange(answer(OUTCOME))),
            (
                "the answer: expected a status of success without an error in its body, "
                "got 200 REC_BAD_REQUEST required"
            ),
        ),
        (
            lambda: judged.accepted(exchange(answer(b"it works", 200, ()))),
            (
                "the answer: expected a status of success with a FHIR resource, "
                "got 200 with an unnamed media type that is no resource"
            ),
        ),
        (
            lambda: judged.accepted_or_refused(CONFLICT, LAWFUL),
            f"the answer: expected a status of success, or {EITHER}, got 409 REC_BAD_REQUEST conflict",
        ),
        (
            lambda: judged.accepted_or_refused(SILENT, LAWFUL),
            f"the answer: expected a status of success, or {EITHER}, got {NONE}",
        ),
        (
            lambda: judged.refused_alike(REFUSED, CONFLICT),
            "the answer: expected 400 REC_BAD_REQUEST required, got 409 REC_BAD_REQUEST conflict",
        ),
        (lambda: judged.refused_alike(SILENT, SILENT), f"the answer: expected no answer, got {NONE}"),
        (
            lambda: judged.no_duplicate(SILENT),
            f"the answer: expected one that is not 409 duplicate, got {NONE}",
        ),
        (
            lambda: judged.no_duplicate(DUPLICATE),
            "the answer: expected one that is not 409 duplicate, got 409 REC_BAD_REQUEST duplicate",
        ),
        (
            lambda: judged.asks_for_no("parameter", REFUSED),
            "the answer: expected one that asks for no parameter, got 400 REC_BAD_REQUEST required",
        ),
        (lambda: judged.within(SILENT, 50), f"the answer: expected one within 50 ms, got {NONE}"),
        (lambda: judged.within(_slow(50.6), 50), "the time of the answer: expected 50 ms, got 51 ms"),
        (
            lambda: judged.most_within([_slow(10)] * 8 + [_slow(90)] * 2, 50),
            (
                "the times of the answers: expected 90% within 50 ms, "
                "got 80% of 10; p50 10 ms, p90 90 ms, p99 90 ms"
            ),
        ),
    ],
)
def test_a_finding_says_what_is_expected_and_what_is_there(
    judge: Callable[[], Finding | None], said: str
) -> None:
    assert str(judge()) == said


def test_accepted_or_refused_is_either_of_them() -> None:
    assert judged.accepted_or_refused(ACCEPTED, LAWFUL) is None
    assert judged.accepted_or_refused(REFUSED, LAWFUL) is None


def test_where_one_code_is_not_judged_the_other_is() -> None:
    only_issue, only_code = Refusal.parse("400", "any", "value"), Refusal.parse("400", "REC_NOT_FOUND", "any")
    assert not only_issue.matches(answer(OUTCOME, 400))
    assert not only_code.matches(answer(OUTCOME, 400))
    assert only_issue.matches(answer(outcome(code="value", details=None), 400))


def test_a_conflict_is_no_duplicate() -> None:
    assert judged.no_duplicate(CONFLICT) is None
    assert judged.no_duplicate(exchange(answer(outcome(code="duplicate", details=None), 409))) is not None


def test_a_limit_of_time_is_within_it() -> None:
    assert judged.within(_slow(50), 50) is None
    assert judged.most_within([_slow(50)] * 9 + [_slow(51)], 50) is None
    assert judged.most_within([_slow(51)] * 2 + [_slow(50)] * 8, 50) is not None


def test_codes_that_there_are_not_are_all_named() -> None:
    with pytest.raises(HarnessError, match=r"^REC_KETTLE, REC_TEAPOT is no BaRS error code"):
        Refusal.parse("400", "REC_TEAPOT or REC_KETTLE", "any")


def test_a_step_that_has_nothing_to_judge_is_inconclusive() -> None:
    with pytest.raises(Inconclusive, match=r"^there was nothing to judge$"):
        require()


def test_what_is_there_is_cut_after_500_characters() -> None:
    assert str(Finding("diagnostics", "a sentence", "x" * 500)).endswith("x" * 500)
    assert str(Finding("diagnostics", "a sentence", "x" * 501)).endswith("x" * 500 + "…")
