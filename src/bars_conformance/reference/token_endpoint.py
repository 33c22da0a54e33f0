"""The token endpoint of the reference API: OAuth 2.0 client credentials with a signed JWT.

As the NHS platform has it (RFC 6749, 4.4; RFC 7523). To mount it, and to judge what comes in::

    endpoint = TokenEndpoint([Application(api_key="k", public_keys={"kid-1": public_key})])
    routes = endpoint.routes()                      # POST /oauth2/token
    endpoint.standing(headers.get("Authorization"))  # Standing.GOOD, MISSING, UNKNOWN, EXPIRED, OTHER_PRODUCT
"""

import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from urllib.parse import parse_qsl

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

PATH = "/oauth2/token"
_ALGORITHM = "RS512"
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTED_FOR_S = 5 * 60

BARS = "booking-and-referral"


@dataclass(frozen=True)
class Application:
    """A registered application: its API key, its public keys by key id, and the product it may use."""

    api_key: str
    public_keys: Mapping[str, RSAPublicKey]
    product: str = BARS


class Standing(Enum):
    """What a bearer token is worth."""

    GOOD = auto()
    MISSING = auto()
    UNKNOWN = auto()
    EXPIRED = auto()
    OTHER_PRODUCT = auto()


class TokenRefusal(Exception):
    """Why there is no token: a status, an error code of RFC 6749 (5.2) and words."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.error = error


@dataclass(frozen=True)
class _Issued:
    product: str
    expires_at: float


class TokenEndpoint:
    """Gives tokens to registered applications, and tells whether a token is good."""

    def __init__(
        self,
        applications: Iterable[Application],
        *,
        lifetime_s: float = 599,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """``lifetime_s`` is how long tokens are good for; ``clock`` gives seconds since 1970."""
        self.lifetime_s = lifetime_s
        self._applications = {each.api_key: each for each in applications}
        self._clock = clock
        self._issued: dict[str, _Issued] = {}
        self._assertions_seen: dict[tuple[str, str], float] = {}

    def routes(self) -> list[Route]:
        """What is served: POST /oauth2/token."""
        return [Route(PATH, self._serve, methods=["POST"])]

    def standing(self, authorization: str | None) -> Standing:
        """What the token in a header Authorization is worth; anything but a bearer token is UNKNOWN."""
        if not authorization:
            return Standing.MISSING
        scheme, _, token = authorization.partition(" ")
        issued = self._issued.get(token.strip()) if scheme.lower() == "bearer" else None
        if issued is None:
            return Standing.UNKNOWN
        if self._clock() >= issued.expires_at:
            return Standing.EXPIRED
        return Standing.GOOD if issued.product == BARS else Standing.OTHER_PRODUCT

    def issue(self, product: str = BARS, *, lifetime_s: float | None = None) -> str:
        """A fresh token for a product; one whose lifetime is not above 0 has expired already."""
        token = secrets.token_urlsafe(24)
        life_s = self.lifetime_s if lifetime_s is None else lifetime_s
        self._issued[token] = _Issued(product, self._clock() + life_s)
        return token

    def revoke_all(self) -> None:
        """Forget all tokens: they are unknown from now on."""
        self._issued.clear()

    def application_of(self, form: Mapping[str, str], token_url: str) -> Application:
        """The application that a token request comes from; raises TokenRefusal if it is not in order."""
        if form.get("grant_type") != "client_credentials":
            raise TokenRefusal(400, "unsupported_grant_type", "grant_type must be client_credentials")
        if form.get("client_assertion_type") != _ASSERTION_TYPE:
            raise TokenRefusal(400, "invalid_request", f"client_assertion_type must be {_ASSERTION_TYPE}")
        assertion = form.get("client_assertion", "")
        header, claims = self._unverified(assertion)
        application = self._application(claims)
        claims = self.verified(assertion, self.public_key(header, application), token_url)
        self._note(application, claims)
        return application

    async def _serve(self, request: Request) -> JSONResponse:
        form = dict(parse_qsl((await request.body()).decode("latin-1")))
        never_stored = {"Cache-Control": "no-store"}
        try:
            application = self.application_of(form, str(request.url.replace(query="")))
        except TokenRefusal as refusal:
            answer = {"error": refusal.error, "error_description": str(refusal)}
            return JSONResponse(answer, refusal.status, never_stored)
        return JSONResponse(self.answer(application), headers=never_stored)

    def answer(self, application: Application) -> dict[str, Any]:
        """What an application is answered: its token, and for how long that is good."""
        return {
            "access_token": self.issue(application.product),
            "expires_in": f"{self.lifetime_s:g}",  # the platform has it as text
            "token_type": "Bearer",
        }

    def _unverified(self, assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Header and claims of an assertion of which nothing is known yet."""
        try:
            token = jwt.decode_complete(assertion, options={"verify_signature": False})
        except jwt.InvalidTokenError:
            raise TokenRefusal(400, "invalid_request", "client_assertion is missing or no JWT") from None
        return token["header"], token["payload"]

    def _application(self, claims: Mapping[str, Any]) -> Application:
        issuer = claims.get("iss")
        if not isinstance(issuer, str) or issuer != claims.get("sub"):
            raise TokenRefusal(400, "invalid_request", "iss and sub must both be the API key")
        application = self._applications.get(issuer)
        if application is None:
            raise TokenRefusal(401, "invalid_request", "iss and sub are no API key of an application")
        return application

    def public_key(self, header: Mapping[str, Any], application: Application) -> RSAPublicKey:
        """The key that the assertion says it was signed with, as it is registered."""
        if header.get("alg") != _ALGORITHM:
            raise TokenRefusal(400, "invalid_request", f"alg must be {_ALGORITHM}")
        if "kid" not in header:
            raise TokenRefusal(400, "invalid_request", "kid is missing")
        key = application.public_keys.get(header["kid"])
        if key is None:
            raise TokenRefusal(401, "invalid_request", "no public key is registered under this kid")
        return key

    def verified(self, assertion: str, key: RSAPublicKey, token_url: str) -> dict[str, Any]:
        """The claims of an assertion whose signature is that of the key."""
        try:
            claims: dict[str, Any] = jwt.decode(
                assertion,
                key,
                algorithms=[_ALGORITHM],
                audience=token_url,
                options={"require": ["iss", "sub", "aud", "exp", "jti"], "verify_exp": False},
            )
        except jwt.InvalidSignatureError:
            raise TokenRefusal(401, "public_key error", "the signature is not that of the key") from None
        except jwt.InvalidAudienceError:
            raise TokenRefusal(401, "invalid_request", "aud must be the URL of this endpoint") from None
        except jwt.InvalidTokenError as error:
            raise TokenRefusal(400, "invalid_request", str(error)) from None
        expires_at = claims["exp"]
        if not isinstance(expires_at, int) or not 0 < expires_at - self._clock() <= _ASSERTED_FOR_S:
            raise TokenRefusal(400, "invalid_request", "exp must be within the next five minutes")
        return claims

    def _note(self, application: Application, claims: Mapping[str, Any]) -> None:
        """Refuse an assertion that came before; those that have expired need no remembering."""
        now = self._clock()
        use = application.api_key, str(claims["jti"])
        seen = {key: until for key, until in self._assertions_seen.items() if until > now}
        if use in seen:
            raise TokenRefusal(400, "invalid_request", "jti was used before")
        self._assertions_seen = seen | {use: claims["exp"]}
