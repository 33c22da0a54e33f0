"""Reads the free slots out of the answer to GET /Slot."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bars_conformance import fhir
from bars_conformance.exchange import Exchange
from bars_conformance.verdict import Inconclusive


@dataclass(frozen=True)
class FreeSlot:
    """A free slot with what a booking of it has to name."""

    slot: dict[str, Any]
    schedule: dict[str, Any]
    healthcare_service: dict[str, Any]

    @property
    def id(self) -> str:
        """The id that the receiver gave to the slot."""
        return str(self.slot["id"])

    @property
    def start(self) -> datetime:
        """When the slot begins; Inconclusive if it does not say so in an instant."""
        start = fhir.moment(self.slot.get("start"))
        if start is None:
            raise Inconclusive(f"the free slot {self.id} has no instant for its start")
        return start


def free_slots(exchange: Exchange) -> Iterator[FreeSlot]:
    """The free slots of a searchset whose Schedule and HealthcareService are in it as well."""
    bundle = exchange.answer.resource if exchange.answer else None
    for slot in fhir.resources(bundle, "Slot"):
        schedule = fhir.resolved(bundle, "Schedule", [slot.get("schedule")])
        actors = schedule.get("actor") if schedule else None
        service = fhir.resolved(bundle, "HealthcareService", actors if isinstance(actors, list) else [])
        if not (slot.get("status") == "free" and slot.get("id") and schedule and service):
            continue
        if all(isinstance(each.get("meta", {}), dict) for each in (slot, schedule, service)):
            yield FreeSlot(slot, schedule, service)
