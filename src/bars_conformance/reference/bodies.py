"""The body of a request: read within its limit, unzipped, and parsed as strict JSON."""

import json
import math
import zlib
from collections.abc import AsyncIterator
from typing import Any, Never

from bars_conformance.reference.refusal import Refusal

_GZIP = 16 + zlib.MAX_WBITS


async def read(chunks: AsyncIterator[bytes], limit: int) -> bytes:
    """Read a body of at most ``limit`` bytes."""
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise Refusal(413, "too-long", f"The body is longer than {limit} bytes.")
    return bytes(body)


def decode(body: bytes, encoding: str, limit: int) -> bytes:
    """Undo the Content-Encoding; what comes out is held to the limit as well."""
    match encoding.strip().lower():
        case "" | "identity":
            return body
        case "gzip" | "x-gzip":
            return _unzip(body, limit)
        case _:
            raise Refusal(415, "not-supported", "Content-Encoding must be gzip or identity.")


def _unzip(body: bytes, limit: int) -> bytes:
    unzip = zlib.decompressobj(_GZIP)
    try:
        plain = unzip.decompress(body, limit + 1)
    except zlib.error as error:
        raise Refusal(400, "structure", "The body is not valid gzip.") from error
    if len(plain) > limit:
        raise Refusal(413, "too-long", f"The body unzips to more than {limit} bytes.")
    if not unzip.eof or unzip.unused_data:
        raise Refusal(400, "structure", "The body is not one complete gzip stream.")
    return plain


def parse(body: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """Parse JSON as FHIR has it: UTF-8, no name twice in an object, no number that JSON lacks."""
    try:
        text = body.decode("utf-8")
        return json.loads(text, object_pairs_hook=_object, parse_float=_finite, parse_constant=_no_constant)
    except RecursionError as error:
        raise Refusal(400, "structure", "The body is nested too deeply.") from error
    except ValueError as error:
        raise Refusal(400, "structure", "The body is not well-formed JSON in UTF-8.") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name occurs twice")
    return members


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number too large")
    return number


def _no_constant(text: str) -> Never:
    raise ValueError(f"{text} is not JSON")
