"""Faults that show in every request of a kind, so that each row of a table has one that it catches."""

from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Message
from bars_conformance.reference.call import CORRELATION_ID, PLAIN_JSON, REQUEST_ID, Call
from bars_conformance.reference.headers import IDENTITY_HEADERS, ORGANISATION
from bars_conformance.reference.refusal import Refusal

_PATIENTS_PATHS = ("/Appointment", "/ServiceRequest")
_ECHO = "HDR-23 TI-03 TI-05"
_MALFORMED = "EH-46 EH-49 FS-GEN-01 FS-GEN-03"


def _is_of_patients(call: Call) -> bool:
    return (call.path or "").startswith(_PATIENTS_PATHS)


@fault(
    "ids-missing-on-reads-of-patients",
    "Answers about bookings and referrals lack the ids of the request.",
    breaks=_ECHO,
)
class _IdsMissingOnReadsOfPatients(Receiver):
    def echo(self, call: Call) -> dict[str, str]:
        return {} if _is_of_patients(call) else super().echo(call)


@fault("ids-missing-on-a-duplicate", "The refusal of a duplicate lacks the ids of the request.", breaks=_ECHO)
class _IdsMissingOnADuplicate(Receiver):
    def duplicate(self, call: Call) -> Refusal:
        call.headers = call.headers.mutablecopy()
        del call.headers[REQUEST_ID], call.headers[CORRELATION_ID]
        return super().duplicate(call)


@fault(
    "ids-not-needed-on-reads-of-patients",
    "Bookings and referrals are read without any id.",
    breaks="EH-46 EH-49 FS-APPT-12 FS-SR-12 TI-14 TI-15 TI-16",
)
class _IdsNotNeededOnReadsOfPatients(Receiver):
    def check_integrity_header(self, call: Call, name: str) -> None:
        if call.headers.get(name) or not _is_of_patients(call):
            super().check_integrity_header(call, name)


@fault(
    "any-id-accepted-on-reads",
    "The ids of a read may be any text.",
    breaks=f"FS-APPT-13 FS-MSGDEF-09 FS-SLOT-24 FS-SR-13 {_MALFORMED}",
)
class _AnyIdAcceptedOnReads(Receiver):
    def is_message_id(self, call: Call, name: str, text: str) -> bool:
        return not call.is_message or super().is_message_id(call, name, text)


@fault(
    "any-request-id-accepted-on-messages",
    "The X-Request-ID of a message may be any text.",
    breaks=f"CM-12 FS-PM-01 {_MALFORMED}",
)
class _AnyRequestIdAcceptedOnMessages(Receiver):
    def is_message_id(self, call: Call, name: str, text: str) -> bool:
        return (call.is_message and name == REQUEST_ID) or super().is_message_id(call, name, text)


@fault(
    "empty-id-told-as-not-found",
    "A request with an empty id is answered 404.",
    breaks="EH-46 FS-GEN-01 FS-GEN-03",
)
class _EmptyIdToldAsNotFound(Receiver):
    def id_missing(self, call: Call, name: str) -> Refusal:
        if name in call.headers:
            return Refusal(404, "not-found", f"The header {name} is empty.")
        return super().id_missing(call, name)


@fault(
    "malformed-message-ids-refused-yet-carried-out",
    "A message whose ids are missing or malformed is refused, and carried out all the same.",
    breaks="FS-PM-01 FS-PM-02",
)
class _MalformedMessageIdsRefusedYetCarriedOut(Receiver):
    async def handle(self, call: Call, request: Any) -> dict[str, Any]:  # noqa: ANN401 - Starlette's Request
        try:
            return await super().handle(call, request)
        except Refusal as refusal:
            if call.is_message and not call.body and refusal.issue in ("required", "value"):
                call.body = await self.read_body(call, request)
                self.process_message(call)
            raise


@fault(
    "follow-ups-told-as-duplicates",
    "An update or cancellation, which comes in a known conversation, is refused as a duplicate.",
    breaks=(
        "CM-01 CM-02 CM-28 CM-29 CM-30 CM-31 CM-33 CM-34 CM-35 CM-36 CM-53 CM-54 CM-55 FS-PM-04 FS-PM-17 "
        "FS-PM-18 FS-PM-20 FS-PM-21 FS-PM-22 FS-PM-36 FS-PM-37 FS-PM-38 TI-13 TI-17"
    ),
)
class _FollowUpsToldAsDuplicates(Receiver):
    def check_contents(self, message: Message) -> None:
        super().check_contents(message)
        if message.reason == "update":
            raise Refusal(409, "duplicate", "The conversation is known already.")


@fault(
    "token-needed-everywhere",
    "Every request without Authorization is answered 401.",
    breaks="CF-02 CF-05 HDR-11",
)
class _TokenNeededEverywhere(Receiver):
    def check_access(self, call: Call) -> None:
        if "Authorization" not in call.headers:
            raise Refusal(401, "security", "The header Authorization is missing.")
        super().check_access(call)


@fault(
    "plain-json-everywhere",
    "Answers of success are labelled application/json.",
    breaks="CN-28 HDR-26",
)
class _PlainJsonEverywhere(Receiver):
    def content_type(self, call: Call, status: int) -> str:
        return super().content_type(call, status) if status >= 400 else PLAIN_JSON  # noqa: PLR2004 - errors


@fault(
    "any-version-served",
    "The version in Accept is not looked at.",
    breaks="CN-03 CN-04 CN-05 CN-06 EH-46 EH-49 FS-GEN-01 FS-GEN-11",
)
class _AnyVersionServed(Receiver):
    def negotiate(self, call: Call) -> str:
        accepted = call.headers.get("Accept", "")
        return super().negotiate(call) if "version=99" not in accepted else call.media_type


@fault("minor-version-refused", "A request that names a minor version is answered 406.", breaks="CN-07")
class _MinorVersionRefused(Receiver):
    def negotiate(self, call: Call) -> str:
        if call.path == "/metadata" and call.headers.get("Accept", "").endswith("version=1.0.0"):
            raise self.not_acceptable(call)
        return super().negotiate(call)


@fault("missing-accept-told-as-not-implemented", "A request without Accept is answered 501.", breaks="CN-10")
class _MissingAcceptToldAsNotImplemented(Receiver):
    def negotiate(self, call: Call) -> str:
        if "Accept" not in call.headers:
            raise Refusal(501, "not-supported", "A request without Accept is not implemented.")
        return super().negotiate(call)


@fault(
    "missing-identity-told-as-forbidden",
    "A request that lacks any of the identity headers is answered 403.",
    breaks="HDR-17",
)
class _MissingIdentityToldAsForbidden(Receiver):
    def check_identity(self, call: Call) -> None:
        if any(name not in call.headers for name in IDENTITY_HEADERS if name.startswith("NHSD-R")):
            raise Refusal(403, "forbidden", "The requester is not named.")
        if ORGANISATION not in call.headers:
            raise Refusal(403, "forbidden", "The organisation is not named.")
        super().check_identity(call)


@fault(
    "unreadable-identity-told-as-server-error",
    "An identity header that cannot be read is answered 500.",
    breaks="EH-46 FS-GEN-01 FS-GEN-03",
)
class _UnreadableIdentityToldAsServerError(Receiver):
    def identity(self, call: Call, name: str) -> dict[str, Any]:
        try:
            return super().identity(call, name)
        except Refusal as refusal:
            raise RuntimeError("the header cannot be read") from refusal


@fault(
    "refused-organisation-served-on-reads-of-patients",
    "Bookings and referrals are shown to an organisation that access control refuses elsewhere.",
    breaks="EH-46 EH-49 FS-ROUTE-21",
)
class _RefusedOrganisationServedOnReadsOfPatients(Receiver):
    def check_access(self, call: Call) -> None:
        if not _is_of_patients(call):
            super().check_access(call)


@fault("use-context-required", "A message without a use-context is refused.", breaks="HDR-31")
class _UseContextRequired(Receiver):
    def process_message(self, call: Call) -> dict[str, Any]:
        if "use-context" not in call.headers:
            raise Refusal(400, "required", "The header use-context is missing.")
        return super().process_message(call)


@fault(
    "unknown-header-refused-on-metadata",
    "GET /metadata with an X- header that is not known is refused.",
    breaks="CN-09",
)
class _UnknownHeaderRefusedOnMetadata(Receiver):
    def check_identity(self, call: Call) -> None:
        if call.path == "/metadata" and any(name.startswith("x-unknown") for name in call.headers):
            raise Refusal(400, "not-supported", "The request has a header that is not known.")
        super().check_identity(call)


@fault(
    "any-media-type-processed",
    "A message is processed whatever its Content-Type.",
    breaks="HDR-29",
)
class _AnyMediaTypeProcessed(Receiver):
    def check_content_type(self, call: Call) -> None:
        """Take anything."""


@fault(
    "other-media-type-refused-yet-carried-out",
    "A message in another media type is refused, and carried out all the same.",
    breaks="HDR-29",
)
class _OtherMediaTypeRefusedYetCarriedOut(Receiver):
    async def answer_message(self, call: Call) -> dict[str, Any]:
        answer = await super().answer_message(call)
        super().check_content_type(call)
        return answer

    def check_content_type(self, call: Call) -> None:
        """Too late, in answer_message."""
