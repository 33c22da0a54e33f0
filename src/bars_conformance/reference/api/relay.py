"""Passes requests on to receivers, and answers in the place of a receiver that fails."""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

import asyncio
import ssl

import httpx
import trustme
from starlette.requests import Request
from starlette.responses import Response

from bars_conformance.reference.api.catalogue import Endpoint
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.call import Call
from bars_conformance.reference.certificates import Certificates
from bars_conformance.reference.refusal import ERROR_CODES

_OF_THE_CONNECTION = frozenset(
    {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
)
_OURS_TO_SET = frozenset({"host", "content-length", "date", "server"})
_LEAST_FAILURE = 400
_LONGEST_WAIT_S = 60.0
_ISSUES = {403: "forbidden", 404: "not-found", 405: "not-supported"}
"""What is said of a receiver's refusal that says nothing itself."""

RawHeaders = list[tuple[bytes, bytes]]


class Relay:
    """Speaks HTTP to the receivers (End-to-end-workflow/Routing, transactional-Integrity)."""

    def __init__(self, certificates: Certificates) -> None:
        self._certificates = certificates
        self._client: httpx.AsyncClient | None = None

    @property
    def client(self) -> httpx.AsyncClient:
        """The connections to the receivers, opened in the event loop that uses them."""
        if self._client is None:
            context = self.tls_context(self._certificates)
            self._client = httpx.AsyncClient(trust_env=False, timeout=_LONGEST_WAIT_S, verify=context)
        return self._client

    def tls_context(self, certificates: Certificates) -> ssl.SSLContext:
        """The API's side of TLS with receivers (Security-and-Authorisation/Receiver)."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        for authority in (certificates.root, certificates.sub):
            authority.configure_trust(context)
        if (presented := self.presented(certificates)) is not None:
            presented.configure_cert(context)
        return context

    def presented(self, certificates: Certificates) -> trustme.LeafCert | None:
        """The certificate that the API shows to receivers."""
        return certificates.client()

    async def close(self) -> None:
        """Close the connections to the receivers."""
        if self._client is not None:
            await self._client.aclose()

    async def pass_on(self, call: Call, request: Request, endpoint: Endpoint) -> Response:
        """The answer of the receiver, or what the API says in its place."""
        outgoing = self.outgoing(call, request, endpoint, await request.body())
        try:
            async with asyncio.timeout(endpoint.timeout_s):
                answer = await self.answer(outgoing)
        except TimeoutError as error:
            raise self.timed_out(call) from error
        except httpx.TransportError as error:
            raise self.unreachable(call) from error
        if answer.status_code >= _LEAST_FAILURE and not self.tells_why(answer):
            raise self.in_place_of(call, answer)
        return self.returned(call, answer)

    def outgoing(self, call: Call, request: Request, endpoint: Endpoint, body: bytes) -> httpx.Request:
        """The request as it goes to the receiver: method, path, query and body as they came."""
        target = self.receiver_path(call, request, endpoint)
        return self.client.build_request(
            self.method(call),
            endpoint.address,
            headers=self.forwarded(call, request.headers.raw),
            content=self.body(call, body),
            extensions={"target": target},
        )

    def method(self, call: Call) -> str:
        """The method for the receiver."""
        return call.method

    def body(self, call: Call, body: bytes) -> bytes | None:
        """The body for the receiver, byte for byte."""
        return body or None

    def receiver_path(self, call: Call, request: Request, endpoint: Endpoint) -> bytes:
        """Path and query for the receiver, as they were encoded."""
        raw: bytes = request.scope["raw_path"].partition(b"?")[0]
        base = request.url.path[: len(request.url.path) - len(call.path or "")]
        path = httpx.URL(endpoint.address).raw_path.rstrip(b"/") + raw[len(base) :]
        return path + (b"?" + query if (query := self.query(call, request)) else b"")

    def query(self, call: Call, request: Request) -> bytes:
        """The query for the receiver."""
        return bytes(request.scope["query_string"])

    def forwarded(self, call: Call, headers: RawHeaders) -> RawHeaders:
        """The headers for the receiver; the access token stays here (Authentication-and-Authorisation)."""
        dropped = _OF_THE_CONNECTION | _OURS_TO_SET | {"authorization"}
        return [pair for pair in headers if pair[0].decode("latin-1").lower() not in dropped]

    async def answer(self, outgoing: httpx.Request) -> httpx.Response:
        """What the receiver says, with its body as it came over the wire."""
        async with self.client.stream(
            outgoing.method,
            outgoing.url,
            headers=outgoing.headers.raw,
            content=outgoing.content or None,
            extensions=outgoing.extensions,
        ) as streamed:
            raw = b"".join([part async for part in streamed.aiter_raw()])
        answer = httpx.Response(streamed.status_code, headers=streamed.headers, content=raw)
        answer.extensions["raw"] = raw
        return answer

    def tells_why(self, answer: httpx.Response) -> bool:
        """Whether a receiver that refuses says so in an OperationOutcome of its own."""
        try:
            outcome = answer.json()
        except (ValueError, RecursionError, httpx.DecodingError):
            return False
        return isinstance(outcome, dict) and outcome.get("resourceType") == "OperationOutcome"

    def returned(self, call: Call, answer: httpx.Response) -> Response:
        """The answer of the receiver for the sender."""
        response = Response(answer.extensions["raw"], answer.status_code)
        dropped = _OF_THE_CONNECTION | _OURS_TO_SET
        response.raw_headers += [
            pair for pair in answer.headers.raw if pair[0].decode("latin-1").lower() not in dropped
        ]
        return response

    def timed_out(self, call: Call) -> ApiRefusal:
        """The receiver did not answer in time."""
        return ApiRefusal(408, "REC_TIMEOUT", "timeout", "The receiver did not answer in time.")

    def unreachable(self, call: Call) -> ApiRefusal:
        """The receiver cannot be reached, or broke off."""
        return ApiRefusal(
            503, "REC_SERVICE_UNAVAILABLE", "transient", "The receiver could not be reached; try again later."
        )

    def in_place_of(self, call: Call, answer: httpx.Response) -> ApiRefusal:
        """What a receiver should have said that refused without an OperationOutcome."""
        match answer.status_code:
            case 504:
                return self.timed_out(call)
            case 503:
                return self.unavailable(call)
            case status if status < 500:  # noqa: PLR2004 - the class of failures of a server, RFC 9110
                code, issue = ERROR_CODES.get(status, "REC_BAD_REQUEST"), _ISSUES.get(status, "invalid")
                return ApiRefusal(status, code, issue, "The receiver refused the request.")
            case _:
                return self.receiver_failed(call)

    def unavailable(self, call: Call) -> ApiRefusal:
        """The receiver answered 503 and no more."""
        return ApiRefusal(
            503, "REC_SERVICE_UNAVAILABLE", "transient", "The receiver is not available; try again later."
        )

    def receiver_failed(self, call: Call) -> ApiRefusal:
        """The receiver answered that it failed, and no more."""
        return ApiRefusal(500, "REC_SERVER_ERROR", "exception", "The receiver failed to process the request.")
