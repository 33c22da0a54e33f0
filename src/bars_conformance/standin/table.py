"""Which situation a request meets at the stand-in: a table by patient and by service."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bars_conformance.checks.sent_headers import service
from bars_conformance.client import TARGET
from bars_conformance.house import FIXTURES
from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.receiving.scene import Plan
from bars_conformance.receiving.situations import Situation, situation
from bars_conformance.receiving.stagings import STAGINGS, Staging
from bars_conformance.standard import URL, read

FILE = FIXTURES / "stand-in" / "situations.yaml"
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class Row:
    """One line: for a patient or a service, what the first or every attempt of a request meets.

    ``request`` names requests as features do. A service may have a ``receiver`` that differs from the usual,
    in the words of ``STAGINGS``.
    """

    patient: str = ""
    service: str = ""
    request: str = ""
    first: str = ""
    every: str = ""
    receiver: str = ""

    @property
    def staging(self) -> Staging:
        """What the receiver of its service is like; raises KeyError for words that STAGINGS lacks."""
        return STAGINGS[self.receiver] if self.receiver else Staging()

    def plan(self, arrival: Arrival) -> Plan:
        """What the attempts of a request meet, one after the other; raises HarnessError for unknown words."""
        return Plan(arrival.name, (situation(self.first or self.every),), lasting=bool(self.every))

    def concerns(self, arrival: Arrival) -> bool:
        """Whether a request is one that this line speaks of."""
        if not self.request or not arrival.is_a(self.request):
            return False
        if self.patient:
            return self.patient in arrival.nhs_numbers
        return self.hosts(arrival.header(TARGET))

    def hosts(self, target: str | None) -> bool:
        """Whether NHSD-Target-Identifier names its service."""
        return service(target).lower() == f"{URL.service_id}|{self.service}".lower()


@cache
def rows() -> tuple[Row, ...]:
    """All lines of the table."""
    return tuple(Row(**line) for line in read(FILE))


class Situations:
    """Gives each request its situation, and remembers by X-Request-ID which attempt of it comes."""

    def __init__(self, table: Sequence[Row]) -> None:
        self._table = table
        self._plans: OrderedDict[tuple[Row, str], Plan] = OrderedDict()

    def next(self, arrival: Arrival) -> Situation | None:
        """What a request meets now; None if it is answered as usual."""
        row = next((each for each in self._table if each.concerns(arrival)), None)
        if row is None:
            return None
        key = row, (arrival.header("X-Request-ID") or "").lower()
        plan = self._plans.setdefault(key, row.plan(arrival))
        if len(self._plans) > _MOST_REMEMBERED:
            self._plans.popitem(last=False)
        return plan.next(arrival.name)
