"""A message that the receiver holds in progress, by the hooks ``hold`` and ``release`` of the profile."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass

from bars_conformance.client import Call
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent
from bars_conformance.verdict import Inconclusive


@dataclass
class InProgress:
    """The message, and its answer to come."""

    requester: Requester
    request: str
    call: Call
    pending: Future[Sent]
    _on_hold: bool = True

    def send_again(self) -> Sent:
        """Send the message again, ids and all."""
        return self.requester.send_as(self.request, self.call)

    def let_go_on(self) -> Sent:
        """Let the message go on, and wait for what comes of it."""
        self.release()
        return self.pending.result()

    def release(self) -> None:
        """Let the message go on, once; also one that was answered, for it may be answered 408 meanwhile."""
        if self._on_hold:
            self._on_hold = False
            self.requester.hooks.work("release")


@contextmanager
def held(requester: Requester, request: str) -> Iterator[InProgress]:
    """A new message that stays in progress until it is let go on, or the block is left.

    Raises NotApplicable if the profile lacks a hook, Inconclusive if the message is answered all the same.
    """
    requester.hooks.need("hold", "release")
    call = requester.compose(request)
    with requester.under_hook("hold", call, request) as pending:
        message = InProgress(requester, request, call, pending)
        try:
            if pending.done():
                raise Inconclusive(f"the message was not held in progress: {pending.result().exchange}")
            yield message
        finally:
            message.release()
