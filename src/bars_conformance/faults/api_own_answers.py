"""Faults in what the API answers itself: its CapabilityStatement, and the limit of its rate."""

# ruff: noqa: ARG002 - an override takes what the method takes

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bars_conformance.faults.fault import fault
from bars_conformance.reference.api import Api, Endpoint
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.call import Call
from bars_conformance.reference.headers import TARGET

_OWN = "CN-30 FS-META-02"
_WRONG_TARGET = "FS-ROUTE-11 FS-ROUTE-13 FS-ROUTE-14 FS-ROUTE-15"
_DEFAULT = ("https://fhir.nhs.uk/Id/dos-service-id", "2000072489")


@fault(
    "metadata-asks-for-a-target",
    "GET /metadata without a target is refused as any other request.",
    breaks=_OWN,
)
class _MetadataAsksForATarget(Api):
    def is_own(self, call: Call) -> bool:
        return False


@fault(
    "metadata-of-a-receiver-in-place-of-its-own",
    "GET /metadata without a target gives the CapabilityStatement of a receiver.",
    breaks=_OWN,
)
class _MetadataOfAReceiverInPlaceOfItsOwn(Api):
    async def handle(self, call: Call, request: Request) -> Response:
        if self.is_own(call) and call.method == "GET" and "pdf" not in call.headers.get("Accept", ""):
            self.check_ids(call)
            self.check_rate(call)
            return await self.pass_on(call, request, self.endpoints.find(*_DEFAULT)[0])
        return await super().handle(call, request)


@fault(
    "metadata-of-its-own-is-no-statement",
    "GET /metadata without a target gives a Basic.",
    breaks=_OWN,
)
class _MetadataOfItsOwnIsNoStatement(Api):
    def capability_statement(self, call: Call) -> dict[str, Any]:
        return {"resourceType": "Basic", "code": {"text": "reference API"}}


@fault(
    "metadata-never-routed",
    "GET /metadata with a target is answered by the API itself, whatever the target.",
    breaks=f"EH-26 FS-GEN-05 FS-GEN-06 FS-META-04 FS-ROUTE-10 {_WRONG_TARGET} HDR-03",
)
class _MetadataNeverRouted(Api):
    def is_own(self, call: Call) -> bool:
        return call.path == "/metadata"

    def capability_statement(self, call: Call) -> dict[str, Any]:
        told = super().capability_statement(call)
        return told | {"title": "The receiver, as the API knows it"} if TARGET in call.headers else told


@fault(
    "metadata-routed-past-the-catalogue",
    "GET /metadata with a target that nobody answers for goes to a receiver all the same.",
    breaks="FS-META-04 FS-ROUTE-14 EH-26",
)
class _MetadataRoutedPastTheCatalogue(Api):
    def endpoint(self, call: Call) -> Endpoint:
        if call.path != "/metadata" or self.endpoints.find(*self.target(call)):
            return super().endpoint(call)
        return self.endpoints.find(*_DEFAULT)[0]


@fault(
    "metadata-of-its-own-by-any-verb",
    "The API's own CapabilityStatement is given to a PUT, too.",
    breaks="FS-GEN-01 FS-GEN-09",
)
class _MetadataOfItsOwnByAnyVerb(Api):
    def own_answer(self, call: Call) -> dict[str, Any]:
        self.check_rate(call)
        self.check_accept(call)
        return self.capability_statement(call)


@fault(
    "metadata-of-its-own-whatever-is-accepted",
    "The API's own CapabilityStatement is given in JSON to who takes PDF only.",
    breaks="FS-GEN-10",
)
class _MetadataOfItsOwnWhateverIsAccepted(Api):
    def check_accept(self, call: Call) -> None:
        """Look at nothing."""


@fault(
    "unacceptable-told-as-unsupported",
    "An Accept header that the API cannot meet is refused with the issue code not-supported.",
    breaks="FS-GEN-10",
)
class _UnacceptableToldAsUnsupported(Api):
    def not_acceptable(self, call: Call) -> ApiRefusal:
        told = super().not_acceptable(call)
        return ApiRefusal(406, told.code, "not-supported", told.diagnostics)


@fault(
    "throttled-with-issue-too-costly",
    "Too many requests are refused with the issue code too-costly.",
    breaks="FS-GEN-12",
)
class _ThrottledWithIssueTooCostly(Api):
    def throttled(self, call: Call) -> ApiRefusal:
        told = super().throttled(call)
        return ApiRefusal(429, told.code, "too-costly", told.diagnostics)


@fault(
    "throttled-without-an-outcome",
    "Too many requests are refused without an OperationOutcome.",
    breaks="FS-GEN-12 EH-01 EH-11",
)
class _ThrottledWithoutAnOutcome(Api):
    def refuse(self, call: Call, refusal: ApiRefusal) -> Response:
        told = super().refuse(call, refusal)
        return Response(status_code=429) if refusal.issue == "throttled" else told
