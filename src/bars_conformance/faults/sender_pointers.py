"""Senders that look for pointers wrongly, or follow the wrong one."""

# ruff: noqa: ARG002 - an override takes what the method takes

import contextlib

from bars_conformance.faults.fault import fault
from bars_conformance.reference.sender import Errand, GivenUp, Sender
from bars_conformance.reference.sender.errand import Json
from bars_conformance.standard import URL


@fault(
    "pointers-not-searched", "Bookings are searched at the receiver only, not by pointers.", breaks="AP-03"
)
class _PointersNotSearched(Sender):
    def find(self, errand: Errand) -> str:
        self.of_patient(errand, "Appointment", self.new_conversation())
        return ""


class _SearchesWrongly(Sender):
    """What is wrong with the search does not matter: it is made once more, rightly."""

    def pointers(self, errand: Errand, conversation: str) -> list[Json]:
        with contextlib.suppress(GivenUp):
            self.get(errand, "/DocumentReference", conversation, *self.wrongly(errand))
        return super().pointers(errand, conversation)

    def wrongly(self, errand: Errand) -> list[tuple[str, str]]:
        """The parameters as this sender has them."""
        return []


@fault("pointers-by-bare-number", "Pointers are searched by a number without system.", breaks="DP-12")
class _PointersByBareNumber(_SearchesWrongly):
    def wrongly(self, errand: Errand) -> list[tuple[str, str]]:
        return [("subject:identifier", errand.nhs_number)]


@fault("pointers-by-patient", "Pointers are searched by the parameter of bookings.", breaks="DP-12")
class _PointersByPatient(_SearchesWrongly):
    def wrongly(self, errand: Errand) -> list[tuple[str, str]]:
        return [("patient:identifier", f"{URL.nhs_number}|{errand.nhs_number}")]


@fault("first-pointer-taken", "The first pointer that is found is followed.", breaks="DP-35")
class _FirstPointerTaken(Sender):
    def is_meant(self, errand: Errand, pointer: Json) -> bool:
        return True

    def newest(self, pointers: list[Json]) -> Json:
        return pointers[0]


@fault(
    "type-of-pointers-not-looked-at", "The newest pointer is followed, whatever it leads to.", breaks="DP-35"
)
class _TypeNotLookedAt(Sender):
    def is_of_booking(self, pointer: Json) -> bool:
        return True


@fault("author-of-pointers-not-looked-at", "The pointer of any organisation is followed.", breaks="DP-35")
class _AuthorNotLookedAt(Sender):
    def is_of_receiver(self, errand: Errand, pointer: Json) -> bool:
        return True


@fault("time-of-pointers-not-looked-at", "The oldest pointer to a booking is followed.", breaks="DP-35")
class _TimeNotLookedAt(Sender):
    def newest(self, pointers: list[Json]) -> Json:
        return min(pointers, key=self.created)


@fault(
    "read-at-the-wrong-service",
    "What a pointer leads to is read at the service that the search was sent to.",
    breaks="DP-36",
)
class _ReadAtTheWrongService(Sender):
    def at_its_service(self, errand: Errand, pointer: Json) -> Errand:
        return errand
