"""Serves a receiver over HTTP on the loopback interface, in the background or in front."""

import contextlib
import logging
import socket
import threading
from collections.abc import Callable, Iterator

import h11
import uvicorn
from starlette.datastructures import Headers
from uvicorn.protocols.http.h11_impl import H11Protocol

from bars_conformance.reference.call import Call
from bars_conformance.reference.receiver import Receiver
from bars_conformance.reference.refusal import Refusal
from bars_conformance.verdict import HarnessError

LOOPBACK = "127.0.0.1"
_STARTS_WITHIN_S = 10


@contextlib.contextmanager
def serving(receiver: Receiver, port: int = 0, *, hooks: bool = True) -> Iterator[str]:
    """Serve a receiver in a background thread and yield its root, such as ``http://127.0.0.1:49152``.

    The FHIR base is ``{root}/FHIR/R4``, the hooks are at ``{root}/hooks/…``. Port 0 takes a free one.
    On leaving, open connections are dropped. Raises HarnessError if the port cannot be had.
    """
    receiver.hooks.enabled = hooks
    with contextlib.closing(_listen(port)) as listener:
        server = _Server(_configuration(receiver))
        thread = threading.Thread(target=server.run, args=([listener],), name="reference", daemon=True)
        thread.start()
        if not server.ready.wait(_STARTS_WITHIN_S):
            raise HarnessError(f"The reference receiver did not start within {_STARTS_WITHIN_S} seconds.")
        try:
            yield _root(listener)
        finally:
            server.should_exit = server.force_exit = True
            thread.join()


def serve(
    receiver: Receiver, port: int, *, hooks: bool = True, announce: Callable[[str], object] = print
) -> None:
    """Serve a receiver until interrupted; ``announce`` is told its root once it can be reached.

    What fails inside is logged to standard error. Raises HarnessError if the port cannot be had.
    """
    logging.basicConfig(format="%(asctime)s %(message)s")
    receiver.hooks.enabled = hooks
    with contextlib.closing(_listen(port)) as listener, contextlib.suppress(KeyboardInterrupt):
        announce(_root(listener))
        _Server(_configuration(receiver)).run([listener])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


class _Protocol(H11Protocol):
    """HTTP/1.1 that tells an unreadable request so in an OperationOutcome too."""

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's text is for people
        receiver: Receiver = self.config.app  # type: ignore[assignment] # we put it there
        call = Call("", None, "", Headers())
        answer = receiver.refuse(call, Refusal(400, "structure", "The request is not readable as HTTP/1.1."))
        headers = [*answer.raw_headers, (b"connection", b"close")]
        for event in (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=bytes(answer.body)),
            h11.EndOfMessage(),
        ):
            self.transport.write(bytes(self.conn.send(event) or b""))
        self.transport.close()


def _configuration(receiver: Receiver) -> uvicorn.Config:
    return uvicorn.Config(
        receiver,
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


def _listen(port: int) -> socket.socket:
    # asyncio turns off Nagle's algorithm only where the protocol number is given
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise HarnessError(f"Port {port} of {LOOPBACK} cannot be had; choose another.") from error
    return listener


def _root(listener: socket.socket) -> str:
    return f"http://{LOOPBACK}:{listener.getsockname()[1]}"
