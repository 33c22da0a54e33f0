import pytest
from sample_results import Item, results, scenario

from bars_conformance.report.coverage import coverage
from bars_conformance.report.judgement import Judgement, judge
from bars_conformance.report.run import Run
from bars_conformance.verdict import PROJECTIONS, Verdict


def judgement(run: Item) -> Judgement:
    return judge(run, coverage(Run(run)))


@pytest.mark.parametrize(
    ("verdicts", "headline"),
    [
        ([Verdict.PASS, Verdict.WARNING], "No requirement failed."),
        ([Verdict.PASS, Verdict.FAIL], "1 requirement failed."),
        ([Verdict.PASS, Verdict.INCONCLUSIVE], "1 scenario could not be judged."),
        ([Verdict.FAIL, Verdict.ERROR], "The suite itself went wrong in 1 scenario."),
        ([Verdict.NOT_APPLICABLE], "No requirement was judged."),
        ([], "No requirement was judged."),
    ],
)
def test_the_headline_follows_the_exit_code(verdicts: list[Verdict], headline: str) -> None:
    assert judgement(results(*map(scenario, verdicts))).headline == headline


def test_what_failed_goes_before_what_could_not_be_judged() -> None:
    unjudged = scenario(Verdict.INCONCLUSIVE, requirements=["TI-08"])
    found = judgement(results(scenario(Verdict.PASS), scenario(Verdict.FAIL), unjudged))
    assert found.headline == "1 requirement failed."


def test_a_strict_run_does_not_speak_of_failed_requirements() -> None:
    found = judgement(results(scenario(Verdict.WARNING), exit_code=1))
    assert found.verdict is Verdict.FAIL
    assert found.headline == "1 scenario did not do what is recommended."


def test_failures_are_named_even_if_the_exit_code_forgives_them() -> None:
    found = judgement(results(scenario(Verdict.FAIL), exit_code=0))
    assert found.verdict is Verdict.WARNING
    assert found.headline == "1 requirement failed, as this run was told to expect."


def test_every_requirement_is_in_one_list() -> None:
    covered = coverage(Run(results(*(scenario(verdict) for verdict in PROJECTIONS))))
    assert [r["id"] for r in covered.judged] == ["TI-07", "TI-08"]
    assert [r["id"] for r in covered.to_attest] == ["TI-09"]
    assert [r["id"] for r in covered.uncovered] == ["TI-10"]
    assert [r["id"] for r in covered.elsewhere] == ["TI-11"]
    assert len(covered.asked) == 4
