"""Hands the token of a run over to its workers: one is fetched for all of them, and no file holds it.

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

_WAITING = 64
_CLOSED = "closed"


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

    def token(self, refused: Token | None = None) -> Token:
        """A token that is good now, and another than the one that was ``refused``.

        Raises Inconclusive with one sentence if there is none to be had.
        """
        with self._lock:
            if self._held is None or self._held == refused or self._held.due:
                self._held = self._ask(refused)
            return self._held

    def _ask(self, refused: Token | None) -> Token:
        with Client(self._address, authkey=self._key) as connection:
            connection.send(refused)
            answer: Token | str = connection.recv()
        if isinstance(answer, str):
            raise Inconclusive(answer)
        return answer


def _serve(listener: Listener, tokens: Tokens) -> None:
    with listener:
        while True:
            with contextlib.suppress(AuthenticationError, EOFError, OSError), listener.accept() as connection:
                refused = connection.recv()
                if refused == _CLOSED:
                    return
                try:
                    connection.send(tokens.token(refused))
                except Inconclusive as error:
                    connection.send(str(error))
