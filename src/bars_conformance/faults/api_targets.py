"""Faults in how the API reads the target identifier and finds the receiver (Message-Routing)."""

# ruff: noqa: ARG002 - an override takes what the method takes

import base64
import json
from dataclasses import replace

from bars_conformance.faults.fault import fault
from bars_conformance.reference.api import Api, Endpoint
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.call import Call
from bars_conformance.reference.headers import TARGET

_DEFAULT = ("https://fhir.nhs.uk/Id/dos-service-id", "2000072489")
_MISSING = "EH-23 FS-GEN-02 FS-ROUTE-02 FS-ROUTE-12"
_NOT_BASE64 = "FS-GEN-05 FS-ROUTE-10"
_NO_SCHEMA = "FS-GEN-06 FS-ROUTE-11 FS-ROUTE-13"


@fault(
    "everything-to-the-first-receiver",
    "Whatever the target names, the request goes to one and the same receiver.",
    breaks="HDR-03 FS-META-04",
)
class _EverythingToTheFirstReceiver(Api):
    def endpoint(self, call: Call) -> Endpoint:
        return replace(super().endpoint(call), address=self.endpoints.find(*_DEFAULT)[0].address)


@fault(
    "messages-to-the-first-receiver",
    "Messages go to one and the same receiver; only what is read is routed.",
    breaks="HDR-03",
)
class _MessagesToTheFirstReceiver(Api):
    def endpoint(self, call: Call) -> Endpoint:
        found = super().endpoint(call)
        return replace(found, address=self.endpoints.find(*_DEFAULT)[0].address) if call.is_message else found


@fault(
    "missing-target-routed-to-a-default",
    "A message without a target goes to a receiver of the API's choice.",
    breaks=_MISSING,
)
class _MissingTargetRoutedToADefault(Api):
    def target(self, call: Call) -> tuple[str, str]:
        return _DEFAULT if call.is_message and TARGET not in call.headers else super().target(call)


@fault(
    "missing-target-told-as-not-found",
    "A slot search without a target is answered 404.",
    breaks=_MISSING,
)
class _MissingTargetToldAsNotFound(Api):
    def header_missing(self, call: Call, name: str) -> ApiRefusal:
        there = name == TARGET and call.path == "/Slot"
        return self.target_unknown(call) if there else super().header_missing(call, name)


@fault(
    "missing-target-told-with-a-numeric-issue",
    "A request without a target is refused with the issue code 400.",
    breaks=f"{_MISSING} EH-01",
)
class _MissingTargetToldWithANumericIssue(Api):
    def header_missing(self, call: Call, name: str) -> ApiRefusal:
        told = super().header_missing(call, name)
        return ApiRefusal(400, told.code, "400", told.diagnostics) if name == TARGET else told


@fault(
    "spoiled-base64-told-with-a-numeric-issue",
    "A target that is no Base64 is refused with the issue code 400.",
    breaks=f"{_NOT_BASE64} EH-01",
)
class _SpoiledBase64ToldWithANumericIssue(Api):
    def target_not_base64(self, call: Call) -> ApiRefusal:
        told = super().target_not_base64(call)
        return ApiRefusal(400, told.code, "400", told.diagnostics)


@fault(
    "spoiled-base64-breaks-the-api",
    "A message whose target is no Base64 is answered 500.",
    breaks=_NOT_BASE64,
)
class _SpoiledBase64BreaksTheApi(Api):
    def target_not_base64(self, call: Call) -> ApiRefusal:
        return self.broken(call) if call.is_message else super().target_not_base64(call)


@fault(
    "spoiled-base64-blamed-on-the-receiver",
    "A target that is no Base64 is refused with the code REC_BAD_REQUEST.",
    breaks=f"{_NOT_BASE64} EH-06",
)
class _SpoiledBase64BlamedOnTheReceiver(Api):
    def target_not_base64(self, call: Call) -> ApiRefusal:
        told = super().target_not_base64(call)
        return ApiRefusal(400, "REC_BAD_REQUEST", told.issue, told.diagnostics)


@fault(
    "spoiled-json-breaks-the-api",
    "A target whose content is no JSON is answered 500.",
    breaks=_NO_SCHEMA,
)
class _SpoiledJsonBreaksTheApi(Api):
    def read_target(self, call: Call, decoded: bytes) -> tuple[str, str]:
        json.loads(decoded)
        return super().read_target(call, decoded)


@fault(
    "target-of-a-list-breaks-the-api",
    "A target that is a list is answered 500.",
    breaks=_NO_SCHEMA,
)
class _TargetOfAListBreaksTheApi(Api):
    def target_not_of_schema(self, call: Call) -> ApiRefusal:
        is_list = base64.b64decode(call.headers[TARGET]).startswith(b"[")
        return self.broken(call) if is_list else super().target_not_of_schema(call)


@fault(
    "target-without-its-system-served",
    "A target without its system is taken to be of the usual one.",
    breaks=_NO_SCHEMA,
)
class _TargetWithoutItsSystemServed(Api):
    def member(self, call: Call, identifier: dict[str, object], name: str) -> str:
        if name == "system" and name not in identifier:
            return _DEFAULT[0]
        return super().member(call, identifier, name)


@fault(
    "target-with-an-empty-value-told-as-not-found",
    "A target with an empty value is looked up, and answered 404.",
    breaks=_NO_SCHEMA,
)
class _TargetWithAnEmptyValueToldAsNotFound(Api):
    def member(self, call: Call, identifier: dict[str, object], name: str) -> str:
        return "" if identifier.get(name) == "" else super().member(call, identifier, name)


@fault(
    "target-of-wrong-schema-told-as-invalid",
    "A target that does not fit its schema is refused with the issue code invalid.",
    breaks=_NO_SCHEMA,
)
class _TargetOfWrongSchemaToldAsInvalid(Api):
    def target_not_of_schema(self, call: Call) -> ApiRefusal:
        told = super().target_not_of_schema(call)
        return ApiRefusal(400, told.code, "invalid", told.diagnostics)


@fault(
    "system-of-the-target-not-looked-at",
    "The value of the target alone decides, whatever its system.",
    breaks="FS-META-04 FS-ROUTE-14 EH-26",
)
class _SystemOfTheTargetNotLookedAt(Api):
    def target(self, call: Call) -> tuple[str, str]:
        return _DEFAULT[0], super().target(call)[1]


@fault(
    "unknown-target-told-as-bad-request",
    "A target that nobody answers for is refused with 400.",
    breaks="FS-META-04 FS-ROUTE-14 EH-26",
)
class _UnknownTargetToldAsBadRequest(Api):
    def target_unknown(self, call: Call) -> ApiRefusal:
        return ApiRefusal(400, "PROXY_BAD_REQUEST", "not-found", super().target_unknown(call).diagnostics)


@fault(
    "unknown-target-blamed-on-the-receiver",
    "A target that nobody answers for is refused with the code REC_NOT_FOUND.",
    breaks="FS-META-04 FS-ROUTE-14 EH-26 EH-06",
)
class _UnknownTargetBlamedOnTheReceiver(Api):
    def target_unknown(self, call: Call) -> ApiRefusal:
        return ApiRefusal(404, "REC_NOT_FOUND", "not-found", super().target_unknown(call).diagnostics)


@fault(
    "unknown-target-of-a-message-told-as-unavailable",
    "A message to a service that nobody answers for is answered 503.",
    breaks="FS-META-04 FS-ROUTE-14 EH-26",
)
class _UnknownTargetOfAMessageToldAsUnavailable(Api):
    def target_unknown(self, call: Call) -> ApiRefusal:
        return self.unreachable(call) if call.is_message else super().target_unknown(call)


@fault(
    "first-of-two-endpoints-taken",
    "Of two endpoints of a service the API takes the first.",
    breaks="FS-ROUTE-15",
)
class _FirstOfTwoEndpointsTaken(Api):
    def one_of(self, call: Call, found: list[Endpoint]) -> Endpoint:
        return found[0]
