"""Serves a reference implementation, or another application, over HTTP, in the background or in front.

Beside the plain listener there can be one with mutual TLS, to the same application in the same event loop.
"""

import asyncio
import contextlib
import logging
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import h11
import uvicorn
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bars_conformance.reference.certificates import HOST, Certificates
from bars_conformance.reference.receiver import Receiver
from bars_conformance.verdict import HarnessError

LOOPBACK = "127.0.0.1"
_STARTS_WITHIN_S = 10


class Application(Protocol):
    """An ASGI application that has an answer to what is not readable as HTTP, too, and can be closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request; ``scope["state"]["hang_up"]()`` drops its connection."""

    def unreadable(self) -> Response:
        """The answer to a request that is not readable as HTTP/1.1."""

    async def close(self) -> None:
        """Let go of all that is open; called in the event loop that served."""


class MutualTlsListener:
    """Where a receiver listens for clients with certificates, which lie in ``folder``."""

    def __init__(self, receiver: Receiver, folder: Path) -> None:
        certificates = Certificates()
        certificates.write(folder)
        self._folder = folder
        self.context = receiver.tls_context(certificates)
        self.socket = listening_socket(LOOPBACK, 0)

    @property
    def environment(self) -> dict[str, str]:
        """What the reference's profile takes from the environment to find it."""
        return {
            "REFERENCE_TLS_URL": f"https://{HOST}:{self.socket.getsockname()[1]}",
            "REFERENCE_CERTIFICATES": str(self._folder),
        }


@contextlib.contextmanager
def mutual_tls(receiver: Receiver) -> Iterator[MutualTlsListener]:
    """A listener with mutual TLS, to be served; its certificates go when it goes."""
    with tempfile.TemporaryDirectory(prefix="bars-reference-") as folder:
        listener = MutualTlsListener(receiver, Path(folder))
        with contextlib.closing(listener.socket):
            yield listener


@contextlib.contextmanager
def serving_in_full(receiver: Receiver) -> Iterator[dict[str, str]]:
    """Serve a receiver, over mutual TLS too, and yield what its profile takes from the environment."""
    with mutual_tls(receiver) as secure, producer(receiver) as api, serving(receiver, secure=secure) as root:
        yield {"REFERENCE_URL": root, **secure.environment, **api}


@contextlib.contextmanager
def producer(receiver: Receiver) -> Iterator[dict[str, str]]:
    """Have a receiver save its pointers at a port that is kept for the API; yield what tells its profile."""
    with kept_port() as port:
        receiver.configuration = replace(receiver.configuration, api_url=f"http://{LOOPBACK}:{port}")
        yield {"OWN_API_PORT": str(port)}


@contextlib.contextmanager
def kept_port() -> Iterator[int]:
    """A port that nobody else gets and nobody listens on, until one does who also reuses addresses."""
    with contextlib.closing(socket.socket()) as keeper:
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.bind((LOOPBACK, 0))
        yield keeper.getsockname()[1]


@contextlib.contextmanager
def serving(
    receiver: Receiver, port: int = 0, *, hooks: bool = True, secure: MutualTlsListener | None = None
) -> Iterator[str]:
    """Serve a receiver in a background thread and yield its root, such as ``http://127.0.0.1:49152``.

    The FHIR base is ``{root}/FHIR/R4``, the hooks are at ``{root}/hooks/…``. Port 0 takes a free one.
    On leaving, open connections are dropped. Raises HarnessError if the port cannot be had.
    """
    receiver.hooks.enabled = hooks
    with listening(receiver, port, secure=secure) as root:
        yield root


@contextlib.contextmanager
def listening(
    application: Application,
    port: int = 0,
    *,
    host: str = LOOPBACK,
    secure: MutualTlsListener | None = None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[str]:
    """Serve an application in a background thread and yield its root; as ``serving`` does a receiver.

    With ``tls`` it is served over TLS alone.
    """
    with contextlib.closing(listening_socket(host, port)) as listener:
        configuration = _configuration(application)
        configuration.load()
        configuration.ssl = tls
        server = _Server(configuration, secure)
        thread = threading.Thread(target=server.run, args=([listener],), name="reference", daemon=True)
        thread.start()
        if not server.ready.wait(_STARTS_WITHIN_S):
            raise HarnessError(f"The server did not start within {_STARTS_WITHIN_S} seconds.")
        try:
            yield _root(listener)
        finally:
            server.stop()
            thread.join()


def serve(
    receiver: Receiver,
    port: int,
    *,
    hooks: bool = True,
    announce: Callable[[str], object] = print,
    front: Callable[[Application], Application] = lambda behind: behind,
) -> None:
    """Serve a receiver until interrupted, over mutual TLS too; ``front`` gives what stands before it.

    ``announce`` is told its root, then a line for each variable that the reference's profile takes. What
    fails inside is logged to standard error. Raises HarnessError if the port cannot be had.
    """
    receiver.hooks.enabled = hooks
    with mutual_tls(receiver) as secure, producer(receiver) as api:
        variables = {**secure.environment, **api}
        listen(front(receiver), port, lambda root: {"REFERENCE_URL": root, **variables}, announce, secure)


def listen(
    application: Application,
    port: int,
    variables: Callable[[str], Mapping[str, str]],
    announce: Callable[[str], object] = print,
    secure: MutualTlsListener | None = None,
) -> None:
    """Serve an application until interrupted.

    ``announce`` is told its root once it can be reached, then the ``variables`` that its profile takes from
    the environment. What fails inside is logged to standard error. Raises HarnessError if the port cannot be
    had.
    """
    logging.basicConfig(format="%(asctime)s %(message)s")
    with (
        contextlib.closing(listening_socket(LOOPBACK, port)) as listener,
        contextlib.suppress(KeyboardInterrupt),
    ):
        root = _root(listener)
        announce(root)
        for name, value in variables(root).items():
            announce(f"export {name}={value}")
        _Server(_configuration(application), secure).run([listener])


class _Server(uvicorn.Server):
    """uvicorn, save that it ends at once: it would look ten times a second whether it is to, then wait."""

    def __init__(self, config: uvicorn.Config, secure: MutualTlsListener | None) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._secure = secure

    def stop(self) -> None:
        """End; may be called in any thread once it is ready."""
        self._loop.call_soon_threadsafe(self._serving.cancel)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._secure is not None:
            loop = asyncio.get_running_loop()
            server = await loop.create_server(
                self._protocol, sock=self._secure.socket, ssl=self._secure.context
            )
            self.servers.append(server)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._serving = asyncio.ensure_future(super().main_loop())
        self.ready.set()
        with contextlib.suppress(asyncio.CancelledError):
            await self._serving

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for each in (*self.servers, *(sockets or ())):
            each.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()  # over TLS, to close one takes both sides
        for request in list(self.server_state.tasks):
            request.cancel()
        await asyncio.sleep(0)
        await _application(self.config).close()

    def _protocol(self) -> asyncio.Protocol:
        return _Protocol(self.config, self.server_state, app_state={})


class _Protocol(H11Protocol):
    """HTTP/1.1 that tells an unreadable request so in an OperationOutcome too.

    The receiver learns of each connection over TLS whether its client showed a certificate.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        self.app_state = {**self.app_state, "hang_up": transport.abort}
        if (tls := transport.get_extra_info("ssl_object")) is not None:
            self.app_state |= {"certified": bool(tls.getpeercert())}

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's text is for people
        answer = _application(self.config).unreadable()
        headers = [*answer.raw_headers, (b"connection", b"close")]
        for event in (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=bytes(answer.body)),
            h11.EndOfMessage(),
        ):
            self.transport.write(bytes(self.conn.send(event) or b""))
        self.transport.close()


def _application(config: uvicorn.Config) -> Application:
    return config.app  # type: ignore[return-value] # we put it there


def _configuration(application: Application) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        loop="asyncio",
        http=_Protocol,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=0,
        timeout_keep_alive=60,
    )


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens; raises HarnessError with one sentence if the port cannot be had."""
    # asyncio turns off Nagle's algorithm only where the protocol number is given
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise HarnessError(f"Port {port} of {host} cannot be had; choose another.") from error
    return listener


def _root(listener: socket.socket) -> str:
    host, port = listener.getsockname()
    return f"http://{host}:{port}"
