"""Faults in the order of the checks of a message (Failure-Scenarios-1.1.x/Bundle-Processing)."""

from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Message, read_entries
from bars_conformance.reference.refusal import Refusal


@fault(
    "message-with-faults-of-two-stages-told-as-server-error",
    "A message without a version and of an unknown event is answered 500; either alone is told as it should.",
    breaks="FS-PM-06",
)
class _MessageWithFaultsOfTwoStagesToldAsServerError(Receiver):
    def check_version(self, bundle: dict[str, Any]) -> None:
        try:
            super().check_version(bundle)
        except Refusal:
            self._check_event_too(bundle)
            raise

    def _check_event_too(self, bundle: dict[str, Any]) -> None:
        message = Message(bundle, read_entries(bundle))
        try:
            self.check_event(message)
        except Refusal as refusal:
            raise RuntimeError("two refusals at a time are not foreseen") from refusal
