"""Faults in returning the ids of a request (Transactional-integrity/Receiver-responsibilities)."""

from http import HTTPStatus
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Configuration, Receiver
from bars_conformance.reference.call import CORRELATION_ID, INTEGRITY_HEADERS, REQUEST_ID, Call
from bars_conformance.reference.premises import Admission
from bars_conformance.reference.refusal import Refusal

_ECHO = "HDR-23 TI-03 TI-05"


def _ids_missing_on(name: str, status: HTTPStatus) -> None:
    class IdsMissing(Receiver):
        def refuse(self, call: Call, refusal: Refusal) -> Response:
            answer = super().refuse(call, refusal)
            if refusal.status == status:
                for header in INTEGRITY_HEADERS:
                    del answer.headers[header]
            return answer

    fault(name, f"Answers with status {status:d} lack the ids of the request.", breaks=_ECHO)(IdsMissing)


_ids_missing_on("ids-missing-on-not-found", HTTPStatus.NOT_FOUND)
_ids_missing_on("ids-missing-on-wrong-method", HTTPStatus.METHOD_NOT_ALLOWED)
_ids_missing_on("ids-missing-on-not-acceptable", HTTPStatus.NOT_ACCEPTABLE)
_ids_missing_on("ids-missing-on-timeout", HTTPStatus.REQUEST_TIMEOUT)
_ids_missing_on("ids-missing-on-unprocessable", HTTPStatus.UNPROCESSABLE_ENTITY)
_ids_missing_on("ids-missing-on-server-error", HTTPStatus.INTERNAL_SERVER_ERROR)


@fault(
    "ids-missing-on-reads-of-patients",
    "Answers about bookings and referrals lack the ids of the request.",
    breaks=_ECHO,
)
class _IdsMissingOnReadsOfPatients(Receiver):
    def echo(self, call: Call) -> dict[str, str]:
        of_patients = str(call.path).startswith(("/Appointment", "/ServiceRequest"))
        return {} if of_patients else super().echo(call)


@fault("ids-missing-on-one-answer-in-fifty", "Every fiftieth answer lacks the ids.", breaks=_ECHO)
class _IdsMissingOnOneAnswerInFifty(Receiver):
    answers = 0

    async def respond(self, request: Request) -> Response:
        answer = await super().respond(request)
        self.answers += 1
        if self.answers % 50 == 0:
            for header in INTEGRITY_HEADERS:
                del answer.headers[header]
        return answer


@fault("ids-missing-on-a-duplicate", "The refusal of a duplicate lacks the ids of the request.", breaks=_ECHO)
class _IdsMissingOnADuplicate(Receiver):
    def duplicate(self, call: Call) -> Refusal:
        call.headers = call.headers.mutablecopy()
        for name in INTEGRITY_HEADERS:
            del call.headers[name]
        return super().duplicate(call)


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
