"""Faults in how the receiver keeps its pointers at the API (Receiver-DocumentReference.md)."""

from collections.abc import Callable
from functools import cached_property
from typing import Any
from uuid import uuid4

import httpx

from bars_conformance.faults.fault import fault
from bars_conformance.faults.same_patient import held_of
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.records import Record

Json = dict[str, Any]


def _not_saved(name: str, sentence: str, is_meant: Callable[[Record], bool]) -> None:
    """A fault in which some pointers are kept by the receiver alone."""

    class NotSaved(Receiver):
        def save(self, record: Record) -> None:
            if not is_meant(record):
                super().save(record)

    fault(name, sentence, breaks="DP-28")(NotSaved)


_not_saved(
    "pointers-not-saved-at-the-api",
    "The receiver keeps its pointers to itself.",
    lambda _: True,
)
_not_saved(
    "referral-pointers-not-saved-at-the-api",
    "The receiver saves pointers to bookings at the API, and none to referrals.",
    lambda record: record.type == "ServiceRequest",
)
_not_saved(
    "posted-bookings-without-a-pointer-at-the-api",
    "The receiver saves no pointer at the API to a booking that was made by POST.",
    lambda record: not record.names,
)


@fault("pointer-saved-with-put", "A new pointer is sent with PUT under an id of its own.", breaks="DP-28")
class _PointerSavedWithPut(Receiver):
    def save(self, record: Record) -> None:
        if record.saved_as is None:
            record.saved_as = str(uuid4())
            self.call_api("PUT", f"/{record.saved_as}", self.pointer(record))


def _under_another_id(name: str, sentence: str, other: Callable[[Record], str | None]) -> None:
    """A fault in which the receiver goes by another id than the one that was assigned.

    What it asks for under that, the API does not have; it writes all the same.
    """

    class UnderAnotherId(Receiver):
        def id_given(self, record: Record, answer: httpx.Response) -> str:
            return other(record) or super().id_given(record, answer)

        def read_at_api(self, record: Record) -> Json:
            try:
                return super().read_at_api(record)
            except httpx.HTTPStatusError:
                return self.pointer(record)

    fault(name, sentence, breaks="DP-28")(UnderAnotherId)


_under_another_id(
    "own-pointer-id-used-at-the-api",
    "The receiver goes by the id that the pointer has in its own store.",
    lambda record: record.pointer,
)
_under_another_id(
    "booking-id-taken-for-that-of-its-pointer",
    "The receiver goes by the id of a booking as if it were that of the pointer to it.",
    lambda record: record.id if record.type == "Appointment" else None,
)


@fault(
    "pointer-posted-anew-when-updated",
    "A pointer that has to be updated is posted once more, and the first one stays.",
    breaks="DP-28",
)
class _PointerPostedAnewWhenUpdated(Receiver):
    def update_at_api(self, record: Record, held: Json) -> None:
        record.saved_as = self.id_given(record, self.call_api("POST", "", self.renewed(held, record)))


def _not_read(name: str, sentence: str, breaks: str, is_meant: Callable[[Receiver, Record], bool]) -> None:
    """A fault in which the receiver writes over a pointer as it remembers it."""

    class NotRead(Receiver):
        def read_at_api(self, record: Record) -> Json:
            return self.pointer(record) if is_meant(self, record) else super().read_at_api(record)

    fault(name, sentence, breaks=breaks)(NotRead)


_not_read(
    "pointer-updated-without-a-read",
    "A pointer is updated as the receiver remembers it.",
    "DP-30",
    lambda _, record: record.is_current,
)
_not_read(
    "pointer-deleted-without-a-read",
    "The pointer to what was cancelled is deleted without a look at it.",
    "DP-31",
    lambda _, record: not record.is_current,
)
_not_read(
    "pointer-to-a-referral-deleted-without-a-read",
    "The pointer to a referral that was cancelled is deleted without a look at it.",
    "DP-31",
    lambda _, record: record.type == "ServiceRequest" and not record.is_current,
)


@fault(
    "pointer-updated-without-a-read-after-a-put",
    "Where a booking is changed by PUT, its pointer is updated as the receiver remembers it.",
    breaks="DP-30",
)
class _PointerUpdatedWithoutAReadAfterAPut(Receiver):
    @cached_property
    def put(self) -> set[str]:
        return set()

    def replace(self, call: Call, record: Record, sent: Json) -> Json:
        self.put.add(record.id)
        return super().replace(call, record, sent)

    def read_at_api(self, record: Record) -> Json:
        unread = record.is_current and record.id in self.put
        return self.pointer(record) if unread else super().read_at_api(record)


@fault("pointer-read-after-its-update", "A pointer is read once it was updated, not before.", breaks="DP-30")
class _PointerReadAfterItsUpdate(Receiver):
    def keep_up(self, record: Record) -> None:
        if record.is_current and record.saved_as is not None:
            self.update_at_api(record, self.pointer(record))
            self.read_at_api(record)
        else:
            super().keep_up(record)


@fault(
    "pointer-looked-for-after-it-was-deleted",
    "The pointer to what was cancelled is deleted, and then read to see that it is gone.",
    breaks="DP-31",
)
class _PointerLookedForAfterItWasDeleted(Receiver):
    def keep_up(self, record: Record) -> None:
        if not record.is_current and record.saved_as is not None:
            place = f"/{record.saved_as}"
            self.delete_at_api(record)
            self.call_api("GET", place)
        else:
            super().keep_up(record)


@fault(
    "pointer-read-when-it-is-made-and-never-again",
    "A pointer is read as soon as it is saved, and written over later on the strength of that.",
    breaks="DP-30 DP-31",
)
class _PointerReadWhenItIsMadeAndNeverAgain(Receiver):
    def save(self, record: Record) -> None:
        super().save(record)
        super().read_at_api(record)

    def read_at_api(self, record: Record) -> Json:
        return self.pointer(record)


@fault(
    "pointer-to-another-booking-read",
    "Before a pointer to a booking is updated or deleted, the oldest one of the patient's is read.",
    breaks="DP-30 DP-31",
)
class _PointerToAnotherBookingRead(Receiver):
    def read_at_api(self, record: Record) -> Json:
        oldest = next(each for each in held_of(self, record.patient, record.type) if each.saved_as)
        super().read_at_api(oldest)
        return self.pointer(record)
