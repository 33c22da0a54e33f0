"""Faults in media types and versions (General-Failure-Scenarios, Content negotiation)."""

import json
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import FHIR_JSON, PLAIN_JSON, Call
from bars_conformance.reference.refusal import Refusal

_NOT_ACCEPTABLE = "EH-46 EH-49 FS-GEN-01 FS-GEN-11"
"""What asks for 406 in place of an answer."""


def _asks_for_json(call: Call) -> bool:
    return "json" in call.headers.get("Accept", "")


def _served(name: str, sentence: str, breaks: str, is_meant: Callable[[Call], bool]) -> None:
    """A fault in which some requests are answered in FHIR JSON whatever Accept says."""

    class Served(Receiver):
        def negotiate(self, call: Call) -> str:
            return FHIR_JSON if is_meant(call) else super().negotiate(call)

    fault(name, sentence, breaks=breaks)(Served)


_served(
    "unknown-media-type-served-on-slot-search",
    "GET /Slot answers FHIR JSON to a sender that takes PDF or XML only.",
    f"{_NOT_ACCEPTABLE} HDR-27",
    lambda call: call.path == "/Slot" and not _asks_for_json(call),
)
_served(
    "foreign-version-served-on-metadata",
    "GET /metadata is answered whatever version Accept asks for.",
    f"CN-03 CN-04 {_NOT_ACCEPTABLE}",
    lambda call: call.path == "/metadata" and _asks_for_json(call),
)
_served(
    "foreign-version-served-on-definition-search",
    "GET /MessageDefinition is answered whatever version Accept asks for.",
    f"CN-03 CN-05 {_NOT_ACCEPTABLE}",
    lambda call: call.path == "/MessageDefinition" and _asks_for_json(call),
)
_served(
    "foreign-version-processed-on-messages",
    "A message is processed whatever version Accept asks for.",
    f"CN-03 CN-06 {_NOT_ACCEPTABLE}",
    lambda call: call.is_message and _asks_for_json(call),
)
_served(
    "any-version-served",
    "The version in Accept is not looked at.",
    f"CN-03 CN-04 CN-05 CN-06 {_NOT_ACCEPTABLE}",
    lambda call: "version=99" in call.headers.get("Accept", ""),
)


@fault(
    "not-acceptable-on-metadata-told-as-bad-request",
    "GET /metadata that cannot be answered as asked is answered 400 in place of 406.",
    breaks="CN-04 CN-08 EH-46 FS-GEN-01 FS-GEN-11 HDR-27",
)
class _NotAcceptableOnMetadataToldAsBadRequest(Receiver):
    def not_acceptable(self, call: Call) -> Refusal:
        told = super().not_acceptable(call)
        return Refusal(400, told.issue, told.diagnostics) if call.path == "/metadata" else told


@fault(
    "not-acceptable-with-issue-value",
    "A media type that cannot be given is answered 406 with the issue code value.",
    breaks="CN-04 CN-05 CN-06 CN-08 EH-46 FS-GEN-01 FS-GEN-11",
)
class _NotAcceptableWithIssueValue(Receiver):
    def not_acceptable(self, call: Call) -> Refusal:
        return Refusal(406, "value", super().not_acceptable(call).diagnostics)


@fault(
    "higher-minor-version-refused",
    "A minor version above the receiver's own is answered 406.",
    breaks="CN-07 CN-31",
)
class _HigherMinorVersionRefused(Receiver):
    def negotiate(self, call: Call) -> str:
        minor = re.search(r"version=1\.(\d+)\.", call.headers.get("Accept", ""))
        if minor and int(minor[1]) > 1:
            raise self.not_acceptable(call)
        return super().negotiate(call)


@fault("minor-version-refused", "A request that names a minor version is answered 406.", breaks="CN-07 CN-31")
class _MinorVersionRefused(Receiver):
    def negotiate(self, call: Call) -> str:
        if call.path == "/metadata" and call.headers.get("Accept", "").endswith("version=1.0.0"):
            raise self.not_acceptable(call)
        return super().negotiate(call)


@fault(
    "booking-sent-as-text-json",
    "GET /Appointment/{id} is answered with the Content-Type text/json.",
    breaks="CN-28 HDR-26",
)
class _BookingSentAsTextJson(Receiver):
    def content_type(self, call: Call, status: int) -> str:
        booking = str(call.path).startswith("/Appointment/") and status == HTTPStatus.OK
        return "text/json" if booking else super().content_type(call, status)


@fault(
    "unknown-referral-told-as-plain-text",
    "GET /ServiceRequest/{id} of an unknown id is answered with an outcome labelled text/plain.",
    breaks="CN-28 EH-01 HDR-26",
)
class _UnknownReferralToldAsPlainText(Receiver):
    def content_type(self, call: Call, status: int) -> str:
        unknown = str(call.path).startswith("/ServiceRequest/") and status == HTTPStatus.NOT_FOUND
        return "text/plain; charset=utf-8" if unknown else super().content_type(call, status)


@fault(
    "plain-json-everywhere",
    "Answers of success are labelled application/json.",
    breaks="CN-28 HDR-26",
)
class _PlainJsonEverywhere(Receiver):
    def content_type(self, call: Call, status: int) -> str:
        return PLAIN_JSON if status < HTTPStatus.BAD_REQUEST else super().content_type(call, status)


@fault(
    "older-major-told-as-not-implemented",
    "A major version below the receiver's own is answered 501.",
    breaks="CN-08",
)
class _OlderMajorToldAsNotImplemented(Receiver):
    def negotiate(self, call: Call) -> str:
        if "version=0." in call.headers.get("Accept", ""):
            raise Refusal(501, "not-supported", "That version is not implemented.")
        return super().negotiate(call)


@fault(
    "missing-version-told-as-not-implemented",
    "A request whose Accept has no version is answered 501.",
    breaks="CN-10",
)
class _MissingVersionToldAsNotImplemented(Receiver):
    def negotiate(self, call: Call) -> str:
        if call.headers.get("Accept") == FHIR_JSON:
            raise Refusal(501, "not-supported", "A request without a version is not implemented.")
        return super().negotiate(call)


@fault("missing-accept-told-as-not-implemented", "A request without Accept is answered 501.", breaks="CN-10")
class _MissingAcceptToldAsNotImplemented(Receiver):
    def negotiate(self, call: Call) -> str:
        if "Accept" not in call.headers:
            raise Refusal(501, "not-supported", "A request without Accept is not implemented.")
        return super().negotiate(call)


@fault(
    "plain-text-processed",
    "A message whose Content-Type is text/plain is processed.",
    breaks="HDR-29",
)
class _PlainTextProcessed(Receiver):
    def check_content_type(self, call: Call) -> None:
        if not call.headers.get("Content-Type", "").startswith("text/plain"):
            super().check_content_type(call)


@fault(
    "any-media-type-processed",
    "A message is processed whatever its Content-Type.",
    breaks="HDR-29",
)
class _AnyMediaTypeProcessed(Receiver):
    def check_content_type(self, call: Call) -> None:
        pass


class _CarriedOutFirst(Receiver):
    """Looks at a Content-Type that has a part in it only after the message was carried out."""

    part: str

    async def answer_message(self, call: Call) -> dict[str, Any]:
        answer = await super().answer_message(call)
        super().check_content_type(call)
        return answer

    def check_content_type(self, call: Call) -> None:
        if self.part not in call.headers.get("Content-Type", ""):
            super().check_content_type(call)


@fault(
    "xml-refused-yet-carried-out",
    "A message whose Content-Type is XML is refused, and carried out all the same.",
    breaks="HDR-29",
)
class _XmlRefusedYetCarriedOut(_CarriedOutFirst):
    part = "xml"


@fault(
    "other-media-type-refused-yet-carried-out",
    "A message in another media type is refused, and carried out all the same.",
    breaks="HDR-29",
)
class _OtherMediaTypeRefusedYetCarriedOut(_CarriedOutFirst):
    part = ""


@fault(
    "packed-body-told-as-not-found",
    "A message packed by gzip is answered 404.",
    breaks="HDR-29",
)
class _PackedBodyToldAsNotFound(Receiver):
    def check_content_type(self, call: Call) -> None:
        if "Content-Encoding" in call.headers:
            raise Refusal(404, "not-found", "The body is not found.")
        super().check_content_type(call)


@fault(
    "packing-announced-but-not-done",
    "An answer to a sender that takes gzip says that it is packed, and is not.",
    breaks="HDR-26",
)
class _PackingAnnouncedButNotDone(Receiver):
    def render(
        self, call: Call, status: int, resource: dict[str, Any], headers: dict[str, str] | None = None
    ) -> Response:
        response = super().render(call, status, resource, headers)
        if "gzip" in call.headers.get("Accept-Encoding", ""):
            response = Response(json.dumps(resource), status, dict(response.headers))
            response.headers["Content-Length"] = str(len(response.body))
        return response


@fault(
    "xml-declared-but-refused",
    "The CapabilityStatement lists XML among the formats, though it is never given.",
    breaks="HDR-27",
)
class _XmlDeclaredButRefused(Receiver):
    def capability_statement(self, call: Call) -> dict[str, Any]:
        statement = super().capability_statement(call)
        return {**statement, "format": [*statement["format"], "application/fhir+xml"]}


@fault(
    "format-parameter-breaks-metadata",
    "GET /metadata with _format is answered 500.",
    breaks="CN-29 EH-46",
)
class _FormatParameterBreaksMetadata(Receiver):
    def capability_statement(self, call: Call) -> dict[str, Any]:
        if call.parameters("_format"):
            raise RuntimeError("no writer of this format")
        return super().capability_statement(call)


@fault(
    "pre-release-version-breaks-negotiation",
    "An Accept header with a pre-release version is answered 500.",
    breaks="CN-33 EH-46",
)
class _PreReleaseVersionBreaksNegotiation(Receiver):
    def negotiate(self, call: Call) -> str:
        if "-alpha" in call.headers.get("Accept", ""):
            raise RuntimeError("the version cannot be parsed")
        return super().negotiate(call)
