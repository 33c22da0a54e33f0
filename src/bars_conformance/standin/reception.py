"""Where requests arrive at the stand-in: each meets its situation, is kept for a while and judged at once."""

from collections import deque
from functools import cached_property
from typing import Any

from markupsafe import Markup
from starlette.types import ASGIApp

from bars_conformance import fhir
from bars_conformance.checks.sent_headers import json_object
from bars_conformance.client import ORGANISATION
from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.receiving.situations import Situation
from bars_conformance.report import live
from bars_conformance.standin.context import MOST_KEPT, Context, Log
from bars_conformance.standin.rules import rules
from bars_conformance.standin.table import Row, Situations
from bars_conformance.standin.verdicts import judged, verdict


class Entry:
    """A request as the live page shows it, drawn up when it is first looked at."""

    def __init__(self, number: int, context: Context) -> None:
        """``number`` counts the requests from 1."""
        self._number = number
        self._arrival = context.arrival
        found, self.put = judged(context)
        self.verdict = verdict(found, self.put)
        self.findings = [each.told() for each in found]

    @cached_property
    def html(self) -> Markup:
        """The entry as HTML, which is made once."""
        return live.entry(self.told())

    def told(self) -> dict[str, Any]:
        """The entry in plain data, the exchange without secrets."""
        arrival = self._arrival
        return {
            "number": self._number,
            "name": arrival.name if arrival.path is not None else "",
            "who": _organisation(arrival),
            "met": arrival.met,
            "exchange": arrival.exchange.evidence(),
            "verdict": self.verdict,
            "put": self.put,
            "findings": self.findings,
        }


class Reception:
    """The stage on which all requests to the stand-in play, one conversation after the other."""

    def __init__(self, receiver: ASGIApp, table: tuple[Row, ...]) -> None:
        self.receiver = receiver
        self.count = 0
        self.entries: deque[Entry] = deque(maxlen=MOST_KEPT)
        self._situations = Situations(table)
        self._log = Log()
        rules()  # read now, so that the first request need not wait for it

    def has_room(self) -> bool:
        """There always is: the oldest request makes place."""
        return True

    def situation(self, arrival: Arrival) -> Situation | None:
        """What the table has for a request."""
        return self._situations.next(arrival)

    def take(self, arrival: Arrival) -> None:
        """Keep a request and judge it."""
        self.count += 1
        self.entries.appendleft(Entry(self.count, self._log.take(arrival)))


def _organisation(arrival: Arrival) -> str:
    """Name and code of the organisation behind a request; empty if it does not say."""
    told = json_object(arrival.header(ORGANISATION) or "") or {}
    codes = [str(each.get("value")) for each in fhir.within(told, "identifier")]
    name = told.get("name")
    return " ".join([*([name] if isinstance(name, str) else []), *(f"({code})" for code in codes)])
