"""Whom an endpoint with mutual TLS turns away, how, and what it shows of itself (R-26, R-120, R-121)."""

import ssl

import trustme

from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.certificates import ENDPOINT, HOST, Certificates
from bars_conformance.reference.refusal import Refusal
from bars_conformance.variants.variant import variant


class _RefusingByHttp(Receiver):
    """Lets clients without a certificate through the handshake, to refuse them by HTTP."""

    def tls_context(self, certificates: Certificates) -> ssl.SSLContext:
        context = super().tls_context(certificates)
        context.verify_mode = ssl.CERT_OPTIONAL
        return context


@variant(
    "client-without-certificate-told-as-forbidden",
    "A client without a certificate is answered 403 REC_FORBIDDEN forbidden.",
    rests_on="R-26",
)
class _ClientWithoutCertificateToldAsForbidden(_RefusingByHttp):
    pass


@variant(
    "client-without-certificate-told-as-security",
    "A client without a certificate is answered 403 REC_FORBIDDEN security.",
    rests_on="R-26",
)
class _ClientWithoutCertificateToldAsSecurity(_RefusingByHttp):
    def uncertified(self, call: Call) -> Refusal:
        return Refusal(403, "security", super().uncertified(call).diagnostics)


@variant("endpoint-with-tls-1-2", "The endpoint speaks TLS 1.2, no later one.", rests_on="R-26")
class _EndpointWithTls12(Receiver):
    def tls_context(self, certificates: Certificates) -> ssl.SSLContext:
        context = super().tls_context(certificates)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        return context


@variant(
    "endpoint-certificate-of-the-root",
    "The endpoint's certificate is issued by the root of its environment itself.",
    rests_on="R-121",
)
class _EndpointCertificateOfTheRoot(Receiver):
    def presented(self, certificates: Certificates) -> trustme.LeafCert:
        return certificates.root.issue_cert(ENDPOINT, HOST, common_name=ENDPOINT)


@variant(
    "endpoint-named-in-mixed-case",
    "The endpoint's certificate has its name in mixed letter case, and another name before it.",
    rests_on="R-120",
)
class _EndpointNamedInMixedCase(Receiver):
    def presented(self, certificates: Certificates) -> trustme.LeafCert:
        name = "BaRS-Z8R01.Reference.NHS.uk"
        return certificates.sub.issue_cert("node-7.reference.nhs.uk", name, HOST, common_name=name)


@variant(
    "endpoint-named-with-further-labels",
    "The organisation part of the endpoint's name has two labels.",
    rests_on="R-120",
    warned="SEC-22",
)
class _EndpointNamedWithFurtherLabels(Receiver):
    def presented(self, certificates: Certificates) -> trustme.LeafCert:
        name = "bars-z8r01.urgent-care.reference.nhs.uk"
        return certificates.sub.issue_cert(name, HOST, common_name=name)
