"""Faults in the error codes and issue codes of refusals (Error-Handling)."""

from http import HTTPStatus

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal

_UNPREFIXED = "EH-06 EH-13 EH-34 EH-35 EH-46"
_ANOTHER_PREFIX = f"EH-12 {_UNPREFIXED}"
_UNKNOWN_BOOKING = "AP-06 AP-23 EH-27 FS-APPT-07"
_UNKNOWN_REFERRAL = "CF-42 EH-27 FS-SR-07"


def _missing_id(refusal: Refusal) -> bool:
    return refusal.issue == "required" and refusal.diagnostics.startswith("The header X-")


def _unknown(kind: str, call: Call, refusal: Refusal) -> bool:
    return str(call.path).startswith(f"/{kind}/") and refusal.issue == "not-found"


@fault(
    "send-code-for-missing-ids-on-slot-search",
    "GET /Slot without its ids is answered SEND_BAD_REQUEST, a code of the national API.",
    breaks=f"{_ANOTHER_PREFIX} FS-SLOT-23 TI-14 TI-15 TI-16",
)
class _SendCodeForMissingIdsOnSlotSearch(Receiver):
    def error_code(self, call: Call, refusal: Refusal) -> str:
        there = call.path == "/Slot" and _missing_id(refusal)
        return "SEND_BAD_REQUEST" if there else super().error_code(call, refusal)


@fault(
    "send-code-for-wrong-method",
    "A wrong method is answered SEND_METHOD_NOT_ALLOWED, a code of the national API.",
    breaks="EH-06 EH-12 EH-13 EH-34 EH-35",
)
class _SendCodeForWrongMethod(Receiver):
    def error_code(self, call: Call, refusal: Refusal) -> str:
        wrong = refusal.status == HTTPStatus.METHOD_NOT_ALLOWED
        return "SEND_METHOD_NOT_ALLOWED" if wrong else super().error_code(call, refusal)


@fault(
    "proxy-code-for-unknown-booking",
    "An unknown Appointment is answered PROXY_NOT_FOUND, a code of the national API.",
    breaks=f"{_ANOTHER_PREFIX} {_UNKNOWN_BOOKING}",
)
class _ProxyCodeForUnknownBooking(Receiver):
    def error_code(self, call: Call, refusal: Refusal) -> str:
        there = _unknown("Appointment", call, refusal)
        return "PROXY_NOT_FOUND" if there else super().error_code(call, refusal)


@fault(
    "unprefixed-code-for-a-duplicate",
    "A duplicate is answered 409 CONFLICT without the prefix of a receiver.",
    breaks=f"{_UNPREFIXED} CM-13 FS-PM-03 TI-10 TI-11 TI-12 TI-18 TI-50 TI-52",
)
class _UnprefixedCodeForADuplicate(Receiver):
    def error_code(self, call: Call, refusal: Refusal) -> str:
        duplicate = (refusal.status, refusal.issue) == (409, "duplicate")
        return "CONFLICT" if duplicate else super().error_code(call, refusal)


@fault(
    "unprefixed-code-for-a-taken-slot",
    "A booking of a slot that is taken is answered 409 CONFLICT without the prefix of a receiver.",
    breaks=f"{_UNPREFIXED} AP-31 CM-51 CM-69 CM-70 EH-28 FS-PM-35 TI-17",
)
class _UnprefixedCodeForATakenSlot(Receiver):
    def error_code(self, call: Call, refusal: Refusal) -> str:
        taken = refusal.diagnostics == self.slot_taken().diagnostics
        return "CONFLICT" if taken else super().error_code(call, refusal)


@fault(
    "invented-code-for-missing-context",
    "GET /MessageDefinition without a context is answered REC_CONTEXT_MISSING.",
    breaks="CF-07 CF-08 EH-14 EH-32 EH-46 FS-MSGDEF-04",
)
class _InventedCodeForMissingContext(Receiver):
    def error_code(self, call: Call, refusal: Refusal) -> str:
        there = call.path == "/MessageDefinition" and "context is missing" in refusal.diagnostics
        return "REC_CONTEXT_MISSING" if there else super().error_code(call, refusal)


@fault(
    "code-of-another-status-for-unknown-referral",
    "An unknown ServiceRequest is answered 404 with REC_BAD_REQUEST.",
    breaks=f"EH-32 EH-33 EH-46 {_UNKNOWN_REFERRAL}",
)
class _CodeOfAnotherStatusForUnknownReferral(Receiver):
    def error_code(self, call: Call, refusal: Refusal) -> str:
        there = _unknown("ServiceRequest", call, refusal)
        return "REC_BAD_REQUEST" if there else super().error_code(call, refusal)


@fault(
    "numeric-issue-code-for-unknown-referral",
    "An unknown ServiceRequest is answered with the issue code 404.",
    breaks=f"EH-01 EH-15 EH-46 {_UNKNOWN_REFERRAL}",
)
class _NumericIssueCodeForUnknownReferral(Receiver):
    def issue_code(self, call: Call, refusal: Refusal) -> str:
        there = _unknown("ServiceRequest", call, refusal)
        return str(refusal.status) if there else super().issue_code(call, refusal)


@fault(
    "issue-code-with-a-blank-for-unknown-booking",
    "An unknown Appointment is answered with the issue code “not found”, which FHIR does not have.",
    breaks=f"EH-01 EH-15 EH-46 {_UNKNOWN_BOOKING}",
)
class _IssueCodeWithABlankForUnknownBooking(Receiver):
    def issue_code(self, call: Call, refusal: Refusal) -> str:
        there = _unknown("Appointment", call, refusal)
        return "not found" if there else super().issue_code(call, refusal)


@fault(
    "foreign-coding-system-for-wrong-method",
    "The error code of a wrong method is given under the value set of FHIR's operation outcomes.",
    breaks="EH-17",
)
class _ForeignCodingSystemForWrongMethod(Receiver):
    def error_system(self, call: Call, refusal: Refusal) -> str:
        wrong = refusal.status == HTTPStatus.METHOD_NOT_ALLOWED
        foreign = "http://terminology.hl7.org/CodeSystem/operation-outcome"
        return foreign if wrong else super().error_system(call, refusal)


@fault(
    "display-of-another-status",
    "The display of the error code of a 404 says 400.",
    breaks="EH-18",
)
class _DisplayOfAnotherStatus(Receiver):
    def display(self, call: Call, refusal: Refusal) -> str:
        told = super().display(call, refusal)
        return told.replace("404", "400")
