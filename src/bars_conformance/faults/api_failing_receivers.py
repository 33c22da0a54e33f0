"""Faults in what the API says in the place of a receiver that fails (Message-Routing)."""

from http import HTTPStatus

import httpx
from starlette.responses import Response

from bars_conformance.faults.fault import fault
from bars_conformance.reference.api import Api
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.call import Call

_TIMEOUT = "FS-GEN-13 FS-ROUTE-18"
_OUTCOME = "EH-01 EH-11 EH-14 EH-16"


@fault(
    "timeout-told-as-gateway-timeout",
    "A receiver that is too slow is told as 504 PROXY_TIMEOUT.",
    breaks=_TIMEOUT,
)
class _TimeoutToldAsGatewayTimeout(Api):
    def timed_out(self, call: Call) -> ApiRefusal:
        return ApiRefusal(504, "PROXY_TIMEOUT", "timeout", super().timed_out(call).diagnostics)


@fault(
    "timeout-of-messages-told-as-unavailable",
    "A receiver that is too slow for a message is told as unavailable.",
    breaks=_TIMEOUT,
)
class _TimeoutOfMessagesToldAsUnavailable(Api):
    def timed_out(self, call: Call) -> ApiRefusal:
        return self.unavailable(call) if call.is_message else super().timed_out(call)


@fault(
    "timeout-told-with-issue-transient",
    "A receiver that is too slow is told with the issue code transient.",
    breaks=_TIMEOUT,
)
class _TimeoutToldWithIssueTransient(Api):
    def timed_out(self, call: Call) -> ApiRefusal:
        return ApiRefusal(408, "REC_TIMEOUT", "transient", super().timed_out(call).diagnostics)


@fault(
    "gateway-timeout-of-the-receiver-told-as-its-failure",
    "A 504 that comes from the receiver's side is told as a 500.",
    breaks=_TIMEOUT,
)
class _GatewayTimeoutOfTheReceiverToldAsItsFailure(Api):
    def in_place_of(self, call: Call, answer: httpx.Response) -> ApiRefusal:
        late = answer.status_code == HTTPStatus.GATEWAY_TIMEOUT
        return self.receiver_failed(call) if late else super().in_place_of(call, answer)


@fault(
    "refused-connection-told-as-bad-gateway",
    "A receiver that cannot be reached is told as 502.",
    breaks="FS-ROUTE-20",
)
class _RefusedConnectionToldAsBadGateway(Api):
    def unreachable(self, call: Call) -> ApiRefusal:
        return ApiRefusal(502, "REC_SERVICE_UNAVAILABLE", "transient", super().unreachable(call).diagnostics)


@fault(
    "refused-connection-blamed-on-the-api",
    "A receiver that cannot be reached is told as if the API were not available.",
    breaks="FS-ROUTE-20 EH-06",
)
class _RefusedConnectionBlamedOnTheApi(Api):
    def unreachable(self, call: Call) -> ApiRefusal:
        return ApiRefusal(503, "PROXY_UNAVAILABLE", "transient", super().unreachable(call).diagnostics)


@fault(
    "refused-connection-breaks-the-api",
    "A message to a receiver that cannot be reached is answered 500.",
    breaks="FS-ROUTE-20",
)
class _RefusedConnectionBreaksTheApi(Api):
    def unreachable(self, call: Call) -> ApiRefusal:
        return self.broken(call) if call.is_message else super().unreachable(call)


@fault(
    "refused-connection-told-in-text",
    "A receiver that cannot be reached is told in plain text.",
    breaks=f"FS-ROUTE-20 {_OUTCOME}",
)
class _RefusedConnectionToldInText(Api):
    def refuse(self, call: Call, refusal: ApiRefusal) -> Response:
        if refusal.diagnostics == self.unreachable(call).diagnostics:
            return Response("Bad gateway: no route to the receiver", 503, media_type="text/plain")
        return super().refuse(call, refusal)


@fault(
    "bare-unavailability-passed-on",
    "A 503 of the receiver without a body is passed on without one.",
    breaks=f"FS-ROUTE-20 {_OUTCOME}",
)
class _BareUnavailabilityPassedOn(Api):
    def tells_why(self, answer: httpx.Response) -> bool:
        return answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE or super().tells_why(answer)


@fault(
    "bare-unavailability-told-as-failure",
    "A 503 of the receiver without a body is told as a 500.",
    breaks="FS-ROUTE-20",
)
class _BareUnavailabilityToldAsFailure(Api):
    def unavailable(self, call: Call) -> ApiRefusal:
        return self.receiver_failed(call)


@fault(
    "bare-failure-passed-on",
    "A 500 of the receiver without a body is passed on without one.",
    breaks=f"FS-ROUTE-19 {_OUTCOME}",
)
class _BareFailurePassedOn(Api):
    def tells_why(self, answer: httpx.Response) -> bool:
        bare = answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR and not answer.content
        return bare or super().tells_why(answer)


@fault(
    "failure-in-html-passed-on",
    "A page in HTML with which a receiver fails is passed on to the sender.",
    breaks=f"FS-ROUTE-19 {_OUTCOME}",
)
class _FailureInHtmlPassedOn(Api):
    def tells_why(self, answer: httpx.Response) -> bool:
        return answer.headers.get("Content-Type") == "text/html" or super().tells_why(answer)


@fault(
    "failure-of-the-receiver-blamed-on-the-api",
    "A receiver that fails without a word is told with the code PROXY_SERVER_ERROR.",
    breaks="FS-ROUTE-19 EH-06",
)
class _FailureOfTheReceiverBlamedOnTheApi(Api):
    def receiver_failed(self, call: Call) -> ApiRefusal:
        return ApiRefusal(500, "PROXY_SERVER_ERROR", "exception", super().receiver_failed(call).diagnostics)


@fault(
    "failure-of-the-receiver-told-as-unavailable",
    "A receiver that fails without a word on a message is told as unavailable.",
    breaks="FS-ROUTE-19",
)
class _FailureOfTheReceiverToldAsUnavailable(Api):
    def receiver_failed(self, call: Call) -> ApiRefusal:
        return self.unavailable(call) if call.is_message else super().receiver_failed(call)
