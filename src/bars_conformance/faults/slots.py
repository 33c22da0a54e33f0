"""Faults in what a slot search asks for and how it is refused (GET--Slots)."""

from datetime import timedelta
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.diary import Service
from bars_conformance.reference.instants import Instant
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.searchset import searchset
from bars_conformance.reference.slot_search import REQUIRED_INCLUDES, STATUSES, Bound

_GENERAL = "EH-46 FS-GEN-01"
_SERVED = "EH-46 EH-49"


@fault(
    "slots-without-a-service-served",
    "GET /Slot without a service is answered with the slots of the first service.",
    breaks=f"{_SERVED} CF-41 FS-SLOT-11",
)
class _SlotsWithoutAServiceServed(Receiver):
    def slot_service(self, call: Call) -> Service:
        try:
            return super().slot_service(call)
        except Refusal as refusal:
            if refusal.issue != "required":
                raise
            return next(iter(self.holdings.diary.services.values()))


@fault(
    "missing-slot-service-told-as-not-found",
    "GET /Slot without a service is answered 404.",
    breaks="CF-41 EH-46 FS-SLOT-11",
)
class _MissingSlotServiceToldAsNotFound(Receiver):
    def slot_service(self, call: Call) -> Service:
        try:
            return super().slot_service(call)
        except Refusal as refusal:
            if refusal.issue != "required":
                raise
            raise Refusal(404, "not-found", refusal.diagnostics) from refusal


@fault(
    "malformed-slot-service-told-as-server-error",
    "GET /Slot for a service that is no number is answered 500.",
    breaks=f"{_GENERAL} CF-41 FS-GEN-03 FS-SLOT-12",
)
class _MalformedSlotServiceToldAsServerError(Receiver):
    def slot_service(self, call: Call) -> Service:
        try:
            return super().slot_service(call)
        except Refusal as refusal:
            if refusal.issue != "value":
                raise
            raise RuntimeError("the service is no number") from refusal


@fault(
    "unknown-slot-service-answered-as-fully-booked",
    "GET /Slot for a service that is not there is answered with an empty searchset.",
    breaks=f"{_SERVED} CF-41 FS-SLOT-14",
)
class _UnknownSlotServiceAnsweredAsFullyBooked(Receiver):
    def search_slots(self, call: Call) -> dict[str, Any]:
        try:
            return super().search_slots(call)
        except Refusal as refusal:
            if refusal.issue != "not-found":
                raise
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
    "slots-without-a-range-served",
    "GET /Slot without start is answered with the slots of a week.",
    breaks=f"{_SERVED} CF-18 FS-SLOT-17",
)
class _SlotsWithoutARangeServed(Receiver):
    def slot_range(self, call: Call) -> tuple[Bound, Bound]:
        now = Instant.now()
        week = ("ge", now), ("le", Instant(now.second + timedelta(days=7), now.fraction))
        return super().slot_range(call) if call.parameters("start") else week


@fault(
    "half-a-slot-range-told-as-server-error",
    "GET /Slot with one start only is answered 500.",
    breaks="CF-18 EH-46 FS-SLOT-17",
)
class _HalfASlotRangeToldAsServerError(Receiver):
    def slot_range(self, call: Call) -> tuple[Bound, Bound]:
        if len(call.parameters("start")) == 1:
            raise RuntimeError("there is no second value")
        return super().slot_range(call)


@fault(
    "slot-bound-without-offset-served",
    "A start without an offset is taken to be in UTC.",
    breaks=f"{_SERVED} {_GENERAL} CF-18 FS-GEN-03 FS-SLOT-18",
)
class _SlotBoundWithoutOffsetServed(Receiver):
    def slot_bound(self, value: str) -> Bound:
        return super().slot_bound(value if "+" in value or "-" in value[12:] else f"{value}+00:00")


@fault(
    "slot-bound-of-a-date-served",
    "A start that is a date is taken for its first second.",
    breaks=f"{_SERVED} {_GENERAL} CF-18 FS-GEN-03 FS-SLOT-18",
)
class _SlotBoundOfADateServed(Receiver):
    def slot_bound(self, value: str) -> Bound:
        return super().slot_bound(value if "T" in value else f"{value}T00:00:00Z")


@fault(
    "impossible-slot-bound-told-as-server-error",
    "A start on a day that there is not is answered 500.",
    breaks=f"{_GENERAL} CF-18 FS-GEN-03 FS-SLOT-18",
)
class _ImpossibleSlotBoundToldAsServerError(Receiver):
    def slot_bound(self, value: str) -> Bound:
        try:
            return super().slot_bound(value)
        except Refusal as refusal:
            if "-32T" not in value:
                raise
            raise RuntimeError("day is out of range for month") from refusal


@fault(
    "slot-bound-that-is-no-time-told-as-unprocessable",
    "A start that is no time at all is answered 422.",
    breaks=f"{_GENERAL} CF-18 FS-GEN-03 FS-SLOT-18",
)
class _SlotBoundThatIsNoTimeToldAsUnprocessable(Receiver):
    def slot_bound(self, value: str) -> Bound:
        if "tomorrow" in value:
            raise Refusal(422, "invalid", "The parameter start is no time.")
        return super().slot_bound(value)


@fault(
    "slot-bound-without-prefix-served",
    "Of two starts the first is taken for the lower and the second for the upper bound, prefix or not.",
    breaks=f"{_SERVED} CF-18 FS-SLOT-31",
)
class _SlotBoundWithoutPrefixServed(Receiver):
    def slot_range(self, call: Call) -> tuple[Bound, Bound]:
        given = call.parameters("start")
        if not any(value[:1].isdigit() for value in given):
            return super().slot_range(call)
        first, second = (self.slot_bound(f"ge{value.lstrip('glet')}") for value in given)
        return first, ("le", second[1])


@fault(
    "slot-bounds-on-one-side-told-as-server-error",
    "Two lower or two upper bounds are answered 500.",
    breaks="CF-18 EH-46 FS-SLOT-31",
)
class _SlotBoundsOnOneSideToldAsServerError(Receiver):
    def slot_range(self, call: Call) -> tuple[Bound, Bound]:
        given = call.parameters("start")
        if len(given) == len(STATUSES) and len({value[0] for value in given if value}) == 1:
            raise RuntimeError("there is no other side")
        return super().slot_range(call)


@fault(
    "reversed-slot-range-served-empty",
    "A range that ends before it begins is answered with an empty searchset.",
    breaks=f"{_SERVED} FS-SLOT-32",
)
class _ReversedSlotRangeServedEmpty(Receiver):
    def check_width(self, lower: Instant, upper: Instant) -> None:
        if upper >= lower:
            super().check_width(lower, upper)


@fault(
    "reversed-slot-range-turned-round",
    "A range that ends before it begins is answered with the slots in between.",
    breaks=f"{_SERVED} CF-16 FS-SLOT-32",
)
class _ReversedSlotRangeTurnedRound(Receiver):
    def slot_range(self, call: Call) -> tuple[Bound, Bound]:
        try:
            return super().slot_range(call)
        except Refusal as refusal:
            if "ends before it begins" not in refusal.diagnostics:
                raise
            first, second = sorted(self.slot_bound(value)[1] for value in call.parameters("start"))
            return ("ge", first), ("le", second)


@fault(
    "offset-of-slot-bounds-dropped",
    "A start at another offset is read as if it were in UTC.",
    breaks="CF-16 CF-18 FS-SLOT-18 FS-SLOT-33 FU-19",
)
class _OffsetOfSlotBoundsDropped(Receiver):
    def slot_bound(self, value: str) -> Bound:
        return super().slot_bound(f"{value[:21]}Z" if value[21:22] in {"+", "-"} else value)


@fault(
    "offset-of-slot-bounds-told-as-server-error",
    "A start at another offset than that of UTC is answered 500.",
    breaks="CF-18 EH-46 FS-SLOT-18 FU-19",
)
class _OffsetOfSlotBoundsToldAsServerError(Receiver):
    def slot_bound(self, value: str) -> Bound:
        if value.endswith(("-06:00", "+02:00")):
            raise RuntimeError("only UTC is foreseen")
        return super().slot_bound(value)


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
    "GET /Slot with status free,xxxx is answered with the free slots.",
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
