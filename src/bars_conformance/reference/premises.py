"""What a receiver is set up with and what it holds."""

import asyncio
from dataclasses import dataclass, field

from bars_conformance.reference.diary import Diary, Service
from bars_conformance.reference.directory import Directory
from bars_conformance.reference.hooks import Hooks
from bars_conformance.reference.pointers import PointerStore
from bars_conformance.reference.records import OwnRequest, Record
from bars_conformance.reference.refusal import Refusal

_MEBIBYTE = 1024 * 1024

SERVICES = (
    Service("2000072489", "Elmbridge Urgent Treatment Centre"),
    Service("2000073917", "Thornfield Same Day Clinic", fully_booked=True),
    Service("2000075103", "Ashcombe Clinical Assessment Service", has_schedule=False),
)
"""Fictional services: one to book, one without a free slot, one without a schedule."""


@dataclass(frozen=True)
class Partner:
    """Whom requests of the receiver's own go to; ``service`` is a number in the directory of services."""

    ods_code: str
    name: str
    service: str


@dataclass(frozen=True)
class Configuration:
    """How a receiver is set up.

    ``time_limit_s`` is a little under the standard's 5000 ms, so that the answer to a slow request is
    out before they are over (Non-Functional-Requirements/Processing-Times); ``slow_s`` is how long a
    request takes that the hook ``slow`` was set for; ``body_limit`` counts bytes. ``pointers`` is the store
    of a record locator that the receiver writes to, if it does not keep its pointers itself; ``api_url`` is
    where the API is found, for pointers.
    """

    ods_code: str = "Z8R01"
    name: str = "Elmbridge Community Health (fictional)"
    base_path: str = "/FHIR/R4"
    services: tuple[Service, ...] = SERVICES
    partner: Partner = Partner("Z8S01", "Conformance Suite (fictional)", "2000079901")
    refused_organisations: frozenset[str] = frozenset({"Z9Z99"})
    time_limit_s: float = 4.9
    slow_s: float = 5.5
    body_limit: int = 5 * _MEBIBYTE
    pointers: PointerStore | None = None
    api_url: str | None = None


@dataclass
class Admission:
    """What became of a message that was let in: in progress until it is done or has failed."""

    done: bool = False
    failure: Refusal | None = None


@dataclass
class Holdings:
    """All that was sent to a receiver: forgotten on reset."""

    diary: Diary
    directory: Directory
    pointers: PointerStore
    records: dict[str, Record] = field(default_factory=dict)
    own_requests: dict[str, OwnRequest] = field(default_factory=dict)
    admissions: dict[str, Admission] = field(default_factory=dict)
    work: set[asyncio.Task[object]] = field(default_factory=set)


class Premises:
    """Set-up, holdings and test hooks: what all parts of a receiver stand on."""

    pointer_store: type[PointerStore] = PointerStore

    def __init__(self, configuration: Configuration | None = None) -> None:
        """Open with nothing booked; the standard set-up if none is given. The hooks are shut."""
        self.configuration = configuration or Configuration()
        self.hooks = Hooks()
        self.holdings = self._empty()

    def reset(self) -> None:
        """Forget all that was sent, abandon what is still in progress."""
        work = self.holdings.work
        self.holdings = self._empty()
        self.hooks.clear()
        for task in work:
            task.cancel()

    def _empty(self) -> Holdings:
        diary = Diary(self.configuration.services)
        directory = Directory(diary, self.configuration.ods_code, self.configuration.name)
        return Holdings(diary, directory, self.configuration.pointers or self.pointer_store())
