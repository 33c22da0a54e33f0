"""An exchange as text a person can read: its lines, its headers, its bodies."""

import json
import re
from http import HTTPStatus
from typing import Any

import orjson

_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_PIECE = re.compile(rf'(?:({_STRING})\s*:)?\s*({_STRING}|[^\s"{{}}\[\],:]*)\s*([{{}}\[\],])')
_OPENING, _CLOSING = ("{", "["), ("}", "]")
_DEEPEST = 40  # no FHIR resource comes near it, and the indentation of a hostile one would fill the disk


def request_line(exchange: dict[str, Any]) -> str:
    """Return the method and address of the request."""
    return f"{exchange['request']['method']} {exchange['request']['url']}"


def status_line(exchange: dict[str, Any]) -> str:
    """Return the status of the answer with its usual phrase, or why there is no answer."""
    if exchange["response"] is None:
        return f"no response ({exchange['error'] or 'no reason was recorded'})"
    status = exchange["response"]["status"]
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def header_lines(message: dict[str, Any]) -> str:
    """Return the headers of a request or response, one a line, repeated ones repeated."""
    return "\n".join(
        f"{name}: {value}"
        for name, values in message["headers"].items()
        for value in ([values] if isinstance(values, str) else values)
    )


def request(exchange: dict[str, Any]) -> str:
    """Return the whole request: line, headers, body."""
    return _message(request_line(exchange), exchange["request"])


def response(exchange: dict[str, Any]) -> str:
    """Return the whole response: status, headers, body; or why there is none."""
    if exchange["response"] is None:
        return status_line(exchange)
    return _message(status_line(exchange), exchange["response"])


def indented(body: str) -> str:
    """Return a JSON body indented, and any other body as it is.

    Only the white space between tokens changes: repeated members, the spelling of numbers and escapes are
    evidence, and reading and writing the JSON again would lose them.
    """
    if not body.lstrip().startswith(("{", "[")):
        return body
    return _written_anew(body) or _spaced(body)


def _written_anew(body: str) -> str | None:
    """The body indented by a fast reader and writer of JSON, if those lose nothing of it."""
    try:
        document = orjson.loads(body)
    except ValueError:
        return None
    if _is_deeper(document, _DEEPEST) or orjson.dumps(document).decode() != body:
        return None
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()


def _is_deeper(document: object, levels: int) -> bool:
    if not isinstance(document, dict | list):
        return False
    inner = document.values() if isinstance(document, dict) else document
    return levels == 0 or any(_is_deeper(each, levels - 1) for each in inner)


def _spaced(body: str) -> str:
    """The body with other white space between its tokens."""
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return body
    lines: list[str] = []
    line, depth = "", 0
    for name, scalar, mark in _PIECE.findall(body):
        line += f"{name}: {scalar}" if name else scalar
        if mark in _CLOSING:
            if line:
                lines.append("  " * depth + line)
                line = mark
            else:
                line = lines.pop().lstrip() + mark  # an empty object or array stays on its line
            depth -= 1
            continue
        lines.append("  " * depth + line + mark)
        line = ""
        depth += mark in _OPENING
        if depth > _DEEPEST:
            return body
    return "\n".join([*lines, line])


def _message(line: str, message: dict[str, Any]) -> str:
    head = f"{line}\n{header_lines(message)}\n"
    return f"{head}\n{indented(message['body'])}\n" if message["body"] else head
