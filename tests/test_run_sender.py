"""Runs about a sender, from end to end."""

import contextlib
import socket
from pathlib import Path

import pytest
from sender_run import own_port, profile
from suite_run import run

from bars_conformance.faults import sender_with
from bars_conformance.profile import REFERENCE_SENDER
from bars_conformance.reference.sender import serving


def test_the_reference_sender_passes_and_its_evidence_is_kept(tmp_path: Path) -> None:
    outcome = run(tmp_path / "run", "--role=sender", "--section=headers", "--workers=2")
    assert outcome.code == 0, outcome.said
    assert set(outcome.verdicts.values()) == {"pass"}
    assert outcome.results["sut"]["role"] == "sender"
    urls = {exchange["request"]["url"] for exchange in outcome.results["exchanges"]}
    assert any(url.endswith("/$process-message") for url in urls)
    assert any(url.endswith("/book") for url in urls), "the triggers are evidence, too"
    assert "Bearer" not in str([each["request"]["headers"] for each in outcome.results["exchanges"]])


def test_a_faulty_sender_fails_and_the_report_shows_where(tmp_path: Path) -> None:
    with (
        contextlib.closing(sender_with(["use-context-not-sent"])) as sender,
        serving(sender) as variables,
    ):
        options = (f"--sut={REFERENCE_SENDER}", "--requirement=HDR-30", "--workers=1")
        outcome = run(tmp_path / "run", *options, **variables)
    assert outcome.code == 0, "a SHOULD warns"
    assert set(outcome.verdicts.values()) == {"warning"}
    assert "use-context: expected four values parted by bars, got no such header" in outcome.said


def test_a_port_in_use_is_a_matter_of_usage(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        outcome = run(tmp_path / "run", f"--sut={profile(tmp_path, port, '{}')}")
    assert outcome.code == 2
    assert (
        outcome.complained == f"bars-conformance: Port {port} of 127.0.0.1 cannot be had; choose another.\n"
    )


def test_who_works_by_hand_has_one_worker(tmp_path: Path) -> None:
    path = profile(tmp_path, own_port(18470), "{book: manual}")
    outcome = run(tmp_path / "run", f"--sut={path}", "--workers=2")
    assert outcome.code == 2
    assert outcome.complained.endswith("use --workers 1.\n")


@pytest.mark.parametrize("trigger", ["['true']", "[sh, -c, exit 1]"])
def test_a_sender_that_never_connects_is_no_verdict(tmp_path: Path, trigger: str) -> None:
    path = profile(tmp_path, own_port(18471), f"{{refer: {{command: {trigger}}}}}")
    options = (f"--sut={path}", "--requirement=MH-05", "--requirement=CF-29", "--workers=1")
    outcome = run(tmp_path / "run", *options)
    assert outcome.code == 3
    assert sorted(outcome.verdicts.values()) == ["inconclusive", "not-applicable"]
    assert "the sender sent no new referral" in outcome.said
