"""Signs in: client credentials with a signed JWT get an access token (RFC 6749, 4.4; RFC 7523, 2.2).

As the NHS platform has it: digital.nhs.uk, "Application-restricted RESTful APIs - signed JWT
authentication". Key, assertion and token are held in memory only; and the request for a token is a matter
between us and the authorisation server, no evidence of the system under test: it is not recorded.
"""

import ssl
import threading
import time
import uuid
from pathlib import Path

import httpx
import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bars_conformance.access_token import Token, granted
from bars_conformance.exchange import Redactor
from bars_conformance.profile import Profile, ProfileError, SignedJwtAuth
from bars_conformance.transport import RecordingTransport
from bars_conformance.verdict import Inconclusive

_ASSERTED_FOR_S = 270
"""The platform allows five minutes; half a minute is left for clocks that differ."""

_LEAST_BITS = 2048  # RFC 7518, 3.3
_PAUSE_S = 30.0
"""How long a token endpoint that gave none is left alone; scenarios come faster than it could answer."""

_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}


class SignIn:
    """Fetches the token of a run, and renews it before it expires."""

    def __init__(self, auth: SignedJwtAuth, profile: Profile) -> None:
        """Raises ProfileError with one sentence if the private key cannot be used."""
        self._auth = auth
        self._key = _private_key(auth.private_key_file)
        self._transport = RecordingTransport(
            lambda _: None,
            timeout_s=profile.limits.timeout_s,
            ssl_context=_trusting(auth, profile.tls.ca_file),
        )
        self._lock = threading.Lock()
        self._held: Token | None = None
        self._problem = ""
        self._next_try = 0.0

    def token(self, refused: Token | None = None) -> Token:
        """A token that is good now, and another than the one that was ``refused``.

        Raises Inconclusive with one sentence if there is none to be had.
        """
        with self._lock:
            if self._held == refused:
                self._held = None
            if (self._held is None or self._held.due) and time.monotonic() >= self._next_try:
                self._fetch()
            if self._held is None or self._held.expired:
                raise Inconclusive(self._problem)
            return self._held

    def _fetch(self) -> None:
        assertion = self._assertion()
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion,
        }
        asked_at = time.monotonic()
        exchange = self._transport.exchange(
            httpx.Request("POST", self._auth.token_url, headers=_HEADERS, data=form)
        )
        secrets = (self._auth.api_key.get_secret_value(), assertion, *assertion.split("."))
        try:
            self._held = granted(exchange, asked_at=asked_at, redactor=Redactor(secrets))
        except Inconclusive as error:
            self._problem, self._next_try = str(error), time.monotonic() + _PAUSE_S
        self._transport.close()  # it is minutes to the next

    def _assertion(self) -> str:
        api_key = self._auth.api_key.get_secret_value()
        claims = {
            "iss": api_key,
            "sub": api_key,
            "aud": self._auth.token_url,
            "jti": str(uuid.uuid4()),
            "exp": int(time.time()) + _ASSERTED_FOR_S,
        }
        return jwt.encode(claims, self._key, algorithm="RS512", headers={"kid": self._auth.kid})


def sign_in(profile: Profile) -> SignIn | None:
    """Who signs in to the system of a profile; None if it asks for no token.

    Raises ProfileError with one sentence if the private key cannot be used.
    """
    return SignIn(profile.auth, profile) if isinstance(profile.auth, SignedJwtAuth) else None


def _private_key(file: Path) -> RSAPrivateKey:
    where = f"auth.private_key_file: {file}"
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        raise ProfileError(f"{where} cannot be read ({error.strerror}); name the private key.") from None
    except TypeError:
        raise ProfileError(f"{where} is encrypted; give it without a passphrase.") from None
    except (ValueError, UnsupportedAlgorithm):
        raise ProfileError(f"{where} is no private key; give one in PEM.") from None
    if not isinstance(key, RSAPrivateKey):
        raise ProfileError(f"{where} is no RSA key, and RS512 needs one; make it with `openssl genrsa 4096`.")
    if key.key_size < _LEAST_BITS:
        raise ProfileError(
            f"{where} has {key.key_size} bits, and RS512 asks for {_LEAST_BITS}; make a longer one."
        )
    return key


def _trusting(auth: SignedJwtAuth, ca_file: Path | None) -> ssl.SSLContext | None:
    """Trust in the public authorities and in the profile's own: the server may be another's."""
    if not auth.token_url.startswith("https:"):
        return None
    context = ssl.create_default_context()
    try:
        if ca_file:
            context.load_verify_locations(ca_file)
    except (OSError, ssl.SSLError) as error:
        raise ProfileError(
            f"tls.ca_file: {ca_file} cannot be used ({error}); give a readable PEM file."
        ) from error
    return context
