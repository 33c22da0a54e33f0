"""One request and its answer, as evidence; redaction."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson

REDACTED = "<redacted>"
EVIDENCE_LIMIT = 16 * 1024
"""How many characters of a body are kept as evidence."""

DEEPEST = 100
"""How many levels of objects and lists a resource may have; a FHIR resource has some twenty."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # a reader may pass over it (RFC 8259, 8.1)

_HOLDING_MORE = (dict, list)

Headers = tuple[tuple[str, str], ...]

_SECRET_HEADER = re.compile(r"(?i)authorization|cookie|api[-_]?key|token|secret|password")
_SECRET_TEXT = re.compile(
    r"""(?xs)
      (?<![\w-])eyJ[\w-]+(?:\.[\w-]*){2,4}                      # a JSON web token
    | -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----.*?(?:-----END\ [A-Z ]*PRIVATE\ KEY-----|\Z)
    | (?P<scheme>(?i:bearer)\s+)[\w.~+/=-]+
    | (?P<field>(?i:(?<!next-page-)token|assertion|secret|api[-_]?key|password)=)[^&\s"]+  # in a form
    | (?P<member>(?i:token|assertion|secret|api[-_]?key|password|authorization|cookie)"\s*:\s*")
      (?:[^"\\]|\\.)+                                           # in JSON
    """
)

_TELLTALES = (
    *("eyj", "private key", "bearer", "token", "assertion", "secret", "api", "password", "authorization"),
    "cookie",
)
"""One of these, in small letters, is in every text that the pattern matches; finding none is much faster."""


@dataclass(frozen=True)
class Redactor:
    """Takes secrets out of what is recorded: by name, by form, and those it is told of."""

    secrets: tuple[str, ...] = ()

    def knowing(self, secret: str) -> "Redactor":
        """One that takes this secret out as well."""
        return self if secret in self.secrets else Redactor((*self.secrets, secret))

    def text(self, text: str) -> str:
        """The text without secrets."""
        for secret in filter(None, self.secrets):
            text = text.replace(secret, REDACTED)
        folded = text.casefold()
        return _without_secrets(text) if any(each in folded for each in _TELLTALES) else text

    def headers(self, headers: Iterable[tuple[str, str]]) -> Headers:
        """The headers without secrets; their names stay."""
        return tuple((name, _header(self.secrets, name, value)) for name, value in headers)


@dataclass(frozen=True)
class SentRequest:
    """A request as it went out, or arrived where the suite listens, without secrets."""

    method: str
    url: str
    headers: Headers
    body: bytes | None

    @property
    def path(self) -> str:
        """The path, still encoded."""
        return urlsplit(self.url).path

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Names and values of the query, decoded, in order."""
        return parse_qsl(urlsplit(self.url).query, keep_blank_values=True)

    def header(self, name: str) -> str | None:
        """The header's value; several lines of it joined by a comma (RFC 9110, 5.3); None if absent."""
        return _joined(self.headers, name)


@dataclass(frozen=True)
class Answer:
    """What came back: the body is unpacked, and cut where ``complete`` is false."""

    status: int
    headers: Headers
    body: bytes
    complete: bool = True

    @property
    def accepted(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the class of success, RFC 9110

    def header(self, name: str) -> str | None:
        """The header's value; several lines of it joined by a comma (RFC 9110, 5.3); None if absent."""
        return _joined(self.headers, name)

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters, in small letters; empty if there is none."""
        return (self.header("Content-Type") or "").partition(";")[0].strip().lower()

    @cached_property
    def text(self) -> str:
        """The body as text; bytes that are not UTF-8 show as U+FFFD."""
        return self.body.decode("utf-8", "replace")

    @cached_property
    def resource(self) -> dict[str, Any] | None:
        """The body as a FHIR resource in JSON: an object with a resourceType; None if it is anything else.

        None, too, if it is nested deeper than DEEPEST, or holds half a surrogate pair, which is no text.
        """
        try:
            document = orjson.loads(self.body.removeprefix(_BYTE_ORDER_MARK))
        except orjson.JSONDecodeError:
            return None
        if isinstance(document, dict) and isinstance(document.get("resourceType"), str):
            return document if is_shallow(document) else None
        return None


@dataclass(frozen=True)
class ServerCertificate:
    """What the other side showed of itself in a TLS handshake; of one that is not trusted no name is known.

    ``distrust`` is why it is not trusted, as a code of OpenSSL, and ``reason`` is the same in words.
    """

    common_name: str = ""
    names: tuple[str, ...] = ()
    distrust: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Exchange:
    """One request and what became of it. ``answer`` is None when no status line came.

    ``cut_off`` says that the other side then ended the connection, in the TLS handshake or after it. One that
    ``arrived`` came to a receiver or an API that the suite plays, and its answer is the suite's.
    """

    started: datetime
    duration_ms: float
    request: SentRequest
    answer: Answer | None = None
    error: str | None = None
    unreachable: bool = False
    cut_off: bool = False
    certificate: ServerCertificate | None = None
    arrived: bool = False
    redactor: Redactor = field(default=Redactor(), repr=False)

    def __str__(self) -> str:
        """One line for messages."""
        outcome = self.answer.status if self.answer else f"no answer ({self.error})"
        return f"{self.request.method} {self.request.url} -> {outcome}"

    def evidence(self) -> dict[str, Any]:
        """The exchange in the shape of results.json, without secrets."""
        response = self.answer and {
            "status": self.answer.status,
            "headers": _by_name(self.redactor.headers(self.answer.headers)),
            "body": self._kept(self.answer.body),
        }
        return {
            "started": instant(self.started),
            "duration_ms": round(self.duration_ms, 3),
            "request": {
                "method": self.request.method,
                "url": self.request.url,
                "headers": _by_name(self.request.headers),
                "body": None if self.request.body is None else self._kept(self.request.body),
            },
            "response": response,
            "error": self.error and self.redactor.text(self.error),
            **({"arrived": True} if self.arrived else {}),
        }

    def _kept(self, body: bytes) -> str:
        text = self.redactor.text(body[: 4 * EVIDENCE_LIMIT].decode("utf-8", "replace"))
        if len(text) <= EVIDENCE_LIMIT and len(body) <= 4 * EVIDENCE_LIMIT:
            return text
        return f"{text[:EVIDENCE_LIMIT]}\n[cut here: {len(body)} bytes in all]"


def instant(moment: datetime) -> str:
    """A moment as text in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_shallow(document: object) -> bool:
    """Whether a JSON value has no more than DEEPEST levels of objects and lists."""
    level: list[Any] = [document] if isinstance(document, _HOLDING_MORE) else []
    for _ in range(DEEPEST):
        level = [
            inner
            for node in level
            for inner in (node.values() if isinstance(node, dict) else node)
            if type(inner) is dict or type(inner) is list  # as read from JSON: quicker than isinstance
        ]
        if not level:
            return True
    return False


@lru_cache(maxsize=256)  # most headers are the same in every exchange
def _header(secrets: tuple[str, ...], name: str, value: str) -> str:
    return REDACTED if _SECRET_HEADER.search(name) else Redactor(secrets).text(value)


@lru_cache(maxsize=64)  # what has a telltale is mostly the same CapabilityStatement again
def _without_secrets(text: str) -> str:
    return _SECRET_TEXT.sub(_nameless, text)


def _nameless(secret: re.Match[str]) -> str:
    """What is written in place of a secret: the name that it goes by stays."""
    name = secret["scheme"] or secret["field"] or secret["member"] or ""
    return name + REDACTED


def _joined(headers: Headers, name: str) -> str | None:
    values = [value for key, value in headers if key.lower() == name.lower()]
    return ", ".join(values) if values else None


def _by_name(headers: Headers) -> dict[str, str | list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in headers:
        values.setdefault(name, []).append(value)
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}
