"""What is said of the suite when it is run against a fault or a variant."""

from typing import Any

import httpx
import pytest

from bars_conformance import trials, watch
from bars_conformance.faults import FAULTS
from bars_conformance.reference import Receiver
from bars_conformance.trials import Acquittal, Catch, FaultTrial, VariantTrial
from bars_conformance.variants import Variant

FAULT = FAULTS["timeout-told-as-conflict"]
BROKEN = min(FAULT.breaks)
OTHER = next(each for each in FAULTS.values() if each.role == FAULT.role and not each.breaks & FAULT.breaks)
VARIANT = Variant(
    "a-choice",
    "It chooses.",
    frozenset({"R-01"}),
    ("no such thing",),
    frozenset(),
    frozenset({"TI-12"}),
    Receiver,
)


def _results(*scenarios: tuple[str, str, list[str], str | None]) -> dict[str, Any]:
    """Results with these scenarios: id, verdict, requirements, reason."""
    listed: list[dict[str, Any]] = [
        {"id": id_, "verdict": verdict, "requirements": requirements, "reason": reason}
        for id_, verdict, requirements, reason in scenarios
    ]
    covered = {each for scenario in listed for each in scenario["requirements"]}
    return {
        "scenarios": listed,
        "requirements": [{"id": each, "scenarios": ["one"]} for each in sorted(covered)],
    }


def _settled(trial: FaultTrial | VariantTrial) -> list[Catch | Acquittal]:
    """All that comes of a trial in the end."""
    outcome = trial.run()
    return [*outcome.settled, *(each for again in outcome.again for each in _settled(again))]


def _catches(trial: FaultTrial) -> list[Catch]:
    return [each for each in _settled(trial) if isinstance(each, Catch)]


@pytest.mark.parametrize(
    ("scenarios", "verdict"),
    [
        ([("a", "fail", [BROKEN], "")], "caught"),
        ([("a", "warning", [BROKEN], "")], "caught"),
        ([("a", "pass", [BROKEN], None)], "escaped"),
        ([("a", "inconclusive", [BROKEN], "")], "escaped"),
        ([("a", "fail", ["TI-01"], "")], "caught elsewhere"),
        ([("a", "fail", [BROKEN], ""), ("b", "fail", ["TI-01"], "")], "wrong blame"),
        ([("a", "fail", [BROKEN], ""), ("b", "error", ["TI-01"], "")], "suite broke"),
    ],
)
def test_verdict_on_a_fault(scenarios: list[Any], verdict: str) -> None:
    catch = trials.judged(FAULT, _results(*scenarios))
    assert catch.verdict == verdict
    assert catch.in_order == (verdict == "caught")


def test_what_a_fault_shows_and_what_it_does_not() -> None:
    first, second, *_ = sorted(FAULT.breaks)
    catch = trials.judged(FAULT, _results(("a", "fail", [first], ""), ("b", "pass", [second], None)))
    assert (catch.shown, catch.missed, catch.caught_by) == ((first,), (second,), ("a",))


@pytest.mark.parametrize(
    ("expected", "verdict", "requirement", "reason", "accused"),
    [
        ("pass", "pass", "TI-01", None, False),
        ("not-applicable", "pass", "TI-01", None, False),
        ("pass", "fail", "TI-12", "it is", True),
        ("pass", "warning", "TI-01", "it is", True),
        ("pass", "warning", "TI-12", "it is", False),
        ("pass", "inconclusive", "TI-12", "no such thing", True),
        ("pass", "not-applicable", "TI-01", "there is no such thing here", False),
        ("pass", "not-applicable", "TI-01", "another reason", True),
    ],
)
def test_accusation(
    expected: str, verdict: str, requirement: str, reason: str | None, *, accused: bool
) -> None:
    results = _results(("a", verdict, [requirement], reason))
    acquittal = trials.compared([VARIANT], results, {"a": expected})
    assert acquittal.in_order is not accused
    assert acquittal.verdict == ("accused" if accused else "passed")


def test_what_a_companion_breaks_is_not_held_against_a_fault() -> None:
    scenarios: list[Any] = [("a", "fail", [BROKEN], ""), ("b", "fail", [*OTHER.breaks], "")]
    assert trials.judged(FAULT, _results(*scenarios)).verdict == "wrong blame"
    catch = trials.judged(FAULT, _results(*scenarios), [OTHER])
    assert (catch.verdict, catch.caught_by, catch.companions) == ("caught", ("a",), (OTHER.name,))
    both = ("c", "fail", [BROKEN, *OTHER.breaks], "")
    assert trials.judged(FAULT, _results(*scenarios, both), [OTHER]).verdict == "wrong blame"


def test_faults_that_are_not_in_order_together_are_tried_again_down_to_the_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faults = [FAULT, OTHER]
    tried = []

    def results_against(_role: str, names: list[str], _: object) -> dict[str, Any]:
        tried.append(tuple(names))
        return _results(
            *(
                (each.name, "pass" if each is OTHER and len(names) > 1 else "fail", [min(each.breaks)], "")
                for each in faults
                if each.name in names
            )
        )

    monkeypatch.setattr(trials, "results_against", results_against)
    catches = _catches(FaultTrial(tuple(each.name for each in faults)))
    assert {each.fault: each.verdict for each in catches} == {each.name: "caught" for each in faults}
    assert tried == [tuple(each.name for each in faults), (OTHER.name,)]
    assert [each.companions for each in catches if each.fault == OTHER.name] == [()]


def test_what_is_asked_again_is_what_is_broken_was_blamed_or_came_to_no_verdict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def results_against(_role: str, _names: list[str], arguments: list[str]) -> dict[str, Any]:
        asked.append({each.removeprefix("--requirement=") for each in arguments})
        return _results(
            ("a", "fail", [BROKEN], ""),
            ("b", "inconclusive", ["TI-01"], ""),
            ("c", "fail", ["TI-02"], ""),
            ("d", "pass", ["TI-03"], None),
        )

    monkeypatch.setattr(trials, "results_against", results_against)
    _catches(FaultTrial((FAULT.name, OTHER.name)))
    doubtful = {"TI-01", "TI-02"}
    assert asked == [set(), doubtful | FAULT.breaks, doubtful | OTHER.breaks]


def test_who_shares_a_scenario_with_a_companion_is_asked_alone_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = {}
    sharing = next(each for each in FAULTS.values() if {"CM-10"} < each.breaks)
    companion = next(each for each in FAULTS.values() if {"CM-10"} < each.breaks and each is not sharing)

    def results_against(_role: str, names: list[str], arguments: list[str]) -> dict[str, Any]:
        asked[tuple(names)] = {each.removeprefix("--requirement=") for each in arguments}
        breaking = [FAULTS[name].breaks for name in names]
        return _results(
            ("shared", "fail", ["CM-10"], ""),
            *((f"own-{at}", "fail", [*breaks], "") for at, breaks in enumerate(breaking)),
        )

    monkeypatch.setattr(trials, "results_against", results_against)
    catches = _catches(FaultTrial((sharing.name, companion.name, OTHER.name)))
    assert {each.fault: each.companions for each in catches} == {
        sharing.name: (),
        companion.name: (),
        OTHER.name: (sharing.name, companion.name),
    }
    assert all(each.in_order for each in catches)
    assert asked == {
        (sharing.name, companion.name, OTHER.name): set(),
        (sharing.name,): sharing.breaks,
        (companion.name,): companion.breaks,
    }


def test_an_error_of_the_suite_in_company_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    names = (FAULT.name, OTHER.name)
    tried = []

    def results_against(_role: str, names: list[str], _: object) -> dict[str, Any]:
        tried.append(tuple(names))
        return _results(("a", "fail", [BROKEN], ""), ("b", "error", ["TI-01"], ""))

    monkeypatch.setattr(trials, "results_against", results_against)
    assert {each.verdict for each in _catches(FaultTrial(names))} == {"suite broke"}
    assert tried == [names]


def test_an_accused_bunch_is_parted_down_to_the_one_with_what_accused_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = ("errors-are-fatal", "no-total", "older-majors-served")
    tried = {}

    def results_against(_role: str, names: list[str], arguments: list[str]) -> dict[str, Any]:
        tried[tuple(names)] = arguments
        accused = ("a", "fail" if "no-total" in names else "pass", ["FU-29"], "because")
        return _results(accused, ("b", "pass", ["TI-01"], None))

    monkeypatch.setattr(trials, "results_against", results_against)
    acquittals = _settled(VariantTrial(names, {"a": "pass", "b": "pass"}))
    assert {each.variant: each.verdict for each in acquittals if isinstance(each, Acquittal)} == {
        "errors-are-fatal": "passed",
        "no-total": "accused",
        "older-majors-served": "passed",
    }
    assert tried == {
        names: [],
        ("errors-are-fatal",): ["--requirement=FU-29"],
        ("no-total",): ["--requirement=FU-29"],
        ("older-majors-served",): ["--requirement=FU-29"],
    }


def test_variants_are_asked_alone_for_what_one_of_them_keeps_from_judging(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = ("no-patch", "no-self-link")
    tried = {}

    def results_against(_role: str, names: list[str], arguments: list[str]) -> dict[str, Any]:
        tried[tuple(names)] = arguments
        judged = ("b", "pass", ["TI-02"], None)
        if "no-patch" in names:
            return _results(("a", "not-applicable", ["TI-01"], "patch of Appointment is not listed"), judged)
        return _results(("a", "fail", ["TI-01"], "it is wrong"), judged)

    monkeypatch.setattr(trials, "results_against", results_against)
    acquittals = _settled(VariantTrial(names, {"a": "pass", "b": "pass"}))
    assert {each.variant: each.verdict for each in acquittals if isinstance(each, Acquittal)} == {
        "no-patch": "passed",
        "no-self-link": "accused",
    }
    assert tried == {
        names: [],
        ("no-patch",): ["--requirement=TI-01"],
        ("no-self-link",): ["--requirement=TI-01"],
    }


def test_a_variant_that_lacks_a_function_is_not_asked_for_it() -> None:
    selection = ["--requirement=CF-42", "-k", "read"]
    results = trials.results_against("receiver", ["referrals-not-told"], selection)
    assert {each["verdict"] for each in results["scenarios"]} == {"not-applicable"}


def test_a_fault_is_caught_by_the_scenarios_of_what_it_breaks() -> None:
    [catch] = _catches(FaultTrial(("correlation-id-missing-on-slot-search",), quick=True))
    assert catch.in_order
    assert "TI-03" in catch.shown


def test_the_reference_tells_the_api_of_its_pointers_where_a_scenario_looks_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    call_api = Receiver.call_api

    def noted(
        receiver: Receiver, method: str, place: str, pointer: dict[str, Any] | None = None
    ) -> httpx.Response:
        told.append(method)
        return call_api(receiver, method, place, pointer)

    monkeypatch.setattr(Receiver, "call_api", noted)
    assert not trials.results_against("receiver", (), ["--requirement=CF-42"])["exit_code"]
    assert not told
    assert not trials.results_against("receiver", (), ["--requirement=DP-28"])["exit_code"]
    assert {"POST", "PUT", "DELETE"} <= set(told)
    assert Receiver.is_watched


def test_a_scenario_that_looks_at_the_api_fails_where_nothing_is_told_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watch, "looks_at_the_api", lambda _: False)
    assert trials.results_against("receiver", (), ["--requirement=DP-28", "-k", "what_is_accepted"])[
        "exit_code"
    ]
