"""The command `faults run`: what it tries, writes and ends with."""

import json
from multiprocessing.pool import ThreadPool
from pathlib import Path
from typing import Any

import pytest

from bars_conformance import bunches, docket, matrix
from bars_conformance.cli import main
from bars_conformance.faults import FAULTS
from bars_conformance.trials import Accusation, Acquittal, Catch, FaultTrial, Outcome, VariantTrial
from bars_conformance.variants import VARIANTS
from bars_conformance.verdict import HarnessError

FAULT, OTHER = "timeout-told-as-conflict", "ids-missing-on-not-found"
API_FAULT = "token-passed-on"
CAUGHT = Catch(FAULT, ("one",), (), ("TI-22",), ("EH-46",), (), ())
ESCAPED = Catch(OTHER, (), (), (), (), (), ())
PASSED = Acquittal("no-total", (), ("two",), ())
ACCUSED = Acquittal("errors-are-fatal", (Accusation("one", "pass", "fail", "because"),), (), ())


def _passed(id_: str, requirement: str, name: str = "") -> dict[str, Any]:
    """A scenario that the reference passed."""
    return {"id": id_, "name": name or id_, "section": "a", "verdict": "pass", "requirements": [requirement]}


CLEAN: dict[str, Any] = {
    "suite": {"name": "bars-conformance", "version": "0"},
    "spec": "core-1.1.4",
    "exit_code": 0,
    "summary": {"warning": 0},
    "scenarios": [_passed("one", "TI-22"), _passed("two", "TI-23")],
    "requirements": [
        {"id": "TI-22", "level": "MUST", "statement": "It is.", "scenarios": ["one"]},
        {"id": "TI-23", "level": "MUST", "statement": "It is.", "scenarios": ["two"]},
        {"id": "TI-24", "level": "MUST", "statement": "It is.", "scenarios": []},
    ],
}


MADE = {each.fault: each for each in (CAUGHT, ESCAPED)}
JUDGED = {each.variant: each for each in (PASSED, ACCUSED)}


def _pretend(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nothing tried: what comes of it is known."""
    monkeypatch.setattr(docket, "processes", lambda: ThreadPool(1))
    monkeypatch.setattr(docket, "results_against", lambda *_: CLEAN)
    monkeypatch.setattr(FaultTrial, "run", lambda trial: Outcome(tuple(MADE[each] for each in trial.faults)))
    monkeypatch.setattr(
        VariantTrial, "run", lambda trial: Outcome(tuple(JUDGED[each] for each in trial.variants))
    )


def _run(monkeypatch: pytest.MonkeyPatch, folder: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """The exit code of `faults run` and the matrix that it wrote, without any run of the suite."""
    _pretend(monkeypatch)
    chosen = [option if option.startswith("--") else f"--only={option}" for option in options]
    code = main(["faults", "run", f"--reports={folder}", *chosen])
    return code, json.loads((folder / "matrix.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ([FAULT], 0),
        (["no-total"], 0),
        ([FAULT, "no-total"], 0),
        ([FAULT, OTHER], 1),
        ([FAULT, "errors-are-fatal"], 1),
    ],
)
def test_exit_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, names: list[str], code: int) -> None:
    assert _run(monkeypatch, tmp_path, *names)[0] == code
    assert {each.name for each in tmp_path.iterdir()} == {"matrix.json", "matrix.html"}


def test_requirements_have_the_faults_that_show_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _, data = _run(monkeypatch, tmp_path, FAULT, OTHER, "no-total")
    assert {each["id"]: each["faults"] for each in data["requirements"]} == {"TI-22": [FAULT], "TI-23": []}
    assert data["totals"]["caught"] == data["totals"]["escaped"] == data["totals"]["requirements_shown"] == 1
    assert not data["whole"]


def test_the_terminal_tells_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(monkeypatch, tmp_path, FAULT, OTHER, "no-total", "errors-are-fatal", "--quick")
    said = capsys.readouterr().out
    assert f"{FAULT}: broken but not blamed: EH-46" in said
    assert "errors-are-fatal: fail in one: because" in said
    assert "1 of 2 faults caught, none other blamed (quick)" in said
    assert "1 of 2 variants judged as the reference is" in said


def test_idle_scenarios_are_named_where_every_fault_of_their_role_was_tried() -> None:
    receivers, apis = (
        [Catch(name, ("one",), (), (), (), (), ()) for name, fault in FAULTS.items() if fault.role == role]
        for role in ("receiver", "api")
    )
    acquittals = [Acquittal(name, (), (), ()) for name in VARIANTS]
    api = CLEAN | {"scenarios": [{"id": "three", "verdict": "pass"}], "requirements": []}
    clean = {"api": api, "receiver": CLEAN}

    def idle(catches: list[Catch], *, quick: bool = False) -> list[str]:
        found: list[str] = matrix.assemble(catches, acquittals, clean, quick=quick)["idle"]
        return found

    assert idle([*receivers, *apis]) == ["three", "two"]
    assert idle([*receivers, *apis], quick=True) == []
    assert idle([*receivers[1:], *apis]) == ["three"]
    assert idle([*receivers, *apis[1:]]) == ["two"]


def test_a_scenario_of_which_no_example_was_failed_is_tried_alone_by_all_that_break_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names = [name for name, fault in FAULTS.items() if fault.role == "api"]
    accused, *suspects = [name for name in names if "DP-05" in FAULTS[name].breaks]
    told = [
        _passed("first", "EH-01", "found [a]"),
        _passed("second", "EH-01", "found [b]"),
        _passed("third", "DP-05", "lost [a]"),
    ]
    alone: list[str] = []

    def tried(trial: FaultTrial) -> Outcome:
        if trial.asked:
            [name] = trial.faults
            assert trial.asked == FAULTS[name].breaks
            alone.append(name)
        caught_by = ("third",) if trial.asked else ("first",)
        return Outcome(
            tuple(
                Catch(each, caught_by, (), (), (), ("EH-01",) if each == accused else (), ())
                for each in trial.faults
            )
        )

    _pretend(monkeypatch)
    monkeypatch.setattr(docket, "results_against", lambda *_: CLEAN | {"scenarios": told})
    monkeypatch.setattr(FaultTrial, "run", tried)
    assert matrix.run(names, reports=tmp_path) == 1
    data = json.loads((tmp_path / "matrix.json").read_text(encoding="utf-8"))
    assert suspects
    assert sorted(alone) == sorted(suspects)
    assert data["idle"] == ["second"]
    assert [each["name"] for each in data["faults"]] == names
    assert {each["name"] for each in data["faults"] if each["caught_by"] == ["third"]} == set(suspects)
    alone.clear()
    for chosen, quick in ((names, True), (names[1:], False)):
        matrix.run(chosen, quick=quick, reports=tmp_path)
        assert not alone


def test_a_matrix_holds_the_faults_of_each_role(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = []

    def results_against(role: str, _: object) -> dict[str, Any]:
        asked.append(role)
        return CLEAN | {"scenarios": [_passed(f"{role}/one", "TI-24")]}

    def caught(trial: FaultTrial) -> Outcome:
        return Outcome(tuple(Catch(each, ("one",), (), ("TI-24",), (), (), ()) for each in trial.faults))

    _pretend(monkeypatch)
    monkeypatch.setattr(docket, "results_against", results_against)
    monkeypatch.setattr(FaultTrial, "run", caught)
    assert matrix.run([FAULT, API_FAULT], reports=tmp_path) == 0
    data = json.loads((tmp_path / "matrix.json").read_text(encoding="utf-8"))
    assert asked == ["api", "receiver"]
    assert [each["name"] for each in data["faults"]] == [FAULT, API_FAULT]
    assert data["totals"]["scenarios"] == 2
    assert {each["id"]: each["faults"] for each in data["requirements"]}["TI-24"] == [FAULT, API_FAULT]


def test_what_a_trial_leaves_open_is_tried_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _pretend(monkeypatch)
    tried = []

    def halved(trial: FaultTrial) -> Outcome:
        tried.append(trial.faults)
        if len(trial.faults) == 1:
            return Outcome(tuple(MADE[each] for each in trial.faults))
        return Outcome((), tuple(FaultTrial((each,)) for each in trial.faults))

    monkeypatch.setattr(FaultTrial, "run", halved)
    assert matrix.run([FAULT, OTHER], reports=tmp_path) == 1
    assert sorted(tried[0]) == sorted([FAULT, OTHER])
    assert sorted(tried[1:]) == sorted([(FAULT,), (OTHER,)])


def test_what_a_trial_leaves_open_is_tried_before_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def doubted(trial: FaultTrial) -> Outcome:
        [name] = trial.faults
        tried.append(name)
        return Outcome((), () if trial.asked else (FaultTrial((name,), frozenset({"TI-22"})),))

    _pretend(monkeypatch)
    monkeypatch.setattr(docket, "_PROCESSES", 1)
    monkeypatch.setattr(bunches, "STOPPING", frozenset({FAULT, OTHER}))
    monkeypatch.setattr(FaultTrial, "run", doubted)
    with docket.processes() as one:
        trials = docket.Docket(one)
        trials.enter([FAULTS[FAULT], FAULTS[OTHER]], [], quick=False)
        assert not [*trials.settled()]
    assert tried == [FAULT, FAULT, OTHER, OTHER]


def test_what_goes_wrong_in_a_trial_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(_: FaultTrial) -> Outcome:
        raise HarnessError("it broke.")

    _pretend(monkeypatch)
    monkeypatch.setattr(FaultTrial, "run", broken)
    with pytest.raises(HarnessError, match="it broke"):
        matrix.run([FAULT], reports=tmp_path)


def test_a_role_narrows_what_is_tried() -> None:
    for role in ("receiver", "api"):
        faults, variants = matrix.chosen(None, role)
        assert {each.role for each in faults} == {role}
        assert {each.role for each in variants} == {role}
    assert {each.role for each in matrix.chosen(None, "sender")[1]} == {"sender"}


def test_the_stratified_part_breaks_each_requirement() -> None:
    every, lawful = matrix.chosen(None)
    part, variants = matrix.chosen(None, stratified=True)
    assert set().union(*(each.breaks for each in part)) == set().union(*(each.breaks for each in every))
    assert len(part) < len(every) / 2
    alike = [each for each in lawful if not (each.declines or each.lacks)]
    assert set().union(*(each.rests_on for each in variants)) == set().union(
        *(each.rests_on for each in alike)
    )
    assert len(variants) < len(alike) / 2


def test_of_faults_that_break_the_same_the_narrowest_is_taken() -> None:
    every, _ = matrix.chosen(None)
    part, _ = matrix.chosen(None, stratified=True)
    rarest = min(
        (requirement for each in every for requirement in each.breaks),
        key=lambda one: (sum(one in each.breaks for each in every), one),
    )
    narrowest = min(len(each.breaks) for each in every if rarest in each.breaks)
    assert any(len(each.breaks) == narrowest for each in part if rarest in each.breaks)


def test_a_reference_that_does_not_pass_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(monkeypatch)
    monkeypatch.setattr(docket, "results_against", lambda *_: CLEAN | {"exit_code": 1})
    with pytest.raises(HarnessError, match="the reference receiver itself does not pass"):
        matrix.run(["no-total"])


def test_a_name_that_there_is_not_is_told() -> None:
    with pytest.raises(HarnessError, match="no fault or variant is called nonesuch"):
        matrix.chosen(["nonesuch"])


def test_both_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["faults", "list"]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in (*FAULTS, *VARIANTS))
    assert "lawful by R-33" in said
