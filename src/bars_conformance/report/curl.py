"""An exchange as a cURL command that sends the same request again."""

import shlex
from collections.abc import Iterator
from typing import Any

_ADDED_BY_CURL = ("Accept", "User-Agent")
_COUNTED_BY_CURL = "content-length"


def command(exchange: dict[str, Any]) -> str:
    """Return the request of an exchange as one POSIX shell command, an option a line.

    Headers are as recorded, so what was redacted stays redacted. Headers that cURL would add of its own
    accord are suppressed where the request had none.
    """
    return " \\\n  ".join(_words(exchange["request"]))


def _words(request: dict[str, Any]) -> Iterator[str]:
    yield f"curl --include --globoff --request {shlex.quote(request['method'])} {shlex.quote(request['url'])}"
    sent = {name.lower() for name in request["headers"]}
    for name, values in request["headers"].items():
        if name.lower() == _COUNTED_BY_CURL:
            continue
        for value in [values] if isinstance(values, str) else values:
            # cURL takes "Name:" for a header to leave out, and "Name;" for one to send empty.
            yield "--header " + shlex.quote(f"{name}: {value}" if value else f"{name};")
    body = request["body"]
    suppressed = (*_ADDED_BY_CURL, "Content-Type") if body else _ADDED_BY_CURL
    for name in suppressed:
        if name.lower() not in sent:
            yield f"--header {name}:"
    if "accept-encoding" in sent:
        yield "--compressed"
    if body:
        # --data-binary would take a leading @ for the name of a file.
        yield ("--data-raw " if body.startswith("@") else "--data-binary ") + shlex.quote(body)
