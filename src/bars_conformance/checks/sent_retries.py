"""How a sender tries again (Transactional-integrity/Sender-responsibilities, Definition-of-a-retry).

Each check takes the attempts of one request, in the order in which they arrived.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

import orjson

from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

_IDS = ("X-Request-ID", "X-Correlation-ID")
_MAY_CHANGE = re.compile(
    "authorization|connection|keep-alive|host|content-length|date|user-agent"
    "|traceparent|tracestate|b3|x-b3-.+|x-amzn-trace-id|x-cloud-trace-context"
)
"""What may differ on a retry: the access token; what HTTP itself needs; what traces one attempt (R-16)."""

_LEAST_PAUSE_S = 0.05
_GROWTH = 1.5
_NOISE_S = 0.02


def is_sent_again(attempts: Sequence[Exchange]) -> Finding | None:
    """There is a second attempt."""
    return None if len(_some(attempts)) > 1 else Finding("attempts", "another after the first", "1")


def is_sent_once(attempts: Sequence[Exchange]) -> Finding | None:
    """There is no second attempt."""
    return None if len(_some(attempts)) == 1 else Finding("attempts", "1", str(len(attempts)))


def same_ids(attempts: Sequence[Exchange]) -> Finding | None:
    """Every attempt has the ids of the first; letter case does not matter (R-02)."""
    first, *retries = _some(attempts)
    for number, retry in enumerate(retries, 1):
        for name in _IDS:
            was, told = first.request.header(name) or "none", retry.request.header(name) or "none"
            if was.lower() != told.lower():
                return Finding(f"retry {number}, {name}", was, told)
    return None


def same_body(attempts: Sequence[Exchange]) -> Finding | None:
    """Every attempt has the body of the first, in bytes or at least as JSON (R-16)."""
    first, *retries = _some(attempts)
    for number, retry in enumerate(retries, 1):
        if retry.request.body != first.request.body and _read(retry) != _read(first):
            return Finding(
                f"retry {number}, body", "that of the first attempt", _first_difference(first, retry)
            )
    return None


def same_headers(attempts: Sequence[Exchange]) -> Finding | None:
    """No attempt has other headers than the first, save for those that may change (R-16)."""
    first, *retries = _some(attempts)
    for number, retry in enumerate(retries, 1):
        was, told = _headers(first), _headers(retry)
        for name in sorted(was.keys() | told.keys()):
            if was.get(name) != told.get(name) and name not in {each.lower() for each in _IDS}:
                return Finding(f"retry {number}, {name}", was.get(name, "none"), told.get(name, "none"))
    return None


def pauses_are_made(attempts: Sequence[Exchange]) -> Finding | None:
    """There is a pause before each retry."""
    for number, pause in enumerate(_pauses(attempts), 1):
        if pause < _LEAST_PAUSE_S:
            return Finding(f"retry {number}", f"after {_LEAST_PAUSE_S * 1000:g} ms or more", _told(pause))
    return None


def pauses_grow(attempts: Sequence[Exchange]) -> Finding | None:
    """The last pause is clearly longer than the first; in between they may vary by chance."""
    pauses = _pauses(attempts)
    if len(pauses) < 2:  # noqa: PLR2004 - one pause cannot grow
        raise NotApplicable("the sender made fewer than two retries, so that no pause could grow")
    if pauses[-1] < _GROWTH * pauses[0]:
        return Finding("pauses between attempts", "longer ones each time", ", ".join(map(_told, pauses)))
    return None


def waits_as_asked(attempts: Sequence[Exchange]) -> Finding | None:
    """The retry does not come before the time that Retry-After asked for (RFC 9110, 10.2.3)."""
    for number, (earlier, pause) in enumerate(zip(attempts, _pauses(attempts), strict=False), 1):
        asked = earlier.answer.header("Retry-After") if earlier.answer else None
        if asked and pause + _NOISE_S < float(asked):
            return Finding(f"retry {number}", f"after {asked} s, as Retry-After asks", _told(pause))
    return None


def _some(attempts: Sequence[Exchange]) -> Sequence[Exchange]:
    if not attempts:
        raise Inconclusive("the sender did not send the request at all")
    return attempts


def _pauses(attempts: Sequence[Exchange]) -> list[float]:
    """Seconds from each answer to the attempt after it."""
    ends = [each.started + timedelta(milliseconds=each.duration_ms) for each in _some(attempts)]
    starts = [each.started for each in attempts[1:]]
    return [(start - end).total_seconds() for end, start in zip(ends, starts, strict=False)]


def _told(pause: float) -> str:
    return f"{pause * 1000:.0f} ms"


def _headers(exchange: Exchange) -> dict[str, str]:
    folded = ((name.lower(), value) for name, value in exchange.request.headers)
    return {name: value for name, value in folded if not _MAY_CHANGE.fullmatch(name)}


def _read(exchange: Exchange) -> object:
    try:
        return orjson.loads(exchange.request.body or b"")
    except orjson.JSONDecodeError:
        return exchange.request.body


def _first_difference(first: Exchange, retry: Exchange) -> str:
    one, other = first.request.body or b"", retry.request.body or b""
    pairs = enumerate(zip(one, other, strict=False))
    at = next((index for index, (was, told) in pairs if was != told), min(len(one), len(other)))
    start = max(0, at - 40)
    shown = other[start : at + 40].decode("utf-8", "replace")
    return f"{len(other)} bytes, which differ from byte {at} on: …{shown}…"


RETRIES: Mapping[str, Callable[[Sequence[Exchange]], Finding | None]] = MappingProxyType(
    {
        "is sent again": is_sent_again,
        "is sent once": is_sent_once,
        "is only sent again under the same ids": same_ids,
        "is only sent again with the same body": same_body,
        "is only sent again with the same headers": same_headers,
        "is only sent again after a pause": pauses_are_made,
        "is sent again after longer and longer pauses": pauses_grow,
        "is only sent again when Retry-After allows": waits_as_asked,
    }
)
"""What a feature may ask of the attempts of a request, by the words it uses."""


def judged(attempts: Sequence[Exchange], words: str) -> Finding | None:
    """What the check of these words finds; raises HarnessError for words that are none of RETRIES."""
    if words not in RETRIES:
        raise HarnessError(
            f"no way to try again is called '{words}'; the features know {', '.join(RETRIES)}."
        )
    return RETRIES[words](attempts)
