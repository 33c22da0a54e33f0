"""One request to the FHIR base, as the receiver sees it."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import Request

REQUEST_ID = "X-Request-ID"
CORRELATION_ID = "X-Correlation-ID"
INTEGRITY_HEADERS = (REQUEST_ID, CORRELATION_ID)

FHIR_JSON = "application/fhir+json"
PLAIN_JSON = "application/json"


@dataclass
class Call:
    """A request: ``path`` is what follows the FHIR base (None if outside of it), ``base`` the base's URL.

    ``media_type`` is that of the answer, settled by negotiation; ``body`` is decoded, read when needed.
    ``certified`` is false if the call came over mutual TLS, and its client showed no certificate.
    ``status`` and ``location`` are those of the answer if the request is not refused.
    """

    method: str
    path: str | None
    base: str
    headers: Headers
    query: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    media_type: str = FHIR_JSON
    certified: bool = True
    status: int = 200
    location: str | None = None

    @classmethod
    def of(cls, request: Request, base_path: str) -> "Call":
        """Read a request; the body is not touched."""
        path: str = request.scope["path"]
        inside = path == base_path or path.startswith(base_path + "/")
        return cls(
            method=request.method,
            path=path.removeprefix(base_path) if inside else None,
            base=f"{request.scope['scheme']}://{request.headers.get('host', '')}{base_path}",
            headers=request.headers,
            query=parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True),
            certified=request.scope.get("state", {}).get("certified", True),
        )

    @classmethod
    def unread(cls) -> "Call":
        """A request of which nothing could be read."""
        return cls("", None, "", Headers())

    def parameters(self, *names: str) -> list[str]:
        """The values of a query parameter, under any of these spellings, in order."""
        return [value for name, value in self.query if name in names]

    @property
    def is_message(self) -> bool:
        """Whether this posts to ``$process-message``."""
        return self.method == "POST" and self.path == "/$process-message"

    @property
    def is_write(self) -> bool:
        """Whether this writes an Appointment or a pointer that is in the body."""
        written = (self.path or "").startswith(("/Appointment", "/DocumentReference"))
        return written and self.method in {"POST", "PUT", "PATCH"}

    @property
    def is_about_pointers(self) -> bool:
        """Whether this searches, reads or writes pointers."""
        return (self.path or "").startswith("/DocumentReference")
