"""Access tokens: client credentials with a signed JWT (End-to-end-workflow/Authenticate-with-BaRS)."""

import time
from functools import cache
from typing import Any
from uuid import uuid4

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bars_conformance.reference.sender.errand import GivenUp

KID = "millbrook-1"
_API_KEY = "millbrook-dispatch"
_ASSERTED_FOR_S = 4 * 60
_EARLY_S = 30


class Access:
    """Signs in, and keeps a token for as long as it is good."""

    timeout_s = 3.0

    def __init__(self) -> None:
        """Open for business; connections are kept."""
        self.http = httpx.Client(trust_env=False, timeout=self.timeout_s)
        self.tokens: dict[str, tuple[str, float]] = {}

    def close(self) -> None:
        """Close all connections."""
        self.http.close()

    def token(self, token_url: str) -> str:
        """An access token that is good now; where nobody issues them, any will do."""
        token, until = self.tokens.get(token_url, ("", 0.0))
        return token if time.time() < until else self.new_token(token_url)

    def new_token(self, token_url: str) -> str:
        """A token that nobody has used."""
        if not token_url:
            return str(uuid4())
        try:
            answer = self.request_token(token_url).json()
            token, life_s = str(answer["access_token"]), float(answer["expires_in"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise GivenUp("there is no access token to be had") from error
        self.tokens[token_url] = token, time.time() + life_s - _EARLY_S
        return token

    def request_token(self, token_url: str) -> httpx.Response:
        """The answer to a request for a token."""
        return self.http.post(token_url, data=self.form(token_url))

    def form(self, token_url: str) -> dict[str, str]:
        """What is asked: the grant, and who asks."""
        return {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self.assertion(token_url),
        }

    def assertion(self, token_url: str) -> str:
        """The claims, signed."""
        key, headers = self.signing_key(), self.assertion_header()
        return jwt.encode(self.claims(token_url), key, algorithm="RS512", headers=headers)

    def assertion_header(self) -> dict[str, Any]:
        """Which key it is signed with."""
        return {"kid": KID}

    def signing_key(self) -> RSAPrivateKey:
        """The key that is registered."""
        return private_key()

    def claims(self, token_url: str) -> dict[str, Any]:
        """Who asks, whom, and until when."""
        return {
            "iss": _API_KEY,
            "sub": _API_KEY,
            "aud": token_url,
            "jti": str(uuid4()),
            "exp": int(time.time()) + _ASSERTED_FOR_S,
        }


@cache
def private_key() -> RSAPrivateKey:
    """The key of the application, made anew in each process."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def public_key() -> bytes:
    """Its public key in PEM, as the platform is told it."""
    return private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
