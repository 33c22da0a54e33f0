"""What the workers of one run share: patients and slots on lease, and the right of way.

Several scenarios run at a time. Each has its patient and its slot to itself, so that what it reads back
is its own doing; and a hook that acts on "the next request" must not meet a request of another scenario.
"""

import hashlib
import time
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom
from typing import IO, Any

import portalocker

from bars_conformance.verdict import Inconclusive

_PATIENCE_S = 60.0
_POLL_S = 0.01
_CHANCE = SystemRandom()


class Leases:
    """Things that one scenario at a time may have, told apart by their keys."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is the same for all workers of a run."""
        self._folder = folder
        self._held: dict[str, IO[Any]] = {}

    def first_free(self, keys: Iterable[str]) -> str | None:
        """Take the first key that nobody has; None if all are taken."""
        return next((key for key in keys if self._take(key)), None)

    def await_one(self, what: str, keys: Iterable[str]) -> str:
        """Take one of the keys as soon as one is free; raises Inconclusive after a minute.

        Not always the first: what scenarios leave behind is spread, so that none has to read it all.
        """
        wanted = list(keys)
        _CHANCE.shuffle(wanted)
        until = time.monotonic() + _PATIENCE_S
        while True:
            if (key := self.first_free(wanted)) is not None:
                return key
            if time.monotonic() > until:
                raise Inconclusive(
                    f"no {what} became free within {_PATIENCE_S:g} s; list more in the profile"
                )
            time.sleep(_POLL_S)

    def give_back(self) -> None:
        """Let others have all that was taken here."""
        while self._held:
            self._held.popitem()[1].close()

    def _take(self, key: str) -> bool:
        if key in self._held:
            return False
        name = hashlib.sha256(key.encode()).hexdigest()[:32]
        handle = (self._folder / name).open("a")
        try:
            portalocker.lock(handle, portalocker.LOCK_EX | portalocker.LOCK_NB)
        except portalocker.LockException:
            handle.close()
            return False
        self._held[key] = handle
        return True


class RightOfWay:
    """Many may send at a time, or one alone.

    A turnstile in front of the lock lets one that wants to be alone hold up those who come after it;
    without it a busy run would never leave the lock free.
    """

    def __init__(self, folder: Path) -> None:
        """``folder`` is the same for all workers of a run."""
        self._folder = folder
        self._idle: list[_Files] = []
        weakref.finalize(self, _close, self._idle)

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Send beside others."""
        with self._files() as (turnstile, way):
            with _locked(turnstile, portalocker.LOCK_EX):
                portalocker.lock(way, portalocker.LOCK_SH)
            try:
                yield
            finally:
                portalocker.unlock(way)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until nobody sends, and keep it so."""
        with (
            self._files() as (turnstile, way),
            _locked(turnstile, portalocker.LOCK_EX),
            _locked(way, portalocker.LOCK_EX),
        ):
            yield

    @contextmanager
    def _files(self) -> Iterator["_Files"]:
        """The turnstile and the way, opened for one sender at a time and kept: to open them anew is slow."""
        try:
            files = self._idle.pop()
        except IndexError:
            files = (self._folder / "turnstile").open("a"), (self._folder / "way").open("a")
        try:
            yield files
        finally:
            self._idle.append(files)


_Files = tuple[IO[Any], IO[Any]]


def _close(idle: list[_Files]) -> None:
    for files in idle:
        for file in files:
            file.close()


@contextmanager
def _locked(file: IO[Any], how: portalocker.LockFlags) -> Iterator[None]:
    portalocker.lock(file, how)
    try:
        yield
    finally:
        portalocker.unlock(file)
