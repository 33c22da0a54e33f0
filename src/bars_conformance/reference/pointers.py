"""A store of pointers, as the National Record Locator keeps them (DocumentReference-StandardPattern).

Whoever mounts it says who the producer is: an organisation by its ODS code. A producer reads, updates and
deletes its own pointers only; anyone may search.
"""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import uuid4

from bars_conformance.reference.bundle import at, listed
from bars_conformance.reference.instants import now
from bars_conformance.reference.records import is_nhs_number
from bars_conformance.reference.refusal import Refusal
from bars_conformance.standard import POINTER_TYPE_CODES, SNOMED_SPELLINGS, STATUSES, URL

Json = dict[str, Any]

_CODES = frozenset().union(*POINTER_TYPE_CODES.values())
_UNCHANGEABLE = ("subject", "custodian", "type")


@dataclass(frozen=True)
class Wanted:
    """What a search asks for: pointers about a patient, those of one custodian or type if it says so."""

    patient: str
    custodian: str | None = None
    type: str | None = None


@dataclass
class PointerStore:
    """Pointers by id, in the order in which they were made; several receivers may write to one store.

    ``page`` is how many of them a search gives at once.
    """

    page: ClassVar[int] = 20
    pointers: dict[str, Json] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)
    _made: int = 0

    def create(self, producer: str, sent: Json) -> Json:
        """Keep a new pointer under an id of ours."""
        self.check(producer, sent)
        pointer = {**sent, "id": self.new_id(producer, sent), "meta": self.meta()}
        self._made += 1
        self._places[pointer["id"]] = self._made
        self.pointers[pointer["id"]] = pointer
        return pointer

    def new_id(self, producer: str, sent: Json) -> str:
        """The id of a new pointer, whatever was sent; it begins with the code of its producer."""
        return f"{producer}-{uuid4()}"

    def meta(self) -> Json:
        """The meta of a pointer that is written now."""
        return {"lastUpdated": now()}

    def read(self, producer: str, pointer_id: str) -> Json:
        """One pointer of the producer's own."""
        pointer = self.pointers.get(pointer_id)
        if pointer is None:
            raise self.unknown()
        self.check_owner(producer, pointer)
        return pointer

    def update(self, producer: str, pointer_id: str, sent: Json) -> Json:
        """Keep a pointer as it was sent in place of the one held."""
        held = self.read(producer, pointer_id)
        self.check(producer, sent)
        self.check_same(held, sent)
        self.pointers[pointer_id] = {**sent, "id": pointer_id, "meta": self.meta()}
        return self.pointers[pointer_id]

    def delete(self, producer: str, pointer_id: str) -> None:
        """Forget a pointer."""
        self.read(producer, pointer_id)
        del self.pointers[pointer_id]

    def search(self, wanted: Wanted, token: str | None = None) -> tuple[list[Json], str | None]:
        """A page of the pointers wanted, and the token of the next one; None if it is the last."""
        begin = self.begin(token)
        found = [
            pointer
            for pointer_id, pointer in list(self.pointers.items())
            if self._places[pointer_id] > begin and self.fits(pointer, wanted)
        ]
        page = found[: self.page]
        return page, self.token(page) if len(found) > self.page else None

    def begin(self, token: str | None) -> int:
        """The place after which a page begins."""
        if token is None:
            return 0
        if not (token.isascii() and token.isdigit()):
            raise Refusal(400, "invalid", "The parameter next-page-token is not one that was given here.")
        return int(token)

    def token(self, page: list[Json]) -> str:
        """The token of what follows on a page: it stays right if pointers come and go."""
        return str(self._places[page[-1]["id"]])

    def fits(self, pointer: Json, wanted: Wanted) -> bool:
        """Whether a pointer is one of those wanted."""
        return (
            self.is_about(pointer, wanted.patient)
            and (wanted.custodian is None or custodian(pointer) == wanted.custodian.upper())
            and (wanted.type is None or self.is_of_type(pointer, wanted.type))
        )

    def is_about(self, pointer: Json, patient: str) -> bool:
        """Whether the patient with this NHS number is the subject."""
        return bool(at(pointer, "subject", "identifier", "value") == patient)

    def is_of_type(self, pointer: Json, code: str) -> bool:
        """Whether the pointer has this code as its type."""
        return code in (at(each, "code") for each in listed(at(pointer, "type", "coding")))

    def check(self, producer: str, sent: Json) -> None:
        """Refuse what is no pointer of the producer's to a booking or a referral."""
        if sent.get("resourceType") != "DocumentReference":
            raise Refusal(400, "structure", "The body is not a DocumentReference.")
        self.check_status(sent)
        self.check_type(sent)
        self.check_subject(sent)
        self.check_custodian(producer, sent)
        self.check_content(sent)

    def check_status(self, sent: Json) -> None:
        """Refuse a pointer that is not current."""
        _need(sent, "status")
        if sent["status"] not in STATUSES["DocumentReference.status"]["any"]:
            raise Refusal(400, "invalid", "DocumentReference.status must be current.")

    def check_type(self, sent: Json) -> None:
        """Refuse a pointer that is neither to a booking nor to a referral."""
        _need(sent, "type")
        codings = listed(at(sent, "type", "coding"))
        if not any(at(each, "system") in SNOMED_SPELLINGS and at(each, "code") in _CODES for each in codings):
            raise Refusal(400, "invalid", "DocumentReference.type must be that of a booking or a referral.")

    def check_subject(self, sent: Json) -> None:
        """Refuse a pointer without the NHS number of a patient."""
        _need(sent, "subject")
        well_formed = is_nhs_number(at(sent, "subject", "identifier", "value"))
        if at(sent, "subject", "identifier", "system") != URL.nhs_number or not well_formed:
            raise Refusal(400, "invalid", "DocumentReference.subject must name a patient by NHS number.")

    def check_custodian(self, producer: str, sent: Json) -> None:
        """Refuse a pointer that belongs to another organisation than the producer."""
        _need(sent, "custodian")
        if at(sent, "custodian", "identifier", "system") != URL.organisation:
            raise Refusal(
                400, "invalid", "DocumentReference.custodian must name an organisation by ODS code."
            )
        self.check_owner(producer, sent)

    def check_owner(self, producer: str, pointer: Json) -> None:
        """Refuse to deal with a pointer that is not the producer's."""
        if custodian(pointer) != producer.upper():
            raise Refusal(403, "forbidden", "The pointer belongs to another organisation.")

    def check_content(self, sent: Json) -> None:
        """Refuse a pointer that leads nowhere."""
        _need(sent, "content")
        for each in listed(sent["content"]) or [None]:
            if not isinstance(at(each, "attachment", "url"), str):
                raise Refusal(400, "required", "DocumentReference.content.attachment.url is missing.")

    def check_same(self, held: Json, sent: Json) -> None:
        """Refuse to change what says which pointer it is (API specification 1.1.0)."""
        if sent.get("id", held["id"]) != held["id"]:
            raise Refusal(400, "invalid", "DocumentReference.id is not the id in the path.")
        for element in _UNCHANGEABLE:
            if sent[element] != held[element]:
                raise Refusal(400, "invalid", f"DocumentReference.{element} cannot be changed.")

    def unknown(self) -> Refusal:
        """There is no such pointer."""
        return Refusal(404, "not-found", "There is no DocumentReference with this id.")


def custodian(pointer: Json) -> str:
    """The ODS code of whom a pointer belongs to."""
    return str(at(pointer, "custodian", "identifier", "value")).upper()


def _need(sent: Json, element: str) -> None:
    if not sent.get(element):
        raise Refusal(400, "required", f"DocumentReference.{element} is missing.")
