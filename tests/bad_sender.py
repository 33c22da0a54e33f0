"""A sender that does not know how to behave; run with where to send, and what to do wrong."""

import contextlib
import socket
import sys
from urllib.parse import urlsplit
from uuid import uuid4

_MEBIBYTE = b" " * 2**20


def _head(start: str, *headers: str) -> bytes:
    ids = (f"{name}: {uuid4()}" for name in ("X-Request-ID", "X-Correlation-ID"))
    return "\r\n".join([start, "Host: suite.example", *ids, *headers, "", ""]).encode()


def _metadata(path: str) -> bytes:
    return _head(f"GET {path}/metadata HTTP/1.1")


def _post(path: str, length: int) -> bytes:
    kind = "Content-Type: application/fhir+json"
    return _head(f"POST {path}/$process-message HTTP/1.1", kind, f"Content-Length: {length}")


def send(url: str, what: str) -> None:
    """Send it, and read what comes back where that has an end."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60) as connection:
        if what == "garbage":
            connection.sendall(b"\x16\x03\x01 is no HTTP\r\n\r\n")
            connection.recv(100)
        elif what == "half a request":
            connection.sendall(_post(parts.path, 100) + b"half")
        elif what == "a vast body":
            connection.sendall(_post(parts.path, 100 * len(_MEBIBYTE)))
            for _ in range(100):
                connection.sendall(_MEBIBYTE)
        elif what == "a flood":
            for _ in range(10_000):
                connection.sendall(_metadata(parts.path))
                connection.recv(65536)
        else:
            connection.sendall(_metadata(parts.path))
            connection.recv(65536)


if __name__ == "__main__":
    with contextlib.suppress(OSError):
        send(*sys.argv[1:])
