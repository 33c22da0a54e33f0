"""What a token endpoint answers; no finding tells a token (RFC 6749, 5.1)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import orjson

from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding

_MEMBER = "access_token"


def has_token(exchange: Exchange) -> Finding | None:
    """The answer is a JSON object with an access token."""
    return None if _gives(exchange) else Finding(_MEMBER, "a text that is not empty", "none")


def has_no_token(exchange: Exchange) -> Finding | None:
    """The answer gives no access token."""
    return Finding(_MEMBER, "none", "one") if _gives(exchange) else None


PROPERTIES: Mapping[str, Callable[[Exchange], Finding | None]] = MappingProxyType(
    {"there is an access token": has_token, "there is no access token": has_no_token}
)
"""What a feature asks of the answer, and the check for it."""


def _gives(exchange: Exchange) -> bool:
    try:
        told = orjson.loads(exchange.answer.body) if exchange.answer else None
    except orjson.JSONDecodeError:
        return False
    given = told.get(_MEMBER) if isinstance(told, dict) else None
    return isinstance(given, str) and bool(given)
