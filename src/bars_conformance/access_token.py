"""An access token, and how it is read from what a token endpoint answers (RFC 6749, 5)."""

import math
import re
import time
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
from pydantic import SecretStr

from bars_conformance.exchange import Answer, Exchange, Redactor
from bars_conformance.verdict import Inconclusive

_BEARER = re.compile(r"[A-Za-z0-9._~+/-]{1,16384}=*")
"""What may stand behind the scheme (RFC 6750, 2.1), of a length that servers take."""

_USUAL_LIFE_S = 300
_LONGEST_MARGIN_S = 30
_MARGIN = 0.2
"""The part of its life before the end of which a token is renewed: a request takes time to arrive."""

_LONGEST_SAID = 300
_LOOK = "see that auth.token_url is right and that it answers"
_CORRECT = (
    "correct api_key, kid and private_key_file under auth, have the public key registered, set the clock"
)


@dataclass(frozen=True)
class Token:
    """An access token; its times are those of ``time.monotonic``, which all processes of a machine share."""

    value: SecretStr
    renew_at: float
    expires_at: float

    @property
    def due(self) -> bool:
        """Whether another should be asked for."""
        return time.monotonic() >= self.renew_at

    @property
    def expired(self) -> bool:
        """Whether it is no good any more."""
        return time.monotonic() >= self.expires_at


class Tokens(Protocol):
    """Where the tokens of a run come from. Safe to use from several threads at once."""

    def token(self, refused: Token | None = None) -> Token:
        """A token that is good now, and another than the one that was ``refused``.

        Raises Inconclusive with one sentence if there is none to be had.
        """

    def mark_accepted(self) -> None:
        """Take note that the system has accepted one."""

    def was_accepted(self) -> bool:
        """Whether the system has accepted one in this run, from whichever worker."""


def granted(exchange: Exchange, *, asked_at: float, redactor: Redactor) -> Token:
    """The token that was asked for at that time; raises Inconclusive, without secrets, if there is none."""
    answer = exchange.answer
    document = _object(answer)
    token, life_s = document.get("access_token"), _seconds(document.get("expires_in", _USUAL_LIFE_S))
    mend = _LOOK
    if answer is None or not answer.complete:
        problem = exchange.error or "no answer"
    elif not answer.accepted:
        problem, mend = (
            f"answered {answer.status}{_told(document)}",
            _CORRECT if "error" in document else _LOOK,
        )
    elif not isinstance(token, str):
        problem = f"answered {answer.status} with {answer.media_type or 'no media type'}, and no access_token"
    elif not _BEARER.fullmatch(token):
        problem = "answered an access_token that no header can carry"
    elif str(document.get("token_type", "Bearer")).lower() != "bearer":
        problem = f"answered a token of the type {document['token_type']}, not Bearer"
    elif life_s is None:
        problem = f"answered expires_in {document['expires_in']}, which is no number of seconds to come"
    else:
        margin_s = min(_LONGEST_MARGIN_S, life_s * _MARGIN)
        return Token(SecretStr(token), asked_at + life_s - margin_s, asked_at + life_s)
    hidden = Redactor((*redactor.secrets, token)) if isinstance(token, str) else redactor
    raise Inconclusive(f"no token from {exchange.request.url}: {_legible(hidden.text(problem))}; {mend}.")


def _object(answer: Answer | None) -> dict[str, Any]:
    try:
        document = orjson.loads(answer.body) if answer else None
    except orjson.JSONDecodeError:
        return {}
    return document if isinstance(document, dict) else {}


def _seconds(given: object) -> float | None:
    """A number of seconds to come, which the NHS platform writes as text."""
    try:
        seconds = float(given) if isinstance(given, int | float | str) else math.nan
    except ValueError:
        return None
    return seconds if 0 < seconds < math.inf else None


def _told(document: dict[str, Any]) -> str:
    """What an OAuth error says of itself (RFC 6749, 5.2)."""
    error, description = document.get("error"), document.get("error_description")
    return (f" {error}" if error else "") + (f" ({description})" if description else "")


def _legible(text: str) -> str:
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= _LONGEST_SAID else f"{line[:_LONGEST_SAID]}…"
