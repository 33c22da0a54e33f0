"""Faults in what the API passes on of producers (DocumentReference-Interface.page.md)."""

# ruff: noqa: ARG002 - an override takes what the method takes

import base64
import json
from http import HTTPStatus

import httpx
from starlette.requests import Request
from starlette.responses import Response

from bars_conformance.faults.fault import fault
from bars_conformance.reference.api import Api, Endpoint
from bars_conformance.reference.api.relay import RawHeaders
from bars_conformance.reference.call import FHIR_JSON, INTEGRITY_HEADERS, Call
from bars_conformance.reference.headers import ORGANISATION
from bars_conformance.standard import URL

NO_POINTERS = b'{"resourceType":"Bundle","type":"searchset","total":0}'
_DONE = b'{"resourceType":"OperationOutcome","issue":[{"severity":"information","code":"informational"}]}'


def own_answer(call: Call, status: int, body: bytes) -> Response:
    """An answer that the API makes up, with the ids of the request."""
    ids = {name: call.headers[name] for name in INTEGRITY_HEADERS}
    return Response(body, status, {**ids, "Content-Type": FHIR_JSON})


@fault(
    "pointers-not-offered",
    "The API has no endpoint for pointers.",
    breaks="DP-02 DP-05 DP-06 DP-07 DP-08 DP-09",
)
class _PointersNotOffered(Api):
    def check_path(self, call: Call) -> None:
        super().check_path(call)
        if call.is_about_pointers:
            raise self.path_unknown(call)


@fault(
    "additions-told-as-200",
    "That a pointer was added is answered 200.",
    breaks="DP-07",
)
class _AdditionsToldAs200(Api):
    def returned(self, call: Call, answer: httpx.Response) -> Response:
        response = super().returned(call, answer)
        if call.is_about_pointers and response.status_code == HTTPStatus.CREATED:
            response.status_code = HTTPStatus.OK
        return response


@fault(
    "updates-of-pointers-told-as-201",
    "That a pointer was updated is answered 201.",
    breaks="DP-08",
)
class _UpdatesToldAs201(Api):
    def returned(self, call: Call, answer: httpx.Response) -> Response:
        response = super().returned(call, answer)
        if call.is_about_pointers and call.method == "PUT" and response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.CREATED
        return response


class _MakesUp(Api):
    """Answers without the record locator where a request is concerned."""

    made_up = (200, _DONE)

    def concerns(self, call: Call, body: bytes) -> bool:
        """Whether the locator is left out."""
        return call.is_about_pointers

    async def pass_on(self, call: Call, request: Request, endpoint: Endpoint) -> Response:
        if self.concerns(call, await request.body()):
            return own_answer(call, *self.made_up)
        return await super().pass_on(call, request, endpoint)


@fault(
    "updates-of-pointers-kept-back",
    "An update is answered 200 and does not reach the record locator.",
    breaks="DP-02 DP-08 DP-32 DP-33",
)
class _UpdatesOfPointersKeptBack(_MakesUp):
    def concerns(self, call: Call, body: bytes) -> bool:
        return call.is_about_pointers and call.method == "PUT"


@fault(
    "removals-of-pointers-kept-back",
    "A removal is answered 200 and does not reach the record locator.",
    breaks="DP-02 DP-09 DP-32",
)
class _RemovalsOfPointersKeptBack(_MakesUp):
    def concerns(self, call: Call, body: bytes) -> bool:
        return call.is_about_pointers and call.method == "DELETE"


@fault(
    "pointers-without-a-subject-taken",
    "A pointer without a subject is answered 201 and does not reach the record locator.",
    breaks="DP-34",
)
class _PointersWithoutASubjectTaken(_MakesUp):
    made_up = (201, _DONE)

    def concerns(self, call: Call, body: bytes) -> bool:
        return call.is_about_pointers and call.method == "POST" and b'"subject"' not in body


@fault(
    "what-is-no-pointer-taken",
    "Whatever is posted is answered 201 where the record locator refuses it.",
    breaks="DP-34",
)
class _WhatIsNoPointerTaken(Api):
    def returned(self, call: Call, answer: httpx.Response) -> Response:
        if call.is_about_pointers and call.method == "POST" and answer.status_code == HTTPStatus.BAD_REQUEST:
            return own_answer(call, 201, _DONE)
        return super().returned(call, answer)


@fault(
    "refused-updates-of-pointers-told-as-done",
    "An update that the record locator refuses is answered 200.",
    breaks="DP-32 DP-33",
)
class _RefusedUpdatesToldAsDone(Api):
    def returned(self, call: Call, answer: httpx.Response) -> Response:
        refused = answer.status_code >= HTTPStatus.BAD_REQUEST
        if call.is_about_pointers and call.method == "PUT" and refused:
            return own_answer(call, 200, _DONE)
        return super().returned(call, answer)


@fault(
    "missing-pointers-told-as-empty",
    "A pointer that is not there is answered 200 with an empty searchset.",
    breaks="DP-09 DP-16",
)
class _MissingPointersToldAsEmpty(Api):
    def returned(self, call: Call, answer: httpx.Response) -> Response:
        if call.is_about_pointers and answer.status_code == HTTPStatus.NOT_FOUND:
            return own_answer(call, 200, NO_POINTERS)
        return super().returned(call, answer)


@fault(
    "reads-of-pointers-told-in-a-searchset",
    "The read of one pointer is answered with a searchset.",
    breaks="DP-06",
)
class _ReadsToldInASearchset(Api):
    def returned(self, call: Call, answer: httpx.Response) -> Response:
        is_read = call.method == "GET" and (call.path or "").startswith("/DocumentReference/")
        if is_read and answer.is_success:
            bundle = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": answer.json()}]}
            return own_answer(call, 200, json.dumps(bundle).encode())
        return super().returned(call, answer)


@fault(
    "identifiers-of-pointers-dropped",
    "A pointer arrives at the record locator without its identifiers.",
    breaks="DP-02",
)
class _IdentifiersOfPointersDropped(Api):
    def body(self, call: Call, body: bytes) -> bytes | None:
        try:
            sent = json.loads(body) if call.is_about_pointers and body else None
        except ValueError:
            sent = None
        if not isinstance(sent, dict):
            return super().body(call, body)
        return json.dumps({name: value for name, value in sent.items() if name != "identifier"}).encode()


@fault(
    "every-producer-is-the-custodian",
    "The record locator is told that the custodian of the pointers asks, whoever does.",
    breaks="DP-02 DP-32",
)
class _EveryProducerIsTheCustodian(Api):
    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        kept = super().forwarded(call, headers)
        if not call.is_about_pointers or call.method == "GET":
            return kept
        told = {
            "resourceType": "Organization",
            "identifier": [{"system": URL.organisation, "value": "Z8S01"}],
        }
        value = base64.b64encode(json.dumps(told).encode())
        name = ORGANISATION.lower().encode()
        return [*(pair for pair in kept if pair[0].lower() != name), (name, value)]


@fault(
    "any-organisation-produces",
    "Access control lets every organisation deal with pointers.",
    breaks="DP-03",
)
class _AnyOrganisationProduces(Api):
    def check_organisation(self, call: Call) -> None:
        return


@fault(
    "pointers-need-no-token",
    "Requests about pointers are let in without a token.",
    breaks="DP-03 DP-10 FS-GEN-07 FS-GEN-08 FS-ROUTE-03 FS-ROUTE-04 FS-ROUTE-05 SEC-06",
)
class _PointersNeedNoToken(Api):
    def check_token(self, call: Call) -> None:
        if not call.is_about_pointers:
            super().check_token(call)


@fault(
    "missing-ids-of-pointers-made-up",
    "The API makes up an id where a request about pointers has none.",
    breaks="DP-10 EH-23 FS-GEN-02 FS-ROUTE-02 FS-ROUTE-12",
)
class _MissingIdsOfPointersMadeUp(Api):
    def check_id(self, call: Call, name: str) -> None:
        if call.is_about_pointers and not call.headers.get(name):
            call.headers = call.headers.mutablecopy()
            call.headers[name] = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
        super().check_id(call, name)

    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        return super().forwarded(call, call.headers.raw)
