"""The receiver that the suite plays behind an API, to see what arrives there and to fail as receivers do.

It listens while a request is under way, on a port of the loopback interface that the profile names; so one
scenario at a time has it, and in between the API finds nobody there.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType

import orjson

from bars_conformance.client import CORRELATION_ID, FHIR_JSON, REQUEST_ID, TARGET, Call, target
from bars_conformance.exchange import Answer, Exchange
from bars_conformance.profile import NoAuth, OwnReceiver
from bars_conformance.relayed import Arrival, Relayed
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent, reached
from bars_conformance.standard import URL
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

_LOOPBACK = "127.0.0.1"
_ACCEPTS = "accepts it"
_DUMMY_TOKEN = "Bearer conformance-test-of-what-is-passed-on"  # noqa: S105 - opens nothing
_LONGEST_WAIT_S = 120
_POLL_S = 0.01


def by_way_of_the_api(requester: Requester, request: str, how: str) -> Sent:
    """Send a new request of this name, through the API, to a receiver of ours that fares so.

    ``how`` is a key of FATES. Where that is a failure, a like request is sent first that it accepts: what
    does not arrive there does not fail there either. Raises NotApplicable if the profile has no own_receiver,
    and Inconclusive if its port cannot be had or the first request does not arrive.
    """
    if how not in FATES:
        raise HarnessError(f"no receiver '{how}'; the features know {', '.join(FATES)}.")
    place = requester.profile.own_receiver
    if place is None:
        raise NotApplicable("the profile names no own_receiver")
    composed = requester.compose(request).with_header(TARGET, target(place.target))
    if isinstance(requester.profile.auth, NoAuth):
        composed = composed.with_header("Authorization", _DUMMY_TOKEN)
    requester.leases.await_one("receiver of the suite's own", ["own_receiver"])
    if how != _ACCEPTS and not _relayed(requester, place, composed.with_fresh_ids(), _ACCEPTS)[1].arrived:
        raise Inconclusive("a request that it would accept did not arrive at the receiver of the suite")
    exchange, relayed = _relayed(requester, place, composed, how)
    return Sent(request, composed, composed, exchange, relayed=relayed)


def _relayed(requester: Requester, place: OwnReceiver, call: Call, how: str) -> tuple[Exchange, Relayed]:
    with _played(place, FATES[how]) as relayed:
        return reached(requester.client.send(call)), relayed


def _outcome(code: str, issue: str, text: str) -> bytes:
    """An OperationOutcome as no other would write it, so that one sees whether it was passed on as it is."""
    coding = {"system": URL.error_code, "code": code}
    issues = [{"severity": "error", "code": issue, "details": {"coding": [coding]}, "diagnostics": text}]
    outcome = {"issue": issues, "id": "of-the-suite", "resourceType": "OperationOutcome"}
    return orjson.dumps(outcome, option=orjson.OPT_INDENT_2)


def _answer(status: int, body: bytes = b"", media_type: str | None = FHIR_JSON) -> Answer:
    return Answer(status, (("Content-Type", media_type),) if body and media_type else (), body)


_PAGE = b"<!doctype html><title>500</title><h1>Internal Server Error</h1>"
_OWN_FAILURE = _outcome("REC_SERVER_ERROR", "no-store", "The storage of this receiver is full.")
_OWN_REFUSAL = _outcome("REC_UNPROCESSABLE_ENTITY", "business-rule", "This receiver wants another day.")
_NOTHING_FOUND = b'{ "resourceType" : "Bundle", "type" : "searchset", "total" : 0 }'

FATES: Mapping[str, Answer | None] = MappingProxyType(
    {
        "refuses the connection": None,
        "does not answer in time": Answer(0, (), b""),
        "answers 500 without a body": _answer(500),
        "answers 500 in HTML": _answer(500, _PAGE, "text/html"),
        "answers 503 without a body": _answer(503),
        "answers 504 without a body": _answer(504),
        "fails with an OperationOutcome of its own": _answer(500, _OWN_FAILURE),
        "refuses it with an OperationOutcome of its own": _answer(422, _OWN_REFUSAL),
        _ACCEPTS: _answer(200, _NOTHING_FOUND),
    }
)
"""How the receiver may fare, by the words of the features: what it answers, status 0 for nothing in time."""


@contextmanager
def _played(place: OwnReceiver, answer: Answer | None) -> Iterator[Relayed]:
    """Listen while the block lasts; what arrived is known after it."""
    arrived: list[Arrival] = []
    relayed = Relayed(arrived, answer)
    if answer is None:
        yield relayed
        return
    try:
        server = _Server((_LOOPBACK, place.port), answer, arrived)
    except OSError as error:
        raise Inconclusive(f"port {place.port}, of own_receiver, cannot be had: {error.strerror}") from error
    thread = threading.Thread(target=server.serve_forever, args=(_POLL_S,), daemon=True)
    thread.start()
    try:
        yield relayed
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], answer: Answer, arrived: list[Arrival]) -> None:
        self.answer, self.arrived, self.over = answer, arrived, threading.Event()
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    """Notes a request, whatever its verb, and gives the answer of the server, if that has one."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Let any verb come to the one method; http.server looks for one by the name of the verb."""
        if name.startswith("do_"):
            return self._take
        raise AttributeError(name)

    def _take(self) -> None:
        body = b"".join(self._parts())
        self.server.arrived.append(Arrival(self.command, self.path, tuple(self.headers.items()), body))
        self.close_connection = True
        answer = self.server.answer
        if not answer.status:
            self.server.over.wait(_LONGEST_WAIT_S)
            return
        self.send_response(answer.status)
        for name, value in (*answer.headers, *self._ids()):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def _parts(self) -> Iterator[bytes]:
        """The body, which a gateway may send in chunks (RFC 9112, 7.1)."""
        if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
            yield self.rfile.read(int(self.headers.get("Content-Length") or 0))
            return
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass

    def _ids(self) -> list[tuple[str, str]]:
        names = (name for name in (REQUEST_ID, CORRELATION_ID) if name in self.headers)
        return [(name, self.headers[name]) for name in names]

    def log_message(self, *_: object) -> None:
        """Say nothing: what arrives is told by what is judged of it."""
