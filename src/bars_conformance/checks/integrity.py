"""The integrity headers of an answer."""

from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding


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
