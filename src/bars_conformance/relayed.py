"""What an API passed on to a receiver that the suite played behind it."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from bars_conformance.exchange import Answer, Headers


@dataclass(frozen=True)
class Arrival:
    """A request as it arrived; ``target`` is path and query as they were encoded."""

    method: str
    target: str
    headers: Headers
    body: bytes

    def header(self, name: str) -> str | None:
        """The header's value; None if it did not arrive."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(values) if values else None

    @property
    def path(self) -> str:
        """The path, still encoded."""
        return urlsplit(self.target).path

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Names and values of the query."""
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)


@dataclass(frozen=True)
class Relayed:
    """All that arrived, and what the receiver answered; None if it could not be reached."""

    arrived: list[Arrival]
    answer: Answer | None
