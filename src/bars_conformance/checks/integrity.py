"""The integrity headers of an answer."""

from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.verdict import Inconclusive, NotApplicable


def echoed(exchange: Exchange, header: str) -> Finding | None:
    """The answer repeats a header of its request.

    The ids are GUIDs, whose text form has no letter case (Transactional-integrity/Introduction.page.md).
    """
    sent = next(value for name, value in exchange.request.headers if name.lower() == header.lower())
    if exchange.answer is None:
        return Finding(header, sent, f"no answer ({exchange.error})")
    returned = exchange.answer.header(header)
    if returned is not None and returned.strip().lower() == sent.lower():
        return None
    return Finding(f"{header} of the {exchange.answer.status} answer", sent, returned or "none")


def both_echoed(exchange: Exchange) -> Finding | None:
    """The answer repeats both ids of its request; where neither came back as it was, the first is told."""
    return echoed(exchange, "X-Request-ID") or echoed(exchange, "X-Correlation-ID")


def stored_once(stored: int | None) -> Finding | None:
    """A message that came more than once is stored once; ``stored`` is None if that cannot be read back.

    Transactional-integrity/Introduction.page.md. Raises NotApplicable or Inconclusive if it cannot be told.
    """
    if stored is None:
        raise NotApplicable("the profile does not list the search by which it could be read back")
    if stored == 0:
        raise Inconclusive("the receiver does not tell of the message that it processed")
    return None if stored == 1 else Finding("resources stored", "1", str(stored))
