"""Faults in the TLS with which the API calls receivers (Security-and-Authorisation/Receiver)."""

# ruff: noqa: ARG002 - an override takes what the method takes

from dataclasses import replace

import httpx
import trustme
from starlette.requests import Request

from bars_conformance.faults.fault import fault
from bars_conformance.reference.api import Api, Endpoint
from bars_conformance.reference.call import Call
from bars_conformance.reference.certificates import Certificates

_NOTHING_ARRIVES = "FS-META-04 HDR-03 SEC-14"


@fault(
    "receivers-called-without-a-certificate",
    "The API shows no certificate to receivers.",
    breaks="SEC-14",
)
class _WithoutACertificate(Api):
    def presented(self, certificates: Certificates) -> trustme.LeafCert | None:
        return None


@fault(
    "receivers-called-with-a-certificate-of-another-environment",
    "The certificate that the API shows to receivers is of the chain of another environment.",
    breaks=_NOTHING_ARRIVES,
)
class _CertificateOfAnotherEnvironment(Api):
    def presented(self, certificates: Certificates) -> trustme.LeafCert | None:
        return certificates.other_environment.issue_cert("api.reference.nhs.uk")


@fault(
    "receivers-called-with-an-expired-certificate",
    "The certificate that the API shows to receivers has expired.",
    breaks=_NOTHING_ARRIVES,
)
class _ExpiredCertificate(Api):
    def presented(self, certificates: Certificates) -> trustme.LeafCert | None:
        return certificates.expired("api.reference.nhs.uk")


@fault(
    "receivers-called-without-tls",
    "The API speaks plain HTTP to receivers.",
    breaks=_NOTHING_ARRIVES,
)
class _WithoutTls(Api):
    def outgoing(self, call: Call, request: Request, endpoint: Endpoint, body: bytes) -> httpx.Request:
        plain = replace(endpoint, address=endpoint.address.replace("https:", "http:"))
        return super().outgoing(call, request, plain, body)
