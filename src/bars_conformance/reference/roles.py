"""Which role each reference plays."""

from bars_conformance.reference.api import Api
from bars_conformance.reference.receiver import Receiver
from bars_conformance.reference.sender import Sender

Reference = type[Receiver] | type[Api] | type[Sender]

REFERENCES: dict[str, Reference] = {"receiver": Receiver, "api": Api, "sender": Sender}
"""The references by role."""


def role_of(kind: Reference) -> str:
    """The role that a reference, or what was derived from it, plays."""
    return next(role for role, reference in REFERENCES.items() if issubclass(kind, reference))
