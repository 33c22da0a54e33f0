"""The reference receiver: takes a request through all its stages to the answer.

The order is that of the guide: the client's certificate, integrity headers, then the other headers and
access control, then duplicates, then the Bundle, its contents, and submission.
"""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

import asyncio
import gzip
import logging
from collections.abc import Awaitable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bars_conformance.reference import bodies, media
from bars_conformance.reference.appointment_writes import AppointmentWrites
from bars_conformance.reference.call import FHIR_JSON, Call
from bars_conformance.reference.contents import Contents
from bars_conformance.reference.hook_routes import HookRoutes
from bars_conformance.reference.integrity import Integrity
from bars_conformance.reference.mutual_tls import MutualTls
from bars_conformance.reference.outcomes import Outcomes
from bars_conformance.reference.producing import Producing
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.responses import Responses
from bars_conformance.reference.routes import Routes
from bars_conformance.reference.submission import Submission

_WORTH_ZIPPING = 1024
_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())

Json = dict[str, Any]


class Receiver(
    Producing,
    MutualTls,
    Routes,
    Integrity,
    Contents,
    Responses,
    Submission,
    AppointmentWrites,
    Outcomes,
    HookRoutes,
):
    """A conformant receiver of bookings and referrals as an ASGI application, all in memory.

    It keeps to one event loop. Every behaviour is a small method, so that a subclass can differ in one.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        request = Request(scope, receive)
        response = self.hook(request) or await self.respond(request)
        await response(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        """The answer to a request at the FHIR base or beside it; errors become outcomes here."""
        call = Call.of(request, self.configuration.base_path)
        try:
            answer = await self.handle(call, request)
            place = {"Location": call.location} if call.location else {}
            return self.render(call, call.status, answer, place)
        except Refusal as refusal:
            return self.refuse(call, refusal)
        except Exception:  # noqa: BLE001 - the one place where anything at all becomes an outcome
            _log.exception("a request failed")
            return self.refuse(call, self.broken(call))

    async def handle(self, call: Call, request: Request) -> Json:
        """Take a request through its stages."""
        self.check_client(call)
        self.check_integrity_headers(call)
        self.check_route(call)
        call.media_type = self.negotiate(call)
        self.check_identity(call)
        self.check_access(call)
        if not (call.is_message or call.is_write):
            return await self.within_limit(call, self.answer_read(call))
        self.check_content_type(call)
        call.body = await self.read_body(call, request)
        return await self.within_limit(call, self.answer_message(call))

    async def read_body(self, call: Call, request: Request) -> bytes:
        """The body, unzipped."""
        limit = self.configuration.body_limit
        body = await bodies.read(request.stream(), limit)
        return bodies.decode(body, call.headers.get("Content-Encoding", ""), limit)

    async def within_limit(self, call: Call, work: Awaitable[Json]) -> Json:
        """What some work comes to; if it takes too long it goes on, but nobody waits for it."""
        task = asyncio.ensure_future(work)
        self.holdings.work.add(task)
        task.add_done_callback(self._put_away)
        await asyncio.wait({task}, timeout=self.configuration.time_limit_s)
        if not task.done():
            raise self.timed_out(call)
        if task.cancelled():
            raise Refusal(503, "transient", "The receiver was reset while it worked on the request.")
        return task.result()

    def timed_out(self, call: Call) -> Refusal:
        """A request took too long."""
        return Refusal(408, "timeout", "The request was not completed within 5000 ms.")

    async def answer_read(self, call: Call) -> Json:
        """The answer to a read or search."""
        if self.hooks.take("slow"):
            await asyncio.sleep(self.configuration.slow_s)
        if self.hooks.take("fail_read"):
            return self.fail_read(call)
        return self.look_up(call)

    def fail_read(self, call: Call) -> Json:
        """What becomes of a read or search when the storage does not answer."""
        raise Refusal(503, "transient", "The storage does not answer at the moment; ask again later.")

    async def answer_message(self, call: Call) -> Json:
        """The answer to a message or a write; what became of it is remembered."""
        admission = self.admit(call)
        try:
            await self.suffer_hooks()
            answer = self.carry_out(call)
        except Refusal as refusal:
            self.failed(admission, refusal)
            raise
        except Exception:
            self.failed(admission, self.broken(call))
            raise
        self.completed(admission)
        return answer

    def carry_out(self, call: Call) -> Json:
        """Do what a message or a write asks for."""
        if call.is_message:
            return self.process_message(call)
        return self.answer_about_pointers(call) if call.is_about_pointers else self.write(call)

    async def suffer_hooks(self) -> None:
        """Be slow, be held, or fail, if a hook asks for it."""
        if self.hooks.take("slow"):
            await asyncio.sleep(self.configuration.slow_s)
        if self.hooks.take("hold"):
            await self.hooks.held()
        if self.hooks.take("fail"):
            raise RuntimeError("the hook fail was set")

    def process_message(self, call: Call) -> Json:
        """Read a message, find out what it asks for, and do it."""
        message = self.read_message(call)
        self.check_contents(message)
        return self.submit(message, self.purpose(message))

    def unreadable(self) -> Response:
        """The answer to a request that is not readable as HTTP/1.1."""
        text = "The request is not readable as HTTP/1.1."
        return self.refuse(Call.unread(), Refusal(400, "structure", text))

    async def close(self) -> None:
        """What is still to be told to the API is given up; all else is in memory."""
        self.stop_telling()

    def broken(self, call: Call) -> Refusal:
        """What is told when something failed in here."""
        return Refusal(
            500, "exception", "The receiver failed to process the request; its log has the details."
        )

    def refuse(self, call: Call, refusal: Refusal) -> Response:
        """The answer that tells a refusal."""
        headers = {} if refusal.allow is None else {"Allow": refusal.allow}
        return self.render(call, self.status(call, refusal), self.outcome(call, refusal), headers)

    def render(
        self, call: Call, status: int, resource: Json, headers: dict[str, str] | None = None
    ) -> Response:
        """An answer with a resource in it and the ids of the request on it."""
        body = orjson.dumps(resource)
        headers = {**(headers or {}), **self.echo(call), "Content-Type": self.content_type(call, status)}
        if len(body) > _WORTH_ZIPPING and media.takes_gzip(call.headers.get("Accept-Encoding", "")):
            body = gzip.compress(body, compresslevel=1)
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(body, status, headers)

    def content_type(self, call: Call, status: int) -> str:
        """The Content-Type of an answer; outcomes are FHIR JSON as all else is."""
        return f"{FHIR_JSON}; version=1.1.0" if call.media_type == FHIR_JSON else call.media_type

    def _put_away(self, task: "asyncio.Future[Json]") -> None:
        self.holdings.work.discard(task)
        if not task.cancelled():
            task.exception()
