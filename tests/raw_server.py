"""A server on loopback that speaks bytes, and so can say what no HTTP library would let it say."""

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator

Reply = Callable[[socket.socket], None]
"""What is done on a connection once a request's head is in; the connection is closed afterwards."""

_LISTENS_FOR_S = 5.0


def says(*parts: bytes) -> Reply:
    """Send these bytes, one part at a time."""

    def reply(connection: socket.socket) -> None:
        for part in parts:
            connection.sendall(part)

    return reply


def answers(body: bytes, *, status: str = "200 OK", headers: Iterable[str] = ()) -> Reply:
    """Send a whole answer with this body."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return says("".join(f"{line}\r\n" for line in head).encode() + b"\r\n" + body)


@contextlib.contextmanager
def serving(reply: Reply, tls: ssl.SSLContext | None = None) -> Iterator["RawServer"]:
    """Serve every connection with this reply, each in a thread of its own; over TLS if it is given."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listener:
        server = RawServer(listener, reply, tls)
        thread = threading.Thread(target=server.accept, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(_LISTENS_FOR_S)


class RawServer:
    """``url`` is its root; ``received`` holds each request, head and body."""

    def __init__(self, listener: socket.socket, reply: Reply, tls: ssl.SSLContext | None) -> None:
        self._listener = listener
        self._reply = reply
        self._tls = tls
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
        self.received: list[bytes] = []

    def accept(self) -> None:
        """Take connections until the listener is shut."""
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        plain.settimeout(_LISTENS_FOR_S)
        with (
            contextlib.suppress(OSError),
            self._tls.wrap_socket(plain, server_side=True) if self._tls else plain as connection,
        ):
            if received := _request(connection):
                self.received.append(received)
                self._reply(connection)


def _request(connection: socket.socket) -> bytes:
    """One request, whole: what is left unread on closing can cost the other side the answer."""
    received = b""
    while more := connection.recv(65536):
        received += more
        head, ended, body = received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if ended and len(body) >= int(length[1] if length else 0):
            return received
    return b""


def hangs(connection: socket.socket) -> None:
    """Say nothing until the other side goes."""
    connection.recv(1)


def drips(head: bytes, byte: bytes = b" ", *, every_s: float = 0.05) -> Reply:
    """Send the head, then a byte at a time for ever."""

    def reply(connection: socket.socket) -> None:
        connection.sendall(head)
        pause = threading.Event()
        while not pause.wait(every_s):
            connection.sendall(byte)

    return reply
