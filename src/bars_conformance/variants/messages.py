"""What messages a receiver takes beyond those of the reference, and how it answers them."""

from typing import Any
from uuid import uuid4

from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Entry, Message, at
from bars_conformance.reference.definitions import EVENT_SYSTEM
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.workflow import Purpose
from bars_conformance.standard import URL
from bars_conformance.variants.variant import variant

Json = dict[str, Any]


@variant(
    "referral-updates-taken",
    "An update of a referral that stays active or on hold is carried out.",
    rests_on="R-60",
)
class _ReferralUpdatesTaken(Receiver):
    def changed_request(self, message: Message) -> Purpose:
        stays = message.status("ServiceRequest") in ("active", "on-hold")
        if message.categories() == ["referral"] and stays:
            return Purpose.UPDATE
        return super().changed_request(message)


@variant("reason-delete-taken", "A cancellation may have the reason delete, too.", rests_on="R-76")
class _ReasonDeleteTaken(Receiver):
    def purpose(self, message: Message) -> Purpose:
        if message.reason == "delete":
            message.header["reason"]["coding"][0]["code"] = "update"
        return super().purpose(message)


@variant(
    "bookings-never-entered-in-error",
    "A message cannot make a booking one that was entered in error: 400 invariant.",
    rests_on="R-77",
)
class _BookingsNeverEnteredInError(Receiver):
    def changed_booking(self, message: Message) -> Purpose:
        if message.status("Appointment") == "entered-in-error":
            raise Refusal(400, "invariant", "A booking is cancelled by the status cancelled.")
        return super().changed_booking(message)


@variant(
    "answers-of-the-essential",
    "The answer to a message holds its MessageHeader and focus, and nothing else.",
    rests_on="R-72 R-117",
    declines=["holds no Encounter"],
)
class _AnswersOfTheEssential(Receiver):
    def submit(self, message: Message, purpose: Purpose) -> Json:
        bundle = super().submit(message, purpose)
        focus = message.focus.full_url if message.focus else ""
        kept = [each for each in bundle["entry"][1:] if each["fullUrl"] == focus]
        return {**bundle, "entry": [bundle["entry"][0], *kept]}


@variant(
    "answers-as-responses",
    "The MessageHeader of an answer says what it responds to, and an OperationOutcome comes along.",
    rests_on="R-72 FHIR-R4",
)
class _AnswersAsResponses(Receiver):
    def submit(self, message: Message, purpose: Purpose) -> Json:
        bundle = super().submit(message, purpose)
        header = bundle["entry"][0]["resource"]
        sent = str(message.bundle.get("id"))
        bundle["entry"][0]["resource"] = {**header, "response": {"identifier": sent, "code": "ok"}}
        issue = {"severity": "information", "code": "informational", "diagnostics": "All was stored."}
        outcome: Json = {"resourceType": "OperationOutcome", "id": str(uuid4()), "issue": [issue]}
        outcome["meta"] = {"lastUpdated": bundle["timestamp"]}
        bundle["entry"].append({"fullUrl": f"urn:uuid:{outcome['id']}", "resource": outcome})
        return bundle


@variant(
    "journeys-by-uuid",
    "In the answer to a message the journey is referred to by urn:uuid.",
    rests_on="R-117",
)
class _JourneysByUuid(Receiver):
    def submit(self, message: Message, purpose: Purpose) -> Json:
        bundle = super().submit(message, purpose)
        for entry in bundle["entry"]:
            for episode in entry["resource"].get("episodeOfCare", ()):
                episode["reference"] = (
                    "urn:uuid:" + episode["reference"].rpartition("/")[2].rpartition(":")[2]
                )
        return bundle


@variant(
    "responses-answered-by-an-outcome",
    "A response to a referral is answered 200 with an OperationOutcome of severity information.",
    rests_on="R-69",
)
class _ResponsesAnsweredByAnOutcome(Receiver):
    def submit(self, message: Message, purpose: Purpose) -> Json:
        bundle = super().submit(message, purpose)
        if purpose is not Purpose.RESPOND or message.categories() != ["referral"]:
            return bundle
        issue = {"severity": "information", "code": "informational", "diagnostics": "The response was kept."}
        return {"resourceType": "OperationOutcome", "id": str(uuid4()), "issue": [issue]}


@variant(
    "ids-of-the-sender-beside-the-focus",
    "Resources other than the focus keep the ids that the sender gave them.",
    rests_on="R-74",
)
class _IdsOfTheSenderBesideTheFocus(Receiver):
    def new_id(self, message: Message, entry: Entry) -> str:
        given = entry.resource.get("id")
        if entry is not message.focus and isinstance(given, str) and given:
            return given
        return super().new_id(message, entry)


@variant(
    "organisations-of-the-older-spelling",
    "The receiver knows itself under the older spelling of the system of organisations, too.",
    rests_on="R-86",
)
class _OrganisationsOfTheOlderSpelling(Receiver):
    def is_ours(self, organisation: Entry) -> bool:
        return super().is_ours(organisation) or any(
            each.get("value") == self.configuration.ods_code
            and str(each.get("system")).lower().endswith(URL.organisation.partition("//")[2].lower())
            for each in organisation.resource.get("identifier", ())
            if isinstance(each, dict)
        )


@variant(
    "header-anywhere",
    "The MessageHeader of a message may stand anywhere in the Bundle.",
    rests_on="R-124",
)
class _HeaderAnywhere(Receiver):
    def check_header(self, message: Message) -> None:
        message.entries.sort(key=lambda entry: entry.type != "MessageHeader")
        super().check_header(message)


@variant(
    "events-by-their-system",
    "An event counts only under the system message-events-bars.",
    rests_on="R-65",
)
class _EventsByTheirSystem(Receiver):
    def check_event(self, message: Message) -> None:
        super().check_event(message)
        if at(message.header, "eventCoding", "system") != EVENT_SYSTEM:
            raise Refusal(400, "invariant", "MessageHeader.eventCoding is of another system.")


@variant(
    "responses-from-another-service",
    "A response comes from another service of the receiver than the one that was asked.",
    rests_on="R-126",
)
class _ResponsesFromAnotherService(Receiver):
    def response_header(self, request: Message) -> Json:
        header = super().response_header(request)
        asked = header["source"]["endpoint"].rpartition("|")[2]
        other = next(each for each in self.holdings.diary.services if each != asked)
        return {**header, "source": {**header["source"], "endpoint": f"{URL.service_id}|{other}"}}
