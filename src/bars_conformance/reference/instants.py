"""Instants as BaRS writes them: read, compared, turned to UTC (BaRS-FHIR-Usage/How-to-handle-times)."""

import re
from datetime import UTC, date, datetime
from typing import NamedTuple

_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_FRACTION_DIGITS = 9


class Instant(NamedTuple):
    """A point in time, ordered; the fraction is apart, as ``datetime`` would cut its seventh digit off."""

    second: datetime
    fraction: str

    @classmethod
    def read(cls, text: str) -> "Instant":
        """Read a FHIR instant with zero to nine digits of fraction and any offset.

        Raises ValueError if it is none, has no offset, or names a day that does not exist.
        """
        match = _INSTANT.fullmatch(text)
        if match is None:
            raise ValueError("not an instant with an offset")
        second, fraction, offset = match.groups()
        return cls(
            datetime.fromisoformat(second + offset).astimezone(UTC),
            (fraction or "").ljust(_FRACTION_DIGITS, "0"),
        )

    @classmethod
    def now(cls) -> "Instant":
        """The present moment."""
        moment = datetime.now(UTC)
        return cls(moment.replace(microsecond=0), f"{moment.microsecond:06}".ljust(_FRACTION_DIGITS, "0"))

    def __str__(self) -> str:
        """In UTC with seven digits of fraction, the pattern of the standard."""
        return f"{self.second:%Y-%m-%dT%H:%M:%S}.{self.fraction[:7]}+00:00"


def now() -> str:
    """The present moment as BaRS writes it."""
    return str(Instant.now())


def in_utc(text: str) -> str:
    """The same instant with offset zero; left as it is written if it is in UTC already.

    Raises ValueError if the text is no instant.
    """
    instant = Instant.read(text)
    return text if text.endswith(("Z", "+00:00")) else str(instant)


def date_or_instant_in_utc(text: str) -> str:
    """A FHIR dateTime: a year, month or day is left alone, an instant is turned to UTC.

    Raises ValueError if the text is neither.
    """
    match = _PARTIAL_DATE.fullmatch(text)
    if match is None:
        return in_utc(text)
    year, month, day = match.groups()
    date(int(year), int(month or 1), int(day or 1))
    return text
