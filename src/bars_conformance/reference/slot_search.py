"""GET /Slot and its parameters (Failure-Scenarios-1.1.x/GET--Slots)."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bars_conformance.reference.call import Call
from bars_conformance.reference.diary import Service, Slot
from bars_conformance.reference.instants import Instant
from bars_conformance.reference.premises import Premises
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.searchset import searchset

SERVICE_PARAMETER = "Schedule.actor:HealthcareService"
_SERVICE_SPELLINGS = (SERVICE_PARAMETER, "Schedule:actor:HealthcareService")
_INCLUDE_SPELLINGS = ("_include", "_include:iterate", "_include:recurse")
REQUIRED_INCLUDES = ("Slot:schedule", "Schedule:actor:HealthcareService")
OPTIONAL_INCLUDES = (
    "Schedule:actor:Practitioner",
    "Schedule:actor:PractitionerRole",
    "HealthcareService:providedBy",
    "HealthcareService:location",
)
STATUSES = frozenset({"free", "busy"})
_LOWER, _UPPER = frozenset({"ge", "gt"}), frozenset({"le", "lt"})
_WIDEST = timedelta(days=93)

Bound = tuple[str, Instant]
"""A prefix (ge, gt, le, lt) and the instant it goes with."""


class SlotSearch(Premises):
    """Answers a slot search; each parameter has its method."""

    def search_slots(self, call: Call) -> dict[str, Any]:
        """The slots of a service in a range of time, with the resources asked for around them."""
        service = self.slot_service(call)
        statuses = self.slot_statuses(call)
        lower, upper = self.slot_range(call)
        includes = self.slot_includes(call)
        slots = [
            slot for slot in self.slots_between(service, lower, upper) if self.slot_status(slot) in statuses
        ]
        return self.slot_searchset(call, service, slots, includes)

    def slot_service(self, call: Call) -> Service:
        """The service asked for; a number may stand alone or behind its system."""
        given = call.parameters(*_SERVICE_SPELLINGS)
        if not any(given):
            raise Refusal(400, "required", f"The parameter {SERVICE_PARAMETER} is missing.")
        number = given[0].rpartition("|")[2]
        if len(given) > 1 or not (number.isascii() and number.isdigit()):
            raise Refusal(400, "value", f"The parameter {SERVICE_PARAMETER} must be one service number.")
        service = self.holdings.diary.services.get(number)
        if service is None:
            raise Refusal(404, "not-found", f"The service in {SERVICE_PARAMETER} is not hosted here.")
        return service

    def slot_statuses(self, call: Call) -> frozenset[str]:
        """The statuses asked for: free, busy or both."""
        given = call.parameters("status")
        if not any(given):
            raise Refusal(400, "required", "The parameter status is missing.")
        statuses = frozenset(given[0].split(","))
        if len(given) > 1 or not statuses <= STATUSES:
            raise Refusal(400, "value", "The parameter status must be free, busy or free,busy.")
        return statuses

    def slot_range(self, call: Call) -> tuple[Bound, Bound]:
        """The lower and the upper bound of the range asked for."""
        given = [value for value in call.parameters("start") if value]
        bounds = [self.slot_bound(value) for value in given]
        if len(given) < 2:  # noqa: PLR2004 - a range has two ends
            raise Refusal(400, "required", "The parameter start must be given twice, with ge and with le.")
        lower = [bound for bound in bounds if bound[0] in _LOWER]
        upper = [bound for bound in bounds if bound[0] in _UPPER]
        if len(lower) != 1 or len(upper) != 1:
            raise Refusal(400, "value", "The parameter start must be given once with ge and once with le.")
        self.check_width(lower[0][1], upper[0][1])
        return lower[0], upper[0]

    def slot_bound(self, value: str) -> Bound:
        """One end of the range: a prefix and an instant."""
        prefix, text = value[:2], value[2:]
        if prefix not in _LOWER | _UPPER:
            raise Refusal(400, "value", "The parameter start must begin with ge, gt, le or lt.")
        try:
            return prefix, Instant.read(text)
        except ValueError as error:
            raise Refusal(
                400,
                "value",
                "The parameter start must hold an instant with an offset; send its plus sign as %2B.",
            ) from error

    def check_width(self, lower: Instant, upper: Instant) -> None:
        """Refuse a range that ends before it begins, and one that is too wide."""
        if upper < lower:
            raise Refusal(400, "value", "The range in start ends before it begins.")
        if upper.second - lower.second > _WIDEST:
            raise self.too_costly()

    def too_costly(self) -> Refusal:
        """The range is too wide."""
        return Refusal(422, "too-costly", f"The range in start is wider than {_WIDEST.days} days.")

    def slot_includes(self, call: Call) -> list[str]:
        """The includes to honour; those not known are left out, those obligatory must be there."""
        given = [name for value in call.parameters(*_INCLUDE_SPELLINGS) for name in value.split(",")]
        missing = [name for name in REQUIRED_INCLUDES if name not in given]
        if missing:
            raise Refusal(400, "required", f"The parameter _include must name {' and '.join(missing)}.")
        return [name for name in (*REQUIRED_INCLUDES, *OPTIONAL_INCLUDES) if name in given]

    def slot_status(self, slot: Slot) -> str:
        """Whether a slot is free or busy."""
        return "free" if self.holdings.diary.is_free(slot) else "busy"

    def slots_between(self, service: Service, lower: Bound, upper: Bound) -> Sequence[Slot]:
        """The slots that start in the range; ge and le count their own instant in, gt and lt do not."""
        slots = self.holdings.diary.slots(service)
        first = bisect_left if lower[0] == "ge" else bisect_right
        last = bisect_right if upper[0] == "le" else bisect_left
        return slots[first(slots, lower[1], key=_starts) : last(slots, upper[1], key=_starts)]

    def slot_searchset(
        self, call: Call, service: Service, slots: list[Slot], includes: list[str]
    ) -> dict[str, Any]:
        """The searchset; without a slot nothing is included either."""
        directory = self.holdings.directory
        query = [(name, value) for name, value in call.query if name not in _INCLUDE_SPELLINGS]
        return searchset(
            call,
            (directory.slot(slot) for slot in slots),
            (directory.included(name, service) for name in includes) if slots else (),
            [*query, *(("_include", name) for name in includes)],
        )


def _starts(slot: Slot) -> Instant:
    return Instant(slot.start, "0" * 9)
