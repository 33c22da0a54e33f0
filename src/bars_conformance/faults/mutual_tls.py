"""Faults in whom an endpoint with mutual TLS serves (Security-and-Authorisation/Receiver)."""

import ssl

import trustme

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.certificates import Certificates
from bars_conformance.reference.refusal import Refusal

_OF_ROUTING = "SEC-19 FS-ROUTE-22 FS-ROUTE-23 EH-46"
_OF_DEFINITIONS = "FS-MSGDEF-11 FS-MSGDEF-12"
_OF_SLOTS = "FS-SLOT-26 FS-SLOT-27"
_EVERYWHERE = f"{_OF_ROUTING} {_OF_DEFINITIONS} {_OF_SLOTS}"
_NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME of OpenSSL, which ssl has no name for


class RefusingByHttp(Receiver):
    """Lets clients without a certificate through the handshake, to refuse them by HTTP, as is lawful."""

    def tls_context(self, certificates: Certificates) -> ssl.SSLContext:
        """The endpoint's side of TLS, which asks for a certificate and goes on without."""
        context = super().tls_context(certificates)
        context.verify_mode = ssl.CERT_OPTIONAL
        return context


def _served_without_certificate(name: str, what: str, path: str, breaks: str) -> None:
    class ServedWithoutCertificate(RefusingByHttp):
        def check_client(self, call: Call) -> None:
            if call.path != path:
                super().check_client(call)

    sentence = f"{what} a client without a certificate; elsewhere such a client is refused."
    fault(name, sentence, breaks=f"{_OF_ROUTING} EH-49 {breaks}")(ServedWithoutCertificate)


_served_without_certificate("metadata-without-client-certificate", "GET /metadata serves", "/metadata", "")
_served_without_certificate(
    "messages-without-client-certificate", "$process-message takes messages of", "/$process-message", ""
)
_served_without_certificate(
    "definitions-without-client-certificate",
    "GET /MessageDefinition serves",
    "/MessageDefinition",
    _OF_DEFINITIONS,
)
_served_without_certificate("slots-without-client-certificate", "GET /Slot serves", "/Slot", _OF_SLOTS)


@fault(
    "client-without-certificate-told-as-unauthorized",
    "A client without a certificate is answered 401 REC_UNAUTHORIZED in place of 403.",
    breaks=_EVERYWHERE,
)
class _ClientWithoutCertificateToldAsUnauthorized(RefusingByHttp):
    def uncertified(self, call: Call) -> Refusal:
        return Refusal(401, "security", super().uncertified(call).diagnostics)


@fault(
    "client-without-certificate-told-as-processing-on-slot-search",
    "A slot search without a client certificate is answered 403 with the issue code processing.",
    breaks=f"{_OF_ROUTING} {_OF_SLOTS}",
)
class _ClientWithoutCertificateToldAsProcessingOnSlotSearch(RefusingByHttp):
    def uncertified(self, call: Call) -> Refusal:
        told = super().uncertified(call)
        return Refusal(403, "processing", told.diagnostics) if call.path == "/Slot" else told


@fault(
    "client-certificates-not-asked-for",
    "The endpoint asks no client for a certificate and serves all.",
    breaks=f"{_EVERYWHERE} EH-49",
)
class _ClientCertificatesNotAskedFor(Receiver):
    def tls_context(self, certificates: Certificates) -> ssl.SSLContext:
        context = super().tls_context(certificates)
        context.verify_mode = ssl.CERT_NONE
        return context

    def check_client(self, call: Call) -> None:
        """Let everybody in."""


@fault(
    "expired-client-certificates-served",
    "A client whose certificate has run out is served.",
    breaks=f"{_EVERYWHERE} EH-49",
)
class _ExpiredClientCertificatesServed(Receiver):
    def tls_context(self, certificates: Certificates) -> ssl.SSLContext:
        context = super().tls_context(certificates)
        context.verify_flags |= _NO_CHECK_TIME
        return context


@fault(
    "clients-of-another-environment-served",
    "The chain of another environment is trusted besides that of the endpoint's own.",
    breaks=f"{_EVERYWHERE} EH-49",
)
class _ClientsOfAnotherEnvironmentServed(Receiver):
    def tls_context(self, certificates: Certificates) -> ssl.SSLContext:
        context = super().tls_context(certificates)
        certificates.other_environment.configure_trust(context)
        return context


@fault(
    "former-chain-of-clients-trusted",
    "The endpoint trusts the former chain of its environment in place of the current one.",
    breaks="SEC-18",
)
class _FormerChainOfClientsTrusted(Receiver):
    def trusted(self, certificates: Certificates) -> tuple[trustme.CA, ...]:  # noqa: ARG002 - an override
        return (trustme.CA(),)
