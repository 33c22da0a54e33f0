"""Faults in the OperationOutcomes of the API itself (Error-Handling/OperationOutcome-Example)."""

# ruff: noqa: ARG002 - an override takes what the method takes

import json
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bars_conformance.faults.fault import fault
from bars_conformance.reference.api import Api
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.call import Call


@fault(
    "api-refusals-without-error-code",
    "What the API refuses as unreadable is told without a BaRS code.",
    breaks="EH-11 EH-14 EH-16 FS-GEN-05 FS-ROUTE-10",
)
class _ApiRefusalsWithoutErrorCode(Api):
    def issue(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        told = super().issue(call, refusal)
        if refusal.diagnostics == self.target_not_base64(call).diagnostics:
            del told["details"]
        return told


@fault(
    "api-refusals-of-severity-warning",
    "An unknown path is told with the severity warning.",
    breaks="EH-16",
)
class _ApiRefusalsOfSeverityWarning(Api):
    def issue(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        told = super().issue(call, refusal)
        return told | {"severity": "warning"} if refusal.status == HTTPStatus.NOT_FOUND else told


@fault(
    "api-refusals-of-a-foreign-coding-system",
    "The codes of the API are of the value set of FHIR's operation outcomes.",
    breaks="EH-17",
)
class _ApiRefusalsOfAForeignCodingSystem(Api):
    def issue(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        told = super().issue(call, refusal)
        told["details"]["coding"][0]["system"] = "http://hl7.org/fhir/ValueSet/operation-outcome"
        return told


@fault(
    "api-refusals-display-another-status",
    "The display of the API's codes says 500.",
    breaks="EH-18",
)
class _ApiRefusalsDisplayAnotherStatus(Api):
    def issue(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        told = super().issue(call, refusal)
        told["details"]["coding"][0]["display"] = f"500 - {refusal.code}"
        return told


@fault(
    "api-refusals-without-diagnostics",
    "The API's diagnostics are one word.",
    breaks="EH-19 EH-47",
)
class _ApiRefusalsWithoutDiagnostics(Api):
    def issue(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        return super().issue(call, refusal) | {"diagnostics": "error"}


@fault(
    "api-refusals-with-a-stack-trace",
    "The API's diagnostics of an unknown path show where in its code it was found out.",
    breaks="EH-21",
)
class _ApiRefusalsWithAStackTrace(Api):
    def path_unknown(self, call: Call) -> ApiRefusal:
        trace = 'Traceback (most recent call last):\n  File "router.py", line 12, in route'
        return ApiRefusal(404, "PROXY_NOT_FOUND", "not-found", trace)


@fault(
    "api-refusals-with-status-of-success",
    "An unknown path is answered 200, with the OperationOutcome of a 404.",
    breaks="EH-26 FS-ROUTE-06 EH-02 EH-11 EH-46",
)
class _ApiRefusalsWithStatusOfSuccess(Api):
    def status(self, call: Call, refusal: ApiRefusal) -> int:
        unknown = refusal.diagnostics == self.path_unknown(call).diagnostics
        return HTTPStatus.OK if unknown else super().status(call, refusal)


@fault(
    "api-refusals-with-code-of-another-status",
    "An operation that nobody knows is told with 501 and the code SEND_BAD_REQUEST.",
    breaks="EH-29 EH-46",
)
class _ApiRefusalsWithCodeOfAnotherStatus(Api):
    def operation_unknown(self, call: Call) -> ApiRefusal:
        told = super().operation_unknown(call)
        return ApiRefusal(501, "SEND_BAD_REQUEST", told.issue, told.diagnostics)


@fault(
    "api-refusals-with-a-text-of-plain-words",
    "An unknown path is told in an OperationOutcome whose text is no Narrative.",
    breaks="EH-01 EH-11",
)
class _ApiRefusalsWithATextOfPlainWords(Api):
    def outcome(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        told = super().outcome(call, refusal)
        unknown = refusal.diagnostics == self.path_unknown(call).diagnostics
        return {**told, "text": refusal.diagnostics} if unknown else told


@fault(
    "nhs-number-told-by-the-api",
    "A message to an operation that there is not is refused with the patient's NHS number.",
    breaks="EH-22",
)
class _NhsNumberToldByTheApi(Api):
    async def handle(self, call: Call, request: Request) -> Response:
        try:
            return await super().handle(call, request)
        except ApiRefusal as refusal:
            if refusal.diagnostics != self.operation_unknown(call).diagnostics:
                raise
            entries = json.loads(await request.body())["entry"]
            found = (each["resource"] for each in entries if each["resource"]["resourceType"] == "Patient")
            told = " ".join((refusal.diagnostics, *(each["identifier"][0]["value"] for each in found)))
            raise ApiRefusal(refusal.status, refusal.code, refusal.issue, told) from refusal
