"""Asks a person at the terminal to do something, and waits for it to be seen."""

import select
import sys
import time
from collections.abc import Iterable
from typing import Protocol, TextIO

from bars_conformance.verdict import Inconclusive

_GLANCE_S = 0.5


class Watched(Protocol):
    """What arrives while a person is waited for."""

    def is_seen(self, patience_s: float) -> bool:
        """Wait so long, and tell whether what was asked for has arrived."""

    def news(self) -> Iterable[str]:
        """What has arrived since this was last asked, a line each."""


def asked(instruction: str, advice: str, patience_s: float, watched: Watched) -> str | None:
    """Print what is to be done and count down until it is seen; None once it is.

    What arrives meanwhile is printed, too. A line typed skips it, and is given back as the reason. Raises
    Inconclusive if time runs out.
    """
    terminal, until = sys.__stderr__ or sys.stderr, time.monotonic() + patience_s
    terminal.write(f"\n{instruction}\n{advice}\nTo skip this, type why and press Enter.\n")
    while (left := until - time.monotonic()) > 0:
        terminal.write(f"\r{left:4.0f} s left ")
        terminal.flush()
        seen = watched.is_seen(min(_GLANCE_S, left))
        for line in watched.news():
            terminal.write(f"\r{line}\n")
        if seen:
            terminal.write("seen.\n")
            return None
        if (typed := _typed(sys.__stdin__)) is not None:
            terminal.write("skipped.\n")
            return typed
    terminal.write("\rtime is up.  \n")
    raise Inconclusive(f"what was asked for did not arrive within {patience_s:g} s: {instruction}")


def _typed(stream: TextIO | None) -> str | None:
    """A line that was typed; None if there is none, or nobody is there to type."""
    try:
        if stream is None or not stream.isatty() or not select.select([stream], [], [], 0)[0]:
            return None
    except (OSError, ValueError):
        return None
    line = stream.readline()
    return line.strip() if line else None  # the end of the input is no line
