"""Faults that believe what a client certificate says of itself (Security-and-Authorisation/Receiver)."""

import ssl

from cryptography import x509

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.certificates import Certificates

_BREAKS = "SEC-19 FS-ROUTE-22 FS-ROUTE-23 FS-MSGDEF-11 FS-MSGDEF-12 FS-SLOT-26 FS-SLOT-27 EH-46 EH-49"
_BEFORE_FIRST = 10  # bytes of a Certificate message of TLS 1.2 before its first certificate (RFC 5246, 7.4.2)


class _Believing(Receiver):
    """Trusts a certificate because of what it says, whoever signed it; dates are checked all the same."""

    def believes(self, shown: x509.Certificate, certificates: Certificates) -> bool:
        """Whether a certificate is taken at its word."""
        raise NotImplementedError

    def tls_context(self, certificates: Certificates) -> ssl.SSLContext:
        context = super().tls_context(certificates)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN

        def look(_: object, direction: str, __: object, ___: object, message: object, data: bytes) -> None:
            if direction == "read" and getattr(message, "name", "") == "CERTIFICATE" and data[_BEFORE_FIRST:]:
                length = int.from_bytes(data[_BEFORE_FIRST - 3 : _BEFORE_FIRST])
                shown = data[_BEFORE_FIRST : _BEFORE_FIRST + length]
                if self.believes(x509.load_der_x509_certificate(shown), certificates):
                    context.load_verify_locations(cadata=shown)

        context._msg_callback = look  # type: ignore[attr-defined] # noqa: SLF001 - ssl shows nobody else what it will not trust
        return context


@fault(
    "self-signed-client-certificates-served",
    "A client that vouches for itself is served.",
    breaks=_BREAKS,
)
class _SelfSignedClientCertificatesServed(_Believing):
    def believes(self, shown: x509.Certificate, certificates: Certificates) -> bool:  # noqa: ARG002 - an override
        return shown.issuer == shown.subject


@fault(
    "issuer-of-client-certificates-believed-by-name",
    "A client certificate is taken for one of the chain if it names the sub CA as its issuer.",
    breaks=_BREAKS,
)
class _IssuerOfClientCertificatesBelievedByName(_Believing):
    def trusted(self, certificates: Certificates) -> tuple[()]:  # noqa: ARG002 - an override
        return ()

    def believes(self, shown: x509.Certificate, certificates: Certificates) -> bool:
        sub = x509.load_pem_x509_certificate(certificates.sub.cert_pem.bytes())
        return shown.issuer == sub.subject
