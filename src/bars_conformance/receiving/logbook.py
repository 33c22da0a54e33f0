"""What arrived where one process of a run listens for all: every worker reads of it what concerns it."""

from pathlib import Path

from pydantic import ConfigDict, TypeAdapter

from bars_conformance.exchange import Exchange

_LINE = TypeAdapter(tuple[Exchange], config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))


class Logbook:
    """The requests that arrived in a run, in order: one writes, any number read."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is the same for all workers of a run."""
        self._file = folder / "arrivals.jsonl"
        self._read_to = 0
        self._known: list[Exchange] = []

    def write(self, exchange: Exchange) -> None:
        """Write down what arrived, with its answer."""
        with self._file.open("ab") as file:
            file.write(_LINE.dump_json((exchange,)) + b"\n")

    def read(self) -> list[Exchange]:
        """All that arrived so far."""
        if self._file.exists():
            with self._file.open("rb") as file:
                file.seek(self._read_to)
                whole, newline, _ = file.read().rpartition(b"\n")
            self._read_to += len(whole + newline)
            self._known.extend(_LINE.validate_json(line)[0] for line in whole.splitlines())
        return list(self._known)
