"""How the reference sender is set in motion: POST /{task} with what it is about, as JSON."""

import asyncio
import contextlib
import dataclasses
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bars_conformance.reference import server
from bars_conformance.reference.sender.access import public_key
from bars_conformance.reference.sender.errand import Errand, GivenUp
from bars_conformance.reference.sender.sender import Sender

_KNOWN = {each.name for each in dataclasses.fields(Errand)}


class Control:
    """An ASGI application that has a sender work: 200 when it is done, 502 if the sender gave up.

    The answer tells the reference of what was made or changed, or why nothing was.
    """

    def __init__(self, sender: Sender) -> None:
        self.sender = sender

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request; what is below the FHIR base is for the sender's own receiver."""
        if scope["path"].startswith(self.sender.receiver.configuration.base_path):
            await self.sender.receiver(scope, receive, send)
            return
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    def unreadable(self) -> Response:
        """The answer to what is no HTTP/1.1."""
        return Response(status_code=400)

    async def close(self) -> None:
        """Close the connections of the sender."""
        self.sender.close()

    async def _respond(self, request: Request) -> Response:
        told = await request.json()
        errand = Errand(**{name: value for name, value in told.items() if name in _KNOWN})
        name = request.url.path.removeprefix("/")
        task = self.sender.tasks.get(name)
        if task is None:
            return JSONResponse({"reason": f"there is no task {name}"}, 404)
        try:
            return JSONResponse({"reference": await asyncio.to_thread(task, errand)})
        except GivenUp as reason:
            return JSONResponse({"reason": str(reason)}, 502)


@contextlib.contextmanager
def serving(sender: Sender) -> Iterator[dict[str, str]]:
    """Let a sender be set in motion in the background; yields what its profile takes from the environment."""
    with _variables() as variables, server.listening(Control(sender)) as url:
        yield {"REFERENCE_URL": url, **variables}


def serve(sender: Sender, port: int, announce: Callable[[str], object] = print) -> None:
    """Let a sender be set in motion until interrupted.

    ``announce`` is told its root, then a line for the variable that its profile takes. Raises HarnessError if
    the port cannot be had.
    """
    with _variables() as variables:
        server.listen(Control(sender), port, lambda url: {"REFERENCE_URL": url, **variables}, announce)


@contextlib.contextmanager
def _variables() -> Iterator[dict[str, str]]:
    """What else its profile takes from the environment: where its public key is, while the block lasts."""
    with tempfile.TemporaryDirectory(prefix="bars-reference-") as folder:
        file = Path(folder) / "public.pem"
        file.write_bytes(public_key())
        yield {"REFERENCE_PUBLIC_KEY": str(file)}
