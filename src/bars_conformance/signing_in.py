"""Signs in: client credentials with a signed JWT get an access token (RFC 6749, 4.4; RFC 7523, 2.2).

As the NHS platform has it: digital.nhs.uk, "Application-restricted RESTful APIs - signed JWT
authentication". Key, assertion and token are held in memory only; and the request for a token is a matter
between us and the authorisation server, no evidence of the system under test: it is not recorded.
"""

import ssl
import threading
import time
from pathlib import Path

import httpx

from bars_conformance import assertion
from bars_conformance.access_token import Token, granted
from bars_conformance.exchange import Redactor
from bars_conformance.profile import Profile, ProfileError, SignedJwtAuth
from bars_conformance.transport import RecordingTransport
from bars_conformance.verdict import Inconclusive

_PAUSE_S = 30.0
"""How long a token endpoint that gave none is left alone; scenarios come faster than it could answer."""

_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}


class SignIn:
    """Fetches the token of a run, and renews it before it expires."""

    def __init__(self, auth: SignedJwtAuth, profile: Profile) -> None:
        """Raises ProfileError with one sentence if the private key cannot be used."""
        self._auth = auth
        self._key = assertion.private_key(auth.private_key_file)
        self._transport = RecordingTransport(
            lambda _: None,
            timeout_s=profile.limits.timeout_s,
            ssl_context=_trusting(auth, profile.tls.ca_file),
        )
        self._lock = threading.Lock()
        self._held: Token | None = None
        self._problem = ""
        self._next_try = 0.0
        self._was_accepted = False

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

    def mark_accepted(self) -> None:
        """Take note that the system has accepted one."""
        self._was_accepted = True

    def was_accepted(self) -> bool:
        """Whether the system has accepted one in this run, from whichever worker."""
        return self._was_accepted

    def _fetch(self) -> None:
        signed = assertion.signed(self._auth, self._key)
        asked_at = time.monotonic()
        exchange = self._transport.exchange(
            httpx.Request("POST", self._auth.token_url, headers=_HEADERS, data=assertion.form(signed))
        )
        secrets = (self._auth.api_key.get_secret_value(), signed, *signed.split("."))
        try:
            self._held = granted(exchange, asked_at=asked_at, redactor=Redactor(secrets))
        except Inconclusive as error:
            self._problem, self._next_try = str(error), time.monotonic() + _PAUSE_S
        self._transport.close()  # it is minutes to the next


def sign_in(profile: Profile) -> SignIn | None:
    """Who signs in to the system of a profile; None if it asks for no token.

    Raises ProfileError with one sentence if the private key cannot be used.
    """
    return SignIn(profile.auth, profile) if isinstance(profile.auth, SignedJwtAuth) else None


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
