"""The verdicts: how each arises, which is gravest, and what the run and other report formats make of it."""

from itertools import permutations

import pytest

from bars_conformance import verdict
from bars_conformance.verdict import (
    PROJECTIONS,
    HarnessError,
    Inconclusive,
    Level,
    NonConformance,
    NotApplicable,
    Projection,
    Verdict,
)

MILDEST_FIRST = [
    Verdict.PASS,
    Verdict.NOT_APPLICABLE,
    Verdict.WARNING,
    Verdict.INCONCLUSIVE,
    Verdict.FAIL,
    Verdict.ERROR,
]


@pytest.mark.parametrize(
    ("exception", "judging", "given"),
    [
        (None, True, Verdict.PASS),
        (None, False, Verdict.PASS),
        (NonConformance("wrong"), True, Verdict.FAIL),
        (NonConformance("wrong"), False, Verdict.INCONCLUSIVE),
        (Inconclusive("no slot"), True, Verdict.INCONCLUSIVE),
        (Inconclusive("no slot"), False, Verdict.INCONCLUSIVE),
        (NotApplicable("no hook"), True, Verdict.NOT_APPLICABLE),
        (NotApplicable("no hook"), False, Verdict.NOT_APPLICABLE),
        (HarnessError("no such phrase"), True, Verdict.ERROR),
        (AssertionError("ours"), True, Verdict.ERROR),
        (ZeroDivisionError(), True, Verdict.ERROR),
        (KeyError("status"), False, Verdict.ERROR),
    ],
)
def test_how_a_verdict_arises(exception: Exception | None, judging: bool, given: Verdict) -> None:  # noqa: FBT001 - a column of the table
    assert verdict.of_scenario(judging=judging, exception=exception, levels=[Level.MUST]) is given


@pytest.mark.parametrize(
    ("levels", "given"),
    [
        ([Level.MUST], Verdict.FAIL),
        ([Level.SHOULD, Level.MUST], Verdict.FAIL),
        ([Level.SHOULD], Verdict.WARNING),
        ([Level.MAY, Level.INFO], Verdict.WARNING),
        ([], Verdict.WARNING),
    ],
)
def test_only_a_must_can_fail(levels: list[Level], given: Verdict) -> None:
    assert verdict.of_scenario(judging=True, exception=NonConformance("wrong"), levels=levels) is given


def test_the_families_of_exceptions_do_not_mix() -> None:
    assert not issubclass(NonConformance, HarnessError)
    assert not issubclass(HarnessError, AssertionError)
    assert issubclass(Inconclusive, HarnessError)
    assert issubclass(NotApplicable, HarnessError)


def test_the_worst_is_the_gravest() -> None:
    for rank, gravest in enumerate(MILDEST_FIRST):
        for order in permutations(MILDEST_FIRST[: rank + 1], min(rank + 1, 3)):
            assert verdict.worst([*order, gravest]) is gravest
    assert verdict.worst([]) is None


@pytest.mark.parametrize(
    ("verdicts", "code", "strictly"),
    [
        ([], 0, 0),
        ([Verdict.PASS], 0, 0),
        ([Verdict.NOT_APPLICABLE], 0, 0),
        ([Verdict.PASS, Verdict.WARNING], 0, 1),
        ([Verdict.PASS, Verdict.INCONCLUSIVE], 3, 3),
        ([Verdict.WARNING, Verdict.INCONCLUSIVE], 3, 1),
        ([Verdict.INCONCLUSIVE, Verdict.FAIL], 1, 1),
        ([Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.PASS], 1, 1),
        ([Verdict.ERROR, Verdict.FAIL, Verdict.INCONCLUSIVE], 4, 4),
        ([Verdict.WARNING, Verdict.ERROR], 4, 4),
    ],
)
def test_the_exit_code_of_a_run(verdicts: list[Verdict], code: int, strictly: int) -> None:
    assert verdict.exit_code(verdicts) == code
    assert verdict.exit_code(reversed(verdicts)) == code
    assert verdict.exit_code(verdicts, strict=True) == strictly


def test_no_verdict_asks_for_the_exit_code_of_bad_usage() -> None:
    assert verdict.USAGE_ERROR == 2
    assert verdict.USAGE_ERROR not in {projection.exit_code for projection in PROJECTIONS.values()}


@pytest.mark.parametrize(
    ("level", "verdicts", "given"),
    [
        (Level.MUST, [], None),
        (Level.MUST, [Verdict.PASS], Verdict.PASS),
        (Level.MUST, [Verdict.PASS, Verdict.NOT_APPLICABLE], Verdict.PASS),
        (Level.MUST, [Verdict.NOT_APPLICABLE, Verdict.NOT_APPLICABLE], Verdict.NOT_APPLICABLE),
        (Level.MUST, [Verdict.PASS, Verdict.INCONCLUSIVE], Verdict.INCONCLUSIVE),
        (Level.MUST, [Verdict.INCONCLUSIVE, Verdict.FAIL, Verdict.PASS], Verdict.FAIL),
        (Level.MUST, [Verdict.FAIL, Verdict.ERROR], Verdict.ERROR),
        (Level.SHOULD, [Verdict.PASS, Verdict.FAIL], Verdict.WARNING),
        (Level.MAY, [Verdict.FAIL], Verdict.WARNING),
        (Level.SHOULD, [Verdict.FAIL, Verdict.INCONCLUSIVE], Verdict.INCONCLUSIVE),
        (Level.SHOULD, [Verdict.WARNING, Verdict.NOT_APPLICABLE], Verdict.WARNING),
    ],
)
def test_the_verdict_of_a_requirement(level: Level, verdicts: list[Verdict], given: Verdict | None) -> None:
    assert verdict.of_requirement(level, verdicts) is given


def test_the_table_of_projections_is_frozen() -> None:
    assert {
        Verdict.PASS: Projection(0, "passed", "passed", "passed", "passed", "pass"),
        Verdict.NOT_APPLICABLE: Projection(0, "skipped", "skipped", "skipped", "inapplicable", "skip"),
        Verdict.WARNING: Projection(0, "passed", "passed", "passed", "failed", "warning"),
        Verdict.INCONCLUSIVE: Projection(3, "error", "unknown", "other", "cantTell", "skip"),
        Verdict.FAIL: Projection(1, "failure", "failed", "failed", "failed", "fail"),
        Verdict.ERROR: Projection(4, "error", "broken", "other", "cantTell", "error"),
    } == PROJECTIONS
    assert list(PROJECTIONS) == MILDEST_FIRST
    assert set(PROJECTIONS) == set(Verdict)
