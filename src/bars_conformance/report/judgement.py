"""The outcome of a run in plain words, as its exit code has it."""

from dataclasses import dataclass

from bars_conformance.report.coverage import Coverage
from bars_conformance.report.run import Item
from bars_conformance.verdict import Verdict


@dataclass(frozen=True)
class Judgement:
    """A headline, what it means, and the verdict whose colour it bears."""

    verdict: Verdict
    headline: str
    meaning: str


def judge(results: Item, coverage: Coverage) -> Judgement:
    """Say what the run found. A headline never says less than the counts do, whatever the exit code."""
    failed = sum(requirement["verdict"] == Verdict.FAIL for requirement in coverage.judged)
    summary = results["summary"]
    match results["exit_code"]:
        case 4:
            verdict = Verdict.ERROR
            headline = f"The suite itself went wrong in {count(summary['error'], 'scenario')}."
            meaning = "This is no judgement of the system: the suite has a defect that must be mended first."
        case 3:
            verdict = Verdict.INCONCLUSIVE
            headline = f"{count(summary['inconclusive'], 'scenario')} could not be judged."
            meaning = "No requirement failed, but the suite could not get as far as all of its checks."
        case 1 if failed:
            verdict = Verdict.FAIL
            headline = f"{count(failed, 'requirement')} failed."
            meaning = f"A check did not hold in {count(summary['fail'], 'scenario')}."
        case 1:
            verdict = Verdict.FAIL
            headline = f"{count(summary['warning'], 'scenario')} did not do what is recommended."
            meaning = "No MUST failed, but this run was told to count a SHOULD that is not met as a failure."
        case _ if failed:
            verdict = Verdict.WARNING
            headline = f"{count(failed, 'requirement')} failed, as this run was told to expect."
            meaning = "The run was given a list of known issues, and found no others."
        case _ if summary["pass"] or summary["warning"]:
            verdict = Verdict.PASS
            headline = "No requirement failed."
            meaning = "This holds for what the run judged; the tables below say what it did not judge."
        case _:
            verdict = Verdict.NOT_APPLICABLE
            headline = "No requirement was judged."
            meaning = "No scenario was run that applies to what the system claims and its profile provides."
    return Judgement(verdict, headline, meaning)


def count(number: int, thing: str) -> str:
    """Return a number with its noun: ``1 scenario``, ``2 scenarios``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
