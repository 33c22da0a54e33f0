"""Faults in the form of an answer that refuses (Error-Handling/OperationOutcome-Example)."""

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal

_NO_OUTCOME = "EH-01 EH-06 EH-14 EH-16 EH-17 EH-19 EH-33 EH-34 EH-40 EH-47 EH-49 EH-50"
"""What asks for something in an OperationOutcome that is not there."""


def _bare(answer: Response, body: bytes, content_type: str) -> Response:
    """An answer of the same status and ids with another body."""
    kept = {name: value for name, value in answer.headers.items() if name.startswith("x-")}
    return Response(body, answer.status_code, {**kept, "Content-Type": content_type})


@fault(
    "html-page-for-unknown-path",
    "A path that is not there is answered 404 with an HTML page.",
    breaks=f"EH-30 {_NO_OUTCOME}",
)
class _HtmlPageForUnknownPath(Receiver):
    def refuse(self, call: Call, refusal: Refusal) -> Response:
        answer = super().refuse(call, refusal)
        if refusal.diagnostics != self.path_not_found(call).diagnostics:
            return answer
        return _bare(answer, b"<html><body><h1>404 Not Found</h1></body></html>", "text/html")


@fault(
    "empty-answer-to-wrong-method",
    "A wrong method is answered 405 without a body.",
    breaks=f"EH-46 FS-GEN-01 FS-GEN-09 FU-06 {_NO_OUTCOME}",
)
class _EmptyAnswerToWrongMethod(Receiver):
    def refuse(self, call: Call, refusal: Refusal) -> Response:
        answer = super().refuse(call, refusal)
        return _bare(answer, b"", "text/plain") if refusal.status == HTTPStatus.METHOD_NOT_ALLOWED else answer


@fault(
    "outcome-without-issue-for-not-acceptable",
    "A media type that cannot be given is answered 406 with an OperationOutcome that has no issue.",
    breaks=f"CN-04 CN-05 CN-06 CN-08 EH-46 FS-APPT-12 FS-GEN-01 FS-GEN-11 FS-SR-12 {_NO_OUTCOME}",
)
class _OutcomeWithoutIssueForNotAcceptable(Receiver):
    def outcome(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        outcome = super().outcome(call, refusal)
        if refusal.status == HTTPStatus.NOT_ACCEPTABLE:
            del outcome["issue"]
        return outcome


@fault(
    "bundle-in-place-of-an-outcome",
    "A missing patient:identifier is answered 400 with a Bundle that has the outcome in it.",
    breaks=f"AP-07 EH-46 FS-APPT-09 {_NO_OUTCOME}",
)
class _BundleInPlaceOfAnOutcome(Receiver):
    def outcome(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        outcome = super().outcome(call, refusal)
        if call.path != "/Appointment" or "patient:identifier is missing" not in refusal.diagnostics:
            return outcome
        return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": outcome}]}


@fault(
    "unknown-booking-answered-200",
    "An unknown Appointment is answered 200 with an OperationOutcome of severity error.",
    breaks="AP-06 AP-23 EH-02 EH-27 EH-32 EH-33 EH-46 EH-49 FS-APPT-07 WF-07",
)
class _UnknownBookingAnswered200(Receiver):
    def status(self, call: Call, refusal: Refusal) -> int:
        unknown = str(call.path).startswith("/Appointment/") and refusal.status == HTTPStatus.NOT_FOUND
        return 200 if unknown else super().status(call, refusal)


@fault(
    "severity-warning-for-wrong-method",
    "The outcome of a wrong method has the severity warning.",
    breaks="EH-14 EH-16",
)
class _SeverityWarningForWrongMethod(Receiver):
    def issue(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        issue = super().issue(call, refusal)
        return {**issue, "severity": "warning"} if refusal.status == HTTPStatus.METHOD_NOT_ALLOWED else issue


@fault(
    "issue-without-severity-for-unknown-referral",
    "The outcome of an unknown ServiceRequest has an issue without severity.",
    breaks="EH-01 EH-14 EH-16",
)
class _IssueWithoutSeverityForUnknownReferral(Receiver):
    def issue(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        issue = super().issue(call, refusal)
        if str(call.path).startswith("/ServiceRequest/") and refusal.status == HTTPStatus.NOT_FOUND:
            del issue["severity"]
        return issue


@fault(
    "outcome-without-id-and-profile-for-not-found",
    "Outcomes of status 404 have neither id nor profile.",
    breaks="EH-16",
)
class _OutcomeWithoutIdAndProfileForNotFound(Receiver):
    def outcome(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        outcome = super().outcome(call, refusal)
        bare = {name: outcome[name] for name in ("resourceType", "issue")}
        return bare if refusal.status == HTTPStatus.NOT_FOUND else outcome


@fault(
    "code-as-text-only-for-missing-ids-on-metadata",
    "GET /metadata without its ids is answered 400 with the error code as text and not as a coding.",
    breaks="EH-06 EH-14 EH-16 EH-17 EH-34 EH-40 FS-GEN-03 FS-META-06 TI-14 TI-15 TI-16",
)
class _CodeAsTextOnlyForMissingIdsOnMetadata(Receiver):
    def issue(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        issue = super().issue(call, refusal)
        if call.path == "/metadata" and refusal.issue == "required":
            issue["details"] = {"text": refusal.code}
        return issue
