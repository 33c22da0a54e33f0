"""Requests with an access token, and what a 401 to one means (RFC 6750)."""

from collections.abc import Callable

from bars_conformance.access_token import Token, Tokens
from bars_conformance.exchange import Exchange
from bars_conformance.verdict import Inconclusive

_UNAUTHORIZED = 401


class Bearer:
    """Carries requests out with the token of a run.

    A 401 where tokens were accepted before, from whichever worker, may mean that the token is no good any
    more. The request was not taken then: it is sent again, once, with another. If that is answered 401 as
    well, a ``control``, which the system accepts from whoever has a good token, tells whether the answer is
    about the request or the token.
    """

    def __init__(self, tokens: Tokens, control: Callable[[Token], Exchange]) -> None:
        self._tokens = tokens
        self._control = control

    def exchange(self, carry: Callable[[Token], Exchange]) -> Exchange:
        """What came of a request; ``carry`` sends it with a token.

        Raises Inconclusive if there is no token, or none that the system accepts any more.
        """
        token = self._tokens.token()
        exchange = carry(token)
        if _is_accepted(exchange):
            self._tokens.mark_accepted()
        if not (_is_unauthorized(exchange) and self._tokens.was_accepted()):
            return exchange
        renewed = self._tokens.token(refused=token)
        again = carry(renewed)
        if not _is_unauthorized(again) or _is_accepted(self._control(renewed)):
            return again
        raise Inconclusive(
            "the system under test answers 401 to a token that it accepted before, and to a new one as well; "
            "see that the application may still use it"
        )


def _is_unauthorized(exchange: Exchange) -> bool:
    return exchange.answer is not None and exchange.answer.status == _UNAUTHORIZED


def _is_accepted(exchange: Exchange) -> bool:
    return exchange.answer is not None and exchange.answer.accepted
