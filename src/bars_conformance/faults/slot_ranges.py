"""Faults in how the range of a slot search is read and refused (GET--Slots, parameter start)."""

from datetime import timedelta

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.instants import Instant
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.slot_search import Bound

_GENERAL = "EH-46 FS-GEN-01"
_SERVED = "EH-46 EH-49"


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
        if len({value[0] for value in given if value}) < len(given):
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
