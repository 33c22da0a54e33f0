"""What the sender is asked to do, and what it remembers of what it did."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

Json = dict[str, Any]


@dataclass(frozen=True)
class Errand:
    """Something to do: where to send, for whom, and about what.

    ``service`` is a number in the directory of services, ``receiver`` the ODS code of who provides it.
    ``slot`` is the id of a free slot and ``start`` when it begins; ``reference`` names the booking or
    referral that it is about, such as ``Appointment/…``; ``replaces`` the booking that a new one takes the
    place of; ``token_url`` is where to ask for access tokens. What does not matter is empty.
    """

    url: str
    service: str
    receiver: str
    nhs_number: str
    slot: str = ""
    start: str = ""
    reference: str = ""
    replaces: str = ""
    token_url: str = ""


@dataclass
class Case:
    """A booking or referral that was sent: the message, what it became at the receiver, its conversation."""

    reference: str
    message: Json
    answer: Json
    correlation_id: str
    journey: str = field(default_factory=lambda: str(uuid4()))


class GivenUp(Exception):
    """What was asked for did not come about, and will not be tried again."""
