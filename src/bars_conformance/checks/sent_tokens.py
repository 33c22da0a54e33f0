"""How a sender asks for an access token (Security-and-Authorisation/Sender; claims as the platform has them).

The platform: digital.nhs.uk, "Application-restricted RESTful APIs - signed JWT authentication" (R-122).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.verdict import HarnessError, Inconclusive

_GRANT = MappingProxyType(
    {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    }
)
_OF_A_USER = ("username", "password", "subject_token", "actor_token", "id_token", "code")
"""Fields of the grants that bring a user with them (RFC 6749, RFC 8693, OpenID Connect)."""

_ALGORITHMS = ("RS256", "RS384", "RS512")
_LONGEST_S = 5 * 60
_NOISE_S = 5


def is_client_credentials(asked: Exchange, _kid: str, _key: RSAPublicKey) -> Finding | None:
    """The form asks by client credentials, and carries a JWT as its assertion."""
    form = _form(asked)
    for name, expected in _GRANT.items():
        if form.get(name) != expected:
            return Finding(name, expected, form.get(name, "none"))
    return None if _unverified(form) else Finding("client_assertion", "a JWT", _shown(form))


def is_signed(asked: Exchange, kid: str, key: RSAPublicKey) -> Finding | None:
    """The JWT names the key by its id, and is signed with it."""
    token = _assertion(asked)
    if token["header"].get("kid") != kid:
        return Finding("kid of the JWT", kid, str(token["header"].get("kid", "none")))
    options: Any = {"verify_aud": False, "verify_exp": False, "verify_nbf": False, "verify_iat": False}
    try:
        jwt.decode(_form(asked)["client_assertion"], key, algorithms=_ALGORITHMS, options=options)
    except jwt.InvalidTokenError as error:
        return Finding("signature of the JWT", "that of the key of the application", str(error))
    return None


def names_the_application(asked: Exchange, _kid: str, _key: RSAPublicKey) -> Finding | None:
    """Issuer and subject of the JWT are one, the application, and the form brings no user."""
    claims = _assertion(asked)["payload"]
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not issuer or issuer != subject:
        return Finding("sub of the JWT", "the application, as iss", f"{subject} (iss: {issuer})")
    for name in _OF_A_USER:
        if name in _form(asked):
            return Finding(name, "no such field", "there")
    return None


def is_for_this_endpoint(asked: Exchange, _kid: str, _key: RSAPublicKey) -> Finding | None:
    """The JWT is meant for this endpoint, has an id, and is good for five minutes at most."""
    claims = _assertion(asked)["payload"]
    here = asked.request.url.partition("?")[0]
    told = claims.get("aud")
    if here not in (told if isinstance(told, list) else [told]):
        return Finding("aud of the JWT", here, str(told or "none"))
    if not claims.get("jti"):
        return Finding("jti of the JWT", "an id", "none")
    left = claims["exp"] - asked.started.timestamp() if isinstance(claims.get("exp"), int | float) else None
    if left is None or not -_NOISE_S < left <= _LONGEST_S + _NOISE_S:
        shown = "none" if left is None else f"in {left:.0f} s"
        return Finding("exp of the JWT", "within five minutes", shown)
    return None


def _form(asked: Exchange) -> dict[str, str]:
    return dict(parse_qsl((asked.request.body or b"").decode("latin-1")))


def _unverified(form: Mapping[str, str]) -> dict[str, Any] | None:
    try:
        token: dict[str, Any] = jwt.decode_complete(
            form.get("client_assertion", ""), options={"verify_signature": False}
        )
    except jwt.InvalidTokenError:
        return None
    return token


def _assertion(asked: Exchange) -> dict[str, Any]:
    if token := _unverified(_form(asked)):
        return token
    raise Inconclusive("the token request carries no JWT as its client_assertion")


def _shown(form: Mapping[str, str]) -> str:
    """What is there is not shown: it may be a secret."""
    return "something else" if form.get("client_assertion") else "none"


_Check = Callable[[Exchange, str, RSAPublicKey], Finding | None]

TOKEN_REQUESTS: Mapping[str, _Check] = MappingProxyType(
    {
        "asks by client credentials and a JWT": is_client_credentials,
        "is signed with the key of the application": is_signed,
        "names the application and no user": names_the_application,
        "is for this endpoint and the next minutes": is_for_this_endpoint,
    }
)
"""What a feature may say of a token request."""


def judged(asked: Exchange, words: str, kid: str, key: RSAPublicKey) -> Finding | None:
    """What the check of these words finds; raises HarnessError for words that are none of them."""
    if words not in TOKEN_REQUESTS:
        known = ", ".join(TOKEN_REQUESTS)
        raise HarnessError(f"nothing a token request does is called '{words}'; the features know {known}.")
    return TOKEN_REQUESTS[words](asked, kid, key)
