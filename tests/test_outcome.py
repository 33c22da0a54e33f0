"""What an answer must be: each function with an answer that is, one that is not, and none."""

from collections.abc import Callable

import pytest
from sample_exchanges import OUTCOME, answer, coded, exchange, outcome

from bars_conformance import outcome as judged
from bars_conformance.exchange import Answer, Exchange
from bars_conformance.finding import Finding, require
from bars_conformance.outcome import Refusal
from bars_conformance.verdict import HarnessError, Inconclusive, NonConformance

LAWFUL = [Refusal.parse("400", "REC_BAD_REQUEST", "required or invalid")]
REFUSED = exchange(answer(OUTCOME, 400))
ACCEPTED = exchange(answer({"resourceType": "CapabilityStatement"}))
DUPLICATE = exchange(answer(outcome(code="duplicate"), 409))
SILENT = exchange(None)


def test_a_refusal_is_read_from_the_cells_of_a_table() -> None:
    assert Refusal.parse("409", "REC_CONFLICT or REC_BAD_REQUEST", "duplicate") == Refusal(
        "409", frozenset({"REC_CONFLICT", "REC_BAD_REQUEST"}), frozenset({"duplicate"})
    )
    assert Refusal.parse("415", "any", "any") == Refusal("415", frozenset(), frozenset())


@pytest.mark.parametrize(
    "cells", [("200", "any", "any"), ("4O0", "any", "any"), ("400", "REC_TEAPOT", "any")]
)
def test_a_cell_that_cannot_be_meant_is_an_error_of_the_feature(cells: tuple[str, str, str]) -> None:
    with pytest.raises(HarnessError, match="correct the feature"):
        Refusal.parse(*cells)


def test_a_refusal_reads_as_an_auditor_would_say_it() -> None:
    assert str(LAWFUL[0]) == "400 REC_BAD_REQUEST invalid or required"
    assert str(Refusal.parse("406", "any", "any")) == "406"


@pytest.mark.parametrize(
    "body",
    [
        OUTCOME,
        outcome(code="invalid"),
        OUTCOME | {"issue": [{"severity": "information", "code": "informational"}, *OUTCOME["issue"]]},
    ],
)
def test_one_issue_with_both_codes_is_enough(body: object) -> None:
    assert LAWFUL[0].matches(answer(body, 400))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (OUTCOME, 422),
        (coded(code="REC_NOT_FOUND"), 400),
        (outcome(code="processing"), 400),
        (outcome(details=None), 400),
        (
            OUTCOME
            | {"issue": [*outcome(code="processing")["issue"], *coded(code="REC_NOT_FOUND")["issue"]]},
            400,
        ),
        (OUTCOME | {"resourceType": "Bundle"}, 400),
        (b"<html>Bad Request</html>", 400),
        (b"", 400),
    ],
)
def test_another_status_or_code_is_no_match(body: object, status: int) -> None:
    assert not LAWFUL[0].matches(answer(body, status))


def test_where_nothing_but_the_status_is_judged_the_body_may_be_anything() -> None:
    assert Refusal.parse("415", "any", "any").matches(answer(b"<html/>", 415))


Judge = Callable[[Exchange], Finding | None]


@pytest.mark.parametrize(
    ("judge", "holds", "fails"),
    [
        (lambda e: judged.refused(e, LAWFUL), REFUSED, ACCEPTED),
        (judged.accepted, ACCEPTED, REFUSED),
        (judged.no_duplicate, REFUSED, DUPLICATE),
        (lambda e: judged.within(e, 50), ACCEPTED, exchange(ACCEPTED.answer, duration_ms=51)),
        (lambda e: judged.refused_alike(REFUSED, e), REFUSED, DUPLICATE),
    ],
    ids=["refused", "accepted", "no_duplicate", "within", "refused_alike"],
)
def test_a_judgement(judge: Judge, holds: Exchange, fails: Exchange) -> None:
    assert judge(holds) is None
    assert isinstance(judge(fails), Finding)
    assert isinstance(judge(SILENT), Finding)
    assert "no answer within 10 s" in str(judge(SILENT))


HTML, FHIR_XML = ((("Content-Type", kind),) for kind in ("text/html", "application/fhir+xml"))


@pytest.mark.parametrize(
    "lawful",
    [
        answer(b"", 204),
        answer(b"<Bundle/>", 200, FHIR_XML),
        answer(outcome(severity="information", code="informational")),
    ],
    ids=["nothing", "XML", "information"],
)
def test_a_success_need_not_be_a_resource_in_json(lawful: Answer) -> None:
    assert judged.accepted(exchange(lawful)) is None


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (answer(OUTCOME), "without an error in its body, got 200 REC_BAD_REQUEST required"),
        (answer(outcome(severity="fatal"), 201), "without an error in its body, got 201"),
        (answer(b"<html>Sign in</html>", 200, HTML), "got 200 with text/html that is no resource"),
        (answer(b"[]"), "got 200 with application/fhir+json that is no resource"),
        (answer(b"it works", 200, ()), "got 200 with an unnamed media type that is no resource"),
    ],
)
def test_a_failure_that_goes_by_the_name_of_success_is_none(told: Answer, said: str) -> None:
    assert said in str(judged.accepted(exchange(told)))


def test_asking_for_a_token_is_the_only_thing_that_is_judged_there() -> None:
    assert judged.asks_for_no("token", ACCEPTED) is None
    assert judged.asks_for_no("token", REFUSED) is None
    assert judged.asks_for_no("token", SILENT) is None
    for status in (401, 403):
        assert judged.asks_for_no("token", exchange(answer(OUTCOME, status))) is not None


def test_a_refusal_for_another_reason_is_inconclusive() -> None:
    judged.needs_acceptance(ACCEPTED)
    for other in (REFUSED, SILENT):
        with pytest.raises(Inconclusive, match="another reason"):
            judged.needs_acceptance(other)


def test_one_of_several_is_accepted() -> None:
    assert judged.one_accepted([REFUSED, ACCEPTED, REFUSED], LAWFUL) is None
    assert judged.one_accepted([ACCEPTED, ACCEPTED, REFUSED], LAWFUL) == Finding(
        "requests accepted", "1", "2"
    )
    assert judged.one_accepted([REFUSED, SILENT], LAWFUL) == Finding("requests accepted", "1", "0")
    assert judged.one_accepted([ACCEPTED, DUPLICATE], LAWFUL) is not None
    assert judged.one_accepted([ACCEPTED, SILENT], LAWFUL) is not None


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (OUTCOME, 400, "400 REC_BAD_REQUEST required"),
        (outcome(details=None, code=None), 400, "400 (no BaRS code) (no issue code)"),
        (
            OUTCOME | {"issue": OUTCOME["issue"] * 2},
            400,
            "400 REC_BAD_REQUEST required; REC_BAD_REQUEST required",
        ),
        (b"", 200, "200"),
        (b"<html/>", 502, "502 without an issue of an OperationOutcome"),
    ],
)
def test_an_answer_in_the_order_of_the_guides_tables(body: object, status: int, told: str) -> None:
    assert judged.described(answer(body, status)) == told


def test_parts_of_an_answer_are_told() -> None:
    assert judged.told(REFUSED, "status") == ["400"]
    assert judged.told(REFUSED, "issue code") == ["required"]
    assert judged.told(exchange(answer(b"")), "issue code") == []
    assert judged.told(SILENT, "status") == []


def test_what_is_found_is_raised_with_a_line_for_each() -> None:
    require(None, None)
    with pytest.raises(NonConformance) as raised:
        require(Finding("status", "200", "500"), None, Finding("Content-Type", "a", "b"))
    assert str(raised.value) == "status: expected 200, got 500\nContent-Type: expected a, got b"


def test_a_finding_of_any_length_stays_readable() -> None:
    assert len(str(Finding("diagnostics", "a sentence", "x" * 5_000_000))) < 600
