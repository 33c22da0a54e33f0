"""The API's /DocumentReference, as the suite plays it for a receiver that keeps its pointers there.

It gives each pointer an id, tells it in the Location and in the pointer that it answers with, and knows the
pointer by that alone from then on (DocumentReference-StandardPattern, Interface and Receiver pages). It
judges nothing but whether there is a DocumentReference to keep.
"""

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bars_conformance.exchange import Answer, Exchange, Headers, SentRequest
from bars_conformance.receiving import wire
from bars_conformance.receiving.situations import refusal, with_ids

_KIND = "DocumentReference"
_PLACE = re.compile(rf".*/{_KIND}(?:/(?P<id>[^/]+))?")
_BROKEN_OFF = "the receiver closed the connection within its request"
_NO_POINTER = "400 PROXY_BAD_REQUEST, issue structure"
_NOT_FOUND = "404 PROXY_NOT_FOUND, issue not-found"
_NOT_ALLOWED = "405 PROXY_METHOD_NOT_ALLOWED, issue not-supported"
_SEARCHED: Mapping[str, str] = MappingProxyType(
    {"subject:identifier": "subject", "custodian:identifier": "custodian", "type": "type"}
)
"""The parameters of a search, and the elements that hold what they ask for."""

Pointer = dict[str, Any]


class RecordLocator:
    """An ASGI application: ``keep`` is told of each request and its answer before that goes out."""

    def __init__(self, keep: Callable[[Exchange], None]) -> None:
        self._keep = keep
        self._pointers: dict[str, Pointer] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        started, clock = datetime.now(UTC), time.perf_counter()
        body, is_whole = await wire.read(receive)
        request = wire.request(scope, body)
        answer = with_ids(self._answer(request), request.headers) if is_whole else None
        took, error = (time.perf_counter() - clock) * 1000, None if is_whole else _BROKEN_OFF
        self._keep(Exchange(started, took, request, answer, error, arrived=True))
        if answer is not None:
            await wire.answered(answer, send)

    def unreadable(self) -> Response:
        """The answer to what is no HTTP/1.1."""
        return Response("This is no HTTP/1.1.", 400)

    async def close(self) -> None:
        """Nothing is open."""

    def _answer(self, request: SentRequest) -> Answer:
        place = _PLACE.fullmatch(unquote(request.path))
        if place is None:
            return refusal(_NOT_FOUND)
        return self._of_one(request, place["id"]) if place["id"] else self._of_all(request)

    def _of_all(self, request: SentRequest) -> Answer:
        match request.method:
            case "GET":
                return _told(200, self._found(request.parameters))
            case "POST":
                return self._kept(201, str(uuid4()), request)
        return refusal(_NOT_ALLOWED)

    def _of_one(self, request: SentRequest, pointer_id: str) -> Answer:
        if pointer_id not in self._pointers:
            return refusal(_NOT_FOUND)
        match request.method:
            case "GET":
                return _told(200, self._pointers[pointer_id])
            case "PUT":
                return self._kept(200, pointer_id, request)
            case "DELETE":
                return _told(200, self._pointers.pop(pointer_id))
        return refusal(_NOT_ALLOWED)

    def _kept(self, status: int, pointer_id: str, request: SentRequest) -> Answer:
        """Keep what was sent, whatever id it came with, under the one that was assigned."""
        sent = _pointer(request.body)
        if sent is None:
            return refusal(_NO_POINTER)
        meta = {"lastUpdated": datetime.now(UTC).isoformat(timespec="milliseconds")}
        self._pointers[pointer_id] = {**sent, "id": pointer_id, "meta": meta}
        base = request.url.partition(f"/{_KIND}")[0]
        place = (("Location", f"{base}/{_KIND}/{pointer_id}"),) if request.method == "POST" else ()
        return _told(status, self._pointers[pointer_id], place)

    def _found(self, parameters: list[tuple[str, str]]) -> dict[str, Any]:
        wanted = [
            (_SEARCHED[name], value.rpartition("|")[2].encode())
            for name, value in parameters
            if name in _SEARCHED
        ]
        found = [
            each
            for each in self._pointers.values()
            if all(value in orjson.dumps(each.get(element)) for element, value in wanted)
        ]
        entries = [{"resource": each} for each in found]
        return {"resourceType": "Bundle", "type": "searchset", "total": len(found), "entry": entries}


def _pointer(body: bytes | None) -> Pointer | None:
    try:
        sent = orjson.loads(body or b"")
    except orjson.JSONDecodeError:
        return None
    return sent if isinstance(sent, dict) and sent.get("resourceType") == _KIND else None


def _told(status: int, resource: dict[str, Any], headers: Headers = ()) -> Answer:
    return Answer(status, (("Content-Type", "application/fhir+json"), *headers), orjson.dumps(resource))
