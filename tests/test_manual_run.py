"""A run about a sender that a person works by hand, who knows what the terminal says and no more."""

import contextlib
import os
import pty
import re
import select
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from sender_run import profile
from suite_run import command, environment

from bars_conformance import report
from bars_conformance.house import SUITE
from bars_conformance.reference.sender import Errand, Sender

_PATIENCE_S = 60
_ASKED = ("a referral", "another", "to withdraw it and refer anew", "a look around, which is skipped")


class Terminal:
    """What a person sees of a run, and types."""

    def __init__(self, controlled: int) -> None:
        self._controlled = controlled
        self.seen = ""

    def read_until(self, words: str, after: int = 0) -> str:
        """What stands there once these words have come after so many others."""
        until = time.monotonic() + _PATIENCE_S
        while words not in self.seen[after:]:
            assert time.monotonic() < until, self.seen
            if select.select([self._controlled], [], [], 0.1)[0]:
                try:
                    self.seen += os.read(self._controlled, 4096).decode()
                except OSError:
                    break
        assert words in self.seen[after:], self.seen
        return self.seen[after:]

    def type(self, line: str) -> None:
        """Type a line."""
        os.write(self._controlled, f"{line}\n".encode())


@contextlib.contextmanager
def _at_a_terminal(arguments: list[str]) -> Iterator[Terminal]:
    controlled, terminal = pty.openpty()
    run = subprocess.Popen(
        arguments, cwd=SUITE, env=environment(), stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    try:
        yield Terminal(controlled)
    finally:
        run.kill()
        run.wait()
        os.close(controlled)


def test_a_person_is_led_through_a_run(tmp_path: Path) -> None:
    limits = "{trigger_s: 40, quiet_s: 0.3}"
    path = profile(tmp_path, 18490, "{refer: manual, re-refer: manual, discover: manual}", limits)
    folder = tmp_path / "run"
    wanted = ("--requirement=CF-34", "--requirement=CF-36", "--requirement=HDR-32")
    options = command(folder, f"--sut={path}", *wanted)
    with _at_a_terminal(options) as terminal, contextlib.closing(Sender()) as sender:
        done, made = 0, ""
        for _ in _ASKED:
            told = terminal.read_until("s left", done)
            errand = _errand(told, made)
            if "look up" in told:
                terminal.type("there is no such screen")
                terminal.read_until("skipped.", done)
            else:
                made = sender.perform("re-refer" if "refer anew" in told else "refer", errand)
                assert "arrived: a new referral, answered 200" in terminal.read_until("seen.", done)
            done = len(terminal.seen)
        terminal.read_until("report:", done)
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
