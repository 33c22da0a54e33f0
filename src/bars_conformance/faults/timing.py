"""Faults in ending a request that takes too long (Non-Functional-Requirements/Processing-Times)."""

# ruff: noqa: ARG002 - an override takes what the method takes

from collections.abc import Awaitable
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal

_ENDED_OTHERWISE = "EH-46 FS-ROUTE-18 NFR-13 TI-22"
"""What asks for 408 REC_TIMEOUT timeout."""


@fault(
    "slow-request-answered-late",
    "A request that takes longer than 5000 ms is waited for, and answered 200 when it is done.",
    breaks=f"NFR-12 {_ENDED_OTHERWISE}",
)
class _SlowRequestAnsweredLate(Receiver):
    async def within_limit(self, call: Call, work: Awaitable[dict[str, Any]]) -> dict[str, Any]:
        return await work


@fault(
    "timeout-told-as-conflict",
    "A request that takes too long is answered 409 REC_CONFLICT timeout.",
    breaks=_ENDED_OTHERWISE,
)
class _TimeoutToldAsConflict(Receiver):
    def timed_out(self, call: Call) -> Refusal:
        told = super().timed_out(call)
        return Refusal(409, told.issue, told.diagnostics)


@fault(
    "timeout-of-a-message-told-as-unavailable",
    "A message that takes too long is answered 503; a read is answered 408 as it should.",
    breaks=_ENDED_OTHERWISE,
)
class _TimeoutOfAMessageToldAsUnavailable(Receiver):
    def timed_out(self, call: Call) -> Refusal:
        told = super().timed_out(call)
        return Refusal(503, "transient", told.diagnostics) if call.is_message else told


@fault(
    "timeout-with-issue-transient",
    "A request that takes too long is answered 408 with the issue code transient.",
    breaks=_ENDED_OTHERWISE,
)
class _TimeoutWithIssueTransient(Receiver):
    def timed_out(self, call: Call) -> Refusal:
        told = super().timed_out(call)
        return Refusal(told.status, "transient", told.diagnostics)
