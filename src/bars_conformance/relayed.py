"""What an API passed on to a receiver that the suite played behind it."""

from dataclasses import dataclass, field

from bars_conformance.exchange import Answer, SentRequest


@dataclass(frozen=True)
class Relayed:
    """All that arrived, and what the receiver answered; None if it could not be reached.

    ``certified`` says of each whether its client showed a certificate; None if that was not asked for. For
    each TLS handshake that was begun, ``greetings`` has the name that was called.
    """

    arrived: list[SentRequest]
    answer: Answer | None
    certified: list[bool] | None = None
    greetings: list[str | None] = field(default_factory=list)
