"""Asks a person at the terminal to do something, and waits for it to be seen."""

import select
import sys
import time
from collections.abc import Callable
from typing import TextIO

from bars_conformance.verdict import Inconclusive

_GLANCE_S = 0.5


def asked(instruction: str, patience_s: float, is_seen: Callable[[float], bool]) -> str | None:
    """Print what is to be done and count down until it is seen; None once it is.

    A line typed meanwhile skips it, and is given back as the reason. Raises Inconclusive if time runs out.
    """
    terminal, until = sys.__stderr__ or sys.stderr, time.monotonic() + patience_s
    terminal.write(f"\n{instruction}\nTo skip this, type why and press Enter.\n")
    while (left := until - time.monotonic()) > 0:
        terminal.write(f"\r{left:4.0f} s left ")
        terminal.flush()
        if is_seen(min(_GLANCE_S, left)):
            terminal.write("\rseen.        \n")
            return None
        if (line := _typed(sys.__stdin__)) is not None:
            return line
    terminal.write("\rnothing was seen.\n")
    raise Inconclusive(f"nothing arrived within {patience_s:g} s of being asked: {instruction}")


def _typed(stream: TextIO | None) -> str | None:
    """A line that was typed; None if there is none, or nobody is there to type."""
    try:
        if stream is None or not stream.isatty() or not select.select([stream], [], [], 0)[0]:
            return None
    except (OSError, ValueError):
        return None
    line = stream.readline()
    return line.strip() if line else None  # the end of the input is no line
