"""Faults in returning the ids of a request (Transactional-integrity/Receiver-responsibilities)."""

from uuid import uuid4

from starlette.responses import Response

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Configuration, Receiver
from bars_conformance.reference.call import CORRELATION_ID, INTEGRITY_HEADERS, REQUEST_ID, Call
from bars_conformance.reference.premises import Admission
from bars_conformance.reference.refusal import Refusal

_ECHO = "HDR-23 TI-03 TI-05"


def _without_ids(answer: Response) -> Response:
    for name in INTEGRITY_HEADERS:
        del answer.headers[name]
    return answer


@fault("ids-missing-on-not-found", "Answers with status 404 lack the ids of the request.", breaks=_ECHO)
class _IdsMissingOnNotFound(Receiver):
    def refuse(self, call: Call, refusal: Refusal) -> Response:
        answer = super().refuse(call, refusal)
        return _without_ids(answer) if refusal.status == 404 else answer  # noqa: PLR2004 - a status


@fault("ids-missing-on-wrong-method", "Answers with status 405 lack the ids of the request.", breaks=_ECHO)
class _IdsMissingOnWrongMethod(Receiver):
    def refuse(self, call: Call, refusal: Refusal) -> Response:
        answer = super().refuse(call, refusal)
        return _without_ids(answer) if refusal.status == 405 else answer  # noqa: PLR2004 - a status


@fault("ids-missing-on-not-acceptable", "Answers with status 406 lack the ids of the request.", breaks=_ECHO)
class _IdsMissingOnNotAcceptable(Receiver):
    def refuse(self, call: Call, refusal: Refusal) -> Response:
        answer = super().refuse(call, refusal)
        return _without_ids(answer) if refusal.status == 406 else answer  # noqa: PLR2004 - a status


@fault("ids-missing-on-timeout", "Answers with status 408 lack the ids of the request.", breaks=_ECHO)
class _IdsMissingOnTimeout(Receiver):
    def refuse(self, call: Call, refusal: Refusal) -> Response:
        answer = super().refuse(call, refusal)
        return _without_ids(answer) if refusal.status == 408 else answer  # noqa: PLR2004 - a status


@fault("ids-missing-on-unprocessable", "Answers with status 422 lack the ids of the request.", breaks=_ECHO)
class _IdsMissingOnUnprocessable(Receiver):
    def refuse(self, call: Call, refusal: Refusal) -> Response:
        answer = super().refuse(call, refusal)
        return _without_ids(answer) if refusal.status == 422 else answer  # noqa: PLR2004 - a status


@fault("ids-missing-on-server-error", "Answers with status 500 lack the ids of the request.", breaks=_ECHO)
class _IdsMissingOnServerError(Receiver):
    def refuse(self, call: Call, refusal: Refusal) -> Response:
        answer = super().refuse(call, refusal)
        return _without_ids(answer) if refusal.status == 500 else answer  # noqa: PLR2004 - a status


@fault(
    "correlation-id-missing-on-slot-search",
    "The answer to a slot search lacks the X-Correlation-ID.",
    breaks=_ECHO,
)
class _CorrelationIdMissingOnSlotSearch(Receiver):
    def echo(self, call: Call) -> dict[str, str]:
        ids = super().echo(call)
        if call.path == "/Slot":
            ids.pop(CORRELATION_ID, None)
        return ids


@fault(
    "correlation-id-told-as-request-id",
    "GET /MessageDefinition is answered with the X-Correlation-ID in both headers.",
    breaks=_ECHO,
)
class _CorrelationIdToldAsRequestId(Receiver):
    def echo(self, call: Call) -> dict[str, str]:
        ids = super().echo(call)
        if call.path == "/MessageDefinition" and len(ids) == len(INTEGRITY_HEADERS):
            ids[REQUEST_ID] = ids[CORRELATION_ID]
        return ids


@fault(
    "request-id-of-the-previous-message",
    "A message is answered with the X-Request-ID of the message before it.",
    breaks=_ECHO,
)
class _RequestIdOfThePreviousMessage(Receiver):
    previous: str | None = None

    def echo(self, call: Call) -> dict[str, str]:
        ids = super().echo(call)
        if call.is_message and REQUEST_ID in ids:
            own = ids[REQUEST_ID]
            ids[REQUEST_ID], self.previous = self.previous or own, own
        return ids


@fault(
    "ids-missing-when-body-is-no-json",
    "A message whose body is not a JSON object is refused without the ids of the request.",
    breaks=_ECHO,
)
class _IdsMissingWhenBodyIsNoJson(Receiver):
    def echo(self, call: Call) -> dict[str, str]:
        broken = call.is_message and not (call.body.startswith(b"{") and call.body.rstrip().endswith(b"}"))
        return {} if broken and call.body else super().echo(call)


@fault(
    "first-correlation-id-on-a-duplicate",
    "A duplicate is answered with the X-Correlation-ID that the first message came with.",
    breaks=_ECHO,
)
class _FirstCorrelationIdOnADuplicate(Receiver):
    def __init__(self, configuration: Configuration | None = None) -> None:
        super().__init__(configuration)
        self._first: dict[str, str] = {}

    def known(self, call: Call, key: str) -> Admission | None:
        self._first.setdefault(key, call.headers[CORRELATION_ID])
        return super().known(call, key)

    def echo(self, call: Call) -> dict[str, str]:
        ids = super().echo(call)
        first = self._first.get(ids.get(REQUEST_ID, "").lower())
        return {**ids, CORRELATION_ID: first} if first and call.is_message else ids


@fault(
    "request-id-made-anew-on-metadata",
    "GET /metadata is answered with an X-Request-ID of the receiver's own.",
    breaks=f"{_ECHO} TI-04",
)
class _RequestIdMadeAnewOnMetadata(Receiver):
    def echo(self, call: Call) -> dict[str, str]:
        ids = super().echo(call)
        return {**ids, REQUEST_ID: str(uuid4())} if call.path == "/metadata" else ids
