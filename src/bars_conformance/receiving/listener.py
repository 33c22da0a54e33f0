"""Listens as the national API with a receiver behind it, and records every request that arrives."""

import asyncio
import gzip
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bars_conformance.exchange import Answer, Exchange, Headers, SentRequest
from bars_conformance.receiving import wire
from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.receiving.handshakes import Handshakes
from bars_conformance.receiving.situations import Situation, with_ids
from bars_conformance.receiving.token_endpoint import PATH as TOKEN_PATH
from bars_conformance.receiving.token_endpoint import TokenEndpoint, digest

_BUSY = Answer(429, (("Content-Type", "text/plain"),), b"Too many requests for one conversation.")
_CLOSED = Answer(503, (("Content-Type", "text/plain"),), b"No test is under way.")
_UNREADABLE = "what arrived is no HTTP/1.1"
_BROKEN_OFF = "the sender closed the connection within its request"


class Stage(Protocol):
    """What requests meet: a receiver, and situations that come before it."""

    @property
    def receiver(self) -> ASGIApp:
        """Who answers where no situation does."""

    def has_room(self) -> bool:
        """Whether another request is kept."""

    def situation(self, arrival: Arrival) -> Situation | None:
        """What a request is to meet."""

    def take(self, arrival: Arrival) -> None:
        """Keep a request with what became of it."""


class Listener:
    """An ASGI application: each request meets the scene that is on stage."""

    def __init__(self, base_path: str, handshakes: Handshakes | None = None) -> None:
        """``base_path`` stands before /metadata and /$process-message; ``handshakes`` if it is over TLS."""
        self._base_path = base_path
        self.handshakes = handshakes
        self.tokens = TokenEndpoint()
        self.scene: Stage | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        scene = self.scene
        if scene is None and self._path(scope) == TOKEN_PATH:
            await wire.answered(self.tokens.answer(), send)
            return
        if scene is None or not scene.has_room():
            await wire.answered(_CLOSED if scene is None else _BUSY, send)
            return
        started, clock = datetime.now(UTC), time.perf_counter()
        body, is_whole = await wire.read(receive)
        request = wire.request(scope, body)

        def keep(answer: Answer | None, error: str | None = None, met: str = "") -> None:
            took = (time.perf_counter() - clock) * 1000
            exchange = Exchange(started, took, request, answer and _unpacked(answer), error)
            scene.take(Arrival(exchange, self._path(scope), _token(scope), met))

        if not is_whole:
            keep(None, _BROKEN_OFF)
            return
        arrival = Arrival(Exchange(started, 0, request), self._path(scope))
        if arrival.is_token_request:
            given = self.tokens.answer()
            keep(given)
            await wire.answered(given, send)
            return
        situation = scene.situation(arrival)
        answer = situation.answer and with_ids(situation.answer, request.headers) if situation else None
        if situation is None or situation.is_processed:
            answer = await _of_receiver(scene, scope, body)
        if situation is None or situation.answer is not None:
            keep(answer, met=situation.words if situation else "")
            await wire.answered(answer or _CLOSED, send)
        else:
            keep(None, f"the test gives {situation.words}", situation.words)
            await _unanswered(situation, answer, scope, receive, send)

    def unreadable(self) -> Response:
        """The answer to what is no HTTP/1.1; that it came is kept."""
        scene = self.scene
        if scene is not None and scene.has_room():
            request = SentRequest("?", "", (), None)
            scene.take(Arrival(Exchange(datetime.now(UTC), 0, request, None, _UNREADABLE), None))
        return Response("This is no HTTP/1.1.", 400)

    async def close(self) -> None:
        """Nothing is open."""

    def _path(self, scope: Scope) -> str | None:
        path: str = scope["path"]
        if path == TOKEN_PATH:
            return path
        inside = path.startswith(self._base_path + "/")
        return path.removeprefix(self._base_path) if inside else None


def _token(scope: Scope) -> str:
    """What tells one access token from another, without being it."""
    return digest(b"".join(value for name, value in scope["headers"] if name == b"authorization"))


async def _of_receiver(scene: Stage, scope: Scope, body: bytes) -> Answer:
    """What the receiver behind answers, packed if it chooses to."""
    told: list[Message] = []

    async def give() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def take(message: Message) -> None:
        told.append(message)
        await asyncio.sleep(0)

    await scene.receiver(scope, give, take)
    start, *parts = told
    headers: Headers = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in start["headers"])
    kept = tuple(pair for pair in headers if pair[0].lower() != "content-length")
    return Answer(start["status"], kept, b"".join(part.get("body", b"") for part in parts))


def _unpacked(answer: Answer) -> Answer:
    """The answer as its reader sees it; as it is where it says that it is packed by gzip and is not."""
    if (answer.header("Content-Encoding") or "").lower() != "gzip":
        return answer
    try:
        return replace(answer, body=gzip.decompress(answer.body))
    except (OSError, EOFError, zlib.error):
        return answer


async def _unanswered(
    situation: Situation, answer: Answer | None, scope: Scope, receive: Receive, send: Send
) -> None:
    """Hold the request until the sender hangs up, or drop the connection: at once, or half-way."""
    if answer is not None and situation.is_cut:
        await send(wire.start(answer))
        await send(
            {"type": "http.response.body", "body": answer.body[: len(answer.body) // 2], "more_body": True}
        )
    elif not situation.silent:
        scope["state"]["hang_up"]()
    if not situation.is_cut:
        await wire.hung_up(receive)
