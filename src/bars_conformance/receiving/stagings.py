"""How the receiver behind the suite differs from the usual, in the words of the features."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

from bars_conformance.receiving.held import fill
from bars_conformance.receiving.host import Host
from bars_conformance.receiving.scene import Scene
from bars_conformance.reference import Configuration
from bars_conformance.reference.bundle import Entry, Message
from bars_conformance.reference.call import Call
from bars_conformance.reference.diary import Slot
from bars_conformance.reference.records import Record, nhs_numbers
from bars_conformance.standard import CODE_SYSTEMS

_USE_CASES = CODE_SYSTEMS["usecases-categories-bars"].url
_ANOTHER_USE_CASE = "a6t3"
_SUMMER = timezone(timedelta(hours=1))


def _nothing(_: Scene) -> None:
    return None


@dataclass(frozen=True)
class Staging:
    """A kind of receiver, and what happens there before the last thing that the sender is asked to do.

    ``seen_by`` is the request by which a sender finds out that the receiver differs.
    """

    receiver: type[Host] = Host
    meanwhile: Callable[[Scene], None] = _nothing
    seen_by: str = ""


class _LaterStatement(Host):
    def capability_statement(self, call: Call) -> dict[str, Any]:
        return super().capability_statement(call) | {"version": "2.0.0"}


class _WithoutSlots(Host):
    def rest(self) -> dict[str, Any]:
        rest = super().rest()
        return rest | {"resource": [each for each in rest["resource"] if each["type"] != "Slot"]}


class _WithoutMessages(Host):
    def supported_messages(self) -> list[dict[str, str]]:
        return []


class _LaterDefinitions(Host):
    def search_definitions(self, call: Call) -> dict[str, Any]:
        return _changed(super().search_definitions(call), version="2.0.0")


class _TwoVersions(Host):
    def search_definitions(self, call: Call) -> dict[str, Any]:
        bundle = super().search_definitions(call)
        later = _changed(deepcopy(bundle), version="2.0.0")["entry"]
        return bundle | {"entry": [*later, *bundle["entry"]], "total": len(later) + len(bundle["entry"])}


class _WithoutDefinitions(Host):
    def search_definitions(self, call: Call) -> dict[str, Any]:
        return super().search_definitions(call) | {"entry": [], "total": 0}


class _OtherUseCase(Host):
    def search_definitions(self, call: Call) -> dict[str, Any]:
        bundle = super().search_definitions(call)
        for entry in bundle["entry"]:
            for context in entry["resource"]["useContext"]:
                coding = context["valueCodeableConcept"]["coding"][0]
                coding["code"] = _ANOTHER_USE_CASE if coding["system"] == _USE_CASES else coding["code"]
        return bundle


class _SummerTime(Host):
    def search_slots(self, call: Call) -> dict[str, Any]:
        bundle = super().search_slots(call)
        for entry in bundle["entry"]:
            if entry["resource"]["resourceType"] == "Slot":
                slot = entry["resource"]
                slot |= {name: _in_summer(slot[name]) for name in ("start", "end")}
        return bundle


class _SlotsInDemand(Host):
    """A patient finds a slot that is asked for taken, chooses another, and has that."""

    def __init__(self, configuration: Configuration | None = None) -> None:
        super().__init__(configuration)
        self._put_off: set[frozenset[str]] = set()

    def slot_to_book(self, message: Message, focus: Entry, record: Record | None) -> Slot:
        slot = self.named_slot(message, focus)
        patient = frozenset(number for each in message.of("Patient") for number in nhs_numbers(each.resource))
        if slot is not None and record is None and self.holdings.diary.is_free(slot):
            self._put_off ^= {patient}
            if patient in self._put_off:
                self.holdings.diary.take(slot, "somebody else")
        return super().slot_to_book(message, focus, record)


def _changed(bundle: dict[str, Any], **elements: str) -> dict[str, Any]:
    for entry in bundle["entry"]:
        entry["resource"] |= elements
    return bundle


def _in_summer(instant: str) -> str:
    return datetime.fromisoformat(instant).astimezone(_SUMMER).isoformat()


def _ended(status: str) -> Callable[[Scene], None]:
    """What is held is over: cancelled or revoked there."""

    def end(scene: Scene) -> None:
        for record in scene.receiver.holdings.records.values():
            record.resource["status"] = status

    return end


STAGINGS: Mapping[str, Staging] = MappingProxyType(
    {
        "is of version 2.0.0 by its CapabilityStatement": Staging(_LaterStatement, seen_by="GET /metadata"),
        "lists no searches of slots in its CapabilityStatement": Staging(
            _WithoutSlots, seen_by="GET /metadata"
        ),
        "lists no messages in its CapabilityStatement": Staging(_WithoutMessages, seen_by="GET /metadata"),
        "publishes version 2.0.0 of its MessageDefinitions": Staging(
            _LaterDefinitions, seen_by="GET /MessageDefinition"
        ),
        "publishes version 2.0.0 of its MessageDefinitions beside that of the sender": Staging(
            _TwoVersions, seen_by="GET /MessageDefinition"
        ),
        "publishes no MessageDefinition": Staging(_WithoutDefinitions, seen_by="GET /MessageDefinition"),
        "publishes its MessageDefinitions for another use case": Staging(
            _OtherUseCase, seen_by="GET /MessageDefinition"
        ),
        "gives the times of its slots at the offset of summer": Staging(_SummerTime, seen_by="GET /Slot"),
        "gives the slot that a patient asks for first to somebody else": Staging(_SlotsInDemand),
        "has cancelled the booking meanwhile": Staging(
            meanwhile=_ended("cancelled"), seen_by="GET /Appointment/[id]"
        ),
        "has revoked the referral meanwhile": Staging(
            meanwhile=_ended("revoked"), seen_by="GET /ServiceRequest/[id]"
        ),
        "holds bookings and a referral of the patient": Staging(meanwhile=fill),
    }
)
"""What a feature may say of the receiver."""
