"""Runs from end to end: how each verdict and exit code arises, and that both ways to run agree."""

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sample_sut
import suite_run
from suite_run import METADATA, Outcome, run

from bars_conformance.faults import receiver_with
from bars_conformance.profile import REFERENCE
from bars_conformance.reference import Receiver
from bars_conformance.reference.diary import Slot
from bars_conformance.reference.records import Record
from bars_conformance.reference.server import serving, serving_in_full

FAILS = "undecodable-software-told-as-server-error"
FAILING = ("--requirement=FS-GEN-03", "-k", "metadata and software", "--workers=1")
SECOND_BOOKINGS = (
    *(f"--requirement={each}" for each in ("CF-24", "CM-51", "CM-69", "EH-28", "TI-17")),
    *("-k", "slot"),
)
WARNS = "unknown-parameter-refused-on-metadata"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


@contextlib.contextmanager
def _reference(*faults: str) -> Iterator[dict[str, str]]:
    with serving_in_full(receiver_with(faults)) as variables:
        yield variables


def _is_clean(outcome: Outcome) -> bool:
    return (
        outcome.code == outcome.results["exit_code"] == 0
        and set(outcome.verdicts.values()) == {"pass"}
        and not outcome.complained
        and {created["fate"] for created in outcome.results["ledger"]} <= {"cancelled"}
    )


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_reference_passes(folder: Path, workers: str) -> None:
    outcome = run(folder, "--section=headers", f"--workers={workers}")
    assert _is_clean(outcome)
    assert len(outcome.verdicts) > 50
    assert outcome.results["ledger"]
    assert "report.html" in outcome.said


def test_a_reference_that_was_tested_before_passes_again_and_backwards(tmp_path: Path) -> None:
    plugin = tmp_path / "backwards.py"
    plugin.write_text(
        "import pytest\n"
        "@pytest.hookimpl(trylast=True)\n"
        "def pytest_collection_modifyitems(items):\n"
        "    items.reverse()\n"
    )
    options = (
        f"--sut={REFERENCE}",
        "--section=transactional-integrity",
        "-k",
        "referral and not held and not slow and not inside",
    )
    with _reference() as reference:
        first = run(tmp_path / "1", *options, "--workers=2", **reference)
        again = run(tmp_path / "2", *options, "--workers=2", **reference)
        backwards = run(
            tmp_path / "3",
            *options,
            "--workers=1",
            "--",
            "-p",
            "backwards",
            **reference,
            PYTHONPATH=str(tmp_path),
        )
    assert _is_clean(first)
    assert _is_clean(again)
    assert _is_clean(backwards)
    assert first.verdicts == again.verdicts == backwards.verdicts


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """A run of one scenario, of a MUST that does not hold."""
    with _reference(FAILS) as reference:
        return run(tmp_path_factory.mktemp("failed"), f"--sut={REFERENCE}", *FAILING, **reference)


def test_a_must_that_does_not_hold_fails(failed: Outcome) -> None:
    assert failed.code == 1
    (scenario,) = failed.results["scenarios"]
    assert (scenario["verdict"], scenario["section"]) == ("fail", "headers")
    assert "got 500 REC_SERVER_ERROR" in scenario["reason"]
    verdicts = [(step["keyword"], step["verdict"]) for step in scenario["steps"]]
    assert verdicts == [("Given", "pass"), ("When", "pass"), ("Then", "fail")]
    carried = {each["id"]: each["verdict"] for each in failed.results["requirements"] if each["scenarios"]}
    assert carried == {"FS-GEN-03": "fail"}
    assert scenario["name"] in failed.said


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
def test_a_should_that_does_not_hold_warns(folder: Path, options: tuple[str, ...], code: int) -> None:
    with _reference(WARNS) as reference:
        outcome = run(folder, f"--sut={REFERENCE}", "--requirement=CN-09", *METADATA, *options, **reference)
    assert outcome.code == outcome.results["exit_code"] == code
    assert outcome.results["summary"]["warning"] == 1
    assert outcome.results["summary"]["fail"] == 0


def test_what_is_not_claimed_is_not_applicable(tmp_path: Path, folder: Path) -> None:
    with _reference() as reference:
        sut = suite_run.profile(
            tmp_path / "sut.yaml", reference["REFERENCE_URL"], supports=["referral"], hooks={}
        )
        slots = run(folder, f"--sut={sut}", "--section=headers", "-k", "Slot", "--workers=1")
        hooks = run(tmp_path / "2", f"--sut={sut}", "--section=errors", "-k", "inside", "--workers=1")
    assert set(slots.verdicts.values()) == {"not-applicable"}
    assert "does not list booking under supports" in slots.results["scenarios"][0]["reason"]
    assert set(hooks.verdicts.values()) == {"not-applicable"}
    assert "has no hook fail" in hooks.results["scenarios"][0]["reason"]
    assert slots.code == hooks.code == 0


def test_a_given_that_does_not_come_about_fails_nothing(tmp_path: Path, folder: Path) -> None:
    with _reference() as reference:
        sut = suite_run.profile(tmp_path / "sut.yaml", f"{reference['REFERENCE_URL']}/nowhere")
        outcome = run(folder, f"--sut={sut}", *FAILING)
    assert outcome.code == 3
    (scenario,) = outcome.results["scenarios"]
    assert scenario["verdict"] == "inconclusive"
    assert [step["verdict"] for step in scenario["steps"]] == ["inconclusive", None, None]
    assert "got 404" in scenario["reason"]


def test_a_defect_of_the_suite_is_an_error_and_blames_nobody(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "broken_suite.py").write_text(
        "from bars_conformance import outcome\n"
        "def accepted(exchange):\n"
        "    raise KeyError('status')\n"
        "outcome.accepted = accepted\n"
    )
    outcome = run(folder, *METADATA, "--", "-p", "broken_suite", PYTHONPATH=str(tmp_path))
    assert outcome.code == outcome.results["exit_code"] == 4
    assert outcome.results["summary"]["fail"] == 0
    errors = [each for each in outcome.results["scenarios"] if each["verdict"] == "error"]
    assert errors
    for scenario in errors:
        assert scenario["reason"] == "defect of the suite: KeyError: 'status' (broken_suite.py:3)"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--sut=nowhere.yaml"], "cannot be read"),
        (["--section=nosuch"], "nothing was run"),
        (["--requirement=XX-99", "--workers=1"], "nothing was run"),
        (["-k", "nosuchscenario", "--workers=1"], "nothing was run"),
        (["-k", "(", "--workers=1"], "nothing was run"),
        (["--role=sender", "--section=slots", "--workers=1"], "nothing was run"),
        (["--role=sender", "--role=receiver", "--workers=1"], "a sender is tested in a run of its own"),
        (["--role=nobody"], "invalid choice"),
        (["--workers=0"], "give 1 or more"),
        (["--workers=many"], "give 1 or more"),
        (["--known-issues=nowhere.yaml"], "cannot be read"),
        (["--nosuch"], "unrecognized arguments"),
        (["--workers=1", "--", "--nosuch"], "nothing was run"),
    ],
    ids=lambda each: "_".join(each) if isinstance(each, list) else None,
)
def test_bad_usage(folder: Path, options: list[str], said: str) -> None:
    outcome = run(folder, *options)
    assert outcome.code == 2
    assert said in outcome.complained
    assert "Traceback" not in outcome.said + outcome.complained
    assert not outcome.results


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"role": "nurse"}, "role: input should be"),
        ({"base_url": "https://api.service.nhs.uk/FHIR/R4"}, "is a production host"),
        ({"tls": {"ca_file": "nowhere.pem"}, "base_url": "https://127.0.0.1:1"}, "give readable PEM files"),
    ],
)
def test_a_bad_profile(tmp_path: Path, folder: Path, changes: dict[str, object], said: str) -> None:
    sut = suite_run.profile(tmp_path / "sut.yaml", "http://127.0.0.1:9", **changes)
    outcome = run(folder, f"--sut={sut}")
    assert outcome.code == 2
    assert said in outcome.complained
    assert len(outcome.complained.splitlines()) == 1


def test_known_issues_excuse_a_fail_until_they_are_out_of_date(tmp_path: Path, failed: Outcome) -> None:
    known = tmp_path / "known.yaml"
    (scenario,) = failed.verdicts

    def excusing(until: str) -> str:
        entry = {"scenario": scenario, "reason": "ticket 17", "owner": "ACME", "until": until}
        known.write_text(json.dumps([entry]))
        return f"--known-issues={known}"

    with _reference(FAILS) as reference:
        options = (f"--sut={REFERENCE}", *FAILING)
        excused = run(tmp_path / "1", *options, excusing("2999-12-31"), **reference)
        outdated = run(tmp_path / "2", *options, excusing("2020-01-01"), **reference)
    mended = run(tmp_path / "3", *FAILING, excusing("2999-12-31"))
    assert (excused.code, excused.verdicts) == (0, {scenario: "fail"})
    assert "known issue of ACME until 2999-12-31: ticket 17" in excused.results["scenarios"][0]["reason"]
    assert (outdated.code, outdated.verdicts) == (1, {scenario: "fail"})
    assert "out of date since 2020-01-01" in outdated.said
    assert (mended.code, mended.verdicts) == (1, {scenario: "pass"})
    assert "no longer fails" in mended.said


def test_the_first_fail_stops_a_run_that_is_to_fail_fast(folder: Path) -> None:
    with _reference(FAILS) as reference:
        options = (f"--sut={REFERENCE}", *METADATA, "--fail-fast")
        outcome = run(folder, *options, **reference)
    assert outcome.code == 1
    assert outcome.results["summary"]["fail"] == 1
    left = [each for each in outcome.results["scenarios"] if each["verdict"] == "inconclusive"]
    assert left
    assert {each["reason"] for each in left} == {"the run ended before this scenario"}


def test_what_the_receiver_is_too_slow_for_is_sent_by_one_worker(folder: Path) -> None:
    outcome = run(folder, *(f"--requirement={each}" for each in ("NFR-12", "TI-10", "TI-11")), "--workers=2")
    assert outcome.code == 0, outcome.said
    results = outcome.results
    slow = [index for index, each in enumerate(results["exchanges"]) if each["duration_ms"] > 4000]
    assert len(slow) == 1
    assert results["exchanges"][slow[0]]["response"]["status"] == 408
    assert sum(slow[0] in each["exchanges"] for each in results["scenarios"]) > 1


def test_pytest_in_the_checkout_gives_the_same_verdicts(tmp_path: Path) -> None:
    with _reference(FAILS, WARNS) as reference:
        options = [f"--sut={REFERENCE}", "--section=headers", "-k", "metadata"]
        ours = run(tmp_path / "ours", *options, "--workers=1", **reference)
        theirs = suite_run.finished(
            [
                *(sys.executable, "-m", "pytest", "features", *options),
                *(f"--reports={tmp_path / 'theirs'}", f"--alluredir={tmp_path / 'allure'}"),
            ],
            tmp_path / "theirs",
            suite_run.environment(**reference),
        )
    assert ours.verdicts == theirs.verdicts
    assert {"pass", "fail", "warning"} == set(ours.verdicts.values())
    assert ours.code == theirs.code == 1
    steps = [
        [
            (step["text"], step["verdict"], step["reason"])
            for scenario in each.results["scenarios"]
            for step in scenario["steps"]
        ]
        for each in (ours, theirs)
    ]
    assert [(text, verdict) for text, verdict, _ in steps[0]] == [
        (text, verdict) for text, verdict, _ in steps[1]
    ]
    told = [json.loads(file.read_text()) for file in (tmp_path / "allure").glob("*-result.json")]
    assert len(told) == len(ours.verdicts)
    assert "failed" in {each["status"] for each in told}


class _SlotsTakeSeveral(Receiver):
    """Every slot stays free, however often it is booked."""

    def take_slot(self, slot: Slot, record: Record) -> None:
        pass


@pytest.mark.parametrize(("told", "verdicts"), [(True, {"not-applicable"}), (False, {"fail", "warning"})])
def test_slots_that_take_several_bookings_are_told_by_the_profile(
    tmp_path: Path,
    told: bool,  # noqa: FBT001 - a row of the table
    verdicts: set[str],
) -> None:
    with serving(_SlotsTakeSeveral()) as root:
        services = {"bookable": sample_sut.PROFILE.services.bookable.model_dump(), "slots_take_several": told}
        profile = suite_run.profile(tmp_path / "profile.yaml", root, services=services)
        outcome = run(tmp_path / "run", f"--sut={profile}", *SECOND_BOOKINGS, "--workers=1")
    assert len(outcome.verdicts) > 5
    assert set(outcome.verdicts.values()) == verdicts
