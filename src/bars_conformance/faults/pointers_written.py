"""Faults in adding, reading, changing and removing pointers (DocumentReference-Interface.page.md)."""

# ruff: noqa: ARG002 - an override takes what the method takes

from contextlib import nullcontext
from typing import Any

from bars_conformance.faults.fault import fault, store_fault
from bars_conformance.faults.refusals import refused_as
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.pointers import PointerStore
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.searchset import searchset

Json = dict[str, Any]


def _answered(name: str, sentence: str, breaks: str, method: str, status: int) -> None:
    """A fault in which writes are answered with another status."""

    class Answered(Receiver):
        def answer_about_pointers(self, call: Call) -> Json:
            answer = super().answer_about_pointers(call)
            call.status = status if call.method == method else call.status
            return answer

    fault(name, sentence, breaks=breaks)(Answered)


_answered("new-pointer-answered-200", "A pointer that is added is answered 200.", "DP-07", "POST", 200)
_answered("new-pointer-answered-202", "A pointer that is added is answered 202.", "DP-07", "POST", 202)
_answered("pointer-update-answered-201", "The update of a pointer is answered 201.", "DP-08", "PUT", 201)
_answered("pointer-removal-answered-202", "The removal of a pointer is answered 202.", "DP-09", "DELETE", 202)


@store_fault(
    "new-pointer-not-kept",
    "A pointer that another producer adds is confirmed and not kept.",
    breaks="DP-06 DP-07 DP-08 DP-09 DP-15",
)
class _NewPointerNotKept(PointerStore):
    def create(self, producer: str, sent: Json) -> Json:
        made = super().create(producer, sent)
        if producer != "Z8R01":
            del self.pointers[made["id"]]
        return made


@fault(
    "pointer-read-in-a-bundle",
    "The read of a pointer is answered with a searchset of it.",
    breaks="DP-06",
)
class _PointerReadInABundle(Receiver):
    def answer_about_pointers(self, call: Call) -> Json:
        answer = super().answer_about_pointers(call)
        alone = call.method == "GET" and answer["resourceType"] == "DocumentReference"
        return searchset(call, [answer]) if alone else answer


def _read_otherwise(name: str, sentence: str, breaks: str, **elements: object) -> None:
    """A fault in which the read of a pointer gives other elements; None leaves one out."""

    class ReadOtherwise(Receiver):
        def answer_about_pointers(self, call: Call) -> Json:
            answer = super().answer_about_pointers(call)
            if call.method != "GET" or answer["resourceType"] != "DocumentReference":
                return answer
            return {name: value for name, value in {**answer, **elements}.items() if value is not None}

    fault(name, sentence, breaks=breaks)(ReadOtherwise)


_read_otherwise("pointer-read-under-another-id", "A pointer is read with another id.", "DP-06", id="Z8R01-1")
_read_otherwise(
    "pointer-read-without-identifier", "A pointer is read without its identifier.", "DP-06", identifier=None
)


@fault(
    "unknown-pointer-told-as-bad-request",
    "The read of a pointer that there is not is answered 400.",
    breaks="DP-09 DP-16 EH-27",
)
class _UnknownPointerToldAsBadRequest(Receiver):
    def answer_about_pointers(self, call: Call) -> Json:
        with refused_as(400, "value", instead_of="not-found") if call.method == "GET" else nullcontext():
            return super().answer_about_pointers(call)


@store_fault(
    "pointer-update-not-carried-out",
    "The update of a pointer is confirmed and not carried out.",
    breaks="DP-08",
)
class _PointerUpdateNotCarriedOut(PointerStore):
    def update(self, producer: str, pointer_id: str, sent: Json) -> Json:
        held = self.read(producer, pointer_id)
        updated = super().update(producer, pointer_id, sent)
        if producer != "Z8R01":
            self.pointers[pointer_id] = held
        return updated


def _changeable(name: str, sentence: str, element: str) -> None:
    """A fault in which an element of a pointer can be changed that cannot."""

    @store_fault(name, sentence, breaks="DP-33")
    class _Changeable(PointerStore):
        def check_same(self, held: Json, sent: Json) -> None:
            super().check_same(held, {**sent, element: held[element]})

        def check_owner(self, producer: str, pointer: Json) -> None:
            if element != "custodian":
                super().check_owner(producer, pointer)


_changeable("pointer-given-to-another-patient", "The subject of a pointer can be changed.", "subject")
_changeable("pointer-type-changed", "The type of a pointer can be changed.", "type")
_changeable("pointer-id-changed", "A pointer with another id than that in the path is taken on PUT.", "id")


@store_fault(
    "pointer-given-to-another-custodian",
    "The custodian of a pointer can be changed.",
    breaks="DP-33",
)
class _PointerGivenToAnotherCustodian(PointerStore):
    def update(self, producer: str, pointer_id: str, sent: Json) -> Json:
        held = self.read(producer, pointer_id)
        super().update(producer, pointer_id, {**sent, "custodian": held["custodian"]})
        self.pointers[pointer_id]["custodian"] = sent["custodian"]
        return self.pointers[pointer_id]


@store_fault(
    "pointer-removal-not-carried-out",
    "The removal of a pointer is confirmed and not carried out.",
    breaks="DP-09",
)
class _PointerRemovalNotCarriedOut(PointerStore):
    def delete(self, producer: str, pointer_id: str) -> None:
        held = self.read(producer, pointer_id)
        super().delete(producer, pointer_id)
        if producer != "Z8R01":
            self.pointers[pointer_id] = held


@store_fault(
    "removed-pointer-still-read",
    "A pointer that was removed can be read, though no search tells it.",
    breaks="DP-09",
)
class _RemovedPointerStillRead(PointerStore):
    def __init__(self) -> None:
        super().__init__()
        self._removed: dict[str, Json] = {}

    def delete(self, producer: str, pointer_id: str) -> None:
        self._removed[pointer_id] = self.read(producer, pointer_id)
        super().delete(producer, pointer_id)

    def read(self, producer: str, pointer_id: str) -> Json:
        removed = self._removed.get(pointer_id)
        return super().read(producer, pointer_id) if removed is None else removed


@store_fault(
    "removed-pointer-still-told",
    "A search tells a pointer that was removed, though it cannot be read.",
    breaks="DP-09",
)
class _RemovedPointerStillTold(PointerStore):
    def delete(self, producer: str, pointer_id: str) -> None:
        held = self.read(producer, pointer_id)
        if producer == "Z8R01":
            super().delete(producer, pointer_id)
        else:
            self.pointers[pointer_id] = {**held, "removed": True}

    def read(self, producer: str, pointer_id: str) -> Json:
        held = super().read(producer, pointer_id)
        if held.get("removed"):
            raise self.unknown()
        return held


@store_fault(
    "pointer-of-another-removed",
    "A producer can remove the pointer of another organisation.",
    breaks="DP-32",
)
class _PointerOfAnotherRemoved(PointerStore):
    def delete(self, producer: str, pointer_id: str) -> None:
        self.pointers.pop(pointer_id, None)


@store_fault(
    "pointer-of-another-refused-and-removed",
    "The removal of the pointer of another organisation is refused and carried out.",
    breaks="DP-32",
)
class _PointerOfAnotherRefusedAndRemoved(PointerStore):
    def delete(self, producer: str, pointer_id: str) -> None:
        try:
            super().delete(producer, pointer_id)
        finally:
            self.pointers.pop(pointer_id, None)


@store_fault(
    "pointer-of-another-updated",
    "A producer can update the pointer of another organisation.",
    breaks="DP-32",
)
class _PointerOfAnotherUpdated(PointerStore):
    def update(self, producer: str, pointer_id: str, sent: Json) -> Json:
        held = self.pointers.get(pointer_id)
        owner = producer if held is None else str(held["custodian"]["identifier"]["value"])
        return super().update(owner, pointer_id, sent)


def _unchecked(name: str, sentence: str, check: str) -> None:
    """A fault in which one element of a pointer is not looked at."""

    def unchecked(*_: object) -> None:
        pass

    class Unchecked(PointerStore):
        pass

    setattr(Unchecked, check, unchecked)
    store_fault(name, sentence, breaks="DP-34")(Unchecked)


_unchecked("pointer-without-subject-taken", "A pointer without a subject is taken.", "check_subject")
_unchecked("pointer-without-type-taken", "A pointer without a type is taken.", "check_type")
_unchecked("pointer-without-content-taken", "A pointer without content is taken.", "check_content")
_unchecked("pointer-of-any-status-taken", "A pointer of a status that FHIR has not is taken.", "check_status")


@store_fault(
    "pointer-without-custodian-taken",
    "A pointer without a custodian is taken as one of the producer's.",
    breaks="DP-34",
)
class _PointerWithoutCustodianTaken(PointerStore):
    def create(self, producer: str, sent: Json) -> Json:
        system = "https://fhir.nhs.uk/Id/ods-organization-code"
        return super().create(
            producer, {"custodian": {"identifier": {"system": system, "value": producer}}, **sent}
        )


@store_fault(
    "any-resource-taken-as-a-pointer",
    "A Patient is taken in place of a pointer.",
    breaks="DP-34",
)
class _AnyResourceTakenAsAPointer(PointerStore):
    def check(self, producer: str, sent: Json) -> None:
        if sent.get("resourceType") != "Patient":
            super().check(producer, sent)


@fault(
    "pointer-cut-in-half-told-as-server-error",
    "A pointer that is no JSON is answered 500.",
    breaks="DP-34 EH-24",
)
class _PointerCutInHalfToldAsServerError(Receiver):
    def pointer_sent(self, call: Call) -> Json:
        try:
            return super().pointer_sent(call)
        except Refusal as refusal:
            raise RuntimeError("the body cannot be read") from refusal
