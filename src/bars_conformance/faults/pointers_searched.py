"""Faults in the search for pointers (DocumentReference-Interface.page.md)."""

# ruff: noqa: ARG002 - an override takes what the method takes

from typing import Any

from bars_conformance.faults.fault import fault, store_fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.pointer_routes import SUBJECT
from bars_conformance.reference.pointers import PointerStore, Wanted
from bars_conformance.reference.refusal import Refusal
from bars_conformance.standard import POINTER_TYPE_CODES

Json = dict[str, Any]


@store_fault(
    "pointers-of-all-patients",
    "A search for pointers tells those of all patients.",
    breaks="DP-05",
)
class _PointersOfAllPatients(PointerStore):
    def is_about(self, pointer: Json, patient: str) -> bool:
        return True


@fault(
    "no-pointers-told-as-not-found",
    "A search that finds no pointer is answered 404.",
    breaks="DP-05",
)
class _NoPointersToldAsNotFound(Receiver):
    def search_pointers(self, call: Call) -> Json:
        found = super().search_pointers(call)
        if "entry" not in found:
            raise Refusal(404, "not-found", "There is no pointer.")
        return found


@fault(
    "pointers-in-a-collection",
    "A search for pointers is answered with a Bundle of type collection.",
    breaks="DP-05",
)
class _PointersInACollection(Receiver):
    def search_pointers(self, call: Call) -> Json:
        return {**super().search_pointers(call), "type": "collection"}


@fault(
    "pointers-of-nobody-told",
    "A search for pointers that names no patient finds those of the first one.",
    breaks="DP-11",
)
class _PointersOfNobodyTold(Receiver):
    def wanted(self, call: Call) -> Wanted:
        return super().wanted(call) if call.parameters(SUBJECT) else Wanted("9993004170")


@fault(
    "pointers-of-nobody-told-as-server-error",
    "A search for pointers that names no patient is answered 500.",
    breaks="DP-11",
)
class _PointersOfNobodyToldAsServerError(Receiver):
    def wanted(self, call: Call) -> Wanted:
        if not call.parameters(SUBJECT):
            raise RuntimeError("no patient to search for")
        return super().wanted(call)


@fault(
    "pointers-by-type-alone-told",
    "A search for pointers by type alone is served.",
    breaks="DP-11",
)
class _PointersByTypeAloneTold(Receiver):
    def wanted(self, call: Call) -> Wanted:
        alone = call.parameters("type") and not call.parameters(SUBJECT)
        return Wanted("9993004170") if alone else super().wanted(call)


@fault(
    "pointers-custodian-ignored",
    "A search for the pointers of one custodian tells those of all.",
    breaks="DP-13",
)
class _PointersCustodianIgnored(Receiver):
    def wanted(self, call: Call) -> Wanted:
        asked = super().wanted(call)
        return Wanted(asked.patient, None, asked.type)


@fault(
    "pointers-custodian-never-found",
    "A search for the pointers of one custodian compares its code with the system in front of it.",
    breaks="DP-13",
)
class _PointersCustodianNeverFound(Receiver):
    def wanted(self, call: Call) -> Wanted:
        asked = super().wanted(call)
        return Wanted(asked.patient, asked.custodian and f"|{asked.custodian}", asked.type)


@store_fault(
    "pointers-type-ignored",
    "A search for the pointers of one type tells those of both.",
    breaks="DP-14",
)
class _PointersTypeIgnored(PointerStore):
    def is_of_type(self, pointer: Json, code: str) -> bool:
        return True


@store_fault(
    "pointers-to-referrals-found-among-bookings",
    "A search for the pointers to bookings tells those to referrals, too.",
    breaks="DP-14",
)
class _PointersToReferralsFoundAmongBookings(PointerStore):
    def is_of_type(self, pointer: Json, code: str) -> bool:
        return code in POINTER_TYPE_CODES["booking"] or super().is_of_type(pointer, code)


@store_fault(
    "pointers-to-referrals-never-found-by-type",
    "A search for the pointers to referrals finds none.",
    breaks="DP-14",
)
class _PointersToReferralsNeverFoundByType(PointerStore):
    def is_of_type(self, pointer: Json, code: str) -> bool:
        return code not in POINTER_TYPE_CODES["referral"] and super().is_of_type(pointer, code)


@store_fault(
    "next-page-leaves-out-a-pointer",
    "Between two pages of pointers one is left out.",
    breaks="DP-15",
)
class _NextPageLeavesOutAPointer(PointerStore):
    def begin(self, token: str | None) -> int:
        return super().begin(token) + (token is not None)


@store_fault(
    "next-page-repeats-a-pointer",
    "The last pointer of a page is the first one of the next.",
    breaks="DP-15",
)
class _NextPageRepeatsAPointer(PointerStore):
    def begin(self, token: str | None) -> int:
        return super().begin(token) - (token is not None)


@store_fault(
    "next-page-token-ignored",
    "The token of the next page is ignored: the first page comes again.",
    breaks="DP-15",
)
class _NextPageTokenIgnored(PointerStore):
    def begin(self, token: str | None) -> int:
        return 0


@fault(
    "next-page-not-told",
    "Of more than twenty pointers the first twenty are told, and no token.",
    breaks="DP-15",
)
class _NextPageNotTold(Receiver):
    def search_pointers(self, call: Call) -> Json:
        found = super().search_pointers(call)
        return {**found, "link": found["link"][:1]}


@store_fault(
    "next-page-token-refused",
    "The token of the next page is refused.",
    breaks="DP-15",
)
class _NextPageTokenRefused(PointerStore):
    def begin(self, token: str | None) -> int:
        if token is not None:
            raise Refusal(400, "invalid", "The token has expired.")
        return 0
