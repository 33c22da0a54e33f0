"""The reference sender: a conformant sender, to try the suite on and to develop receivers with."""

from bars_conformance.reference.sender.control import Control, serve, serving
from bars_conformance.reference.sender.errand import Errand, GivenUp
from bars_conformance.reference.sender.sender import Sender

__all__ = ["Control", "Errand", "GivenUp", "Sender", "serve", "serving"]
