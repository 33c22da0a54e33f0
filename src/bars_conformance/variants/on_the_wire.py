"""How an answer is written in HTTP and JSON: letter case, parameters, codings, further headers."""

# ruff: noqa: ARG002 - an override takes what the method takes

import gzip
import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bars_conformance.reference import Receiver
from bars_conformance.reference.api import Api
from bars_conformance.reference.call import FHIR_JSON, PLAIN_JSON, Call
from bars_conformance.variants.variant import variant

_SAY_MORE = {
    401: ("WWW-Authenticate", 'Bearer realm="example", error="invalid_token"'),
    429: ("Retry-After", "1"),
    503: ("Retry-After", "1"),
}


_Alteration = Callable[[Response], None]


def _altered(name: str, sentence: str, rests_on: str) -> Callable[[_Alteration], _Alteration]:
    """A variant of receivers: the function that follows alters their finished answers."""

    def register(alter: _Alteration) -> _Alteration:
        class OfReceiver(Receiver):
            def render(
                self, call: Call, status: int, resource: dict[str, Any], headers: dict[str, str] | None = None
            ) -> Response:
                answer = super().render(call, status, resource, headers)
                alter(answer)
                return answer

        variant(name, sentence, rests_on=rests_on)(OfReceiver)
        return alter

    return register


def _altered_by_both(name: str, sentence: str, rests_on: str) -> Callable[[_Alteration], _Alteration]:
    """The same, and a variant of APIs: of answers of their own, and of what they hand back of receivers."""

    def register(alter: _Alteration) -> _Alteration:
        class OfApi(Api):
            async def respond(self, request: Request) -> Response:
                answer = await super().respond(request)
                alter(answer)
                return answer

        variant(f"api-{name}", f"Of the API: {sentence}", rests_on=rests_on)(OfApi)
        return _altered(name, sentence, rests_on)(alter)

    return register


@_altered_by_both("header-names-in-capitals", "Names of headers are in capitals.", "R-37 RFC-9110")
def _header_names_in_capitals(answer: Response) -> None:
    answer.raw_headers = [(name.upper(), value) for name, value in answer.raw_headers]


@_altered_by_both("answers-packed", "Every answer is packed by gzip, asked for or not.", "RFC-9110")
def _answers_packed(answer: Response) -> None:
    if answer.body and "Content-Encoding" not in answer.headers:
        answer.body = gzip.compress(bytes(answer.body), compresslevel=1)
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Content-Length"] = str(len(answer.body))


@_altered_by_both("answers-in-chunks", "The length of an answer is not told: it comes in chunks.", "RFC-9112")
def _answers_in_chunks(answer: Response) -> None:
    if "Content-Length" in answer.headers:
        del answer.headers["Content-Length"]


@_altered_by_both("a-connection-each", "Each answer closes its connection.", "RFC-9112")
def _a_connection_each(answer: Response) -> None:
    answer.headers["Connection"] = "close"


@_altered_by_both(
    "further-headers",
    "Answers have headers that the standard does not know, 401 a challenge, 429 and 503 a time to wait.",
    "RFC-9110",
)
def _further_headers(answer: Response) -> None:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["ETag"] = 'W/"1"'
    answer.headers["Server"] = "example"
    answer.headers["Set-Cookie"] = "node=7; Path=/; HttpOnly"
    answer.headers["Strict-Transport-Security"] = "max-age=31536000"
    answer.headers["Via"] = "1.1 gateway.example"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if answer.status_code in _SAY_MORE:
        name, value = _SAY_MORE[answer.status_code]
        answer.headers[name] = value


@_altered("json-indented", "JSON is indented, its names in another order, its text escaped.", "RFC-8259")
def json_indented(answer: Response) -> None:
    """Write the JSON of an answer anew, unless it is packed."""
    if "Content-Encoding" not in answer.headers:
        answer.body = json.dumps(json.loads(bytes(answer.body)), indent=2, sort_keys=True).encode()
        answer.headers["Content-Length"] = str(len(answer.body))


@variant("ids-echoed-in-capitals", "The ids of a request come back in capitals.", rests_on="R-02")
class _IdsEchoedInCapitals(Receiver):
    def echo(self, call: Call) -> dict[str, str]:
        return {name: value.upper() for name, value in super().echo(call).items()}


@variant("ids-echoed-in-small-letters", "The ids of a request come back in small letters.", rests_on="R-02")
class _IdsEchoedInSmallLetters(Receiver):
    def echo(self, call: Call) -> dict[str, str]:
        return {name: value.lower() for name, value in super().echo(call).items()}


@variant(
    "no-echo-beside-a-bad-id",
    "Where one of the two ids is missing or malformed, the other does not come back.",
    rests_on="R-08",
)
class _NoEchoBesideABadId(Receiver):
    def echo(self, call: Call) -> dict[str, str]:
        ids = super().echo(call)
        good = [name for name, value in ids.items() if self.is_message_id(call, name, value)]
        return ids if len(good) > 1 else {}


def _content_type(name: str, sentence: str, content_type: str) -> None:
    class ContentType(Receiver):
        def content_type(self, call: Call, status: int) -> str:
            given = super().content_type(call, status)
            return given if given == PLAIN_JSON else content_type

    variant(name, sentence, rests_on="R-43 RFC-9110")(ContentType)


_content_type("content-type-without-version", "Content-Type has no version parameter.", FHIR_JSON)
_content_type(
    "content-type-with-charset",
    "Content-Type has the parameter charset.",
    f"{FHIR_JSON}; charset=utf-8; version=1.1.0",
)
_content_type(
    "content-type-in-mixed-case",
    "Content-Type is in mixed letter case, its version quoted.",
    'Application/FHIR+JSON;Version="1.1.0"',
)


@variant("fhir-json-for-plain-json", "Who asks for plain JSON is given FHIR JSON.", rests_on="FHIR-R4")
class _FhirJsonForPlainJson(Receiver):
    def content_type(self, call: Call, status: int) -> str:
        return f"{FHIR_JSON}; version=1.1.0"
