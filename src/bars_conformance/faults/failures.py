"""Faults in telling a failure inside the receiver (Failure-Scenarios-1.1.x/Message-Routing)."""

from http import HTTPStatus

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal

_FAILURE = "EH-46 FS-GEN-01 FS-GEN-14 FS-ROUTE-19 FS-ROUTE-25"
"""What asks for 500 REC_SERVER_ERROR exception or transient."""


@fault(
    "failure-told-with-code-of-a-bad-request",
    "A failure inside the receiver is answered 500 with REC_BAD_REQUEST.",
    breaks=f"EH-32 EH-33 {_FAILURE}",
)
class _FailureToldWithCodeOfABadRequest(Receiver):
    def error_code(self, call: Call, refusal: Refusal) -> str:
        failed = refusal.status == HTTPStatus.INTERNAL_SERVER_ERROR
        return "REC_BAD_REQUEST" if failed else super().error_code(call, refusal)


@fault(
    "failure-told-as-bad-request",
    "A failure inside the receiver is answered 400, as if the sender had caused it.",
    breaks=f"EH-33 EH-36 {_FAILURE}",
)
class _FailureToldAsBadRequest(Receiver):
    def broken(self, call: Call) -> Refusal:
        return Refusal(400, "invalid", super().broken(call).diagnostics)


@fault(
    "storage-failure-told-as-conflict",
    "A message that cannot be stored is answered 409 no-store.",
    breaks=f"EH-36 FS-ROUTE-26 {_FAILURE}",
)
class _StorageFailureToldAsConflict(Receiver):
    def broken(self, call: Call) -> Refusal:
        return Refusal(409, "no-store", super().broken(call).diagnostics)


@fault(
    "failure-told-as-unavailable-with-issue-exception",
    "A failure inside the receiver is answered 503 with the issue code exception.",
    breaks=f"FS-ROUTE-20 {_FAILURE}",
)
class _FailureToldAsUnavailableWithIssueException(Receiver):
    def broken(self, call: Call) -> Refusal:
        return Refusal(503, "exception", super().broken(call).diagnostics)


@fault(
    "failure-answered-200",
    "A failure inside the receiver is answered 200 with an OperationOutcome of severity error.",
    breaks=f"EH-02 EH-32 EH-33 EH-36 EH-49 {_FAILURE}",
)
class _FailureAnswered200(Receiver):
    def status(self, call: Call, refusal: Refusal) -> int:
        failed = refusal.status == HTTPStatus.INTERNAL_SERVER_ERROR
        return 200 if failed else super().status(call, refusal)


@fault(
    "failure-with-issue-processing",
    "A failure inside the receiver is answered 500 with the issue code processing.",
    breaks=_FAILURE,
)
class _FailureWithIssueProcessing(Receiver):
    def broken(self, call: Call) -> Refusal:
        return Refusal(500, "processing", super().broken(call).diagnostics)
