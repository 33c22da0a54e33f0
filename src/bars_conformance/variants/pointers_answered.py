"""How requests about pointers are answered: by a receiver, and by the record locator behind an API."""

# ruff: noqa: ARG002 - an override takes what the method takes

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from bars_conformance.reference import Receiver
from bars_conformance.reference.api import Api
from bars_conformance.reference.call import Call
from bars_conformance.reference.pointer_routes import SUBJECT, TOKEN
from bars_conformance.reference.pointers import PointerStore, Wanted
from bars_conformance.reference.refusal import Refusal
from bars_conformance.variants.variant import variant

Json = dict[str, Any]

_CODES_OF_THE_LOCATOR = {
    403: ("forbidden", "AUTHOR_CREDENTIALS_ERROR"),
    404: ("processing", "RESOURCE_NOT_FOUND"),
}


def _answering(name: str, sentence: str, rests_on: str) -> Callable[[type[Receiver]], type[Receiver]]:
    """A variant of receivers, and of APIs: those whose record locator answers so."""

    def register(answering: type[Receiver]) -> type[Receiver]:
        class Having(Api):
            locator_type = answering

        variant(name, sentence, rests_on=rests_on)(answering)
        variant(f"locator-{name}", f"Of the record locator: {sentence}", rests_on=rests_on)(Having)
        return answering

    return register


@_answering(
    "page-token-in-a-tag",
    "The token of the next page is in a tag of the Bundle, and there is no link to that page.",
    "R-112",
)
class _PageTokenInATag(Receiver):
    def search_pointers(self, call: Call) -> Json:
        bundle = super().search_pointers(call)
        following = [each for each in bundle["link"] if each["relation"] == "next"]
        for link in following:
            bundle["link"].remove(link)
            token = link["url"].rpartition(f"{TOKEN}=")[2]
            tag = {"system": f"https://fhir.nhs.uk/CodeSystem/{TOKEN}", "code": token}
            bundle["meta"]["tag"] = [tag]
        return bundle


class _PagesOfSeven(PointerStore):
    page = 7

    def begin(self, token: str | None) -> int:
        return super().begin(token and token.removeprefix("after-"))

    def token(self, page: list[Json]) -> str:
        return f"after-{super().token(page)}"


@_answering(
    "pages-of-seven-pointers",
    "A page has no more than seven pointers, and its token cannot be guessed.",
    "R-112",
)
class _PagesOfSevenPointers(Receiver):
    pointer_store = _PagesOfSeven


@_answering(
    "codes-of-the-record-locator",
    "What is wrong with a request about pointers is told with the codes of the record locator.",
    "R-111 R-112",
)
class _CodesOfTheRecordLocator(Receiver):
    def issue(self, call: Call, refusal: Refusal) -> Json:
        issue = super().issue(call, refusal)
        if not call.is_about_pointers:
            return issue
        kind, code = _CODES_OF_THE_LOCATOR.get(refusal.status, ("invalid", "INVALID_RESOURCE"))
        system = "https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode"
        coding = {"system": system, "code": code, "display": code.replace("_", " ").capitalize()}
        return {**issue, "code": kind, "details": {"coding": [coding]}}


@_answering(
    "writes-answered-with-the-pointer",
    "That a pointer was added, updated or removed is answered with the pointer.",
    "R-112",
)
class _WritesAnsweredWithThePointer(Receiver):
    def answer_about_pointers(self, call: Call) -> Json:
        pointer_id = (call.path or "").partition("/DocumentReference")[2].strip("/")
        held = self.holdings.pointers.pointers.get(pointer_id, {})
        answer = super().answer_about_pointers(call)
        if call.method == "GET":
            return answer
        made = (call.location or "").rpartition("/")[2]
        return self.holdings.pointers.pointers.get(made or pointer_id, held)


@_answering(
    "writes-answered-in-the-older-codes",
    "Writes are answered with codes of NRL-ResponseCode, and a new pointer has no Location.",
    "R-112",
)
class _WritesAnsweredInTheOlderCodes(Receiver):
    def done(self, call: Call) -> Json:
        call.location = None
        answer = super().done(call)
        coding = answer["issue"][0]["details"]["coding"][0]
        coding["system"] = "https://fhir.nhs.uk/ValueSet/NRL-ResponseCode"
        answer["issue"][0]["diagnostics"] = "It was done."
        return answer


@_answering(
    "pointers-at-a-version",
    "The Location of a new pointer is relative, and names its version.",
    "FHIR-R4 RFC-9110",
)
class _PointersAtAVersion(Receiver):
    def done(self, call: Call) -> Json:
        if call.location:
            call.location = f"/{call.location.split('/', 3)[3]}/_history/1"
        return super().done(call)


class _Late(PointerStore):
    """Finds a pointer once it has been there for a second."""

    def __init__(self) -> None:
        super().__init__()
        self._since: dict[str, float] = {}

    def create(self, producer: str, sent: Json) -> Json:
        pointer = super().create(producer, sent)
        self._since[pointer["id"]] = time.monotonic()
        return pointer

    def fits(self, pointer: Json, wanted: Wanted) -> bool:
        return time.monotonic() > self._since[pointer["id"]] + 1 and super().fits(pointer, wanted)


@_answering(
    "pointers-found-late",
    "A search finds a new pointer a second after it was added, no earlier.",
    "R-113",
)
class _PointersFoundLate(Receiver):
    pointer_store = _Late


@_answering(
    "pointers-found-with-hints",
    "A search for pointers finds a hint, then the newest first; its total and modes are left out.",
    "R-57 FHIR-R4",
)
class _PointersFoundWithHints(Receiver):
    def search_pointers(self, call: Call) -> Json:
        bundle = super().search_pointers(call)
        issue = {"severity": "information", "code": "informational", "diagnostics": "It took a while."}
        hint = {"resource": {"resourceType": "OperationOutcome", "issue": [issue]}}
        found = [{"resource": each["resource"]} for each in bundle.get("entry", ())]
        bundle.pop("total", None)
        return {**bundle, "entry": [hint, *reversed(found)]}


class _Gone(Refusal):
    """What is told of a pointer that there was; the standard has no code for it."""

    code = "RESOURCE_DELETED"


class _Strict(PointerStore):
    """Refuses with other statuses, and knows what it once held."""

    def __init__(self) -> None:
        super().__init__()
        self._gone: set[str] = set()

    def new_id(self, producer: str, sent: Json) -> str:
        return str(uuid4())

    def delete(self, producer: str, pointer_id: str) -> None:
        super().delete(producer, pointer_id)
        self._gone.add(pointer_id)

    def read(self, producer: str, pointer_id: str) -> Json:
        if pointer_id in self._gone:
            raise _Gone(410, "deleted", "The DocumentReference was deleted.")
        return super().read(producer, pointer_id)

    def check(self, producer: str, sent: Json) -> None:
        try:
            super().check(producer, sent)
        except Refusal as refusal:
            raise Refusal(422, refusal.issue, refusal.diagnostics) from None

    def check_same(self, held: Json, sent: Json) -> None:
        try:
            super().check_same(held, sent)
        except Refusal as refusal:
            raise Refusal(409, "conflict", refusal.diagnostics) from None


@_answering(
    "pointers-refused-with-other-statuses",
    "What is no pointer is refused with 422, what cannot change with 409, what is gone with 410.",
    "R-111 R-112",
)
class _PointersRefusedWithOtherStatuses(Receiver):
    pointer_store = _Strict

    def wanted(self, call: Call) -> Wanted:
        if not call.parameters(SUBJECT):
            raise Refusal(403, "forbidden", f"Nobody sees pointers without the parameter {SUBJECT}.")
        return super().wanted(call)
