"""The verdicts, how each arises, what exit code it asks for, and how other report formats say it.

After ISO/IEC 9646 (verdicts pass, fail, inconclusive) and TTCN-3 (error for a defect of the test system).

Exceptions come in two families, nowhere mixed::

    AssertionError
      NonConformance     the system under test is wrong
    Exception
      HarnessError       we are, or cannot do our work
        Inconclusive     the scenario could not get as far as its check
        NotApplicable    the system under test does not claim this, or the profile lacks what it needs
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class NonConformance(AssertionError):
    """The system under test does not do what the standard asks."""


class HarnessError(Exception):
    """The suite is wrong or cannot do its work."""


class Inconclusive(HarnessError):
    """The scenario could not get as far as its check."""


class NotApplicable(HarnessError):
    """The system under test does not claim this, or the profile lacks what the scenario needs."""


class Verdict(StrEnum):
    """What became of a scenario, a step or a requirement."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    WARNING = "warning"
    INCONCLUSIVE = "inconclusive"
    NOT_APPLICABLE = "not-applicable"
    ERROR = "error"


class Level(StrEnum):
    """How binding a requirement is (RFC 2119); INFO explains and binds nobody."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"
    INFO = "INFO"


@dataclass(frozen=True)
class Projection:
    """One verdict in the words of other report formats."""

    exit_code: int
    junit: str
    allure: str
    ctrf: str
    earl: str
    testreport: str


PROJECTIONS = {
    Verdict.PASS: Projection(0, "passed", "passed", "passed", "passed", "pass"),
    Verdict.NOT_APPLICABLE: Projection(0, "skipped", "skipped", "skipped", "inapplicable", "skip"),
    Verdict.WARNING: Projection(0, "passed", "passed", "passed", "failed", "warning"),
    Verdict.INCONCLUSIVE: Projection(3, "error", "unknown", "other", "cantTell", "skip"),
    Verdict.FAIL: Projection(1, "failure", "failed", "failed", "failed", "fail"),
    Verdict.ERROR: Projection(4, "error", "broken", "other", "cantTell", "error"),
}
"""The one table that maps a verdict to other formats, mildest verdict first."""

USAGE_ERROR = 2
"""Exit code for a command line or profile that cannot be used."""

_SEVERITY = {verdict: rank for rank, verdict in enumerate(PROJECTIONS)}
_EXIT_PRECEDENCE = (4, 1, 3)


def worst(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The gravest of several verdicts, None if there is none."""
    return max(verdicts, key=_SEVERITY.__getitem__, default=None)


def of_scenario(*, judging: bool, exception: BaseException | None, levels: Iterable[Level]) -> Verdict:
    """The verdict of a scenario that ended with this exception, or with none.

    ``judging`` is true in a Then step: a Given or When that does not come about never fails a scenario.
    ``levels`` are those of the requirements that the scenario carries: only a MUST can fail.
    """
    match exception:
        case None:
            return Verdict.PASS
        case NotApplicable():
            return Verdict.NOT_APPLICABLE
        case Inconclusive():
            return Verdict.INCONCLUSIVE
        case NonConformance():
            if not judging:
                return Verdict.INCONCLUSIVE
            return Verdict.FAIL if Level.MUST in set(levels) else Verdict.WARNING
        case _:
            return Verdict.ERROR


def of_requirement(level: Level, verdicts: Iterable[Verdict]) -> Verdict | None:
    """The verdict of a requirement from those of its scenarios; None if none of them ran.

    A scenario may carry a MUST and a SHOULD; its fail is a warning for the SHOULD. A requirement passes
    when a scenario of it passed and none says otherwise, also if others did not apply.
    """
    seen = [Verdict.WARNING if v is Verdict.FAIL and level is not Level.MUST else v for v in verdicts]
    judged = [verdict for verdict in seen if verdict is not Verdict.NOT_APPLICABLE]
    return worst(judged or seen)


def exit_code(verdicts: Iterable[Verdict], *, strict: bool = False) -> int:
    """The exit code of a run: 4 if any error, else 1 if any fail, else 3 if any inconclusive, else 0.

    ``strict`` counts a warning as a fail.
    """
    asked = {
        PROJECTIONS[Verdict.FAIL if strict and verdict is Verdict.WARNING else verdict].exit_code
        for verdict in verdicts
    }
    return next((code for code in _EXIT_PRECEDENCE if code in asked), 0)
