"""Senders whose headers are wrong."""

# ruff: noqa: ARG002 - an override takes what the method takes

from dataclasses import replace

from bars_conformance.faults.fault import fault
from bars_conformance.reference.call import CORRELATION_ID, FHIR_JSON, REQUEST_ID
from bars_conformance.reference.sender import Sender
from bars_conformance.reference.sender.errand import Case, Json
from bars_conformance.reference.sender.identity import Headers
from bars_conformance.reference.sender.transmission import Reply, Request


class _AsksTwice(Sender):
    """Asks wrongly first: what the receiver says of that does not matter, as it is asked again rightly."""

    def attempt(self, request: Request) -> Reply:
        wrong = self.wrongly(request) if request.method == "GET" else request
        if wrong is not request:
            super().attempt(wrong)
        return super().attempt(request)

    def wrongly(self, request: Request) -> Request:
        """The request as this sender has it first."""
        return request


def _asks(name: str, sentence: str, what: str, *, breaks: str, **wrong: str | None) -> None:
    """Register a sender whose reads at an address with ``what`` in it have these headers; None: lack them."""

    class Asks(_AsksTwice):
        def wrongly(self, request: Request) -> Request:
            headers = {**request.headers, **{name.replace("_", "-"): value for name, value in wrong.items()}}
            kept = {name: value for name, value in headers.items() if value is not None}
            return replace(request, headers=kept) if what in request.url else request

    fault(name, sentence, breaks=breaks)(Asks)


_ID, _CONVERSATION = "HDR-04 TI-01 TI-02", "HDR-05 TI-01 TI-02 TI-29"
_TARGET = "HDR-01 HDR-02 WF-03"

_asks(
    "request-id-not-sent-with-reads",
    "A booking that is held is read without X-Request-ID.",
    "/Appointment/",
    X_Request_ID=None,
    breaks=_ID,
)
_asks(
    "ids-not-sent-with-metadata",
    "GET /metadata goes out without the two ids.",
    "/metadata",
    X_Request_ID=None,
    X_Correlation_ID=None,
    breaks=f"{_ID} {_CONVERSATION} HDR-32",
)
_asks(
    "correlation-id-not-sent-with-reads",
    "A referral that is held is read without X-Correlation-ID.",
    "/ServiceRequest/",
    X_Correlation_ID=None,
    breaks=_CONVERSATION,
)
_asks(
    "request-id-is-a-number",
    "The X-Request-ID of a search for slots is a number that is counted up.",
    "/Slot",
    X_Request_ID="4711",
    breaks=_ID,
)
_asks(
    "correlation-id-is-a-case-number",
    "The X-Correlation-ID of a search for slots is a case number.",
    "/Slot",
    X_Correlation_ID="case-1",
    breaks=_CONVERSATION,
)
_asks(
    "target-not-sent-with-definitions",
    "GET /MessageDefinition does not say which service it is for.",
    "/MessageDefinition",
    NHSD_Target_Identifier=None,
    breaks=_TARGET,
)
_asks(
    "target-is-plain-json",
    "NHSD-Target-Identifier of a search for slots is JSON without Base64.",
    "/Slot",
    NHSD_Target_Identifier='{"system": "https://fhir.nhs.uk/Id/dos-service-id", "value": "2000072489"}',
    breaks=_TARGET,
)
_asks(
    "target-value-is-a-number",
    "The value in NHSD-Target-Identifier is a JSON number.",
    "/MessageDefinition",
    NHSD_Target_Identifier="eyJzeXN0ZW0iOiAiaHR0cHM6Ly9maGlyLm5ocy51ay9JZC9kb3Mtc2VydmljZS1pZCIsICJ2YWx1ZSI6IDJ9",
    breaks=_TARGET,
)
_asks(
    "organisation-is-not-encoded",
    "NHSD-End-User-Organisation of a search is a bare ODS code.",
    "/MessageDefinition",
    NHSD_End_User_Organisation="Z8S02",
    breaks="HDR-12 HDR-16 HDR-19",
)
_asks(
    "practitioner-is-no-json",
    "NHSD-Requesting-Practitioner of a search is Base64 of a name.",
    "/MessageDefinition",
    NHSD_Requesting_Practitioner="RHIgQXNoZG93bg==",
    breaks="HDR-13 HDR-16 HDR-20",
)
_asks(
    "software-is-no-base64",
    "NHSD-Requesting-Software of a search is JSON without Base64.",
    "/MessageDefinition",
    NHSD_Requesting_Software='{"resourceType": "Device"}',
    breaks="HDR-14 HDR-16 HDR-21",
)


@fault("request-id-is-always-the-same", "Every request has the same X-Request-ID.", breaks="TI-02 TI-08")
class _RequestIdIsAlwaysTheSame(Sender):
    def new_request_id(self) -> str:
        return "6b1a6a6e-0f4f-4c55-9a8b-6a0d3a1f2c11"


@fault(
    "request-id-kept-for-a-cancellation",
    "A cancellation has the X-Request-ID of the request.",
    breaks="TI-08",
)
class _RequestIdKeptForACancellation(Sender):
    def __init__(self) -> None:
        super().__init__()
        self.first: dict[str, str] = {}

    def transmit(self, request: Request) -> Reply:
        if request.method == "POST":
            conversation, own = request.headers[CORRELATION_ID], request.headers[REQUEST_ID]
            kept = self.first.setdefault(conversation, own)
            request = replace(request, headers={**request.headers, REQUEST_ID: kept})
        return super().transmit(request)


@fault(
    "correlation-id-new-for-later-messages",
    "Updates and cancellations have an X-Correlation-ID of their own.",
    breaks="TI-08",
)
class _CorrelationIdNewForLaterMessages(Sender):
    def later_conversation(self, case: Case) -> str:
        return self.new_conversation()


@fault(
    "correlation-id-new-for-a-booking-of-a-referral",
    "The booking for a referral is in another conversation.",
    breaks="TI-28",
)
class _CorrelationIdNewForABooking(Sender):
    def conversation_of(self, case: Case | None) -> str:
        return self.new_conversation()


@fault("correlation-id-of-the-installation", "Every case has the same X-Correlation-ID.", breaks="TI-29")
class _CorrelationIdOfTheInstallation(Sender):
    def new_conversation(self) -> str:
        return "0d0f3f2e-6a51-4d0f-8f4e-2b9a1c7d5e33"


@fault("organisation-without-name", "NHSD-End-User-Organisation lacks the name.", breaks="HDR-12 HDR-19")
class _OrganisationWithoutName(Sender):
    def organisation(self) -> Json:
        return {name: value for name, value in super().organisation().items() if name != "name"}


@fault(
    "practitioner-without-role-profile",
    "NHSD-Requesting-Practitioner has a local id.",
    breaks="HDR-13 HDR-20",
)
class _PractitionerWithoutRoleProfile(Sender):
    def practitioner(self) -> Json:
        return super().practitioner() | {
            "identifier": [{"system": "https://millbrook.example/Id", "value": "7"}]
        }


@fault("software-without-version", "NHSD-Requesting-Software lacks the version.", breaks="HDR-14 HDR-21")
class _SoftwareWithoutVersion(Sender):
    def software(self) -> Json:
        return {name: value for name, value in super().software().items() if name != "version"}


@fault("accept-without-version", "Accept states FHIR without the version of the API.", breaks="HDR-25 CN-02")
class _AcceptWithoutVersion(Sender):
    def accept(self) -> str:
        return FHIR_JSON


@fault("accept-takes-anything", "Accept is */* on reads.", breaks="HDR-25 CN-02")
class _AcceptTakesAnything(Sender):
    def attempt(self, request: Request) -> Reply:
        if request.method == "GET":
            request = replace(request, headers={**request.headers, "Accept": "*/*"})
        return super().attempt(request)


@fault(
    "content-type-is-plain-json",
    "Messages, and the changes of bookings, are sent as application/json.",
    breaks="AP-29 HDR-28",
)
class _ContentTypeIsPlainJson(Sender):
    def content_type(self) -> str:
        return "application/json"


@fault("use-context-not-sent", "Messages have no header use-context.", breaks="HDR-30")
class _UseContextNotSent(Sender):
    def use_context(self, document: Json) -> Headers:
        return {}


@fault(
    "location-expected-of-an-answer", "An answer without the header Location is not taken.", breaks="HDR-22"
)
class _LocationExpected(Sender):
    def resource_of(self, reply: Reply) -> Json:
        return super().resource_of(
            reply
            if "Location" in reply.headers or reply.is_outcome or not self.is_booking(reply)
            else Reply(500)
        )

    def is_booking(self, reply: Reply) -> bool:
        """Whether a reply is that to a message about a booking."""
        kinds = [each["resource"]["resourceType"] for each in (reply.resource or {}).get("entry", [])]
        return "MessageHeader" in kinds and "Appointment" in kinds
