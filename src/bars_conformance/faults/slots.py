"""Faults in how service, includes and status of a slot search are read and refused (GET--Slots)."""

from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.faults.refusals import breaking, passing_over, refused_as
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.diary import Service
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.searchset import searchset
from bars_conformance.reference.slot_search import REQUIRED_INCLUDES, STATUSES

_GENERAL = "EH-46 FS-GEN-01"
_SERVED = "EH-46 EH-49"


@fault(
    "slots-without-a-service-served",
    "GET /Slot without a service is answered with the slots of the first service.",
    breaks=f"{_SERVED} CF-41 FS-SLOT-11",
)
class _SlotsWithoutAServiceServed(Receiver):
    def slot_service(self, call: Call) -> Service:
        with passing_over("required"):
            return super().slot_service(call)
        return next(iter(self.holdings.diary.services.values()))


@fault(
    "missing-slot-service-told-as-not-found",
    "GET /Slot without a service is answered 404.",
    breaks="CF-41 EH-46 FS-SLOT-11",
)
class _MissingSlotServiceToldAsNotFound(Receiver):
    def slot_service(self, call: Call) -> Service:
        with refused_as(404, "not-found", instead_of="required"):
            return super().slot_service(call)


@fault(
    "malformed-slot-service-told-as-server-error",
    "GET /Slot for a service that is no number is answered 500.",
    breaks=f"{_GENERAL} CF-41 FS-GEN-03 FS-SLOT-12",
)
class _MalformedSlotServiceToldAsServerError(Receiver):
    def slot_service(self, call: Call) -> Service:
        with breaking(instead_of="value"):
            return super().slot_service(call)


@fault(
    "unknown-slot-service-answered-as-fully-booked",
    "GET /Slot for a service that is not there is answered with an empty searchset.",
    breaks=f"{_SERVED} CF-41 FS-SLOT-14",
)
class _UnknownSlotServiceAnsweredAsFullyBooked(Receiver):
    def search_slots(self, call: Call) -> dict[str, Any]:
        with passing_over("not-found"):
            return super().search_slots(call)
        return searchset(call, ())


@fault(
    "slots-without-includes-served",
    "GET /Slot without any _include is answered as if the required ones were there.",
    breaks=f"{_SERVED} CF-17 FS-SLOT-15",
)
class _SlotsWithoutIncludesServed(Receiver):
    def slot_includes(self, call: Call) -> list[str]:
        return super().slot_includes(call) if call.parameters("_include") else list(REQUIRED_INCLUDES)


@fault(
    "slots-with-half-the-includes-served",
    "GET /Slot with one of the two required includes is served.",
    breaks=f"{_SERVED} CF-17 FS-SLOT-15",
)
class _SlotsWithHalfTheIncludesServed(Receiver):
    def slot_includes(self, call: Call) -> list[str]:
        given = call.parameters("_include")
        return given if len(given) == 1 else super().slot_includes(call)


@fault(
    "unknown-include-refused",
    "GET /Slot with an include that there is not is answered 400.",
    breaks="CF-22",
)
class _UnknownIncludeRefused(Receiver):
    def slot_includes(self, call: Call) -> list[str]:
        known = super().slot_includes(call)
        if len(known) < len(call.parameters("_include")):
            raise Refusal(400, "not-supported", "An include is not supported.")
        return known


@fault(
    "optional-include-told-as-server-error",
    "GET /Slot with an optional include is answered 500.",
    breaks="CF-22",
)
class _OptionalIncludeToldAsServerError(Receiver):
    def slot_includes(self, call: Call) -> list[str]:
        known = super().slot_includes(call)
        if len(known) > len(REQUIRED_INCLUDES):
            raise RuntimeError("there is no table to join")
        return known


@fault(
    "slots-without-a-status-served",
    "GET /Slot without a status is answered with the free slots.",
    breaks=f"{_SERVED} CF-19 FS-SLOT-21",
)
class _SlotsWithoutAStatusServed(Receiver):
    def slot_statuses(self, call: Call) -> frozenset[str]:
        return super().slot_statuses(call) if call.parameters("status") else frozenset({"free"})


@fault(
    "unknown-slot-status-beside-a-known-one-passed-over",
    "GET /Slot with status free beside one that there is not is answered with the free slots.",
    breaks=f"{_SERVED} {_GENERAL} CF-19 FS-GEN-03 FS-SLOT-22",
)
class _UnknownSlotStatusBesideAKnownOnePassedOver(Receiver):
    def slot_statuses(self, call: Call) -> frozenset[str]:
        known = frozenset(",".join(call.parameters("status")).split(",")) & STATUSES
        return known or super().slot_statuses(call)


@fault(
    "two-slot-statuses-refused",
    "GET /Slot with status free,busy is answered 400.",
    breaks="CF-19 FS-SLOT-10",
)
class _TwoSlotStatusesRefused(Receiver):
    def slot_statuses(self, call: Call) -> frozenset[str]:
        statuses = super().slot_statuses(call)
        if statuses == STATUSES:
            raise Refusal(400, "value", "The parameter status must be one status.")
        return statuses


@fault(
    "status-busy-refused",
    "GET /Slot with status busy is answered 400.",
    breaks="CF-19 FS-SLOT-10",
)
class _StatusBusyRefused(Receiver):
    def slot_statuses(self, call: Call) -> frozenset[str]:
        statuses = super().slot_statuses(call)
        if statuses == {"busy"}:
            raise Refusal(400, "value", "The parameter status must hold free.")
        return statuses


@fault(
    "two-slot-statuses-taken-for-busy",
    "GET /Slot with both statuses gives the busy slots only.",
    breaks="CF-19 FS-SLOT-10",
)
class _TwoSlotStatusesTakenForBusy(Receiver):
    def slot_statuses(self, call: Call) -> frozenset[str]:
        statuses = super().slot_statuses(call)
        return frozenset({"busy"}) if statuses == STATUSES else statuses
