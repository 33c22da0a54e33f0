"""The reference API as an ASGI application: takes a request in at the entrance, and answers or routes it."""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bars_conformance.reference.api.catalogue import Endpoint, EndpointCatalogue
from bars_conformance.reference.api.entrance import Entrance, TokenCheck
from bars_conformance.reference.api.gateway import Gateway
from bars_conformance.reference.api.own_answers import OwnAnswers
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.api.relay import Relay
from bars_conformance.reference.call import FHIR_JSON, INTEGRITY_HEADERS, Call
from bars_conformance.reference.certificates import Certificates
from bars_conformance.reference.receiver import Receiver
from bars_conformance.reference.token_endpoint import TokenEndpoint
from bars_conformance.standard import PROFILES, URL

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())


def any_token(_: str | None) -> str | None:
    """Takes every token, and none."""
    return None


@dataclass(frozen=True)
class Configuration:
    """How an API is set up: its catalogue, who gives and judges tokens, the rate of its own answers.

    ``locator`` is where it passes on what is about pointers, for all but the ``refused_organisations``. Whom
    it trusts over TLS, and what it shows there, are of ``certificates``.
    """

    endpoints: EndpointCatalogue
    locator: Endpoint
    refused_organisations: frozenset[str] = frozenset({"Z9Z99"})
    base_path: str = "/FHIR/R4"
    judge_token: TokenCheck = any_token
    token_routes: Sequence[Route] = ()
    per_second: int = 50
    certificates: Certificates = field(default_factory=Certificates)


class Api(Entrance, OwnAnswers, Gateway, Relay):
    """A conformant national API. Every behaviour is a small method, so that a subclass can differ in one."""

    token_endpoint: type[TokenEndpoint] = TokenEndpoint
    receiver_type: type[Receiver] = Receiver
    """Of what kind the receivers behind it are, where it is served with its own."""
    locator_type: type[Receiver] = Receiver
    """Of what kind the record locator behind it is: a receiver of which only the pointers matter."""

    def __init__(self, configuration: Configuration) -> None:
        OwnAnswers.__init__(self)
        Relay.__init__(self, configuration.certificates)
        self.configuration = configuration
        self.endpoints = configuration.endpoints
        self.record_locator = configuration.locator
        self.refused_organisations = configuration.refused_organisations
        self.judge_token = configuration.judge_token
        self.per_second = configuration.per_second
        self._tokens = Starlette(routes=configuration.token_routes)
        self._token_paths = {route.path for route in configuration.token_routes}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        if scope["path"] in self._token_paths:
            await self._tokens(scope, receive, send)
            return
        request = Request(scope, receive)
        response = await self.respond(request)
        await response(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        """The answer to a request; refusals become outcomes here."""
        call = Call.of(request, self.configuration.base_path)
        try:
            return await self.handle(call, request)
        except ApiRefusal as refusal:
            return self.refuse(call, refusal)
        except Exception:  # noqa: BLE001 - the one place where anything at all becomes an outcome
            _log.exception("a request failed")
            return self.refuse(call, self.broken(call))

    async def handle(self, call: Call, request: Request) -> Response:
        """Check a request at the entrance, then answer it or pass it on."""
        self.check_path(call)
        self.check_token(call)
        self.check_ids(call)
        if self.is_own(call):
            return self.render(call, 200, self.own_answer(call))
        if call.is_about_pointers:
            self.check_organisation(call)
            return await self.pass_on(call, request, self.locator(call))
        return await self.pass_on(call, request, self.endpoint(call))

    def unreadable(self) -> Response:
        """The answer to a request that is not readable as HTTP/1.1."""
        nothing = Call.unread()
        text = "The request is not readable as HTTP/1.1."
        return self.refuse(nothing, ApiRefusal(400, "SEND_BAD_REQUEST", "structure", text))

    def broken(self, call: Call) -> ApiRefusal:
        """What is told when something failed in here."""
        return ApiRefusal(500, "PROXY_SERVER_ERROR", "exception", "The API failed to process the request.")

    def refuse(self, call: Call, refusal: ApiRefusal) -> Response:
        """The answer that tells a refusal."""
        headers = {} if refusal.allow is None else {"Allow": refusal.allow}
        return self.render(call, self.status(call, refusal), self.outcome(call, refusal), headers)

    def status(self, call: Call, refusal: ApiRefusal) -> int:
        """The HTTP status of a refusal."""
        return refusal.status

    def outcome(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        """The OperationOutcome of a refusal (Error-Handling/OperationOutcome-Example)."""
        return {
            "resourceType": "OperationOutcome",
            "id": str(uuid4()),
            "meta": {"profile": [PROFILES["OperationOutcome"]]},
            "issue": [self.issue(call, refusal)],
        }

    def issue(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        """The one issue of the outcome."""
        coding = {
            "system": URL.error_code,
            "code": refusal.code,
            "display": f"{refusal.status} - {refusal.code}",
        }
        return {
            "severity": "error",
            "code": refusal.issue,
            "details": {"coding": [coding]},
            "diagnostics": refusal.diagnostics,
        }

    def render(
        self, call: Call, status: int, resource: dict[str, Any], headers: dict[str, str] | None = None
    ) -> Response:
        """An answer of the API's own, with the ids of the request on it."""
        ids = {name: call.headers[name] for name in INTEGRITY_HEADERS if call.headers.get(name)}
        body = json.dumps(resource, separators=(",", ":")).encode()
        return Response(body, status, {**(headers or {}), **ids, "Content-Type": FHIR_JSON})
