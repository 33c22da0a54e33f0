"""How the API writes its answers, and hands back those of receivers, in HTTP and JSON."""

import gzip
import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bars_conformance.reference.api import Api
from bars_conformance.reference.call import INTEGRITY_HEADERS, PLAIN_JSON, Call
from bars_conformance.variants.variant import variant

_SAY_MORE = {
    401: ("WWW-Authenticate", 'Bearer realm="example", error="invalid_token"'),
    429: ("Retry-After", "1"),
    503: ("Retry-After", "1"),
}


def _altered(name: str, sentence: str, rests_on: str) -> Callable[[Callable[[Response], None]], None]:
    """A variant whose finished answers, its own and those of receivers, are altered by what follows."""

    def register(alter: Callable[[Response], None]) -> None:
        class Altered(Api):
            async def respond(self, request: Request) -> Response:
                answer = await super().respond(request)
                alter(answer)
                return answer

        variant(name, sentence, rests_on=rests_on)(Altered)

    return register


@_altered("api-header-names-in-capitals", "Names of headers are in capitals in all answers.", "R-37 RFC-9110")
def _header_names_in_capitals(answer: Response) -> None:
    answer.raw_headers = [(name.upper(), value) for name, value in answer.raw_headers]


@_altered("api-answers-packed", "Every answer is packed by gzip, asked for or not.", "RFC-9110")
def _answers_packed(answer: Response) -> None:
    if answer.body and "Content-Encoding" not in answer.headers:
        answer.body = gzip.compress(bytes(answer.body), compresslevel=1)
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Content-Length"] = str(len(answer.body))


@_altered(
    "api-further-headers",
    "Answers have headers that the standard does not know, 401 a challenge, 429 and 503 a time to wait.",
    "RFC-9110",
)
def _further_headers(answer: Response) -> None:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Set-Cookie"] = "node=7; Path=/; HttpOnly"
    answer.headers["Strict-Transport-Security"] = "max-age=31536000"
    answer.headers["Via"] = "1.1 gateway.example"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if answer.status_code in _SAY_MORE:
        name, value = _SAY_MORE[answer.status_code]
        answer.headers[name] = value


@_altered("api-answers-in-chunks", "Answers come in chunks, and each closes its connection.", "RFC-9112")
def _answers_in_chunks(answer: Response) -> None:
    if "Content-Length" in answer.headers:
        del answer.headers["Content-Length"]
    answer.headers["Connection"] = "close"


class _Rendered(Api):
    """Its own answers can be altered; what receivers answer is handed back as it is."""

    def alter(self, answer: Response) -> None:
        """Change what is about to be sent."""

    def render(
        self, call: Call, status: int, resource: dict[str, Any], headers: dict[str, str] | None = None
    ) -> Response:
        answer = super().render(call, status, resource, headers)
        self.alter(answer)
        return answer


@variant("own-answers-without-ids", "Answers of the API's own have neither of the two ids.", rests_on="R-08")
class _OwnAnswersWithoutIds(_Rendered):
    def alter(self, answer: Response) -> None:
        for name in INTEGRITY_HEADERS:
            if name in answer.headers:
                del answer.headers[name]


@variant(
    "own-answers-in-plain-json",
    "Answers of the API's own come as application/json, with charset and version, and are indented.",
    rests_on="RFC-9110 RFC-8259",
)
class _OwnAnswersInPlainJson(_Rendered):
    def alter(self, answer: Response) -> None:
        answer.headers["Content-Type"] = f"{PLAIN_JSON}; charset=utf-8; version=1.1.0"
        answer.body = json.dumps(json.loads(bytes(answer.body)), indent=2, sort_keys=True).encode()
        answer.headers["Content-Length"] = str(len(answer.body))
