"""Finds bookings by their pointers (DocumentReference-StandardPattern/Sender-DocumentReference)."""

from dataclasses import replace
from datetime import datetime

import httpx

from bars_conformance.reference.bundle import at, listed
from bars_conformance.reference.pointer_routes import TOKEN
from bars_conformance.reference.sender.cases import Cases
from bars_conformance.reference.sender.errand import Errand, GivenUp, Json
from bars_conformance.standard import POINTER_TYPE_CODES, URL


class Pointers(Cases):
    """Searches pointers, chooses one, and reads what it leads to."""

    def find(self, errand: Errand) -> str:
        """Read the newest booking of a patient at a receiver."""
        conversation = self.new_conversation()
        found = [each for each in self.pointers(errand, conversation) if self.is_meant(errand, each)]
        if not found:
            raise GivenUp("no pointer leads to a booking there")
        pointer = self.newest(found)
        booking = next(
            each["value"] for each in listed(pointer.get("identifier")) if at(each, "system") == URL.pointer
        )
        self.held(self.at_its_service(errand, pointer), f"Appointment/{booking}", conversation)
        return f"Appointment/{booking}"

    def pointers(self, errand: Errand, conversation: str) -> list[Json]:
        """All pointers about a patient, page by page."""
        query, found = self.pointer_query(errand), []
        token: str | None = ""
        while token is not None:
            page = [(TOKEN, token)] if token else []
            bundle = self.get(errand, "/DocumentReference", conversation, *query, *page)
            found += [each["resource"] for each in listed(bundle.get("entry")) if "resource" in each]
            token = _next_page(bundle)
        return found

    def pointer_query(self, errand: Errand) -> list[tuple[str, str]]:
        """Whose pointers they are."""
        return [("subject:identifier", f"{URL.nhs_number}|{errand.nhs_number}")]

    def is_meant(self, errand: Errand, pointer: Json) -> bool:
        """Whether a pointer leads to a booking of the receiver."""
        return self.is_of_booking(pointer) and self.is_of_receiver(errand, pointer)

    def is_of_booking(self, pointer: Json) -> bool:
        """Whether a pointer has the type of bookings."""
        codes = [at(each, "code") for each in listed(at(pointer, "type", "coding"))]
        return any(each in POINTER_TYPE_CODES["booking"] for each in codes)

    def is_of_receiver(self, errand: Errand, pointer: Json) -> bool:
        """Whether the organisation that is meant keeps what a pointer leads to."""
        return bool(at(pointer, "custodian", "identifier", "value") == errand.receiver)

    def newest(self, pointers: list[Json]) -> Json:
        """The pointer to what was made last."""
        return max(pointers, key=self.created)

    def created(self, pointer: Json) -> datetime:
        """When what a pointer leads to was made."""
        return datetime.fromisoformat(str(at(pointer, "content", 0, "attachment", "creation")))

    def at_its_service(self, errand: Errand, pointer: Json) -> Errand:
        """The errand, at the service that a pointer names."""
        url = str(at(pointer, "content", 0, "attachment", "url"))
        return replace(errand, service=url.rpartition("|")[2])


def _next_page(bundle: Json) -> str | None:
    """The token of the next page, from the link to it (R-112)."""
    links = (each["url"] for each in listed(bundle.get("link")) if at(each, "relation") == "next")
    return next((httpx.URL(each).params.get(TOKEN) for each in links), None)
