"""A stand-in that is served, and a reference sender that sends to it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from bars_conformance.faults import receiver_with, sender_with
from bars_conformance.reference.diary import Diary, Service, Slot
from bars_conformance.reference.sender import Sender
from bars_conformance.reference.sender.errand import Errand, GivenUp
from bars_conformance.reference.server import listening
from bars_conformance.standin.front import StandIn
from bars_conformance.standin.hosts import Hosts
from bars_conformance.standin.reception import Entry
from bars_conformance.standin.table import rows

PATIENT, SERVICE = "9993004170", "2000072489"


@dataclass
class Play:
    """Who sends, to what, and where that is."""

    stand_in: StandIn
    sender: Sender
    root: str

    @property
    def base(self) -> str:
        return f"{self.root}/FHIR/R4"

    @property
    def entries(self) -> list[Entry]:
        """What arrived, in order."""
        return list(self.stand_in.reception.entries)[::-1]

    def has(
        self, task: str, patient: str = PATIENT, service: str = SERVICE, reference: str = "", nth: int = 0
    ) -> str:
        """Have the sender do something; the reference of what it made, or why it gave up."""
        slot = _slot(service, nth)
        told = ("Z8R01", patient, slot.id, slot.start.isoformat(), reference)
        try:
            return self.sender.perform(task, Errand(self.base, service, *told))
        except GivenUp as reason:
            return f"given up: {reason}"

    def blamed(self) -> set[str]:
        """The requirements in all findings."""
        asked = (
            each for entry in self.entries for finding in entry.findings for each in finding["requirements"]
        )
        return {each["id"] for each in asked}


@contextlib.contextmanager
def play(*faults: str) -> Iterator[Play]:
    """Serve a stand-in while the block lasts; the sender has these faults."""
    receiver = receiver_with(())
    receiver.hooks.enabled = True
    stand_in = StandIn(Hosts(rows(), receiver), "receiver")
    sender = sender_with(faults)
    with listening(stand_in) as root, contextlib.closing(sender):
        yield Play(stand_in, sender, root)


def _slot(service: str, nth: int) -> Slot:
    hosted = Service(service, "any")
    return Diary([hosted]).slots(hosted)[nth]
