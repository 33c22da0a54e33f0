"""An application that is registered with the reference API while it is served."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bars_conformance.reference.token_endpoint import Application, Standing, TokenEndpoint

KID = "reference-1"
_API_KEY = "reference-application"
_OTHER_PRODUCT = "another-product"

_ISSUES = {
    Standing.GOOD: None,
    Standing.MISSING: "unknown",
    Standing.UNKNOWN: "security",
    Standing.EXPIRED: "expired",
    Standing.OTHER_PRODUCT: "forbidden",
}
"""What the API says of a token (Message-Routing, General-Failure-Scenarios)."""


@dataclass(frozen=True)
class Registration:
    """What the application knows: its API key, its private key, and two tokens that are no good."""

    endpoint: TokenEndpoint
    private_key_file: Path

    def judge_token(self, token: str | None) -> str | None:
        """The issue code for a token that is not good."""
        return _ISSUES[self.endpoint.standing(token and f"Bearer {token}")]

    def environment(self) -> dict[str, str]:
        """What the profile of the reference API takes from the environment."""
        return {
            "REFERENCE_API_KEY": _API_KEY,
            "REFERENCE_KEY_FILE": str(self.private_key_file),
            "REFERENCE_EXPIRED_TOKEN": self.endpoint.issue(lifetime_s=0),
            "REFERENCE_OTHER_TOKEN": self.endpoint.issue(_OTHER_PRODUCT),
        }


@contextlib.contextmanager
def registered(endpoint: type[TokenEndpoint]) -> Iterator[Registration]:
    """Register an application; its private key is a file of its owner's while the block lasts."""
    key = generate_private_key(public_exponent=65537, key_size=2048)
    application = Application(_API_KEY, {KID: key.public_key()})
    with tempfile.TemporaryDirectory(prefix="bars-reference-") as folder:
        file = Path(folder) / "private.pem"
        file.touch(mode=0o600)
        file.write_bytes(_pem(key))
        yield Registration(endpoint([application]), file)


def _pem(key: RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
