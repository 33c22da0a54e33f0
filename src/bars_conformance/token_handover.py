"""Hands the token of a run over to its workers: one is fetched for all of them, and no file holds it.

Whether the system accepted it is told here, too: a worker whose first request comes when the token is no good
any more has not seen it accepted.

Workers are processes. They ask the process that signs in, over a local socket that only those can use who
know its key, which workers are told in memory when they are started.
"""

import contextlib
import secrets
import threading
from collections.abc import Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener

from bars_conformance.access_token import Token, Tokens
from bars_conformance.verdict import Inconclusive

Counter = tuple[str, bytes]
"""Where workers ask for the token: an address and the key that opens it."""

_Wish = Token | str | None
"""Another token than this one, any token, or what one of the words below says."""

_Told = Token | str | bool
"""A token, why there is none, or whether one was accepted."""

_WAITING = 64
_CLOSED, _ACCEPTED, _WAS_ACCEPTED = "closed", "accepted", "was it accepted"


@contextlib.contextmanager
def handing_over(tokens: Tokens) -> Iterator[Counter]:
    """Serve the tokens to other processes of this machine until left."""
    key = secrets.token_bytes(32)
    listener = Listener(authkey=key, backlog=_WAITING)
    counter = str(listener.address), key
    thread = threading.Thread(target=_serve, args=(listener, tokens), name="tokens", daemon=True)
    thread.start()
    try:
        yield counter
    finally:
        with contextlib.suppress(OSError, EOFError), Client(counter[0], authkey=key) as connection:
            connection.send(_CLOSED)
        thread.join()


class HandedOver:
    """The tokens of a run, as a worker sees them."""

    def __init__(self, counter: Counter) -> None:
        self._address, self._key = counter
        self._lock = threading.Lock()
        self._held: Token | None = None
        self._was_accepted = False

    def token(self, refused: Token | None = None) -> Token:
        """A token that is good now, and another than the one that was ``refused``.

        Raises Inconclusive with one sentence if there is none to be had.
        """
        with self._lock:
            if self._held is None or self._held == refused or self._held.due:
                answer = self._ask(refused)
                if not isinstance(answer, Token):
                    raise Inconclusive(str(answer))
                self._held = answer
            return self._held

    def mark_accepted(self) -> None:
        """Take note that the system has accepted one."""
        if not self._was_accepted:
            self._ask(_ACCEPTED)
            self._was_accepted = True

    def was_accepted(self) -> bool:
        """Whether the system has accepted one in this run, from whichever worker."""
        self._was_accepted = self._was_accepted or bool(self._ask(_WAS_ACCEPTED))
        return self._was_accepted

    def _ask(self, wish: _Wish) -> _Told:
        with Client(self._address, authkey=self._key) as connection:
            connection.send(wish)
            answer: _Told = connection.recv()
        return answer


def _serve(listener: Listener, tokens: Tokens) -> None:
    with listener:
        while True:
            with contextlib.suppress(AuthenticationError, EOFError, OSError), listener.accept() as connection:
                wish = connection.recv()
                if wish == _CLOSED:
                    return
                connection.send(_answer(tokens, wish))


def _answer(tokens: Tokens, wish: _Wish) -> _Told:
    if wish == _ACCEPTED:
        tokens.mark_accepted()
    if wish in (_ACCEPTED, _WAS_ACCEPTED):
        return tokens.was_accepted()
    try:
        return tokens.token(wish if isinstance(wish, Token) else None)
    except Inconclusive as error:
        return str(error)
