"""Faults in what the API passes on, to the receiver and back (Authentication-and-Authorisation, Routing)."""

import json
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx
from starlette.requests import Request
from starlette.responses import Response

from bars_conformance.faults.fault import fault
from bars_conformance.reference.api import Api, Endpoint
from bars_conformance.reference.api.relay import RawHeaders
from bars_conformance.reference.call import CORRELATION_ID, FHIR_JSON, REQUEST_ID, Call

_OWN_REFUSAL = "EH-13 HDR-03"


def _without(headers: RawHeaders, *names: str) -> RawHeaders:
    dropped = {name.lower().encode() for name in names}
    return [pair for pair in headers if pair[0].lower() not in dropped]


def _with(headers: RawHeaders, name: str, value: str) -> RawHeaders:
    return [*_without(headers, name), (name.encode(), value.encode())]


@fault(
    "token-passed-on",
    "The access token goes to the receiver.",
    breaks="HDR-35",
)
class _TokenPassedOn(Api):
    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        kept = [pair for pair in headers if pair[0].lower() == b"authorization"]
        return [*super().forwarded(call, headers), *kept]


@fault(
    "token-passed-on-with-messages",
    "The access token goes to the receiver with what is posted.",
    breaks="HDR-35",
)
class _TokenPassedOnWithMessages(Api):
    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        kept = [pair for pair in headers if pair[0].lower() == b"authorization" and call.method == "POST"]
        return [*super().forwarded(call, headers), *kept]


@fault(
    "request-id-renewed",
    "The API gives a request an X-Request-ID of its own before it passes it on.",
    breaks="HDR-06",
)
class _RequestIdRenewed(Api):
    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        return _with(super().forwarded(call, headers), REQUEST_ID, str(uuid4()))


@fault(
    "correlation-id-of-searches-dropped",
    "A search for MessageDefinitions arrives with no X-Correlation-ID.",
    breaks="HDR-06",
)
class _CorrelationIdOfSearchesDropped(Api):
    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        kept = super().forwarded(call, headers)
        return _without(kept, CORRELATION_ID) if call.path == "/MessageDefinition" else kept


@fault(
    "requesting-software-dropped",
    "NHSD-Requesting-Software does not arrive.",
    breaks="HDR-36",
)
class _RequestingSoftwareDropped(Api):
    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        return _without(super().forwarded(call, headers), "NHSD-Requesting-Software")


@fault(
    "practitioner-of-searches-dropped",
    "NHSD-Requesting-Practitioner does not arrive with what is read.",
    breaks="HDR-36",
)
class _PractitionerOfSearchesDropped(Api):
    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        kept = super().forwarded(call, headers)
        return _without(kept, "NHSD-Requesting-Practitioner") if call.method == "GET" else kept


@fault(
    "organisation-decoded-on-the-way",
    "NHSD-End-User-Organisation arrives as plain JSON, no longer in Base64.",
    breaks="DP-02 DP-05 DP-06 DP-07 HDR-36",
)
class _OrganisationDecodedOnTheWay(Api):
    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        kept = super().forwarded(call, headers)
        return _with(kept, "NHSD-End-User-Organisation", '{"resourceType":"Organization"}')


@fault(
    "body-written-anew",
    "A message is parsed and written anew before it is passed on.",
    breaks="HDR-03",
)
class _BodyWrittenAnew(Api):
    def body(self, call: Call, body: bytes) -> bytes | None:
        kept = super().body(call, body)
        return json.dumps(json.loads(body), indent=1).encode() if kept and call.is_message else kept


@fault(
    "content-type-narrowed",
    "A message arrives as application/json, whatever it was sent as.",
    breaks="HDR-03",
)
class _ContentTypeNarrowed(Api):
    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        kept = super().forwarded(call, headers)
        return _with(kept, "Content-Type", "application/json") if call.is_message else kept


@fault(
    "repeated-parameters-merged",
    "Of a parameter that is given twice only the last arrives.",
    breaks="HDR-03",
)
class _RepeatedParametersMerged(Api):
    def query(self, call: Call, request: Request) -> bytes:
        return (
            str(httpx.QueryParams(dict(call.query))).encode()
            if call.path == "/Slot"
            else super().query(call, request)
        )


@fault(
    "parameters-of-referrals-dropped",
    "A search for referrals arrives without its parameters.",
    breaks="HDR-03",
)
class _ParametersOfReferralsDropped(Api):
    def query(self, call: Call, request: Request) -> bytes:
        return b"" if call.path == "/ServiceRequest" else super().query(call, request)


@fault(
    "patch-passed-on-as-put",
    "A PATCH arrives as a PUT.",
    breaks="HDR-03",
)
class _PatchPassedOnAsPut(Api):
    def method(self, call: Call) -> str:
        return "PUT" if call.method == "PATCH" else super().method(call)


@fault(
    "ids-in-paths-passed-on-in-capitals",
    "The id in a path arrives in capital letters.",
    breaks="DP-02 DP-06 DP-08 DP-09 HDR-03",
)
class _IdsInPathsPassedOnInCapitals(Api):
    def receiver_path(self, call: Call, request: Request, endpoint: Endpoint) -> bytes:
        path, slash, last = super().receiver_path(call, request, endpoint).rpartition(b"/")
        return path + slash + (last.upper() if (call.path or "").count("/") > 1 else last)


@fault(
    "answers-written-anew",
    "What a receiver grants is parsed and written anew on the way back.",
    breaks="HDR-03",
)
class _AnswersWrittenAnew(Api):
    def returned(self, call: Call, answer: httpx.Response) -> Response:
        if answer.status_code != HTTPStatus.OK:
            return super().returned(call, answer)
        return Response(json.dumps(answer.json()).encode(), 200, media_type=FHIR_JSON)


@fault(
    "own-refusal-of-the-receiver-replaced",
    "An OperationOutcome with which a receiver refuses becomes one of the API's.",
    breaks=_OWN_REFUSAL,
)
class _OwnRefusalOfTheReceiverReplaced(Api):
    def tells_why(self, answer: httpx.Response) -> bool:
        return answer.status_code != HTTPStatus.UNPROCESSABLE_ENTITY and super().tells_why(answer)


@fault(
    "own-refusal-of-the-receiver-told-as-bad-request",
    "The 422 of a receiver becomes a 400; its OperationOutcome stays.",
    breaks=f"{_OWN_REFUSAL} EH-46",
)
class _OwnRefusalOfTheReceiverToldAsBadRequest(Api):
    def returned(self, call: Call, answer: httpx.Response) -> Response:
        response = super().returned(call, answer)
        if response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            response.status_code = HTTPStatus.BAD_REQUEST
        return response


@fault(
    "own-failure-of-the-receiver-replaced",
    "An OperationOutcome with which a receiver fails becomes a general one of the API's.",
    breaks="EH-13 FS-ROUTE-19",
)
class _OwnFailureOfTheReceiverReplaced(Api):
    def tells_why(self, answer: httpx.Response) -> bool:
        return answer.status_code != HTTPStatus.INTERNAL_SERVER_ERROR and super().tells_why(answer)


@fault(
    "own-codes-of-the-receiver-rewritten",
    "The codes with which a receiver refuses become PROXY_ codes on the way back.",
    breaks=(
        f"{_OWN_REFUSAL} FS-ROUTE-19 FS-APPT-04 FS-APPT-08 FS-APPT-10 FS-GEN-01 FS-GEN-09 FS-GEN-10 "
        "FS-MSGDEF-03 FS-SR-04 FS-SR-08 FS-SR-10"
    ),
)
class _OwnCodesOfTheReceiverRewritten(Api):
    def returned(self, call: Call, answer: httpx.Response) -> Response:
        response = super().returned(call, answer)
        raw: Any = answer.extensions["raw"]
        if answer.is_error and b"of-the-suite" in raw:
            response.body = raw.replace(b"REC_", b"PXY_")
        return response
