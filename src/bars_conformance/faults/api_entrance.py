"""Faults in what the API refuses at its entrance, and in how it says so (General-Failure-Scenarios)."""

# ruff: noqa: ARG002 - an override takes what the method takes

from http import HTTPStatus

import httpx
from starlette.requests import Request
from starlette.responses import Response

from bars_conformance.faults.fault import fault
from bars_conformance.reference.api import Api
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.call import CORRELATION_ID, REQUEST_ID, Call

_MISSING = "EH-23 FS-GEN-02 FS-ROUTE-02 FS-ROUTE-12"
_UNKNOWN_PATH = "EH-26 FS-ROUTE-06"


@fault(
    "missing-correlation-id-made-up",
    "The API makes up an X-Correlation-ID where a search for slots has none.",
    breaks=_MISSING,
)
class _MissingCorrelationIdMadeUp(Api):
    def check_id(self, call: Call, name: str) -> None:
        if name == CORRELATION_ID and call.path == "/Slot" and not call.headers.get(name):
            call.headers = call.headers.mutablecopy()
            call.headers[name] = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
        super().check_id(call, name)

    def forwarded(self, call: Call, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        return super().forwarded(call, call.headers.raw)


@fault(
    "missing-request-id-told-as-unprocessable",
    "A message without X-Request-ID is refused with 422.",
    breaks=_MISSING,
)
class _MissingRequestIdToldAsUnprocessable(Api):
    def header_missing(self, call: Call, name: str) -> ApiRefusal:
        told = super().header_missing(call, name)
        if call.is_message and name == REQUEST_ID:
            return ApiRefusal(422, "SEND_UNPROCESSABLE_ENTITY", "required", told.diagnostics)
        return told


@fault(
    "missing-id-told-as-not-found",
    "A request without an id is answered with the issue code not-found.",
    breaks=_MISSING,
)
class _MissingIdToldAsNotFound(Api):
    def header_missing(self, call: Call, name: str) -> ApiRefusal:
        told = super().header_missing(call, name)
        there = name in (REQUEST_ID, CORRELATION_ID)
        return ApiRefusal(400, told.code, "not-found", told.diagnostics) if there else told


@fault(
    "ids-not-asked-for-by-the-api-itself",
    "The API answers for itself without asking for the ids.",
    breaks="EH-23 FS-GEN-02 FS-ROUTE-02",
)
class _IdsNotAskedForByTheApiItself(Api):
    def check_ids(self, call: Call) -> None:
        if not self.is_own(call):
            super().check_ids(call)


@fault(
    "spoiled-id-told-as-not-found",
    "A request with an id that is no GUID is answered 404.",
    breaks="FS-ROUTE-09",
)
class _SpoiledIdToldAsNotFound(Api):
    def id_malformed(self, call: Call, name: str) -> ApiRefusal:
        return self.path_unknown(call)


@fault(
    "spoiled-request-id-replaced",
    "The API replaces an X-Request-ID that is no GUID.",
    breaks="FS-ROUTE-09",
)
class _SpoiledRequestIdReplaced(Api):
    def check_id(self, call: Call, name: str) -> None:
        try:
            super().check_id(call, name)
        except ApiRefusal:
            if name != REQUEST_ID or not call.headers.get(name) or call.is_message:
                raise
            call.headers = call.headers.mutablecopy()
            call.headers[name] = "7c9e6679-7425-40de-944b-e07fc1f90ae7"

    def forwarded(self, call: Call, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        return super().forwarded(call, call.headers.raw)


@fault(
    "spoiled-id-told-with-issue-structure",
    "A message with an id that is no GUID is refused with the issue code structure.",
    breaks="FS-ROUTE-09",
)
class _SpoiledIdToldWithIssueStructure(Api):
    def id_malformed(self, call: Call, name: str) -> ApiRefusal:
        told = super().id_malformed(call, name)
        return ApiRefusal(400, told.code, "structure", told.diagnostics) if call.is_message else told


@fault(
    "unknown-path-told-as-bad-request",
    "A path that is no endpoint is refused with 400.",
    breaks=_UNKNOWN_PATH,
)
class _UnknownPathToldAsBadRequest(Api):
    def path_unknown(self, call: Call) -> ApiRefusal:
        return ApiRefusal(400, "PROXY_BAD_REQUEST", "not-found", super().path_unknown(call).diagnostics)


@fault(
    "unknown-path-passed-on",
    "A path that is no endpoint is passed on to the receiver, who answers REC_NOT_FOUND.",
    breaks=_UNKNOWN_PATH,
)
class _UnknownPathPassedOn(Api):
    def check_path(self, call: Call) -> None:
        """Let everything in."""


@fault(
    "unknown-operation-told-as-failure-of-the-api",
    "An operation that the API does not know is answered 500.",
    breaks="EH-29",
)
class _UnknownOperationToldAsFailureOfTheApi(Api):
    def operation_unknown(self, call: Call) -> ApiRefusal:
        return self.broken(call)


@fault(
    "wrong-verb-passed-on-as-get",
    "A PUT without an id in its path arrives as a GET.",
    breaks="FS-GEN-01 FS-GEN-09",
)
class _WrongVerbPassedOnAsGet(Api):
    def method(self, call: Call) -> str:
        return "GET" if call.method == "PUT" and (call.path or "").count("/") == 1 else super().method(call)

    def body(self, call: Call, body: bytes) -> bytes | None:
        return None if self.method(call) == "GET" else super().body(call, body)


@fault(
    "wrong-verb-of-the-receiver-told-as-not-found",
    "The 405 of a receiver becomes a 404 on the way back.",
    breaks="EH-46 FS-GEN-01 FS-GEN-09 HDR-03",
)
class _WrongVerbOfTheReceiverToldAsNotFound(Api):
    def returned(self, call: Call, answer: httpx.Response) -> Response:
        response = super().returned(call, answer)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response.status_code = HTTPStatus.NOT_FOUND
        return response


@fault(
    "accept-passed-on-as-anything",
    "Whatever a sender takes, the receiver is asked for anything.",
    breaks="FS-GEN-10 HDR-03",
)
class _AcceptPassedOnAsAnything(Api):
    def forwarded(self, call: Call, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        kept = [pair for pair in super().forwarded(call, headers) if pair[0].lower() != b"accept"]
        return [*kept, (b"Accept", b"*/*")]


@fault(
    "definitions-without-context-filled-in",
    "The API adds a context to a search for MessageDefinitions that has none.",
    breaks="FS-MSGDEF-03 HDR-03",
)
class _DefinitionsWithoutContextFilledIn(Api):
    def query(self, call: Call, request: Request) -> bytes:
        asked = super().query(call, request)
        service = b"https%3A%2F%2Ffhir.nhs.uk%2FId%2Fdos-service-id%7C2000072489"
        return b"context=" + service if call.path == "/MessageDefinition" and not asked else asked


class _PatientRefusedAs(Api):
    """Answers searches of one kind of record, where the parameter is bad, with a 404."""

    path = ""

    def returned(self, call: Call, answer: httpx.Response) -> Response:
        response = super().returned(call, answer)
        given = call.parameters("patient:identifier")
        bad = answer.status_code == HTTPStatus.BAD_REQUEST
        if call.path == self.path and bad and self.concerns(given):
            response.status_code = HTTPStatus.NOT_FOUND
        return response

    def concerns(self, given: list[str]) -> bool:
        """Whether a search with these values of the parameter is answered so."""
        raise NotImplementedError


@fault(
    "appointments-without-patient-told-as-not-found",
    "A search for appointments without a patient is answered 404.",
    breaks="FS-APPT-08 HDR-03 EH-46",
)
class _AppointmentsWithoutPatient(_PatientRefusedAs):
    path = "/Appointment"

    def concerns(self, given: list[str]) -> bool:
        return not given


@fault(
    "referrals-without-patient-told-as-not-found",
    "A search for referrals without a patient is answered 404.",
    breaks="FS-SR-08 HDR-03 EH-46",
)
class _ReferralsWithoutPatient(_PatientRefusedAs):
    path = "/ServiceRequest"

    def concerns(self, given: list[str]) -> bool:
        return not given


@fault(
    "appointments-of-spoiled-patient-told-as-not-found",
    "A search for appointments by what is no NHS number is answered 404.",
    breaks="FS-APPT-10 HDR-03 EH-46",
)
class _AppointmentsOfSpoiledPatient(_PatientRefusedAs):
    path = "/Appointment"

    def concerns(self, given: list[str]) -> bool:
        return any(given)


@fault(
    "referrals-of-spoiled-patient-told-as-not-found",
    "A search for referrals by what is no NHS number is answered 404.",
    breaks="FS-SR-10 HDR-03 EH-46",
)
class _ReferralsOfSpoiledPatient(_PatientRefusedAs):
    path = "/ServiceRequest"

    def concerns(self, given: list[str]) -> bool:
        return any(given)


class _WithoutIdBreaks(Api):
    """Breaks on a path that lacks its id."""

    path = ""

    async def handle(self, call: Call, request: Request) -> Response:
        if call.path == self.path:
            raise RuntimeError("no branch for a path without an id")
        return await super().handle(call, request)


@fault(
    "appointment-without-id-breaks-the-api",
    "A read of an appointment without its id is answered 500.",
    breaks="FS-APPT-04",
)
class _AppointmentWithoutId(_WithoutIdBreaks):
    path = "/Appointment/"


@fault(
    "referral-without-id-breaks-the-api",
    "A read of a referral without its id is answered 500.",
    breaks="FS-SR-04",
)
class _ReferralWithoutId(_WithoutIdBreaks):
    path = "/ServiceRequest/"
