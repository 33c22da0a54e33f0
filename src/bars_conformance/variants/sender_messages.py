"""What a sender writes into its messages."""

import json
import re

from bars_conformance.reference.sender import Errand, Sender
from bars_conformance.reference.sender.errand import Case, Json
from bars_conformance.reference.sender.parties import OWN_SERVICE
from bars_conformance.standard import EXTENSIONS, PROFILES, URL
from bars_conformance.variants.variant import variant

_INSTANT = re.compile(r'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{3})\d*)?(?:Z|\+00:00)"')
_DECISION_SUPPORT = EXTENSIONS["decision support software"]


@variant("messages-indented", "JSON is indented, its names in another order.", rests_on="RFC-8259")
class _MessagesIndented(Sender):
    def body(self, document: Json) -> bytes:
        return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False).encode()


@variant(
    "instants-sent-in-milliseconds",
    "Instants have three digits of fraction and end with Z.",
    rests_on="R-114",
)
class _InstantsSentInMilliseconds(Sender):
    def body(self, document: Json) -> bytes:
        written = super().body(document).decode()
        return _INSTANT.sub(lambda match: f'"{match[1]}.{match[2] or "000"}Z"', written).encode()


@variant(
    "entries-in-another-order", "What follows on the MessageHeader is in another order.", rests_on="R-124"
)
class _EntriesInAnotherOrder(Sender):
    def body(self, document: Json) -> bytes:
        if document["resourceType"] == "Bundle":
            header, *others = document["entry"]
            document = document | {"entry": [header, *reversed(others)]}
        return super().body(document)


@variant(
    "systems-otherwise-spelt",
    "The system of services begins with http and has id in small letters.",
    rests_on="R-86",
)
class _SystemsOtherwiseSpelt(Sender):
    def body(self, document: Json) -> bytes:
        text = super().body(document).decode()
        system = URL.service_id
        text = text.replace(system, system.replace("https:", "http:").replace("/Id/", "/id/"))
        own = f"|{OWN_SERVICE}"  # where it is to be answered
        return text.replace(f"http://fhir.nhs.uk/id/dos-service-id{own}", f"{URL.service_id}{own}").encode()


@variant("journey-as-a-urn", "Encounters refer to their journey as urn:uuid.", rests_on="R-117")
class _JourneyAsAUrn(Sender):
    def body(self, document: Json) -> bytes:
        return super().body(document).replace(b'"EpisodeOfCare/', b'"urn:uuid:')


@variant(
    "decision-support-under-source", "The decision support system is named in the source.", rests_on="R-87"
)
class _DecisionSupportUnderSource(Sender):
    def header(self, errand: Errand, event: str, definition: str, theirs: Json, ours: Json) -> Json:
        header = super().header(errand, event, definition, theirs, ours)
        extension = header.pop("extension")
        return header | {"source": {"extension": extension, **header["source"]}}


@variant(
    "decision-support-as-in-the-tables",
    "The parts of the decision support system are in the letter case of the tables.",
    rests_on="R-87",
)
class _DecisionSupportAsInTheTables(Sender):
    def body(self, document: Json) -> bytes:
        text = super().body(document)
        return text.replace(b"RequesterCDSSsoftware", b"requesterCDSSSoftware").replace(
            b"RequesterCDSSversion", b"requesterCDSSVersion"
        )


@variant("cancelled-by-delete", "The reason of a cancellation is delete.", rests_on="R-76")
class _CancelledByDelete(Sender):
    def cancellation(self, case: Case, held: Json) -> Json:
        message = super().cancellation(case, held)
        message["entry"][0]["resource"]["reason"]["coding"][0]["code"] = "delete"
        return message


@variant("cancelled-as-an-error", "A booking that is cancelled was entered in error.", rests_on="R-77")
class _CancelledAsAnError(Sender):
    def cancelled_status(self, kind: str) -> str:
        return "entered-in-error" if kind == "Appointment" else super().cancelled_status(kind)


@variant(
    "cancelled-with-references", "A cancellation names slot and encounter, by type and id.", rests_on="R-79"
)
class _CancelledWithReferences(Sender):
    def cancellation(self, case: Case, held: Json) -> Json:
        message = super().cancellation(case, held)
        focus = self.focus_of(message, case)
        kind, name = (
            ("Slot", "slot") if focus["resourceType"] == "Appointment" else ("Encounter", "encounter")
        )
        number = next(
            each["resource"]["id"]
            for each in case.answer["entry"]
            if each["resource"]["resourceType"] == kind
        )
        reference = {"reference": f"{kind}/{number}"}
        focus[name] = [reference] if kind == "Slot" else reference
        return message


@variant(
    "cancelled-as-a-validation",
    "The profile of a revoked ServiceRequest is that of the tables.",
    rests_on="R-80",
)
class _CancelledAsAValidation(Sender):
    def cancellation(self, case: Case, held: Json) -> Json:
        message = super().cancellation(case, held)
        focus = self.focus_of(message, case)
        if focus["resourceType"] == "ServiceRequest":
            focus["meta"]["profile"] = [
                PROFILES["ServiceRequest validation"].upper().replace("HTTPS", "https")
            ]
        return message


@variant("use-case-in-the-request-only", "An Appointment does not say its use case.", rests_on="R-94")
class _UseCaseInTheRequestOnly(Sender):
    def booking(self, errand: Errand, offered: Json, referral: Case | None) -> Json:
        message = super().booking(errand, offered, referral)
        for entry in message["entry"]:
            entry["resource"].pop("serviceCategory", None)
        return message


@variant("appointments-that-replace", "A rebooking names what it replaces by an extension.", rests_on="R-102")
class _AppointmentsThatReplace(Sender):
    replaced = ""

    def rebook(self, errand: Errand) -> str:
        self.replaced = errand.reference
        try:
            return super().rebook(errand)
        finally:
            self.replaced = ""

    def booking(self, errand: Errand, offered: Json, referral: Case | None) -> Json:
        message = super().booking(errand, offered, referral)
        if self.replaced:
            url = "https://millbrook.example/StructureDefinition/replaces"
            told = {"url": url, "valueReference": {"reference": self.replaced}}
            appointment = next(
                each["resource"] for each in message["entry"] if "participant" in each["resource"]
            )
            appointment["extension"] = [told]
        return message


@variant("bundle-id-kept", "Bundle.id of a cancellation is that of the request.", rests_on="R-10")
class _BundleIdKept(Sender):
    def later_message(self, case: Case) -> Json:
        return super().later_message(case) | {"id": case.message["id"]}


@variant(
    "cancelled-with-one-id", "A cancellation has the id of what it cancels, and no other.", rests_on="R-81"
)
class _CancelledWithOneId(Sender):
    def cancellation(self, case: Case, held: Json) -> Json:
        message = super().cancellation(case, held)
        focus = self.focus_of(message, case)
        for entry in message["entry"]:
            if entry["resource"] is not focus:
                entry["resource"].pop("id", None)
        return message


@variant("cancelled-without-use-case", "A cancellation does not say its use case.", rests_on="R-125")
class _CancelledWithoutUseCase(Sender):
    def cancellation(self, case: Case, held: Json) -> Json:
        message = super().cancellation(case, held)
        focus = self.focus_of(message, case)
        focus.pop("serviceCategory", None)
        for category in focus.get("category", []):
            category["coding"] = category["coding"][:1]
        return message


@variant(
    "contacts-of-another-code-system", "The contact of the patient has a code of HL7 v2.", rests_on="R-83"
)
class _ContactsOfAnotherCodeSystem(Sender):
    def patient(self, errand: Errand, surgery: Json) -> Json:
        patient = super().patient(errand, surgery)
        system = "http://terminology.hl7.org/CodeSystem/v2-0131"
        coding = {"system": system, "code": "C", "display": "Emergency Contact"}
        patient["contact"][0]["relationship"] = [{"coding": [coding]}]
        return patient
