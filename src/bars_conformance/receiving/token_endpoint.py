"""The token endpoint of the suite: gives a token to whoever asks; what was asked is judged afterwards.

End-to-end-workflow/Authenticate-with-BaRS. Tokens are known again by a digest, so that none is kept.
"""

import hashlib
import secrets

import orjson

from bars_conformance.exchange import Answer

PATH = "/oauth2/token"
"""Where it is, from the root of the address that a sender speaks to."""

_LIFETIME_S = "599"


class TokenEndpoint:
    """Gives tokens, and tells those that it gave; ``issued`` holds their digests."""

    def __init__(self) -> None:
        self.issued: set[str] = set()

    def answer(self) -> Answer:
        """A new token."""
        token = secrets.token_urlsafe(24)
        self.issued.add(digest(f"Bearer {token}".encode()))
        body = {"access_token": token, "expires_in": _LIFETIME_S, "token_type": "Bearer"}
        headers = (("Content-Type", "application/json"), ("Cache-Control", "no-store"))
        return Answer(200, headers, orjson.dumps(body))


def digest(authorization: bytes) -> str:
    """What tells one Authorization from another, without being it; empty if there is none."""
    scheme, _, token = authorization.partition(b" ")
    told = scheme.lower() + b" " + token.strip()
    return hashlib.sha256(told).hexdigest() if authorization else ""
