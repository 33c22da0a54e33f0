"""Faults in which paths, methods and functions are refused, and as what (General-Failure-Scenarios)."""

from http import HTTPStatus
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.faults.refusals import refused_as
from bars_conformance.reference import Receiver, bodies
from bars_conformance.reference.bundle import Message, at
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal

_GENERAL = "EH-46 FS-GEN-01"


@fault(
    "unknown-operation-told-as-server-error",
    "An operation that nobody knows is answered 500.",
    breaks=f"EH-30 FS-GEN-16 {_GENERAL}",
)
class _UnknownOperationToldAsServerError(Receiver):
    def not_implemented(self, call: Call) -> Refusal:
        told = super().not_implemented(call)
        return Refusal(500, "exception", told.diagnostics) if str(call.path).startswith("/$") else told


@fault(
    "deleting-a-booking-told-as-forbidden",
    "DELETE /Appointment/{id}, which is not built, is answered 403.",
    breaks=f"AP-33 FS-GEN-16 {_GENERAL}",
)
class _DeletingABookingToldAsForbidden(Receiver):
    def not_implemented(self, call: Call) -> Refusal:
        told = super().not_implemented(call)
        return Refusal(403, "forbidden", told.diagnostics) if call.method == "DELETE" else told


@fault(
    "unbuilt-function-told-with-issue-exception",
    "A function that is not built is answered 501 with the issue code exception.",
    breaks=f"AP-33 EH-30 FS-GEN-04 FS-GEN-16 {_GENERAL}",
)
class _UnbuiltFunctionToldWithIssueException(Receiver):
    def issue_code(self, call: Call, refusal: Refusal) -> str:
        unbuilt = refusal.status == HTTPStatus.NOT_IMPLEMENTED
        return "exception" if unbuilt else super().issue_code(call, refusal)


@fault(
    "unbuilt-pointers-told-as-unavailable",
    "GET /DocumentReference, which is neither listed nor built, is answered 503 as if it would come back.",
    breaks=f"DP-05 FS-GEN-16 {_GENERAL}",
)
class _UnbuiltPointersToldAsUnavailable(Receiver):
    def rest(self) -> dict[str, Any]:
        rest = super().rest()
        listed = [each for each in rest["resource"] if each["type"] != "DocumentReference"]
        return {**rest, "resource": listed}

    def check_route(self, call: Call) -> None:
        if call.path == "/DocumentReference":
            raise Refusal(503, "transient", "Pointers cannot be searched now.")
        super().check_route(call)


@fault(
    "undeclared-event-told-as-server-error",
    "A booking-response, which the receiver does not declare, is answered 500.",
    breaks=f"CM-58 FS-GEN-04 FS-GEN-16 FS-PM-41 {_GENERAL}",
)
class _UndeclaredEventToldAsServerError(Receiver):
    def check_event(self, message: Message) -> None:
        if message.event == "booking-response":
            raise RuntimeError("no branch for this event")
        super().check_event(message)


@fault(
    "wrong-method-on-messages-told-as-not-found",
    "GET /$process-message is answered 404 in place of 405.",
    breaks=f"FS-GEN-09 FU-06 {_GENERAL}",
)
class _WrongMethodOnMessagesToldAsNotFound(Receiver):
    def method_not_allowed(self, call: Call, served: tuple[str, ...]) -> Refusal:
        if call.path == "/$process-message" and call.method == "GET":
            return self.path_not_found(call)
        return super().method_not_allowed(call, served)


@fault(
    "wrong-method-with-issue-forbidden",
    "A wrong method is answered 405 with the issue code forbidden.",
    breaks=f"FS-GEN-09 FU-06 {_GENERAL}",
)
class _WrongMethodWithIssueForbidden(Receiver):
    def issue_code(self, call: Call, refusal: Refusal) -> str:
        wrong = refusal.status == HTTPStatus.METHOD_NOT_ALLOWED
        return "forbidden" if wrong else super().issue_code(call, refusal)


@fault(
    "posting-to-metadata-served",
    "POST /metadata is answered with the CapabilityStatement.",
    breaks=f"EH-49 FS-GEN-09 {_GENERAL}",
)
class _PostingToMetadataServed(Receiver):
    def methods(self, call: Call) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return (("GET", "POST"), ()) if call.path == "/metadata" else super().methods(call)


@fault(
    "wide-slot-range-told-as-bad-request",
    "A slot search over too wide a range is answered 400 too-costly.",
    breaks="CF-20 EH-46 FS-ROUTE-24 FS-SLOT-20",
)
class _WideSlotRangeToldAsBadRequest(Receiver):
    def too_costly(self) -> Refusal:
        return Refusal(400, "too-costly", super().too_costly().diagnostics)


@fault(
    "unknown-slot-status-told-as-unprocessable",
    "GET /Slot with a status that is none is answered 422.",
    breaks=f"CF-19 FS-GEN-03 FS-SLOT-22 {_GENERAL}",
)
class _UnknownSlotStatusToldAsUnprocessable(Receiver):
    def slot_statuses(self, call: Call) -> frozenset[str]:
        with refused_as(422, "value", instead_of="value"):
            return super().slot_statuses(call)


@fault(
    "malformed-json-told-as-server-error",
    "A body that is not JSON is answered 500.",
    breaks="EH-24 EH-46 FU-08",
)
class _MalformedJsonToldAsServerError(Receiver):
    def read_bundle(self, call: Call) -> dict[str, Any]:
        try:
            return super().read_bundle(call)
        except Refusal as refusal:
            if "JSON" not in refusal.diagnostics:
                raise
            raise RuntimeError("the body cannot be parsed") from refusal


@fault(
    "lone-patient-taken-for-a-message",
    "A Patient or other lone resource posted to $process-message is answered 200 with what was posted.",
    breaks="EH-24 EH-49 FU-08",
)
class _LonePatientTakenForAMessage(Receiver):
    def process_message(self, call: Call) -> dict[str, Any]:
        posted = bodies.parse(call.body)
        lone = at(posted, "resourceType") not in {None, "Bundle"}
        return posted if lone else super().process_message(call)
