"""Faults in what a slot search gives (GET--Slots, BaRS-FHIR-Usage/Bundle)."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.diary import Service, Slot
from bars_conformance.reference.instants import Instant
from bars_conformance.reference.records import Record
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.slot_search import Bound

Json = dict[str, Any]
_MANY = 20


def _without(bundle: Json, kind: str) -> Json:
    entries = [each for each in bundle.get("entry", ()) if each["resource"]["resourceType"] != kind]
    return {**bundle, "entry": entries} if entries else bundle


def _resources(bundle: Json, kind: str) -> list[Json]:
    resources = (each["resource"] for each in bundle.get("entry", ()))
    return [each for each in resources if each["resourceType"] == kind]


class _Slots(Receiver, ABC):
    """Changes the answers to slot searches alone."""

    @abstractmethod
    def changed(self, bundle: Json) -> Json:
        """The answer with the fault."""

    def slot_searchset(self, call: Call, service: Service, slots: list[Slot], includes: list[str]) -> Json:
        return self.changed(super().slot_searchset(call, service, slots, includes))


@fault("slot-search-without-schedule", "The Schedule is missing among the slots.", breaks="CF-17 FU-03")
class _SlotSearchWithoutSchedule(_Slots):
    def changed(self, bundle: Json) -> Json:
        return _without(bundle, "Schedule")


@fault(
    "slot-search-without-healthcare-service",
    "The HealthcareService is missing among the slots.",
    breaks="CF-17 FU-03",
)
class _SlotSearchWithoutHealthcareService(_Slots):
    def changed(self, bundle: Json) -> Json:
        return _without(bundle, "HealthcareService")


@fault(
    "healthcare-service-missing-among-many-slots",
    "The HealthcareService is missing where there are more than twenty slots.",
    breaks="CF-17 FU-03",
)
class _HealthcareServiceMissingAmongManySlots(_Slots):
    def changed(self, bundle: Json) -> Json:
        return _without(bundle, "HealthcareService") if len(_resources(bundle, "Slot")) > _MANY else bundle


@fault(
    "schedule-of-slots-names-an-unknown-service",
    "The Schedule refers to a HealthcareService that is not in the Bundle, beside the one that is.",
    breaks="CF-17",
)
class _ScheduleOfSlotsNamesAnUnknownService(_Slots):
    def changed(self, bundle: Json) -> Json:
        for schedule in _resources(bundle, "Schedule"):
            schedule["actor"].append({"reference": "HealthcareService/2000076281"})
        return bundle


@fault(
    "ignored-include-listed",
    "The self link of a slot search lists every include that was asked for, known or not.",
    breaks="CF-22",
)
class _IgnoredIncludeListed(Receiver):
    def slot_searchset(self, call: Call, service: Service, slots: list[Slot], includes: list[str]) -> Json:
        bundle = super().slot_searchset(call, service, slots, includes)
        ignored = [name for name in call.parameters("_include") if name not in includes]
        bundle["link"][0]["url"] += "".join(f"&_include={name}" for name in ignored)
        return bundle


@fault(
    "listed-includes-left-out",
    "Of the optional includes nothing comes, though the self link lists them.",
    breaks="CF-22 CF-43",
)
class _ListedIncludesLeftOut(_Slots):
    def changed(self, bundle: Json) -> Json:
        for kind in ("Practitioner", "PractitionerRole", "Location", "Organization"):
            bundle = _without(bundle, kind)
        return bundle


@fault(
    "slots-in-a-collection", "The slots come in a Bundle of type collection.", breaks="CF-21 FS-SLOT-30 FU-03"
)
class _SlotsInACollection(_Slots):
    def changed(self, bundle: Json) -> Json:
        return {**bundle, "type": "collection"}


@fault(
    "no-slots-told-as-not-found",
    "A slot search that finds nothing is answered 404.",
    breaks="CF-21",
)
class _NoSlotsToldAsNotFound(_Slots):
    def changed(self, bundle: Json) -> Json:
        if not bundle.get("entry"):
            raise Refusal(404, "not-found", "There are no such slots.")
        return bundle


@fault(
    "total-of-slots-one-too-many",
    "Bundle.total of a slot search is one more than there are entries.",
    breaks="FU-29",
)
class _TotalOfSlotsOneTooMany(_Slots):
    def changed(self, bundle: Json) -> Json:
        return {**bundle, "total": len(bundle.get("entry", ())) + 1}


@fault("included-marked-as-matches", "Every entry of a slot search is marked as a match.", breaks="CF-44")
class _IncludedMarkedAsMatches(_Slots):
    def changed(self, bundle: Json) -> Json:
        for entry in bundle.get("entry", ()):
            entry["search"]["mode"] = "match"
        return bundle


@fault("slots-without-last-updated", "The Slots have no meta.lastUpdated.", breaks="FU-23")
class _SlotsWithoutLastUpdated(_Slots):
    def changed(self, bundle: Json) -> Json:
        for slot in _resources(bundle, "Slot"):
            del slot["meta"]["lastUpdated"]
        return bundle


@fault(
    "end-of-slots-without-offset",
    "The end of a slot has no offset, so that a booking of it as it was offered is refused.",
    breaks="AP-02 AP-09 AP-10 CF-37 CM-01 CM-02 CM-50 FS-PM-34 FU-05 FU-16",
)
class _EndOfSlotsWithoutOffset(_Slots):
    def changed(self, bundle: Json) -> Json:
        for slot in _resources(bundle, "Slot"):
            slot["end"] = slot["end"].removesuffix("+00:00")
        return bundle


@fault("end-of-slots-in-summer-time", "The end of a slot is given at the offset +01:00.", breaks="FU-18")
class _EndOfSlotsInSummerTime(_Slots):
    def changed(self, bundle: Json) -> Json:
        for slot in _resources(bundle, "Slot"):
            end = Instant.read(slot["end"]).second + timedelta(hours=1)
            slot["end"] = f"{end:%Y-%m-%dT%H:%M:%S}+01:00"
        return bundle


@fault(
    "slots-of-another-service-given",
    "Where a service has no free slot, those of another one are given.",
    breaks="CF-15 CF-16 CF-21",
)
class _SlotsOfAnotherServiceGiven(Receiver):
    def slot_service(self, call: Call) -> Service:
        service = super().slot_service(call)
        return next(iter(self.holdings.diary.services.values())) if service.fully_booked else service


@fault(
    "slots-tied-to-another-service",
    "The Schedule and HealthcareService among the slots are those of another service.",
    breaks="CF-15 CF-16",
)
class _SlotsTiedToAnotherService(_Slots):
    def changed(self, bundle: Json) -> Json:
        for entry in bundle.get("entry", ()):
            match entry["resource"]:
                case {"resourceType": "Schedule", "actor": [service, *_]}:
                    service["reference"] = "HealthcareService/2000076281"
                case {"resourceType": "HealthcareService", "identifier": [identifier]} as service:
                    service["id"] = identifier["value"] = "2000076281"
                    entry["fullUrl"] = "HealthcareService/2000076281"
        return bundle


@fault(
    "status-of-slots-not-looked-at",
    "A slot search gives free and busy slots, whatever the status asked for.",
    breaks="CF-16",
)
class _StatusOfSlotsNotLookedAt(Receiver):
    def slot_statuses(self, call: Call) -> frozenset[str]:
        super().slot_statuses(call)
        return frozenset({"free", "busy"})


@fault(
    "first-of-the-slots-told-as-its-opposite",
    "The first of several slots is told as busy if it is free, and as free if it is busy.",
    breaks="CF-16",
)
class _FirstOfTheSlotsToldAsItsOpposite(_Slots):
    def changed(self, bundle: Json) -> Json:
        slots = _resources(bundle, "Slot")
        if len(slots) > 1:
            slots[0]["status"] = "busy" if slots[0]["status"] == "free" else "free"
        return bundle


@fault("lower-bound-of-slots-ignored", "Slots before the range are given, too.", breaks="CF-16 FS-SLOT-33")
class _LowerBoundOfSlotsIgnored(Receiver):
    def slots_between(self, service: Service, lower: Bound, upper: Bound) -> Sequence[Slot]:
        starts = (Instant(each.start, "0") for each in self.holdings.diary.slots(service)[:1])
        return super().slots_between(service, ("ge", min((lower[1], *starts))), upper)


@fault(
    "upper-bound-of-slots-ignored",
    "Slots of the day after the range are given, too.",
    breaks="CF-16 FS-SLOT-33",
)
class _UpperBoundOfSlotsIgnored(Receiver):
    def slots_between(self, service: Service, lower: Bound, upper: Bound) -> Sequence[Slot]:
        return super().slots_between(
            service, lower, ("le", Instant(upper[1].second + timedelta(days=1), "0"))
        )


@fault(
    "slots-on-the-bound-left-out",
    "The instants that ge and le name are not in the range.",
    breaks="FS-SLOT-33",
)
class _SlotsOnTheBoundLeftOut(Receiver):
    def slots_between(self, service: Service, lower: Bound, upper: Bound) -> Sequence[Slot]:
        return super().slots_between(service, ("gt", lower[1]), ("lt", upper[1]))


@fault("gt-taken-for-ge", "The instant that gt names is in the range.", breaks="FS-SLOT-33")
class _GtTakenForGe(Receiver):
    def slots_between(self, service: Service, lower: Bound, upper: Bound) -> Sequence[Slot]:
        return super().slots_between(service, ("ge", lower[1]), upper)


@fault("lt-taken-for-le", "The instant that lt names is in the range.", breaks="FS-SLOT-33")
class _LtTakenForLe(Receiver):
    def slots_between(self, service: Service, lower: Bound, upper: Bound) -> Sequence[Slot]:
        return super().slots_between(service, lower, ("le", upper[1]))


@fault(
    "booked-slots-offered-as-free",
    "A slot that was booked is still offered as free, and refused when it is booked.",
    breaks="CF-24",
)
class _BookedSlotsOfferedAsFree(_Slots):
    def slot_status(self, slot: Slot) -> str:
        return "busy" if slot.service.fully_booked else "free"

    def changed(self, bundle: Json) -> Json:
        for slot in _resources(bundle, "Slot"):
            slot["status"] = "free"
        return bundle


@fault(
    "booked-slots-not-shown",
    "A slot that was booked is in no search any more.",
    breaks="CF-19 FS-SLOT-10",
)
class _BookedSlotsNotShown(Receiver):
    def slots_between(self, service: Service, lower: Bound, upper: Bound) -> Sequence[Slot]:
        slots = super().slots_between(service, lower, upper)
        return [each for each in slots if self.holdings.diary.holder(each) is None]


@fault("slot-of-a-cancelled-booking-kept", "A cancelled booking keeps its slot.", breaks="AP-19")
class _SlotOfACancelledBookingKept(Receiver):
    def give_slot_back(self, record: Record) -> None:
        if record.resource["status"] == "booked":
            super().give_slot_back(record)
