"""Faults in how the range of a slot search is read and refused (GET--Slots, parameter start)."""

from collections.abc import Callable
from datetime import timedelta

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.instants import Instant
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.slot_search import Bound

_GENERAL = "EH-46 FS-GEN-01"
_SERVED = "EH-46 EH-49"
_BOUNDS = 2


def _breaking_on(name: str, sentence: str, breaks: str, is_meant: Callable[[list[str]], bool]) -> None:
    """A fault in which a slot search breaks on some values of start."""

    class BreakingOn(Receiver):
        def slot_range(self, call: Call) -> tuple[Bound, Bound]:
            if is_meant(call.parameters("start")):
                raise RuntimeError("such a range is not foreseen")
            return super().slot_range(call)

    fault(name, sentence, breaks=f"CF-18 EH-46 {breaks}")(BreakingOn)


_breaking_on(
    "half-a-slot-range-told-as-server-error",
    "GET /Slot with one start only is answered 500.",
    "FS-SLOT-17",
    lambda given: len(given) == 1,
)
_breaking_on(
    "impossible-slot-bound-told-as-server-error",
    "A start on a day that there is not is answered 500.",
    "FS-GEN-01 FS-GEN-03 FS-SLOT-18",
    lambda given: any("-32T" in value for value in given),
)
_breaking_on(
    "slot-bounds-on-one-side-told-as-server-error",
    "Two lower or two upper bounds are answered 500.",
    "FS-SLOT-31",
    lambda given: len({value[0] for value in given if value}) < len(given),
)
_breaking_on(
    "third-slot-bound-told-as-server-error",
    "GET /Slot with three starts is answered 500.",
    "FS-SLOT-31",
    lambda given: len(given) > _BOUNDS,
)
_breaking_on(
    "offset-of-slot-bounds-told-as-server-error",
    "A start at another offset than that of UTC is answered 500.",
    "FS-SLOT-18 FU-19",
    lambda given: any(value.endswith(("-06:00", "+02:00")) for value in given),
)


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
