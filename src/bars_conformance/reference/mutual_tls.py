"""Mutual TLS: what the endpoint presents, and whom it trusts (Security-and-Authorisation/Receiver)."""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

import ssl
from collections.abc import Iterable

import trustme

from bars_conformance.reference.call import Call
from bars_conformance.reference.certificates import ENDPOINT, HOST, Certificates
from bars_conformance.reference.refusal import Refusal


class MutualTls:
    """The endpoint's side of the handshake; clients that it does not trust get no further."""

    def tls_context(self, certificates: Certificates) -> ssl.SSLContext:
        """The endpoint's side of TLS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.presented(certificates).configure_cert(context)
        for authority in self.trusted(certificates):
            authority.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED
        return context

    def presented(self, certificates: Certificates) -> trustme.LeafCert:
        """The certificate that the endpoint shows."""
        return certificates.sub.issue_cert(ENDPOINT, HOST, common_name=ENDPOINT)

    def trusted(self, certificates: Certificates) -> Iterable[trustme.CA]:
        """The authorities whose clients are served: root and sub CA of the environment."""
        return certificates.root, certificates.sub

    def check_client(self, call: Call) -> None:
        """Refuse a client that came over mutual TLS without a certificate, if the handshake let it."""
        if not call.certified:
            raise self.uncertified(call)

    def uncertified(self, call: Call) -> Refusal:
        """A client showed no certificate."""
        return Refusal(403, "forbidden", "The client presented no certificate of the chain that is trusted.")
