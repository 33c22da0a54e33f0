"""What the API adds to a request on its way to the receiver, and how it calls there."""

# ruff: noqa: ARG002 - an override takes what the method takes

import ssl
from urllib.parse import quote, urlencode
from uuid import uuid4

import httpx
import trustme
from starlette.requests import Request

from bars_conformance.reference.api import Api
from bars_conformance.reference.api.relay import RawHeaders
from bars_conformance.reference.call import FHIR_JSON, REQUEST_ID, Call
from bars_conformance.reference.certificates import Certificates
from bars_conformance.variants.variant import variant

_UNAVAILABLE = 503


@variant(
    "requests-traced-on-the-way",
    "The receiver gets headers of gateways beside those of the sender: who forwards for whom, and a trace.",
    rests_on="RFC-9110",
)
class _RequestsTracedOnTheWay(Api):
    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        added = {
            "Via": "1.1 gateway.example",
            "X-Forwarded-For": "192.0.2.7",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "api.example",
            "traceparent": f"00-{uuid4().hex}-{uuid4().hex[:16]}-01",
            "NHSD-Client-ID": "reference-application",
        }
        pairs = [(name.encode(), value.encode()) for name, value in added.items()]
        return [*super().forwarded(call, headers), *pairs]


@variant(
    "header-names-in-capitals-on-the-way",
    "Names of headers arrive at the receiver in capitals.",
    rests_on="R-37 RFC-9110",
)
class _HeaderNamesInCapitalsOnTheWay(Api):
    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        return [(name.upper(), value) for name, value in super().forwarded(call, headers)]


@variant(
    "own-request-to-the-record-locator",
    "The API asks the record locator with an access token, an X-Request-ID and an Accept of its own.",
    rests_on="R-112",
)
class _OwnRequestToTheRecordLocator(Api):
    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        kept = super().forwarded(call, headers)
        if not call.is_about_pointers:
            return kept
        own = {
            REQUEST_ID.lower(): str(uuid4()),
            "accept": FHIR_JSON,
            "authorization": f"Bearer {uuid4()}",
            "nhsd-end-user-organisation-ods": "Z8A01",
        }
        others = [pair for pair in kept if pair[0].decode().lower() not in own]
        return [*others, *((name.encode(), value.encode()) for name, value in own.items())]


@variant(
    "parameters-encoded-anew",
    "Parameters are decoded and encoded anew on their way to the receiver, as few letters left as may be.",
    rests_on="RFC-3986",
)
class _ParametersEncodedAnew(Api):
    def query(self, call: Call, request: Request) -> bytes:
        return urlencode(call.query, quote_via=quote, safe="").encode()


@variant(
    "reads-tried-twice",
    "A read or search that a receiver answers 503 without a body is tried once more.",
    rests_on="RFC-9110",
)
class _ReadsTriedTwice(Api):
    async def answer(self, outgoing: httpx.Request) -> httpx.Response:
        first = await super().answer(outgoing)
        if outgoing.method != "GET" or first.status_code != _UNAVAILABLE or first.extensions["raw"]:
            return first
        return await super().answer(outgoing)


@variant(
    "tls-1-2-with-receivers",
    "The API speaks TLS 1.2 with receivers, no later one.",
    rests_on="R-26",
)
class _Tls12WithReceivers(Api):
    def tls_context(self, certificates: Certificates) -> ssl.SSLContext:
        context = super().tls_context(certificates)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        return context


@variant(
    "client-certificate-of-another-name",
    "The certificate that the API shows to receivers is issued by the root, for the name of a gateway.",
    rests_on="R-121",
)
class _ClientCertificateOfAnotherName(Api):
    def presented(self, certificates: Certificates) -> trustme.LeafCert | None:
        return certificates.root.issue_cert("gateway.bars.reference.nhs.uk")
