"""A server on loopback that speaks bytes, and so can say what no HTTP library would let it say."""

import contextlib
import socket
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
def serving(reply: Reply) -> Iterator["RawServer"]:
    """Serve every connection with this reply, each in a thread of its own."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listener:
        server = RawServer(listener, reply)
        thread = threading.Thread(target=server.accept, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(_LISTENS_FOR_S)


class RawServer:
    """``url`` is its root; ``received`` holds each request's head and what of its body came along."""

    def __init__(self, listener: socket.socket, reply: Reply) -> None:
        self._listener = listener
        self._reply = reply
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.received: list[bytes] = []

    def accept(self) -> None:
        """Take connections until the listener is shut."""
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(_LISTENS_FOR_S)
            received = b""
            while b"\r\n\r\n" not in received:
                if not (more := connection.recv(65536)):
                    return
                received += more
            self.received.append(received)
            self._reply(connection)


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
