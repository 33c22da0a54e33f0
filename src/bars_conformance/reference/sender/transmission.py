"""Sends requests, again where the standard asks for it (Transactional-integrity/Sender-responsibilities)."""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import httpx

from bars_conformance.reference.bundle import at
from bars_conformance.reference.call import FHIR_JSON, INTEGRITY_HEADERS
from bars_conformance.reference.sender.errand import Errand, GivenUp, Json
from bars_conformance.reference.sender.identity import Headers, Identity

_TRY_AGAIN = frozenset({408, 425, 429, 503, 504})
_TRY_AGAIN_AS = {
    500: frozenset({"PROXY_TOO_MANY_REQUESTS", "TOO_MANY_REQUESTS"}),
    403: frozenset({"SEND_FORBIDDEN"}),
}
_SUCCESS = range(200, 300)


@dataclass(frozen=True)
class Request:
    """A request as it goes out, every time it does."""

    method: str
    url: str
    headers: Headers
    query: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    token_url: str = ""


@dataclass(frozen=True)
class Reply:
    """What came back; ``status`` is 0 if nothing did."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=httpx.Headers)
    resource: Json | None = None

    @property
    def is_success(self) -> bool:
        """Whether the request was carried out, by its status."""
        return self.status in _SUCCESS

    @property
    def is_outcome(self) -> bool:
        """Whether the body is an OperationOutcome."""
        return (self.resource or {}).get("resourceType") == "OperationOutcome"

    @property
    def code(self) -> str:
        """The BaRS error code."""
        return str(at(self.resource, "issue", 0, "details", "coding", 0, "code"))

    @property
    def issue(self) -> str:
        """The issue code of FHIR."""
        return str(at(self.resource, "issue", 0, "code"))


class Transmission(Identity):
    """Carries requests out: first attempt, judgement of the reply, pause, next attempt."""

    first_pause_s = 0.1
    most_retries = 3

    def get(self, errand: Errand, path: str, correlation_id: str, *query: tuple[str, str]) -> Json:
        """The resource that a read or search gives; raises GivenUp if it gives none."""
        headers = self.headers(errand, correlation_id)
        request = Request("GET", errand.url + path, headers, query, token_url=errand.token_url)
        return self.resource_of(self.transmit(request))

    def submit(self, errand: Errand, method: str, path: str, correlation_id: str, document: Json) -> Json:
        """The resource that a message or write is answered with; raises GivenUp if it is refused."""
        headers = {
            **self.headers(errand, correlation_id),
            "Content-Type": self.content_type(),
            **self.use_context(document),
        }
        body, token_url = self.body(document), errand.token_url
        request = Request(method, errand.url + path, headers, body=body, token_url=token_url)
        return self.resource_of(self.transmit(request))

    def content_type(self) -> str:
        """What the body is."""
        return FHIR_JSON

    def use_context(self, document: Json) -> Headers:
        """What the message is about, in a header (API specification)."""
        return {}

    def body(self, document: Json) -> bytes:
        """A document as it goes over the wire."""
        return json.dumps(document).encode()

    def transmit(self, request: Request) -> Reply:
        """The reply to a request: the first that settles it, or the last."""
        reply = self.attempt(request)
        for retry in range(self.most_retries):
            if not self.calls_for_retry(reply):
                break
            time.sleep(self.pause(retry, reply))
            reply = self.attempt(self.again(request))
        return reply

    def attempt(self, request: Request) -> Reply:
        """What comes of sending a request once."""
        try:
            answer = self.http.request(
                request.method,
                request.url,
                params=request.query,
                headers=request.headers,
                content=request.body,
            )
        except httpx.HTTPError:
            return Reply()
        try:
            resource = answer.json()
        except ValueError:
            resource = None
        return Reply(answer.status_code, answer.headers, resource if isinstance(resource, dict) else None)

    def again(self, request: Request) -> Request:
        """A request for its next attempt: the same, with a new token."""
        token = self.new_token(request.token_url)
        return replace(request, headers={**request.headers, "Authorization": f"Bearer {token}"})

    def calls_for_retry(self, reply: Reply) -> bool:
        """Whether it is unknown, or only for now, that the request was not carried out."""
        if reply.is_success or self.is_conclusive(reply):
            return False
        return (
            self.never_arrived(reply)
            or self.lacks_ids(reply)
            or self.lacks_outcome(reply)
            or self.is_passing(reply)
        )

    def is_conclusive(self, reply: Reply) -> bool:
        """Whether the reply shows that the message has arrived: a duplicate does."""
        return reply.status == 409 and reply.issue == "duplicate"  # noqa: PLR2004 - Conflict, RFC 9110

    def never_arrived(self, reply: Reply) -> bool:
        """Nothing came back."""
        return reply.status == 0

    def lacks_ids(self, reply: Reply) -> bool:
        """The reply may not be one of the receiver's."""
        return not any(name in reply.headers for name in INTEGRITY_HEADERS)

    def lacks_outcome(self, reply: Reply) -> bool:
        """The reply does not say what went wrong."""
        return not reply.is_outcome

    def is_passing(self, reply: Reply) -> bool:
        """The error is one that passes."""
        return reply.status in _TRY_AGAIN or reply.code in _TRY_AGAIN_AS.get(reply.status, ())

    def pause(self, retry: int, reply: Reply) -> float:
        """How long to wait in seconds: twice as long each time, and no less than the receiver asks for."""
        asked = reply.headers.get("Retry-After", "")
        grown: float = self.first_pause_s * 2**retry
        return max(grown, float(asked) if asked.isdecimal() else 0.0)

    def resource_of(self, reply: Reply) -> Json:
        """What a reply brings; nothing where it says that the message had arrived before."""
        if self.is_conclusive(reply):
            return {}
        if not reply.is_success or reply.resource is None:
            raise GivenUp(f"{reply.status or 'no answer'} {reply.code}")
        return reply.resource
