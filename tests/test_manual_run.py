"""A run about a sender that a person works by hand, who knows what the terminal says and no more."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pexpect
from sender_run import own_port, profile
from suite_run import command, environment

from bars_conformance import report
from bars_conformance.house import SUITE
from bars_conformance.reference.sender import Errand, Sender

_PATIENCE_S = 60
_ASKED = ("a referral", "another", "to withdraw it and refer anew", "a look around, which is skipped")


@contextlib.contextmanager
def _at_a_terminal(arguments: list[str]) -> Iterator["pexpect.spawn[str]"]:
    program, *rest = arguments
    terminal = pexpect.spawn(
        program, rest, cwd=str(SUITE), env=environment(), encoding="utf-8", timeout=_PATIENCE_S
    )
    try:
        yield terminal
    finally:
        terminal.close(force=True)


def _read_until(terminal: "pexpect.spawn[str]", words: str) -> str:
    """What has come since the words that were last waited for, up to these."""
    terminal.expect_exact(words)
    return f"{terminal.before}{words}"


def test_a_person_is_led_through_a_run(tmp_path: Path) -> None:
    limits = "{trigger_s: 40, quiet_s: 0.3}"
    path = profile(tmp_path, own_port(18490), "{refer: manual, re-refer: manual, discover: manual}", limits)
    folder = tmp_path / "run"
    wanted = ("--requirement=CF-34", "--requirement=CF-36", "--requirement=HDR-32")
    options = command(folder, f"--sut={path}", *wanted)
    with _at_a_terminal(options) as terminal, contextlib.closing(Sender()) as sender:
        made = ""
        for _ in _ASKED:
            told = _read_until(terminal, "s left")
            errand = _errand(told, made)
            if "look up" in told:
                terminal.sendline("there is no such screen")
                terminal.expect_exact("skipped.")
            else:
                made = sender.perform("re-refer" if "refer anew" in told else "refer", errand)
                assert "arrived: a new referral, answered 200" in _read_until(terminal, "seen.")
        terminal.expect_exact("report:")
    results = report.read(folder)
    reasons = {each["verdict"]: each["reason"] or "" for each in results["scenarios"]}
    assert reasons.keys() == {"pass", "not-applicable"}
    assert "skipped by hand: there is no such screen (Have the sender look up" in reasons["not-applicable"]
    asked = [each["request"] for each in results["exchanges"] if each["request"]["method"] == "person"]
    assert any(each["url"].startswith("Refer patient") for each in asked)
    assert "Refer patient" in (folder / "report.html").read_text(encoding="utf-8")


def _errand(told: str, made: str) -> Errand:
    """What the terminal says of where to send, for whom and to whom; ``made`` is what was made before."""
    found = [
        re.search(pattern, told)
        for pattern in (r"address +(\S+)", r"service +(\d+)", r"organisation (\w+)", r"(999\d{7})")
    ]
    url, service, receiver, number = (each[1] for each in found if each)
    assert made in told or "refer anew" not in told
    return Errand(url, service, receiver, number, reference=made)
