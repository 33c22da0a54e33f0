"""What a sender writes into its headers, and what it leaves out."""

# ruff: noqa: ARG002 - an override takes what the method takes

from dataclasses import replace

from bars_conformance.reference.call import FHIR_JSON
from bars_conformance.reference.headers import TARGET
from bars_conformance.reference.sender import Errand, Sender
from bars_conformance.reference.sender.errand import Json
from bars_conformance.reference.sender.identity import PRODUCT, VERSION, Headers
from bars_conformance.reference.sender.transmission import Reply, Request
from bars_conformance.variants.variant import variant


@variant("headers-sent-in-capitals", "The names of headers are in capitals.", rests_on="R-37 RFC-9110")
class _HeadersSentInCapitals(Sender):
    def attempt(self, request: Request) -> Reply:
        capitals = {name.upper(): value for name, value in request.headers.items()}
        return super().attempt(replace(request, headers=capitals))


@variant("ids-sent-in-capitals", "Both ids are in capitals.", rests_on="R-02")
class _IdsSentInCapitals(Sender):
    def new_request_id(self) -> str:
        return super().new_request_id().upper()

    def new_conversation(self) -> str:
        return super().new_conversation().upper()


@variant(
    "further-headers-sent", "Requests have headers that the standard does not know.", rests_on="RFC-9110"
)
class _FurtherHeadersSent(Sender):
    def headers(self, errand: Errand, correlation_id: str) -> Headers:
        return super().headers(errand, correlation_id) | {
            "Accept-Language": "cy, en-GB;q=0.8",
            "Cache-Control": "no-cache",
            "Cookie": "node=7",
            "Via": "1.1 millbrook.example",
            "X-Forwarded-For": "192.0.2.7",
        }


def _accept(name: str, sentence: str, accept: str, rests_on: str) -> None:
    class Accept(Sender):
        def accept(self) -> str:
            return accept

    variant(name, sentence, rests_on=rests_on)(Accept)


_accept(
    "accept-with-a-choice",
    "Accept names JSON and, as second choice, XML.",
    f"{FHIR_JSON};version=1.1.0, application/fhir+xml;version=1.1.0;q=0.5",
    "R-43 RFC-9110",
)
_accept(
    "accept-in-mixed-case",
    "Accept is in mixed letter case, its version quoted.",
    'Application/FHIR+JSON; Version="1.1.0"',
    "R-43 RFC-9110",
)
_accept("accept-of-core", "The version in Accept is that of Core.", f"{FHIR_JSON}; version=1.1.4", "R-43")


@variant(
    "content-type-with-parameters",
    "Content-Type has a version and a charset.",
    rests_on="R-43 RFC-9110",
)
class _ContentTypeWithParameters(Sender):
    def content_type(self) -> str:
        return f"{FHIR_JSON}; version=1.1.0; charset=UTF-8"


@variant("metadata-of-nobody", "GET /metadata does not name the service that is meant.", rests_on="R-41")
class _MetadataOfNobody(Sender):
    def attempt(self, request: Request) -> Reply:
        if not request.url.endswith("/metadata"):
            return super().attempt(request)
        others = {name: value for name, value in request.headers.items() if name != TARGET}
        return super().attempt(replace(request, headers=others))


@variant(
    "requester-not-known",
    "A sender that knows neither practitioner nor software leaves them out.",
    rests_on="R-38",
    lacks="practitioner software",
)
class _RequesterNotKnown(Sender):
    def headers(self, errand: Errand, correlation_id: str) -> Headers:
        headers = super().headers(errand, correlation_id)
        return {name: value for name, value in headers.items() if not name.startswith("NHSD-Requesting-")}


@variant(
    "requester-of-few-words",
    "The requester has a role profile and no role; the organisation, further members.",
    rests_on="R-39 R-40",
)
class _RequesterOfFewWords(Sender):
    def practitioner(self) -> Json:
        return {name: value for name, value in super().practitioner().items() if name != "code"}

    def organisation(self) -> Json:
        return super().organisation() | {"active": True, "alias": ["Millbrook"]}

    def target(self, errand: Errand) -> Json:
        return {"use": "official", **super().target(errand)}


@variant(
    "software-as-in-fhir-r4",
    "deviceName and version of the software are lists, as in FHIR R4.",
    rests_on="R-39 FHIR-R4",
)
class _SoftwareAsInFhirR4(Sender):
    def software(self) -> Json:
        name = {"name": PRODUCT, "type": "manufacturer-name"}
        return super().software() | {"deviceName": [name], "version": [{"value": VERSION}]}


@variant("no-use-context", "Messages have no use-context.", rests_on="R-42", warned="HDR-30")
class _NoUseContext(Sender):
    def use_context(self, document: Json) -> Headers:
        return {}


@variant(
    "a-connection-for-each-request",
    "Each request has a connection of its own, and its body comes in chunks.",
    rests_on="RFC-9112",
)
class _AConnectionForEachRequest(Sender):
    def attempt(self, request: Request) -> Reply:
        headers = request.headers | {"Connection": "close"}
        if request.body:
            headers |= {"Transfer-Encoding": "chunked"}
        return super().attempt(replace(request, headers=headers))
