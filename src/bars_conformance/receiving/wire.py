"""How a request reaches a receiver that the suite plays, and how the answer leaves (ASGI)."""

from typing import Any

from starlette.types import Receive, Scope, Send

from bars_conformance.exchange import Answer, Redactor, SentRequest

BODY_LIMIT = 6 * 1024 * 1024
"""How many bytes of a body are read: a little more than the reference receiver takes."""


def request(scope: Scope, body: bytes) -> SentRequest:
    """A request as it arrived, without secrets; path and query are as they were encoded."""
    redactor = Redactor()
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    host = next((value for name, value in headers if name == "host"), "")
    query = scope["query_string"].decode("latin-1")
    target = scope.get("raw_path", b"").decode("latin-1") or scope["path"]
    url = f"{scope['scheme']}://{host}{target}{'?' + query if query else ''}"
    return SentRequest(scope["method"], redactor.text(url), redactor.headers(headers), body or None)


async def read(receive: Receive) -> tuple[bytes, bool]:
    """The body, cut off at the limit, and whether it came to its end."""
    body = bytearray()
    while len(body) < BODY_LIMIT:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(body), False
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(body), True


async def answered(answer: Answer, send: Send) -> None:
    """Send an answer."""
    await send(start(answer))
    await send({"type": "http.response.body", "body": answer.body})


async def hung_up(receive: Receive) -> None:
    """Wait until the other side closes the connection."""
    while (await receive())["type"] != "http.disconnect":
        continue


def start(answer: Answer) -> dict[str, Any]:
    """The head of an answer."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    headers.append((b"content-length", str(len(answer.body)).encode()))
    return {"type": "http.response.start", "status": answer.status, "headers": headers}
