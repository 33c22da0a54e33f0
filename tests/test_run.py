"""Runs from end to end: each verdict and exit code, hostile systems, and the two ways to run."""

import contextlib
import functools
import http.server
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import suite_run
from raw_server import Reply, answers, hangs, says
from raw_server import serving as raw_serving
from suite_run import Outcome, run

from bars_conformance import house
from bars_conformance.faults import receiver_with
from bars_conformance.profile import REFERENCE
from bars_conformance.reference.server import serving

HARMLESS = {"limits": {"timeout_s": 0.3}, "hooks": {}}
METADATA = ("--section=headers", "-k", "metadata", "--workers=1")
FAILS = "undecodable-software-told-as-server-error"
FAILING = ("--requirement=FS-GEN-03", "-k", "metadata and software", "--workers=1")
WARNS = "unknown-parameter-refused-on-metadata"
CANARY = "c4n4ry-0f-4-s3cr3t"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


@contextlib.contextmanager
def _reference(*faults: str) -> Iterator[str]:
    with serving(receiver_with(faults)) as url:
        yield url


def _is_clean(outcome: Outcome) -> bool:
    return (
        outcome.code == outcome.results["exit_code"] == 0
        and set(outcome.verdicts.values()) == {"pass"}
        and not outcome.complained
        and {created["fate"] for created in outcome.results["ledger"]} <= {"cancelled"}
    )


def _did_not_break(outcome: Outcome) -> bool:
    text = outcome.said + outcome.complained
    return (
        "error" not in outcome.verdicts.values()
        and "Traceback" not in text
        and "Warning" not in outcome.complained
        and outcome.code == outcome.results["exit_code"]
        and all((outcome.folder / name).stat().st_size for name in ("report.html", "junit.xml"))
        and any((outcome.folder / "allure-results").iterdir())
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
    with _reference() as url:
        first = run(tmp_path / "1", *options, "--workers=2", url=url)
        again = run(tmp_path / "2", *options, "--workers=2", url=url)
        backwards = run(
            tmp_path / "3",
            *options,
            "--workers=1",
            "--",
            "-p",
            "backwards",
            url=url,
            PYTHONPATH=str(tmp_path),
        )
    assert _is_clean(first)
    assert _is_clean(again)
    assert _is_clean(backwards)
    assert first.verdicts == again.verdicts == backwards.verdicts


def test_a_must_that_does_not_hold_fails(folder: Path) -> None:
    with _reference(FAILS) as url:
        outcome = run(folder, f"--sut={REFERENCE}", *FAILING, url=url)
    assert outcome.code == 1
    (scenario,) = outcome.results["scenarios"]
    assert (scenario["verdict"], scenario["section"]) == ("fail", "headers")
    assert "got 500 REC_SERVER_ERROR" in scenario["reason"]
    verdicts = [(step["keyword"], step["verdict"]) for step in scenario["steps"]]
    assert verdicts == [("Given", "pass"), ("When", "pass"), ("Then", "fail")]
    carried = {each["id"]: each["verdict"] for each in outcome.results["requirements"] if each["scenarios"]}
    assert carried == {"FS-GEN-03": "fail"}
    assert scenario["name"] in outcome.said


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
def test_a_should_that_does_not_hold_warns(folder: Path, options: tuple[str, ...], code: int) -> None:
    with _reference(WARNS) as url:
        outcome = run(folder, f"--sut={REFERENCE}", "--requirement=CN-09", *METADATA, *options, url=url)
    assert outcome.code == outcome.results["exit_code"] == code
    assert outcome.results["summary"]["warning"] == 1
    assert outcome.results["summary"]["fail"] == 0


def test_what_is_not_claimed_is_not_applicable(tmp_path: Path, folder: Path) -> None:
    with _reference() as url:
        sut = suite_run.profile(tmp_path / "sut.yaml", url, supports=["referral"], hooks={})
        slots = run(folder, f"--sut={sut}", "--section=headers", "-k", "Slot", "--workers=1", url=url)
        hooks = run(
            tmp_path / "2", f"--sut={sut}", "--section=errors", "-k", "inside", "--workers=1", url=url
        )
    assert set(slots.verdicts.values()) == {"not-applicable"}
    assert "does not list booking under supports" in slots.results["scenarios"][0]["reason"]
    assert set(hooks.verdicts.values()) == {"not-applicable"}
    assert "has no hook fail" in hooks.results["scenarios"][0]["reason"]
    assert slots.code == hooks.code == 0


def test_a_given_that_does_not_come_about_fails_nothing(tmp_path: Path, folder: Path) -> None:
    with _reference() as url:
        sut = suite_run.profile(tmp_path / "sut.yaml", f"{url}/nowhere")
        outcome = run(folder, f"--sut={sut}", *FAILING, url=url)
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
        (["--role=sender", "--section=headers", "--workers=1"], "nothing was run"),
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


def test_nobody_answers(tmp_path: Path, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    outcome = run(folder, f"--sut={suite_run.profile(tmp_path / 'sut.yaml', url)}", *METADATA)
    assert _did_not_break(outcome)
    assert outcome.code == 3
    assert set(outcome.verdicts.values()) == {"inconclusive"}
    assert "cannot connect" in outcome.said


@contextlib.contextmanager
def _file_server() -> Iterator[str]:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(house.FIXTURES))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is that of the base
        pass


def test_a_server_that_is_no_receiver(tmp_path: Path, folder: Path) -> None:
    with _file_server() as url:
        sut = suite_run.profile(tmp_path / "sut.yaml", url, **HARMLESS)
        outcome = run(folder, f"--sut={sut}", "--section=headers", "--section=errors")
    assert _did_not_break(outcome)
    assert outcome.code in (1, 3)


JSON = ["Content-Type: application/fhir+json"]
GARBAGE = [
    b"null",
    b"7",
    b"[]",
    b'[{"resourceType": "Bundle"}]',
    b'{"resourceType": 7}',
    b'{"resourceType": "Bundle", "entry": {"resource": []}}',
    b'{"resourceType": "Bundle", "entry": [null, 7, {"resource": 7}]}',
    b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "ServiceRequest", "id": {}}}]}',
    b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Nonsense"}}], "id": "\\ud800"}',
    b'{"resourceType": "CapabilityStatement", "format": 7, "rest": [{"resource": {"type": []}}]}',
    b'{"resourceType": "OperationOutcome", "issue": [{"code": [], "details": {"coding": [{"code": {}}]}}]}',
    b'{"resourceType": "OperationOutcome", "issue": ' + b"[" * 900 + b"]" * 900 + b"}",
    b'{"resourceType": "OperationOutcome", "issue": [{"diagnostics": "' + b"x" * 300_000 + b'"}]}',
    f'{{"resourceType": "OperationOutcome", "access_token":"{CANARY}"}}'.encode(),
    b"\xff\xfe\x00\x01",
]


def _in_turn(bodies: list[bytes]) -> Reply:
    """Each answer has the next of the bodies, now with a status of success and now of failure."""
    turns = itertools.cycle(itertools.product(("200 OK", "400 Bad Request"), bodies))

    def reply(connection: socket.socket) -> None:
        status, body = next(turns)
        headers = [*JSON, "Connection: close", f"Set-Cookie: session={CANARY}", "Location: http://[::"]
        answers(body, status=status, headers=headers)(connection)

    return reply


HTML = answers(b"<html><body>Login</body></html>", headers=["Content-Type: text/html", "Connection: close"])
FLOOD = says(
    b"HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nContent-Length: 52428800\r\n\r\n",
    *[b"{" + b" " * 1024 * 1024] * 50,
)


@pytest.mark.parametrize(
    ("reply", "options"),
    [
        (hangs, ("--section=headers", "-k", "unknown", "--workers=2")),
        (says(), METADATA),
        (says(b"HTTP/1.1 200 OK\r\nContent-Le"), METADATA),
        (HTML, ("--section=headers", "--workers=2")),
        (FLOOD, (*METADATA[:2], "metadata and media", METADATA[3])),
        (answers(b"{}", status="302 Found", headers=["Location: /x", "Connection: close"]), METADATA),
        (_in_turn(GARBAGE), ("--workers=1",)),
    ],
    ids=["hangs", "closes", "breaks off", "html", "floods", "redirects", "garbage"],
)
def test_a_hostile_system_breaks_nothing(
    tmp_path: Path, folder: Path, reply: Reply, options: tuple[str, ...]
) -> None:
    with raw_serving(reply) as server:
        sut = suite_run.profile(tmp_path / "sut.yaml", server.url, **HARMLESS)
        outcome = run(folder, f"--sut={sut}", *options)
    assert _did_not_break(outcome), [
        each for each in outcome.results["scenarios"] if each["verdict"] == "error"
    ]
    assert outcome.code in (1, 3)
    for file in folder.rglob("*"):
        assert file.is_dir() or CANARY.encode() not in file.read_bytes()
    assert CANARY not in outcome.said


def test_known_issues_excuse_a_fail_until_they_are_out_of_date(tmp_path: Path) -> None:
    known = tmp_path / "known.yaml"

    def excusing(scenario: str, until: str) -> str:
        entry = {"scenario": scenario, "reason": "ticket 17", "owner": "ACME", "until": until}
        known.write_text(json.dumps([entry]))
        return f"--known-issues={known}"

    with _reference(FAILS) as url:
        options = (f"--sut={REFERENCE}", *FAILING)
        (scenario,) = run(tmp_path / "0", *options, url=url).verdicts
        excused = run(tmp_path / "1", *options, excusing(scenario, "2999-12-31"), url=url)
        outdated = run(tmp_path / "2", *options, excusing(scenario, "2020-01-01"), url=url)
    mended = run(tmp_path / "3", *FAILING, excusing(scenario, "2999-12-31"))
    assert (excused.code, excused.verdicts) == (0, {scenario: "fail"})
    assert "known issue of ACME until 2999-12-31: ticket 17" in excused.results["scenarios"][0]["reason"]
    assert (outdated.code, outdated.verdicts) == (1, {scenario: "fail"})
    assert "out of date since 2020-01-01" in outdated.said
    assert (mended.code, mended.verdicts) == (1, {scenario: "pass"})
    assert "no longer fails" in mended.said


def test_the_first_fail_stops_a_run_that_is_to_fail_fast(folder: Path) -> None:
    with _reference(FAILS) as url:
        options = (f"--sut={REFERENCE}", *METADATA, "--fail-fast")
        outcome = run(folder, *options, url=url)
    assert outcome.code == 1
    assert outcome.results["summary"]["fail"] == 1
    left = [each for each in outcome.results["scenarios"] if each["verdict"] == "inconclusive"]
    assert left
    assert {each["reason"] for each in left} == {"the run ended before this scenario"}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupted_run_reports_what_has_run(tmp_path: Path, folder: Path, workers: str) -> None:
    def slow(connection: socket.socket) -> None:
        time.sleep(0.1)
        HTML(connection)

    with raw_serving(slow) as server:
        sut = suite_run.profile(tmp_path / "sut.yaml", server.url, hooks={})
        process = subprocess.Popen(
            suite_run.command(folder, f"--sut={sut}", "--section=headers", f"--workers={workers}"),
            env=suite_run.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        until = time.monotonic() + 30
        while len(server.received) < 10 and time.monotonic() < until:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        said, complained = process.communicate(timeout=30)
    outcome = suite_run.outcome(process.returncode, said, complained, folder)
    assert _did_not_break(outcome)
    assert outcome.code in (1, 3)
    reasons = [each["reason"] for each in outcome.results["scenarios"]]
    assert 0 < reasons.count("the run ended before this scenario") < len(reasons)


def test_pytest_in_the_checkout_gives_the_same_verdicts(tmp_path: Path) -> None:
    with _reference(FAILS, WARNS) as url:
        options = [f"--sut={REFERENCE}", "--section=headers", "-k", "metadata"]
        ours = run(tmp_path / "ours", *options, "--workers=1", url=url)
        theirs = suite_run.finished(
            [
                *(sys.executable, "-m", "pytest", "features", *options),
                *(f"--reports={tmp_path / 'theirs'}", f"--alluredir={tmp_path / 'allure'}"),
            ],
            tmp_path / "theirs",
            suite_run.environment(url),
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
