"""Faults in the pointers that the receiver makes and keeps up (Receiver-DocumentReference.md)."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from bars_conformance.faults.fault import fault
from bars_conformance.faults.same_patient import held_of
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.records import Record
from bars_conformance.standard import POINTER_TYPES, URL

Json = dict[str, Any]

_MISSING = "DP-17 DP-18 DP-19"
"""What is broken where something that was accepted has no pointer."""


def _not_made(name: str, sentence: str, breaks: str, is_meant: Callable[[Receiver, Record], bool]) -> None:
    """A fault in which some of what is accepted gets no pointer."""

    class NotMade(Receiver):
        def has_pointer(self, record: Record) -> bool:
            return not is_meant(self, record) and super().has_pointer(record)

    fault(name, sentence, breaks=breaks)(NotMade)


_not_made(
    "no-pointer-to-a-referral",
    "A referral that is accepted gets no pointer.",
    f"{_MISSING} DP-28",
    lambda _, record: record.type == "ServiceRequest",
)
_not_made(
    "no-pointer-to-a-posted-booking",
    "A booking that is made by POST gets no pointer.",
    "DP-17 DP-28",
    lambda _, record: record.type == "Appointment" and not record.names,
)
_not_made(
    "one-pointer-for-all-bookings-of-a-patient",
    "A second booking of a patient gets no pointer of its own.",
    _MISSING,
    lambda receiver, record: (
        any(each.pointer for each in held_of(receiver, record.patient, "Appointment") if each is not record)
        and record.type == "Appointment"
    ),
)
_not_made(
    "one-pointer-for-a-referral-and-its-booking",
    "A booking of a patient who was referred gets no pointer of its own.",
    _MISSING,
    lambda receiver, record: (
        record.type == "Appointment"
        and any(each.pointer for each in held_of(receiver, record.patient, "ServiceRequest"))
    ),
)


def _made_otherwise(
    name: str, sentence: str, breaks: str, change: Callable[[Json], Json], kind: str | None = None
) -> None:
    """A fault in which the receiver's own pointers, all or those to one type, are told otherwise."""

    class MadeOtherwise(Receiver):
        def search_pointers(self, call: Call) -> Json:
            found = super().search_pointers(call)
            ours = {each.pointer for each in self.holdings.records.values() if kind in (None, each.type)}
            for entry in found.get("entry", ()):
                if entry["resource"]["id"] in ours:
                    entry["resource"] = change(entry["resource"])
            return found

    fault(name, sentence, breaks=breaks)(MadeOtherwise)


def _with_content(**elements: object) -> Callable[[Json], Json]:
    """What has other elements in its content; None leaves one out."""

    def change(pointer: Json) -> Json:
        changed = {**pointer["content"][0], **elements}
        content = {name: value for name, value in changed.items() if value is not None}
        return {**pointer, "content": [content]}

    return change


def _with_attachment(**elements: object) -> Callable[[Json], Json]:
    """What has other elements in its attachment, and no date; None leaves one out."""

    def change(pointer: Json) -> Json:
        changed = {**pointer["content"][0]["attachment"], **elements}
        attachment = {name: value for name, value in changed.items() if value is not None}
        dated = {
            name: value for name, value in pointer.items() if name != "date" or "creation" not in elements
        }
        return {**dated, "content": [{**pointer["content"][0], "attachment": attachment}]}

    return change


def _of_type(system: str | None, code: str) -> Callable[[Json], Json]:
    coding = {"code": code} if system is None else {"system": system, "code": code}
    return lambda pointer: {**pointer, "type": {"coding": [coding]}}


_made_otherwise(
    "pointer-with-another-id",
    "A pointer holds an id of its own in place of that of the booking or referral.",
    "DP-18 DP-19",
    lambda pointer: {**pointer, "identifier": [{"system": URL.pointer, "value": str(uuid4())}]},
)
_made_otherwise(
    "pointer-id-of-a-system-of-its-own",
    "A pointer holds the id of the booking or referral under another system.",
    "DP-18 DP-19",
    lambda pointer: {
        **pointer,
        "identifier": [{**pointer["identifier"][0], "system": "https://elmbridge.example/Id/record"}],
    },
)
_made_otherwise(
    "booking-pointer-of-a-type-bars-has-not",
    "A pointer to a booking has the type of any record artifact.",
    "DP-14 DP-20 DP-21",
    _of_type(URL.snomed, "419891008"),
    "Appointment",
)
_made_otherwise(
    "referral-pointer-typed-as-a-booking",
    "A pointer to a referral has the type of a booking.",
    "DP-14 DP-21",
    _of_type(URL.snomed, POINTER_TYPES["booking"]),
    "ServiceRequest",
)
_made_otherwise(
    "pointer-type-without-its-system",
    "The type of a pointer is a code without its system.",
    "DP-14 DP-20 DP-21",
    _of_type(None, POINTER_TYPES["booking"]),
    "Appointment",
)
_made_otherwise(
    "pointer-subject-by-reference",
    "A pointer names its patient by a reference that only the receiver can follow.",
    "DP-23",
    lambda pointer: {**pointer, "subject": {"reference": "Patient/4711"}},
)
_made_otherwise(
    "pointer-subject-of-another-system",
    "A pointer names its patient by a number of the receiver's own.",
    "DP-23",
    lambda pointer: {
        **pointer,
        "subject": {"identifier": {"system": "https://elmbridge.example/Id/patient", "value": "4711"}},
    },
)
_made_otherwise(
    "pointer-custodian-is-the-sender",
    "A pointer names the sender of the booking or referral as its custodian.",
    "DP-24",
    lambda pointer: {
        **pointer,
        "custodian": {"identifier": {"system": URL.organisation, "value": "Z8S01"}},
    },
)
_made_otherwise(
    "pointer-custodian-by-name",
    "A pointer names its custodian by name and not by ODS code.",
    "DP-24",
    lambda pointer: {**pointer, "custodian": {"display": "Elmbridge Community Health"}},
)
_made_otherwise(
    "pointer-without-a-url",
    "A pointer does not say where to go.",
    "DP-25",
    _with_attachment(url=None),
)
_made_otherwise(
    "pointer-to-a-path",
    "A pointer to a referral holds a path, without a host or a system.",
    "DP-25",
    _with_attachment(url="/ServiceRequest/1"),
    "ServiceRequest",
)
_made_otherwise(
    "pointer-to-a-service-that-is-not-hosted",
    "A pointer leads to a service that the receiver does not host.",
    "DP-25",
    _with_attachment(url=f"{URL.service_id}|9999999998"),
)
_made_otherwise(
    "pointer-without-a-format",
    "A pointer does not name the event of the message.",
    "DP-26",
    _with_content(format=None),
)
_made_otherwise(
    "booking-pointer-in-the-format-of-a-referral",
    "A pointer to a booking names the event of a referral.",
    "DP-26",
    _with_content(
        format={
            "system": "https://fhir.nhs.uk/CodeSystem/message-events-bars",
            "code": "servicerequest-request",
        }
    ),
    "Appointment",
)
_made_otherwise(
    "pointer-without-a-creation-date",
    "A pointer does not tell when what it leads to was made.",
    "DP-27",
    _with_attachment(creation=None),
)
_made_otherwise(
    "pointer-created-long-ago",
    "A pointer tells a date of creation that is that of a sample.",
    "DP-27",
    _with_attachment(creation="2005-12-24T09:35:00+11:00"),
)


@fault(
    "pointer-under-another-patient",
    "The pointer to a booking has another patient as its subject.",
    breaks=f"{_MISSING} DP-23",
)
class _PointerUnderAnotherPatient(Receiver):
    def pointer(self, record: Record) -> Json:
        made = super().pointer(record)
        if record.type == "Appointment":
            made["subject"] = {"identifier": {"system": URL.nhs_number, "value": "9990548609"}}
        return made


def _not_followed(name: str, sentence: str, is_meant: Callable[[Record], bool]) -> None:
    """A fault in which the pointer to some records stays as it is when they change."""

    class NotFollowed(Receiver):
        def follow(self, record: Record) -> None:
            if not is_meant(record):
                super().follow(record)

    fault(name, sentence, breaks="DP-39")(NotFollowed)


_not_followed(
    "pointer-not-updated",
    "The pointer to a booking that is updated stays as it was.",
    lambda record: record.is_current,
)
_not_followed(
    "pointer-stays-after-the-cancellation-of-a-booking",
    "The pointer to a booking that is cancelled stays as it was.",
    lambda record: record.type == "Appointment" and not record.is_current,
)
_not_followed(
    "pointer-stays-after-the-cancellation-of-a-referral",
    "The pointer to a referral that is cancelled stays as it was.",
    lambda record: record.type == "ServiceRequest" and not record.is_current,
)


@fault(
    "pointer-stays-after-a-cancellation-by-put",
    "The pointer to a booking that is cancelled by PUT stays as it was.",
    breaks="DP-39",
)
class _PointerStaysAfterACancellationByPut(Receiver):
    def replace(self, call: Call, record: Record, sent: Json) -> Json:
        pointer, record.pointer = record.pointer, None
        try:
            return super().replace(call, record, sent)
        finally:
            record.pointer = pointer
            if record.is_current:
                self.follow(record)


@fault(
    "cancellation-removes-all-pointers-of-the-patient",
    "The cancellation of a booking removes the pointers to all bookings of the patient.",
    breaks="DP-39",
)
class _CancellationRemovesAllPointersOfThePatient(Receiver):
    def follow(self, record: Record) -> None:
        super().follow(record)
        if record.is_current:
            return
        for each in held_of(self, record.patient, record.type):
            if each.pointer is not None:
                self.holdings.pointers.delete(self.configuration.ods_code, each.pointer)
                each.pointer = None
