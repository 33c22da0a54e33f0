"""What carries every request: it keeps the limits, and records every exchange.

It speaks HTTP/1.1 through httpcore, below httpx, because httpx bounds each read but not the whole
exchange: an answer that drips in byte by byte would hold a run up for ever.
"""

import time
import zlib
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from ssl import SSLCertVerificationError, SSLContext, SSLError
from typing import TypedDict

import httpcore
import httpx

from bars_conformance.exchange import Answer, Exchange, Headers, Redactor, SentRequest, ServerCertificate

BODY_LIMIT = 5 * 1024 * 1024
"""How many bytes of an answer's body are read, as sent and as unpacked."""

_KEEP_IDLE_S = 2.0  # shorter than servers do, or a request may meet a connection that is being closed
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32

_DISTRUST = SSLCertVerificationError
_ENDED_HANDSHAKE = (SSLError, ConnectionResetError, ConnectionAbortedError, BrokenPipeError)

_deadline: ContextVar[float] = ContextVar("deadline")


class _Outcome(TypedDict, total=False):
    """What became of a request, as an exchange has it."""

    answer: Answer
    error: str | None
    unreachable: bool
    cut_off: bool
    certificate: ServerCertificate | None


class RecordingTransport:
    """Carries requests out, each within ``timeout_s`` seconds, and hands every exchange to ``record``.

    ``redactor`` is that of the exchanges to come.
    """

    def __init__(
        self,
        record: Callable[[Exchange], None],
        *,
        timeout_s: float,
        redactor: Redactor = Redactor(),  # noqa: B008 - immutable
        ssl_context: SSLContext | None = None,
    ) -> None:
        self._record = record
        self._timeout_s = timeout_s
        self.redactor = redactor
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context,
            keepalive_expiry=_KEEP_IDLE_S,
            network_backend=_DeadlineBackend(),
        )

    def exchange(self, request: httpx.Request) -> Exchange:
        """Send the request and read its answer to the end, the limit or the deadline.

        Nothing else is done with the answer: no redirect is followed, no cookie kept.
        """
        content = request.read()
        started, clock = datetime.now(UTC), time.perf_counter()
        _deadline.set(time.monotonic() + self._timeout_s)
        came_of_it = self._exchange(request, content)
        exchange = Exchange(
            started=started,
            duration_ms=(time.perf_counter() - clock) * 1000,
            request=self._as_sent(request, content),
            redactor=self.redactor,
            **came_of_it,
        )
        self._record(exchange)
        return exchange

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def _as_sent(self, request: httpx.Request, content: bytes) -> SentRequest:
        headers = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw)
        return SentRequest(
            method=request.method,
            url=self.redactor.text(str(request.url)),
            headers=self.redactor.headers(headers),
            body=content or None,
        )

    def _exchange(self, request: httpx.Request, content: bytes) -> _Outcome:
        wire = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=content,
        )
        try:
            response = self._pool.handle_request(wire)
        except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.UnsupportedProtocol) as error:
            cause = error.args[0] if error.args else None  # the pool cuts the chain of exceptions
            return {
                "error": f"cannot connect: {error}",
                "unreachable": True,
                "cut_off": isinstance(cause, _ENDED_HANDSHAKE) and not isinstance(cause, _DISTRUST),
                "certificate": _distrusted(cause) if isinstance(cause, _DISTRUST) else None,
            }
        except httpcore.TimeoutException:
            return {"error": f"no answer within {self._timeout_s:g} s"}
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            return {"error": f"connection broken: {error}", "cut_off": True}
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in response.headers)
        shown = _shown(response)  # before a connection that ends with the answer is closed
        packed, reading_problem = self._read(response)
        body, unpacking_problem = _unpacked(packed, headers)
        problem = reading_problem or unpacking_problem
        return {
            "answer": Answer(response.status, headers, body, complete=problem is None),
            "error": problem,
            "certificate": shown,
        }

    def _read(self, response: httpcore.Response) -> tuple[bytes, str | None]:
        received = bytearray()
        try:
            for chunk in _iterable(response):
                received += chunk
                if len(received) > BODY_LIMIT:
                    return bytes(received[:BODY_LIMIT]), f"body is larger than {BODY_LIMIT} bytes and was cut"
        except httpcore.TimeoutException:
            return bytes(received), f"body did not end within {self._timeout_s:g} s"
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            return bytes(received), f"connection broken in the body: {error}"
        finally:
            response.close()
        return bytes(received), None


def _shown(response: httpcore.Response) -> ServerCertificate | None:
    tls = response.extensions["network_stream"].get_extra_info("ssl_object")
    if tls is None:
        return None
    shown = tls.getpeercert()
    subject = dict(pair for part in shown.get("subject", ()) for pair in part)
    names = tuple(name for kind, name in shown.get("subjectAltName", ()) if kind == "DNS")
    return ServerCertificate(subject.get("commonName", ""), names)


def _distrusted(error: SSLCertVerificationError) -> ServerCertificate:
    return ServerCertificate(distrust=error.verify_code, reason=error.verify_message)


def _iterable(response: httpcore.Response) -> Iterable[bytes]:
    stream = response.stream
    if not isinstance(stream, Iterable):
        raise TypeError("a synchronous pool gives a synchronous stream")
    return stream


def _unpacked(body: bytes, headers: Headers) -> tuple[bytes, str | None]:
    """The body without gzip or deflate, and why it could not be unpacked, if so."""
    codings = {value.strip().lower() for key, value in headers if key.lower() == "content-encoding"}
    if not codings & {"gzip", "x-gzip", "deflate"} or not body:
        return body, None
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        unpacked = unpacker.decompress(body, BODY_LIMIT)
    except zlib.error as error:
        return body, f"body is not what its Content-Encoding says: {error}"
    if unpacker.unconsumed_tail:
        return unpacked, f"unpacked body is larger than {BODY_LIMIT} bytes and was cut"
    return unpacked, None if unpacker.eof else "packed body is incomplete"


def _left(timeout: float | None) -> float:
    left = _deadline.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for this exchange is up")
    return left if timeout is None else min(timeout, left)


class _DeadlineBackend(httpcore.SyncBackend):
    """Connections on which every operation ends by the deadline of the exchange it serves."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return _DeadlineStream(super().connect_tcp(host, port, _left(timeout), local_address, socket_options))


class _DeadlineStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
