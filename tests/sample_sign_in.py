"""A registered application and its private key, who signs in for it, and what token endpoints answer."""

import itertools
import json
import socket
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from raw_server import Reply, answers
from sample_sut import PROFILE

from bars_conformance.profile import SignedJwtAuth
from bars_conformance.reference.token_endpoint import Application
from bars_conformance.signing_in import SignIn, sign_in

TOKEN = "c4n4ry-0f-4-t0k3n"  # noqa: S105 - made up
API_KEY = "c4n4ry-0f-4n-4p1-k3y"
KID = "suite-1"


@cache
def private_key(bits: int = 2048) -> RSAPrivateKey:
    """A key that is made when it is first asked for."""
    return generate_private_key(public_exponent=65537, key_size=bits)


def pem(key: PrivateKeyTypes, encryption: KeySerializationEncryption | None = None) -> bytes:
    """A private key as its file has it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


def application() -> Application:
    """What the token endpoint knows of the application."""
    return Application(API_KEY, {KID: private_key().public_key()})


def auth(folder: Path, token_url: str) -> SignedJwtAuth:
    """What a profile says of signing in; the key is written into the folder."""
    file = folder / "private.pem"
    file.write_bytes(pem(private_key()))
    return SignedJwtAuth(
        type="oauth-signed-jwt",
        token_url=token_url,
        api_key=API_KEY,  # type: ignore[arg-type] # pydantic makes a secret of it
        private_key_file=file,
        kid=KID,
    )


def signing_in_at(folder: Path, token_url: str, **changes: Any) -> SignIn:  # noqa: ANN401 - as profiles have them
    """Who signs in at this endpoint, with 2 s of patience; ``changes`` are of the profile."""
    limits = PROFILE.limits.model_copy(update={"timeout_s": 2.0})
    profile = PROFILE.model_copy(update={"auth": auth(folder, token_url), "limits": limits} | changes)
    signed_in = sign_in(profile)
    assert signed_in is not None
    return signed_in


def granting(**members: object) -> Reply:
    """Answer with a token."""
    granted: dict[str, object] = {"access_token": TOKEN, "expires_in": "599", "token_type": "Bearer"}
    body = json.dumps(granted | members).encode()
    return answers(body, headers=["Content-Type: application/json", "Connection: close"])


def refusing(status: str, **members: object) -> Reply:
    """Answer with an OAuth error."""
    return answers(json.dumps(members).encode(), status=status, headers=["Content-Type: application/json"])


def numbered(**members: object) -> Reply:
    """Answer each time with another token."""
    numbers = itertools.count(1)

    def reply(connection: socket.socket) -> None:
        granting(access_token=f"{TOKEN}-{next(numbers)}", **members)(connection)

    return reply
