"""Speaks BaRS over HTTP: identity headers, integrity headers, TLS, limits."""

import base64
import threading
import uuid
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, partial
from ssl import SSLContext
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import orjson

from bars_conformance import __version__, certificates
from bars_conformance.access_token import Token, Tokens
from bars_conformance.bearer import Bearer
from bars_conformance.certificates import ClientCertificate
from bars_conformance.exchange import Exchange, Headers, Redactor
from bars_conformance.pace import Pace
from bars_conformance.profile import Profile, ProfileError, ServiceId, SignedJwtAuth
from bars_conformance.sharing import RightOfWay
from bars_conformance.standard import URL
from bars_conformance.transport import RecordingTransport
from bars_conformance.verdict import HarnessError

REQUEST_ID = "X-Request-ID"
CORRELATION_ID = "X-Correlation-ID"
TARGET = "NHSD-Target-Identifier"
ORGANISATION = "NHSD-End-User-Organisation"
PRACTITIONER = "NHSD-Requesting-Practitioner"
SOFTWARE = "NHSD-Requesting-Software"
AUTHORIZATION = "Authorization"
FHIR_JSON = "application/fhir+json"
ACCEPT = f"{FHIR_JSON}; version=1.1.0"

SIGNED_IN = "Bearer <token>"
"""Stands in a call for the run's token, which is put in on the way out: no call holds a secret."""


@dataclass(frozen=True)
class Call:
    """A request as composed, not yet sent. ``path`` comes after the base URL and begins with a slash.

    With a ``certificate``, it goes to the endpoint with mutual TLS, and the client presents that.
    One that ``asks_for_token`` goes to the token endpoint of the profile, whatever its path.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Headers = ()
    body: bytes | None = None
    certificate: ClientCertificate | None = None
    asks_for_token: bool = False

    @property
    def url(self) -> str:
        """Path and query, percent-encoded."""
        query = urlencode(self.query, quote_via=quote, safe=":/")
        return quote(self.path, safe="/$:%") + (f"?{query}" if query else "")

    @cached_property
    def message(self) -> dict[str, Any]:
        """The message Bundle in the body, to read and not to change."""
        if self.body is None:
            raise HarnessError(f"{self.method} {self.path} carries no message.")
        message: dict[str, Any] = orjson.loads(self.body)
        return message

    def header(self, name: str) -> str | None:
        """The value of a header, None if it is not sent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def without_headers(self, *names: str) -> "Call":
        """The call without these headers."""
        dropped = {name.lower() for name in names}
        return replace(self, headers=tuple(pair for pair in self.headers if pair[0].lower() not in dropped))

    def with_header(self, name: str, value: str) -> "Call":
        """The call with this header in place of any of that name."""
        return self.with_another_header(name, value, of=self.without_headers(name))

    def with_another_header(self, name: str, value: str, of: "Call | None" = None) -> "Call":
        """The call with this header beside any of that name."""
        call = of or self
        return replace(call, headers=(*call.headers, (name, value)))

    def with_message(self, message: dict[str, Any]) -> "Call":
        """The call with this message Bundle as its body."""
        return replace(self, body=orjson.dumps(message))

    def with_fresh_ids(self) -> "Call":
        """The call as a request of its own: a new X-Request-ID and a new X-Correlation-ID."""
        fresh = {REQUEST_ID.lower(): str(uuid.uuid4()), CORRELATION_ID.lower(): str(uuid.uuid4())}
        return replace(
            self, headers=tuple((name, fresh.get(name.lower(), value)) for name, value in self.headers)
        )


def encoded(document: object) -> str:
    """A JSON object (or another value) as the NHSD headers carry it: Base64 with padding, on one line."""
    return base64.b64encode(orjson.dumps(document)).decode()


_OWN_HEADERS = (("User-Agent", f"bars-conformance/{__version__}"), ("Accept-Encoding", "identity"))
"""Of a request that does not say otherwise."""

_PRACTITIONER = encoded(
    {
        "resourceType": "PractitionerRole",
        "identifier": [{"system": URL.role_profile, "value": "999000000001"}],
        "code": [{"coding": [{"system": URL.snomed, "code": "62247001", "display": "General practitioner"}]}],
    }
)

_SOFTWARE = encoded(
    {
        "resourceType": "Device",
        "identifier": [{"system": "https://example.org/Id/device", "value": "bars-conformance"}],
        "deviceName": {"name": "bars-conformance", "type": "manufacturer-name"},
        "version": {"value": __version__},
    }
)


@cache
def target(service: ServiceId) -> str:
    """The value of NHSD-Target-Identifier for a service (End-to-end-workflow/Routing.page.md)."""
    return encoded({"system": service.system, "value": service.value})


@cache
def organisation(ods_code: str, name: str) -> str:
    """The value of NHSD-End-User-Organisation (Security-and-Authorisation/Authorisation.page.md)."""
    return encoded(
        {
            "resourceType": "Organization",
            "identifier": [{"system": URL.organisation, "value": ods_code}],
            "name": name,
        }
    )


def standard_headers(profile: Profile) -> Headers:
    """What every request of the suite carries, with fresh ids (End-to-end-workflow/HTTP-Header.page.md)."""
    return (
        *(((AUTHORIZATION, SIGNED_IN),) if isinstance(profile.auth, SignedJwtAuth) else ()),
        ("Accept", ACCEPT),
        (REQUEST_ID, str(uuid.uuid4())),
        (CORRELATION_ID, str(uuid.uuid4())),
        (TARGET, target(profile.services.bookable)),
        (ORGANISATION, organisation(profile.sender.ods_code, profile.sender.name)),
        (PRACTITIONER, _PRACTITIONER),
        (SOFTWARE, _SOFTWARE),
    )


class Client:
    """Sends calls to the system under test of a profile; every exchange goes to ``record``.

    It speaks to the hosts of ``base_url``, ``tls.endpoint``, ``auth.token_url`` and the hooks only, and
    follows no redirect.
    Safe to use from several threads at once.
    """

    def __init__(
        self,
        profile: Profile,
        record: Callable[[Exchange], None],
        right_of_way: RightOfWay,
        workers: int = 1,
        tokens: Tokens | None = None,
    ) -> None:
        """``workers`` share the profile's ``requests_per_second``; ``tokens`` are for a profile with auth."""
        self.record = record
        self._profile = profile
        self._right_of_way = right_of_way
        rate = profile.limits.requests_per_second
        self._pace = Pace(workers / rate if rate else 0.0)
        self._transporting = partial(RecordingTransport, record, timeout_s=profile.limits.timeout_s)
        self._transport = self._transporting(
            redactor=Redactor(_secrets(profile)), ssl_context=_ssl_context(profile)
        )
        self._contexts: dict[ClientCertificate, SSLContext] = {}
        self._bearer = Bearer(tokens, self._control) if tokens else None
        self._redacting = threading.Lock()

    def send(self, call: Call) -> Exchange:
        """The exchange that came of a call; one without an answer is an exchange, too.

        Raises Inconclusive if the call goes by a token and none is to be had, or none is good any more.
        """
        with self._right_of_way.shared():
            return self.send_alone(call)

    def send_alone(self, call: Call) -> Exchange:
        """Like ``send``, for one that has the right of way to itself already."""
        if self._bearer is None or SIGNED_IN not in (value for _, value in call.headers):
            return self._carried(call)
        return self._bearer.exchange(lambda token: self._carried(self._with_token(call, token)))

    @property
    def redactor(self) -> Redactor:
        """What takes secrets out of the evidence."""
        return self._transport.redactor

    def work_hook(self, method: str, url: str) -> Exchange:
        """The exchange that came of calling a hook of the profile."""
        return self._exchange(url, method, (), None)

    def hang_up(self) -> None:
        """Close all connections; what is sent next opens new ones."""
        self._transport.close()

    def close(self) -> None:
        """Close all connections for good."""
        self._transport.close()

    def _control(self, token: Token) -> Exchange:
        """What is answered to whoever has a good token."""
        call = Call("GET", "/metadata", headers=standard_headers(self._profile))
        return self._carried(self._with_token(call, token))

    def _with_token(self, call: Call, token: Token) -> Call:
        secret = token.value.get_secret_value()
        with self._redacting:
            self._transport.redactor = self._transport.redactor.knowing(secret)
        bearer = f"Bearer {secret}"
        return replace(
            call,
            headers=tuple((name, bearer if value == SIGNED_IN else value) for name, value in call.headers),
        )

    def _carried(self, call: Call) -> Exchange:
        self._pace.wait()
        if call.certificate is not None:
            return self._over_mutual_tls(call, call.certificate)
        if call.asks_for_token:
            return self._exchange(_token_url(self._profile), call.method, call.headers, call.body)
        return self._exchange(self._profile.base_url + call.url, call.method, call.headers, call.body)

    def _over_mutual_tls(self, call: Call, certificate: ClientCertificate) -> Exchange:
        """Send a call on a connection of its own: a certificate counts when a connection is made."""
        if self._profile.mutual_tls_url is None:
            raise HarnessError("the profile names no endpoint with mutual TLS.")
        if certificate not in self._contexts:
            self._contexts[certificate] = certificates.context(self._profile.tls, certificate)
        request = _request(self._profile.mutual_tls_url + call.url, call.method, call.headers, call.body)
        transport = self._transporting(
            redactor=self._transport.redactor, ssl_context=self._contexts[certificate]
        )
        with closing(transport):
            return transport.exchange(request)

    def _exchange(self, url: str, method: str, headers: Headers, body: bytes | None) -> Exchange:
        return self._transport.exchange(_request(url, method, headers, body))


def _request(url: str, method: str, headers: Headers, body: bytes | None) -> httpx.Request:
    given = {name.lower() for name, _ in headers}
    ours = [(name, value) for name, value in _OWN_HEADERS if name.lower() not in given]
    return httpx.Request(method, _address(url), headers=[*ours, *headers], content=body)


_address = lru_cache(maxsize=64)(httpx.URL)
"""Most requests go to an address that one went to before."""


def refuse_unless_allowed(profile: Profile, *, production_confirmed: bool) -> None:
    """Raise ProfileError when the profile names a live service, or certificates that cannot be used."""
    if profile.in_production and not (profile.allow_production and production_confirmed):
        raise ProfileError(
            f"{profile.production_hosts[0]} is a production host; test another, or set allow_production: "
            f"true in the profile and give --i-know-this-is-production."
        )
    _ssl_context(profile)
    if profile.mutual_tls_url:
        certificates.look_over(profile.tls)
    if profile.own_receiver and profile.own_receiver.tls:
        certificates.of_own_receiver(profile.own_receiver.tls)


def _secrets(profile: Profile) -> tuple[str, ...]:
    auth = profile.auth
    return auth.secrets if isinstance(auth, SignedJwtAuth) else ()


def _token_url(profile: Profile) -> str:
    if isinstance(profile.auth, SignedJwtAuth):
        return profile.auth.token_url
    raise HarnessError("the profile has no auth, and with that no token endpoint.")


def _ssl_context(profile: Profile) -> SSLContext | None:
    urls: Iterable[str] = (profile.base_url, *(hook.http.url for hook in profile.hooks.values() if hook.http))
    return certificates.context(profile.tls) if any(url.startswith("https:") for url in urls) else None
