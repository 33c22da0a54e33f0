"""How a pointer is written, where the pages and the API specification differ (R-108, R-109, R-110)."""

from typing import Any

from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import at
from bars_conformance.reference.pointers import PointerStore
from bars_conformance.reference.records import Record
from bars_conformance.standard import POINTER_TYPES, URL
from bars_conformance.variants.variant import variant

Json = dict[str, Any]


@variant(
    "types-of-pointers-as-on-the-sender-page",
    "The system of a pointer's type is https://snomed.info/ict.",
    rests_on="R-108",
)
class _TypesOfPointersAsOnTheSenderPage(Receiver):
    def pointer(self, record: Record) -> Json:
        pointer = super().pointer(record)
        pointer["type"]["coding"][0]["system"] = "https://snomed.info/ict"
        return pointer


@variant(
    "types-of-pointers-as-in-the-api-specification",
    "The type of a pointer to a referral is 3457005; each type has a display.",
    rests_on="R-108",
)
class _TypesOfPointersAsInTheApiSpecification(Receiver):
    def pointer(self, record: Record) -> Json:
        pointer = super().pointer(record)
        coding = pointer["type"]["coding"][0]
        is_referral = coding["code"] == POINTER_TYPES["referral"]
        coding |= {"code": "3457005", "display": "Referral"} if is_referral else {"display": "Appointment"}
        return pointer


class _TakesCapitals(PointerStore):
    """Takes the URL of an attachment for its url."""

    def check_content(self, sent: Json) -> None:
        if at(sent, "content", 0, "attachment", "URL") is None:
            super().check_content(sent)


@variant(
    "contents-of-pointers-as-in-the-samples",
    "A pointer's place is in URL, its system with http; its format is a list of concepts.",
    rests_on="R-109",
)
class _ContentsOfPointersAsInTheSamples(Receiver):
    pointer_store = _TakesCapitals

    def pointer(self, record: Record) -> Json:
        pointer = super().pointer(record)
        content = pointer["content"][0]
        content["attachment"]["URL"] = content["attachment"].pop("url").replace("https:", "http:")
        content["format"] = [{"coding": [content["format"]]}]
        return pointer


@variant(
    "formats-of-the-record-locator",
    "The format of a pointer is a code of the record locator, and its time is in date alone.",
    rests_on="R-109",
)
class _FormatsOfTheRecordLocator(Receiver):
    def pointer(self, record: Record) -> Json:
        pointer = super().pointer(record)
        content = pointer["content"][0]
        code = "urn:nhs-ic:record-contact"
        content["format"] = {"system": URL.pointer_format, "code": code, "display": "Contact details"}
        del content["attachment"]["creation"]
        return pointer

    def renewed(self, held: Json, record: Record) -> Json:
        return {**held, **self.pointer(record), "date": held["date"]}


@variant(
    "pointers-with-three-identifiers",
    "A pointer has an identifier of its own and one of the service before that of what it leads to.",
    rests_on="R-110",
)
class _PointersWithThreeIdentifiers(Receiver):
    def pointer(self, record: Record) -> Json:
        pointer = super().pointer(record)
        own = {"system": "https://receiver.example/Id/pointer", "value": f"P-{record.id}"}
        pointer["identifier"] = [own, *reversed(pointer["identifier"])]
        return pointer


@variant(
    "pointers-with-one-identifier",
    "A pointer has the one identifier that names what it leads to, and its custodian a name.",
    rests_on="R-110",
)
class _PointersWithOneIdentifier(Receiver):
    def pointer(self, record: Record) -> Json:
        pointer = super().pointer(record)
        del pointer["identifier"][1:]
        pointer["custodian"] = {**pointer["custodian"], "display": self.configuration.name}
        return pointer
