"""The stand-in: a reference to develop senders against. It brings situations about and judges requests."""

from bars_conformance.standin.serving import serve

__all__ = ["serve"]
