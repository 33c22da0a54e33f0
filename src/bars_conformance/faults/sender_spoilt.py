"""Spoils a message on its way out: what faults of single elements are made of."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference.bundle import at
from bars_conformance.reference.sender import Sender
from bars_conformance.reference.sender.errand import Json

_CANCELLED = {"cancelled", "revoked"}


class Draft:
    """A message, its resources by their types: the first of a type, or ``Bundle``, the whole."""

    def __init__(self, bundle: Json) -> None:
        self.bundle = bundle

    def __getitem__(self, kind: str) -> Any:  # noqa: ANN401 - any resource, to be changed
        return self.bundle if kind == "Bundle" else self.all(kind)[0]

    def all(self, kind: str) -> list[Any]:
        """The resources of a type."""
        resources = [entry["resource"] for entry in self.bundle["entry"]]
        return [each for each in resources if each["resourceType"] == kind]

    @property
    def name(self) -> str:
        """What the message is: ``new booking``, ``booking update``, ``referral cancellation``."""
        noun = "booking" if self.all("Appointment") else "referral"
        status = self["Appointment" if noun == "booking" else "ServiceRequest"]["status"]
        if status in _CANCELLED:
            return f"{noun} cancellation"
        is_new = at(self["MessageHeader"], "reason", "coding", 0, "code") == "new"
        return f"new {noun}" if is_new else f"{noun} update"


Spoil = Callable[[Draft], object]


def spoilt(name: str, sentence: str, message: str, spoil: Spoil, *, breaks: str) -> None:
    """Register a sender that spoils every message of this name (as Draft names it) on its way out."""

    class Spoilt(Sender):
        def body(self, document: Json) -> bytes:
            draft = Draft(deepcopy(document))
            if draft.name == message:
                spoil(draft)
            return super().body(draft.bundle)

    fault(name, sentence, breaks=breaks)(Spoilt)
