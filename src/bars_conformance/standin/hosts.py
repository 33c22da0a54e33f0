"""The receivers of the services in the table: each has one of its own, so that nobody else is concerned."""

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bars_conformance.client import TARGET
from bars_conformance.receiving.scene import Scene
from bars_conformance.receiving.stagings import Staging
from bars_conformance.reference import Configuration, Receiver
from bars_conformance.reference.diary import Service
from bars_conformance.reference.server import Application
from bars_conformance.standin.table import Row


class Hosts:
    """An ASGI application: hands a request to the receiver of its service, by NHSD-Target-Identifier."""

    def __init__(self, table: Iterable[Row], usual: Application) -> None:
        """``usual`` is whom all other requests go to."""
        self._usual = usual
        self._hosts = [(row, _receiver(row.staging, row.service)) for row in table if row.service]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; what happens at the receiver meanwhile happens before it."""
        target = Headers(scope=scope).get(TARGET)
        for row, receiver in self._hosts:
            if row.hosts(target):
                row.staging.meanwhile(Scene(receiver, ""))
                await receiver(scope, receive, send)
                return
        await self._usual(scope, receive, send)

    def unreadable(self) -> Response:
        """The answer to what is no HTTP/1.1."""
        return self._usual.unreadable()

    async def close(self) -> None:
        """Close the usual one; the others have nothing open."""
        await self._usual.close()


def _receiver(staging: Staging, number: str) -> Receiver:
    hosted = Service(number, f"Service {number} (fictional)")
    return staging.receiver(Configuration(services=(hosted,)))
