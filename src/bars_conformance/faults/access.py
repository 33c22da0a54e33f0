"""Faults in access control and in what the other headers may ask (Security-and-Authorisation)."""

from contextlib import nullcontext
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.faults.refusals import breaking
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.headers import IDENTITY_HEADERS, ORGANISATION, TARGET
from bars_conformance.reference.premises import Admission
from bars_conformance.reference.refusal import Refusal


def _refused_organisation_served(name: str, what: str, breaks: str, *paths: str) -> None:
    class RefusedOrganisationServed(Receiver):
        def check_access(self, call: Call) -> None:
            if not str(call.path).startswith(paths):
                super().check_access(call)

    sentence = f"{what} are shown to an organisation that access control refuses elsewhere."
    fault(name, sentence, breaks=f"EH-46 EH-49 FS-ROUTE-21 {breaks}")(RefusedOrganisationServed)


_refused_organisation_served(
    "refused-organisation-served-on-slot-search",
    "Slots",
    "FS-SLOT-13 FS-SLOT-16 FS-SLOT-19 FS-SLOT-25",
    "/Slot",
)
_refused_organisation_served(
    "refused-organisation-served-on-definition-search",
    "MessageDefinitions",
    "FS-MSGDEF-10",
    "/MessageDefinition",
)
_refused_organisation_served(
    "refused-organisation-served-on-reads-of-patients",
    "Bookings and referrals",
    "SEC-26",
    "/Appointment",
    "/ServiceRequest",
)


@fault(
    "refused-organisation-on-messages-told-as-bad-request",
    "A message of a refused organisation is answered 400 in place of 401.",
    breaks="EH-46 FS-ROUTE-21 TI-19 TI-23",
)
class _RefusedOrganisationOnMessagesToldAsBadRequest(Receiver):
    def access_refused(self, call: Call) -> Refusal:
        told = super().access_refused(call)
        return Refusal(400, told.issue, told.diagnostics) if call.is_message else told


@fault(
    "refused-message-uses-its-ids-up",
    "A message that access control refused counts as processed when it comes again.",
    breaks="TI-19",
)
class _RefusedMessageUsesItsIdsUp(Receiver):
    def access_refused(self, call: Call) -> Refusal:
        if call.is_message:
            self.holdings.admissions.setdefault(self.message_key(call), Admission(done=True))
        return super().access_refused(call)


@fault(
    "token-needed-to-search-definitions-by-use-case",
    "GET /MessageDefinition with a use case asks for an Authorization header.",
    breaks="CN-20 HDR-11",
)
class _TokenNeededToSearchDefinitionsByUseCase(Receiver):
    def check_access(self, call: Call) -> None:
        super().check_access(call)
        by_use_case = any("usecases-categories-bars" in each for each in call.parameters("context"))
        if by_use_case and "Authorization" not in call.headers:
            raise Refusal(401, "security", "The header Authorization is missing.")


@fault(
    "token-needed-everywhere",
    "Every request without Authorization is answered 401.",
    breaks="AP-08 CF-02 CF-05 CF-15 FS-SLOT-30 HDR-11",
)
class _TokenNeededEverywhere(Receiver):
    def check_access(self, call: Call) -> None:
        if "Authorization" not in call.headers:
            raise Refusal(401, "security", "The header Authorization is missing.")
        super().check_access(call)


@fault(
    "metadata-not-found-without-target",
    "GET /metadata without NHSD-Target-Identifier is answered 404.",
    breaks="FS-META-03",
)
class _MetadataNotFoundWithoutTarget(Receiver):
    def check_identity(self, call: Call) -> None:
        if call.path == "/metadata" and TARGET not in call.headers:
            raise Refusal(404, "not-found", "The request names no service.")
        super().check_identity(call)


@fault(
    "metadata-needs-a-parameter",
    "GET /metadata without a parameter _format is refused.",
    breaks="CF-02 FS-META-01 FS-META-05",
)
class _MetadataNeedsAParameter(Receiver):
    def capability_statement(self, call: Call) -> dict[str, Any]:
        if not call.parameters("_format"):
            raise Refusal(400, "required", "The parameter _format is missing.")
        return super().capability_statement(call)


@fault(
    "metadata-without-status-and-date",
    "The CapabilityStatement lacks status and date, which FHIR demands.",
    breaks="CF-03 FS-META-01",
)
class _MetadataWithoutStatusAndDate(Receiver):
    def capability_statement(self, call: Call) -> dict[str, Any]:
        statement = super().capability_statement(call)
        return {name: value for name, value in statement.items() if name not in ("status", "date")}


@fault(
    "discovery-needs-the-organisation",
    "GET /metadata and GET /MessageDefinition without NHSD-End-User-Organisation are refused.",
    breaks="HDR-17",
)
class _DiscoveryNeedsTheOrganisation(Receiver):
    def check_identity(self, call: Call) -> None:
        if call.path in ("/metadata", "/MessageDefinition") and ORGANISATION not in call.headers:
            raise Refusal(400, "required", f"The header {ORGANISATION} is missing.")
        super().check_identity(call)


@fault(
    "message-without-practitioner-told-as-not-found",
    "A message without NHSD-Requesting-Practitioner is answered 404.",
    breaks="HDR-17",
)
class _MessageWithoutPractitionerToldAsNotFound(Receiver):
    def check_identity(self, call: Call) -> None:
        if call.is_message and "NHSD-Requesting-Practitioner" not in call.headers:
            raise Refusal(404, "not-found", "The practitioner is not found.")
        super().check_identity(call)


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
    "undecodable-software-told-as-server-error",
    "An NHSD-Requesting-Software that is not Base64 is answered 500.",
    breaks="EH-46 FS-GEN-01 FS-GEN-03",
)
class _UndecodableSoftwareToldAsServerError(Receiver):
    def identity(self, call: Call, name: str) -> dict[str, Any]:
        with breaking() if name == "NHSD-Requesting-Software" else nullcontext():
            return super().identity(call, name)


@fault(
    "unreadable-identity-told-as-server-error",
    "An identity header that cannot be read is answered 500.",
    breaks="EH-46 FS-GEN-01 FS-GEN-03",
)
class _UnreadableIdentityToldAsServerError(Receiver):
    def identity(self, call: Call, name: str) -> dict[str, Any]:
        with breaking():
            return super().identity(call, name)


@fault(
    "use-context-must-fit-the-event",
    "A message whose use-context names another event than its MessageHeader is refused.",
    breaks="HDR-31",
)
class _UseContextMustFitTheEvent(Receiver):
    def process_message(self, call: Call) -> dict[str, Any]:
        given = call.headers.get("use-context", "")
        if given and f"|{self.read_message(call).event}|" not in given:
            raise Refusal(400, "invariant", "The header use-context does not fit the message.")
        return super().process_message(call)


@fault("use-context-required", "A message without a use-context is refused.", breaks="HDR-31")
class _UseContextRequired(Receiver):
    def process_message(self, call: Call) -> dict[str, Any]:
        if "use-context" not in call.headers:
            raise Refusal(400, "required", "The header use-context is missing.")
        return super().process_message(call)


@fault(
    "use-context-required-for-updates",
    "An update or cancellation without a use-context is refused.",
    breaks="HDR-31",
)
class _UseContextRequiredForUpdates(Receiver):
    def process_message(self, call: Call) -> dict[str, Any]:
        if "use-context" not in call.headers and self.read_message(call).reason == "update":
            raise Refusal(400, "required", "The header use-context is missing.")
        return super().process_message(call)


@fault(
    "unknown-parameter-refused-on-metadata",
    "GET /metadata with a parameter that is not known is refused.",
    breaks="CN-09",
)
class _UnknownParameterRefusedOnMetadata(Receiver):
    def capability_statement(self, call: Call) -> dict[str, Any]:
        if call.query:
            raise Refusal(400, "not-supported", "GET /metadata has no parameters.")
        return super().capability_statement(call)


@fault(
    "unknown-header-refused-on-messages",
    "A message with an X- header that is not known is refused.",
    breaks="CN-09",
)
class _UnknownHeaderRefusedOnMessages(Receiver):
    def check_identity(self, call: Call) -> None:
        known = ("x-request-id", "x-correlation-id", "x-forwarded-for")
        if call.is_message and any(name.startswith("x-") and name not in known for name in call.headers):
            raise Refusal(400, "not-supported", "The request has a header that is not known.")
        super().check_identity(call)


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
