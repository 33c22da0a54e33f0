"""Where a trial looks: what the reference does that no scenario would see, it leaves undone."""

from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from bars_conformance.claims import WHERE_THE_API_IS
from bars_conformance.reference.producing import Producing


class Watch:
    """While it lasts, the reference saves its pointers at the API only while a scenario looks there.

    For the others that would be a third of all requests of a run, and none of them would notice. It is a
    plugin of pytest; one can last at a time in a process.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, raised: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        Producing.is_watched = True

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Look where the scenario that comes next looks."""
        Producing.is_watched = looks_at_the_api(item.path)


@cache
def looks_at_the_api(feature: Path) -> bool:
    """Whether the scenarios of a feature stand in for the API."""
    return WHERE_THE_API_IS in feature.read_text(encoding="utf-8")
