"""How the API writes answers of its own in HTTP and JSON."""

from typing import Any

from starlette.responses import Response

from bars_conformance.reference.api import Api
from bars_conformance.reference.call import INTEGRITY_HEADERS, PLAIN_JSON, Call
from bars_conformance.variants.on_the_wire import json_indented
from bars_conformance.variants.variant import variant


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
        json_indented(answer)
