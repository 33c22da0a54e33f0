"""What workers share: leases that one at a time has, and the right of way, also between processes."""

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Self

import pytest
import suite_run

from bars_conformance import sharing
from bars_conformance.sharing import Leases, RightOfWay
from bars_conformance.verdict import Inconclusive

_HOLDER = """
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Self
from bars_conformance.sharing import Leases, RightOfWay

what, folder = sys.argv[1], Path(sys.argv[2])
leases, way = Leases(folder), RightOfWay(folder)
with {"shared": way.shared, "alone": way.alone, "lease": nullcontext}[what]():
    if what == "lease":
        assert leases.first_free(["a"]) == "a"
    print("held", flush=True)
    sys.stdin.readline()
"""


class Elsewhere:
    """Another process that holds something until it is let go."""

    def __init__(self, what: str, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _HOLDER, what, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=suite_run.environment(),
        )

    def __enter__(self) -> Self:
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "held\n"
        return self

    def let_go(self) -> None:
        self._process.communicate("\n", timeout=10)

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.let_go()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


def test_a_key_is_had_once(tmp_path: Path) -> None:
    mine, theirs = Leases(tmp_path), Leases(tmp_path)
    assert mine.first_free(["a", "b"]) == "a"
    assert mine.first_free(["a", "b"]) == "b"
    assert mine.first_free(["a", "b"]) is None
    assert theirs.first_free(["a", "b", "c"]) == "c"
    mine.give_back()
    assert theirs.first_free(["a", "b"]) == "a"
    theirs.give_back()


def test_what_was_never_taken_can_be_given_back(tmp_path: Path) -> None:
    leases = Leases(tmp_path)
    leases.give_back()
    assert leases.first_free([]) is None


@pytest.mark.parametrize("key", ["../../etc/passwd", "a/b", "", "x" * 10_000, "ü"])
def test_a_key_may_be_any_text(tmp_path: Path, key: str) -> None:
    leases = Leases(tmp_path)
    assert leases.first_free([key]) == key
    leases.give_back()
    assert [file.parent for file in tmp_path.rglob("*")] == [tmp_path]


def test_another_process_has_it(tmp_path: Path) -> None:
    leases = Leases(tmp_path)
    with Elsewhere("lease", tmp_path) as holder:
        assert leases.first_free(["a"]) is None
        holder.let_go()
        assert leases.await_one("patient", ["a"]) == "a"
    leases.give_back()


def test_who_waits_gets_the_first_to_become_free(tmp_path: Path) -> None:
    mine, theirs = Leases(tmp_path), Leases(tmp_path)
    mine.first_free(["a"])
    timer = threading.Timer(0.1, mine.give_back)
    timer.start()
    assert theirs.await_one("patient", ["a"]) == "a"
    timer.join()
    theirs.give_back()


def test_who_waits_in_vain_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_PATIENCE_S", 0.05)
    mine = Leases(tmp_path)
    mine.first_free(["a"])
    with pytest.raises(Inconclusive, match=r"no patient became free within .* list more in the profile"):
        Leases(tmp_path).await_one("patient", ["a"])
    mine.give_back()


def _waits(way: RightOfWay, how: str) -> threading.Event:
    """Ask for the right of way in a thread; the event tells that it was had, and it is given up at once."""
    had = threading.Event()

    def go() -> None:
        with way.shared() if how == "shared" else way.alone():
            had.set()

    threading.Thread(target=go, daemon=True).start()
    return had


@pytest.mark.parametrize(
    ("held", "wanted", "together"),
    [
        ("shared", "shared", True),
        ("shared", "alone", False),
        ("alone", "shared", False),
        ("alone", "alone", False),
    ],
)
def test_one_alone_or_many(tmp_path: Path, held: str, wanted: str, *, together: bool) -> None:
    with Elsewhere(held, tmp_path) as holder:
        had = _waits(RightOfWay(tmp_path), wanted)
        assert had.wait(5 if together else 0.1) is together
        holder.let_go()
        assert had.wait(5)


def test_one_who_wants_to_be_alone_is_not_starved(tmp_path: Path) -> None:
    stop = threading.Event()

    def busy() -> None:
        way = RightOfWay(tmp_path)
        while not stop.is_set():
            with way.shared():
                time.sleep(0.005)

    threads = [threading.Thread(target=busy) for _ in range(6)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(5):
            assert _waits(RightOfWay(tmp_path), "alone").wait(5)
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_the_way_is_free_again_after_a_failure(tmp_path: Path) -> None:
    way = RightOfWay(tmp_path)
    for held in (way.shared, way.alone):
        with pytest.raises(ZeroDivisionError), held():
            raise ZeroDivisionError
        assert _waits(way, "alone").wait(5)
