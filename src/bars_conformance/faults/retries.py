"""Faults in answering a retry: of a message that failed, or is still in progress (Failure-Scenarios)."""

# ruff: noqa: ARG002 - an override takes what the method takes

from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Configuration, Receiver
from bars_conformance.reference.bundle import Message
from bars_conformance.reference.call import Call
from bars_conformance.reference.premises import Admission
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.workflow import Purpose


@fault(
    "retry-of-a-failure-told-as-duplicate",
    "A retry of a message that failed is answered 409 duplicate in place of the failure.",
    breaks="TI-26",
)
class _RetryOfAFailureToldAsDuplicate(Receiver):
    def failed_before(self, call: Call, failure: Refusal) -> Refusal:
        return self.duplicate(call)


@fault(
    "retry-of-a-failure-processed-anew",
    "A retry of a message that failed is processed as if it had never come.",
    breaks="TI-26",
)
class _RetryOfAFailureProcessedAnew(Receiver):
    def known(self, call: Call, key: str) -> Admission | None:
        known = super().known(call, key)
        return None if known and known.failure else known


@fault(
    "retry-of-a-server-error-told-as-conflict",
    "A retry of a message that failed with 500 is answered 409 REC_CONFLICT conflict.",
    breaks="TI-26",
)
class _RetryOfAServerErrorToldAsConflict(Receiver):
    def failed_before(self, call: Call, failure: Refusal) -> Refusal:
        broken = failure.status == self.broken(call).status
        return Refusal(409, "conflict", failure.diagnostics) if broken else failure


@fault(
    "retry-in-progress-told-as-duplicate",
    "A retry of a message that is still in progress is answered 409 as if it were processed.",
    breaks="TI-24",
)
class _RetryInProgressToldAsDuplicate(Receiver):
    def too_early(self, call: Call) -> Refusal:
        return self.duplicate(call)


@fault(
    "retry-in-progress-told-as-unavailable",
    "A retry of a message that is still in progress is answered 503 transient.",
    breaks="TI-24",
)
class _RetryInProgressToldAsUnavailable(Receiver):
    def too_early(self, call: Call) -> Refusal:
        return Refusal(503, "transient", super().too_early(call).diagnostics)


@fault(
    "retry-in-progress-processed",
    "A retry that comes while the message is still in progress is processed beside it.",
    breaks="HDR-07 TI-10 TI-24",
)
class _RetryInProgressProcessed(Receiver):
    def known(self, call: Call, key: str) -> Admission | None:
        known = super().known(call, key)
        return known if known and (known.done or known.failure) else None


@fault(
    "retry-after-timeout-processed",
    "A message that was answered 408 is forgotten, so that its retry is processed beside it.",
    breaks="HDR-07 TI-10 TI-24",
)
class _RetryAfterTimeoutProcessed(Receiver):
    def timed_out(self, call: Call) -> Refusal:
        if call.is_message:
            self.holdings.admissions.pop(self.message_key(call), None)
        return super().timed_out(call)


@fault(
    "too-early-for-ever-after-a-timeout",
    "A message that was answered 408 counts as in progress for ever, also when it is done.",
    breaks="TI-11 TI-18 TI-24",
)
class _TooEarlyForEverAfterATimeout(Receiver):
    def timed_out(self, call: Call) -> Refusal:
        if call.is_message:
            self.holdings.admissions[self.message_key(call)] = Admission()
        return super().timed_out(call)


@fault(
    "repeated-read-told-as-too-early",
    "A read that comes again under the same ids is answered 425.",
    breaks="TI-49",
)
class _RepeatedReadToldAsTooEarly(Receiver):
    async def answer_read(self, call: Call) -> dict[str, Any]:
        key = self.message_key(call)
        if key in self.holdings.admissions:
            raise Refusal(425, "transient", "The request is still being processed.")
        self.holdings.admissions[key] = Admission(done=True)
        return await super().answer_read(call)


@fault(
    "failed-message-kept",
    "A message that fails inside the receiver is carried out all the same.",
    breaks="CM-10",
)
class _FailedMessageKept(Receiver):
    async def answer_message(self, call: Call) -> dict[str, Any]:
        try:
            return await super().answer_message(call)
        except RuntimeError:
            self.process_message(call)
            raise


@fault(
    "message-of-unknown-reason-refused-yet-carried-out",
    "A message whose reason has no branch is refused, and carried out as a new one all the same.",
    breaks="CM-10 CX-16",
)
class _MessageOfUnknownReasonRefusedYetCarriedOut(Receiver):
    def purpose(self, message: Message) -> Purpose:
        try:
            return super().purpose(message)
        except Refusal:
            if message.reason not in ("new", "update"):
                self.submit(message, Purpose.NEW)
            raise


@fault(
    "corrected-message-refused",
    "A message that was refused for its content is refused again when it comes corrected under fresh ids.",
    breaks="CM-10",
)
class _CorrectedMessageRefused(Receiver):
    def __init__(self, configuration: Configuration | None = None) -> None:
        super().__init__(configuration)
        self._refused_bundles: set[str] = set()

    def process_message(self, call: Call) -> dict[str, Any]:
        bundle_id = self.read_message(call).bundle["id"]
        if bundle_id in self._refused_bundles:
            raise Refusal(400, "invariant", "The Bundle was refused before.")
        try:
            return super().process_message(call)
        except Refusal:
            self._refused_bundles.add(bundle_id)
            raise
