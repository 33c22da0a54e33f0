"""How instants are written (BaRS-FHIR-Usage/How-to-handle-times), and how long a slow request is let wait."""

import re
from collections.abc import Callable
from typing import Any

import orjson
from starlette.responses import Response

from bars_conformance.reference import Configuration, Receiver
from bars_conformance.reference.call import Call
from bars_conformance.variants.variant import variant

_INSTANT = re.compile(rb'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|\+00:00)"')


def _written(name: str, sentence: str, write: Callable[[bytes, bytes], bytes]) -> None:
    """A variant that writes instants in UTC in another way, given to the second and their fraction."""

    class Written(Receiver):
        def render(
            self, call: Call, status: int, resource: dict[str, Any], headers: dict[str, str] | None = None
        ) -> Response:
            text = orjson.dumps(resource)
            told = _INSTANT.sub(lambda match: b'"' + write(match[1], match[2] or b"") + b'"', text)
            return super().render(call, status, orjson.loads(told), headers)

    variant(name, sentence, rests_on="R-114")(Written)


_written(
    "instants-with-z", "Instants end with Z.", lambda second, part: second + b"." + part.ljust(3, b"0") + b"Z"
)
_written(
    "instants-of-nine-digits",
    "Instants have nine digits of fraction.",
    lambda second, part: second + b"." + part.ljust(9, b"0") + b"+00:00",
)
_written(
    "instants-in-milliseconds",
    "Instants have three digits of fraction, what follows is cut off.",
    lambda second, part: second + b"." + part[:3].ljust(3, b"0") + b"Z",
)


@variant(
    "a-little-patience",
    "A request that takes too long is answered 408 a little after 5000 ms.",
    rests_on="R-118",
)
class _ALittlePatience(Receiver):
    def __init__(self, configuration: Configuration | None = None) -> None:
        super().__init__(configuration or Configuration(time_limit_s=5.1, slow_s=6.0))
