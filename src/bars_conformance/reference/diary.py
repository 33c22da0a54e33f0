"""The diary: services, their slots of the coming days, and which of them are taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from uuid import UUID, uuid5

from bars_conformance.reference.instants import now

_NAMESPACE = UUID("6f1c5a52-6ad3-4a59-8c1b-0f4f1d3c7a10")
_DAYS = 14
_OPENS, _CLOSES = time(9), time(17)
_OFFICE_DAYS = 2
"""Of these days the hours are few, so that a search of them is answered shortly; the others are for many."""

_LENGTH = timedelta(minutes=20)


def lasting_id(kind: str, *of: str) -> str:
    """An id that is the same in every run, made from what it stands for."""
    return str(uuid5(_NAMESPACE, "/".join((kind, *of))))


@dataclass(frozen=True)
class Service:
    """A service hosted here; ``id`` is its number in the directory of services."""

    id: str
    name: str
    fully_booked: bool = False
    has_schedule: bool = True


@dataclass(frozen=True)
class Slot:
    """Twenty minutes of a service, ``start`` in UTC."""

    service: Service
    start: datetime

    @cached_property
    def id(self) -> str:
        """The same for the same time of the same service."""
        return lasting_id("Slot", self.service.id, self.start.isoformat())

    @property
    def end(self) -> datetime:
        """When the slot is over."""
        return self.start + _LENGTH


class Diary:
    """Slots every twenty minutes of two weeks from tomorrow, and their bookings.

    The first two days go from 09:00 to 17:00 UTC, the others round the clock.
    """

    def __init__(self, services: Iterable[Service]) -> None:
        """Open with nothing booked, save where a service is fully booked from the start."""
        self.services = {service.id: service for service in services}
        self.opened = now()
        self._taken: dict[str, tuple[str, str]] = {}
        self._slots: dict[str, tuple[Slot, ...]] = {}
        self._by_id: dict[str, Slot] = {}
        self._drawn_up: date | None = None

    def slots(self, service: Service) -> tuple[Slot, ...]:
        """The slots of a service in the order of time; none if it has no schedule."""
        self._draw_up()
        return self._slots[service.id]

    def slot(self, slot_id: str) -> Slot | None:
        """The slot with this id."""
        self._draw_up()
        return self._by_id.get(slot_id)

    def is_free(self, slot: Slot) -> bool:
        """Whether a slot can be booked."""
        return not slot.service.fully_booked and slot.id not in self._taken

    def holder(self, slot: Slot) -> str | None:
        """The id of the Appointment that took a slot."""
        return self._taken.get(slot.id, (None, ""))[0]

    def changed(self, slot: Slot) -> str:
        """When the slot was taken, or the diary opened."""
        return self._taken.get(slot.id, ("", self.opened))[1]

    def take(self, slot: Slot, appointment_id: str) -> None:
        """Book a slot for an Appointment."""
        self._taken[slot.id] = (appointment_id, now())

    def free(self, appointment_id: str) -> None:
        """Give back every slot that an Appointment took."""
        self._taken = {key: held for key, held in self._taken.items() if held[0] != appointment_id}

    def _draw_up(self) -> None:
        """Draw the slots up for the day it is; a booking keeps its slot from one day to the next."""
        today = datetime.now(UTC).date()
        if self._drawn_up == today:
            return
        self._drawn_up = today
        self._slots = {service.id: _slots(service, today) for service in self.services.values()}
        self._by_id = {slot.id: slot for slots in self._slots.values() for slot in slots}


@lru_cache(maxsize=64)
def _slots(service: Service, today: date) -> tuple[Slot, ...]:
    """The slots of a service from tomorrow; the same for each diary, of which a run opens hundreds."""
    return tuple(Slot(service, start) for start in _starts(today)) if service.has_schedule else ()


def _starts(today: date) -> Iterator[datetime]:
    for day in range(1, _DAYS + 1):
        midnight = datetime.combine(today + timedelta(days=day), time(), UTC)
        for start in (midnight + number * _LENGTH for number in range(timedelta(days=1) // _LENGTH)):
            if day > _OFFICE_DAYS or _OPENS <= start.time() < _CLOSES:
                yield start
