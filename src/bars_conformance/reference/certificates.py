"""The certificates of the reference's endpoint with mutual TLS and of its clients, made on the fly."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

ENDPOINT = "bars-z8r01.reference.nhs.uk"
"""The endpoint's name by the convention of Security-and-Authorisation/Receiver; it is served on loopback."""

HOST = "localhost"
_CLIENT = "client.bars.reference.nhs.uk"


class Certificates:
    """A chain of a root and a sub CA, as of one environment, and another, as of another environment."""

    def __init__(self) -> None:
        self.root = trustme.CA(organization_unit_name="Integration")
        self.sub = self.root.create_child_ca()
        self.other_environment = trustme.CA(organization_unit_name="Production")

    def write(self, folder: Path) -> None:
        """Write what a client needs: the authorities, and client certificates, each with its key."""
        (folder / "authorities.pem").write_bytes(self.root.cert_pem.bytes() + self.sub.cert_pem.bytes())
        _write(folder, "client", self.client())
        _write(folder, "expired", self.expired(_CLIENT))
        _write(folder, "foreign", self.other_environment.issue_cert(_CLIENT, common_name=_CLIENT))

    def client(self) -> trustme.LeafCert:
        """The certificate of a client that is trusted."""
        return self.sub.issue_cert(_CLIENT, common_name=_CLIENT)

    def expired(self, *names: str) -> trustme.LeafCert:
        """A certificate of the chain that ran out yesterday."""
        now = datetime.now(UTC)
        return self.sub.issue_cert(
            *names,
            common_name=names[0],
            not_before=now - timedelta(days=30),
            not_after=now - timedelta(days=1),
        )

    def write_endpoint(self, folder: Path) -> None:
        """Write what an endpoint needs: the authorities, and a certificate with its key."""
        (folder / "authorities.pem").write_bytes(self.root.cert_pem.bytes() + self.sub.cert_pem.bytes())
        _write(folder, "endpoint", self.sub.issue_cert(HOST, common_name=HOST))


def _write(folder: Path, name: str, certificate: trustme.LeafCert) -> None:
    """Write the certificate alone: that the endpoint knows the sub CA is for it to show."""
    key = folder / f"{name}.key"
    key.touch(mode=0o600)
    key.write_bytes(certificate.private_key_pem.bytes())
    (folder / f"{name}.pem").write_bytes(certificate.cert_chain_pems[0].bytes())
