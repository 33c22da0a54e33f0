"""The reference implementation: a conformant receiver, to try the suite on and to develop senders with."""

from bars_conformance.reference.premises import Configuration
from bars_conformance.reference.receiver import Receiver
from bars_conformance.reference.server import serve, serving

__all__ = ["Configuration", "Receiver", "serve", "serving"]
