"""What stands in front of a reference: the live page at /, the hooks, and the reception for all else."""

from dataclasses import asdict
from datetime import UTC, datetime
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from bars_conformance.client import FHIR_JSON, TARGET, target
from bars_conformance.profile import ServiceId
from bars_conformance.receiving.listener import Listener
from bars_conformance.receiving.token_endpoint import PATH as TOKEN_PATH
from bars_conformance.reference.server import Application
from bars_conformance.report import live
from bars_conformance.standard import URL
from bars_conformance.standin.reception import Reception
from bars_conformance.standin.table import rows

BASE_PATH = "/FHIR/R4"
_HOOKS = "/hooks/"
_BOOKABLE = "2000072489"


class StandIn:
    """An ASGI application: a reference with a live page that shows and judges what arrives."""

    def __init__(self, behind: Application, role: str) -> None:
        """``role`` is what the reference behind is: receiver or api."""
        self._behind = behind
        self._role = role
        self._opened = datetime.now(UTC)
        self.reception = Reception(behind, rows())
        self._listener = Listener(BASE_PATH)
        self._listener.scene = self.reception

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        path: str = scope["path"]
        if path == "/" and scope["method"] in ("GET", "HEAD"):
            await self.page(Request(scope))(scope, receive, send)
        elif path.startswith(_HOOKS) or path == TOKEN_PATH:
            await self._behind(scope, receive, send)
        else:
            await self._listener(scope, receive, send)

    def page(self, request: Request) -> Response:
        """The live page; 304 if nothing has arrived since it was last asked for."""
        state = {"ETag": f'"{self._opened.timestamp()}-{self.reception.count}"', "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == state["ETag"]:
            return Response(status_code=304, headers=state)
        shown = live.page(
            self._role,
            [entry.html for entry in self.reception.entries],
            self.reception.count,
            _first_request(str(request.base_url).rstrip("/")),
            map(asdict, rows()),
        )
        return HTMLResponse(shown, headers=state)

    def unreadable(self) -> Response:
        """The answer to what is no HTTP/1.1, which is kept, too."""
        self._listener.unreadable()
        return self._behind.unreadable()

    async def close(self) -> None:
        """Close what is behind."""
        await self._behind.close()


def _first_request(root: str) -> dict[str, object]:
    """A good request to begin with, as an exchange has it."""
    headers = {
        "X-Request-ID": str(uuid4()),
        "X-Correlation-ID": str(uuid4()),
        "Accept": f"{FHIR_JSON}; version=1.1.0",
        TARGET: target(ServiceId(system=URL.service_id, value=_BOOKABLE)),
    }
    return {"method": "GET", "url": f"{root}{BASE_PATH}/metadata", "headers": headers, "body": None}
