"""What a sender asks for before it sends, and in which order."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from bars_conformance.reference.sender import Errand, Sender
from bars_conformance.reference.sender.errand import Case, Json
from bars_conformance.standard import URL
from bars_conformance.variants.variant import variant


def _service(errand: Errand) -> str:
    return f"{URL.service_id}|{errand.service}"


@variant("lookups-at-once", "Metadata and definitions are asked for at the same time.", rests_on="FHIR-R4")
class _LookupsAtOnce(Sender):
    def agree(self, errand: Errand, definition: str, correlation_id: str) -> None:
        with ThreadPoolExecutor(2) as pool:
            asked = pool.submit(super().definitions, errand, correlation_id)
            self.get(errand, "/metadata", correlation_id)
            asked.result()
        super().agree(errand, definition, correlation_id)


@variant("definitions-before-metadata", "Definitions are asked for before metadata.", rests_on="FHIR-R4")
class _DefinitionsBeforeMetadata(Sender):
    def agree(self, errand: Errand, definition: str, correlation_id: str) -> None:
        self.definitions(errand, correlation_id)
        super().agree(errand, definition, correlation_id)


@variant("booked-and-read-again", "What was sent is read at once, to see it.", rests_on="FHIR-R4")
class _BookedAndReadAgain(Sender):
    def send_new(self, errand: Errand, message: Json, conversation: str, kind: str) -> str:
        reference = super().send_new(errand, message, conversation, kind)
        if reference:
            self.held(errand, reference, conversation)
        return reference


@variant(
    "metadata-remembered",
    "What a service takes is not asked for again on the same day.",
    rests_on="R-128",
    declines=["remembers what an earlier"],
)
class _MetadataRemembered(Sender):
    def __init__(self) -> None:
        super().__init__()
        self.known: set[tuple[str, str, str]] = set()

    def agree(self, errand: Errand, definition: str, correlation_id: str) -> None:
        what = (errand.url, errand.service, definition)
        if what not in self.known:
            super().agree(errand, definition, correlation_id)
            self.known.add(what)


@variant("rebooked-after-cancelling", "A rebooking cancels first and books then.", rests_on="R-98")
class _RebookedAfterCancelling(Sender):
    def rebook(self, errand: Errand) -> str:
        self.cancel(errand)
        return self.book(replace(errand, reference=""))


@variant(
    "another-slot", "The last slot that was offered is booked, whatever was proposed.", rests_on="FHIR-R4"
)
class _AnotherSlot(Sender):
    def booking(self, errand: Errand, offered: Json, referral: Case | None) -> Json:
        slots = [each["resource"] for each in offered["entry"] if each["resource"]["resourceType"] == "Slot"]
        free = [each["id"] for each in slots if each["status"] == "free"]
        return super().booking(replace(errand, slot=free[-1]), offered, referral)


@variant(
    "slots-by-the-other-spelling", "Slots are asked for by a parameter with two colons.", rests_on="R-47"
)
class _SlotsByTheOtherSpelling(Sender):
    def slot_query(self, errand: Errand) -> list[tuple[str, str]]:
        (_, _), *others = super().slot_query(errand)
        return [("Schedule:actor:HealthcareService", _service(errand)), *others]


@variant("slots-between", "Slots are asked for by gt and lt, in milliseconds and Z.", rests_on="R-50 R-114")
class _SlotsBetween(Sender):
    def slot_query(self, errand: Errand) -> list[tuple[str, str]]:
        return [
            (name, _beyond(value) if name == "start" else value) for name, value in super().slot_query(errand)
        ]


@variant(
    "slots-of-all-kinds",
    "Slots of both statuses are asked for, with all that goes with them.",
    rests_on="R-51",
)
class _SlotsOfAllKinds(Sender):
    def slot_query(self, errand: Errand) -> list[tuple[str, str]]:
        query = [
            (name, "free,busy" if name == "status" else value) for name, value in super().slot_query(errand)
        ]
        return [
            *query,
            ("_include", "HealthcareService:providedBy"),
            ("_include", "Schedule:actor:Practitioner"),
        ]

    def slots(self, errand: Errand, correlation_id: str) -> Json:
        offered = super().slots(errand, correlation_id)
        return offered | {
            "entry": [each for each in offered["entry"] if each["resource"].get("status") != "busy"]
        }


@variant("contexts-in-one-value", "Service and use case are joined in one value of context.", rests_on="R-53")
class _ContextsInOneValue(Sender):
    def contexts(self, errand: Errand) -> list[str]:
        return ["&context=".join(super().contexts(errand))]


@variant("patient-with-a-dot", "Bookings and referrals are asked for by patient.identifier.", rests_on="R-54")
class _PatientWithADot(Sender):
    def of_patient(self, errand: Errand, resource: str, correlation_id: str) -> Json:
        identifier = ("patient.identifier", f"{URL.nhs_number}|{errand.nhs_number}")
        return self.get(errand, f"/{resource}", correlation_id, identifier)


@variant(
    "patient-by-name",
    "Bookings and referrals are asked for by name, birth date and postcode.",
    rests_on="R-54",
)
class _PatientByName(Sender):
    def of_patient(self, errand: Errand, resource: str, correlation_id: str) -> Json:
        told = (
            ("patient:name", "Penhallow-Example"),
            ("patient:birthdate", "1980-02-29"),
            ("patient:address-postalcode", "LS1 4AP"),
        )
        return self.get(errand, f"/{resource}", correlation_id, *told)


def _beyond(bound: str) -> str:
    prefix = {"ge": "gt", "le": "lt"}[bound[:2]]
    return f"{prefix}{bound[2:].replace('+00:00', '.000Z')}"
