"""Senders whose new messages are wrong in one element."""

# ruff: noqa: ARG002 - an override takes what the method takes

from uuid import uuid4

from bars_conformance.faults.fault import fault
from bars_conformance.faults.sender_spoilt import Draft, spoilt
from bars_conformance.reference.sender import Errand, Sender
from bars_conformance.reference.sender.errand import Case
from bars_conformance.standard import URL

_ELSEWHERE = "https://example.org/elsewhere"
_REFERRAL = "new referral"
_BOOKING = "new booking"


def _header_last(draft: Draft) -> None:
    entries = draft["Bundle"]["entry"]
    entries.append(entries.pop(0))


def _aimed_at_patient(draft: Draft) -> None:
    entries = draft["Bundle"]["entry"]
    url = next(each["fullUrl"] for each in entries if each["resource"]["resourceType"] == "Patient")
    draft["MessageHeader"]["focus"] = [{"reference": url}]


spoilt(
    "header-at-the-end-of-a-referral",
    "The MessageHeader of a referral is its last entry.",
    _REFERRAL,
    _header_last,
    breaks="MH-01 FU-10",
)
spoilt(
    "event-of-another-system-in-a-referral",
    "The event of a referral is of another code system.",
    _REFERRAL,
    lambda d: d["MessageHeader"]["eventCoding"].update(system=_ELSEWHERE),
    breaks="MH-04 MH-31 FU-02",
)
spoilt(
    "reason-of-another-system-in-a-booking",
    "The reason of a booking is of another code system.",
    _BOOKING,
    lambda d: d["MessageHeader"]["reason"]["coding"][0].update(system=_ELSEWHERE),
    breaks="MH-06 MH-31 FU-02",
)
spoilt(
    "focus-on-the-patient-in-a-referral",
    "The focus of a referral is the Patient.",
    _REFERRAL,
    _aimed_at_patient,
    breaks="MH-07 MH-31 FU-02",
)
spoilt(
    "focus-on-the-patient-in-a-booking",
    "The focus of a booking is the Patient.",
    _BOOKING,
    _aimed_at_patient,
    breaks="MH-07 MH-31 FU-02",
)
spoilt(
    "definition-of-its-own-in-a-booking",
    "A booking follows a definition that the standard does not have.",
    _BOOKING,
    lambda d: d["MessageHeader"].update(definition=f"{URL.message_definition}our-booking"),
    breaks="MH-09",
)
spoilt(
    "source-that-takes-no-responses",
    "The source of a referral is no service.",
    _REFERRAL,
    lambda d: d["MessageHeader"]["source"].update(endpoint=_ELSEWHERE),
    breaks="MH-02",
)
spoilt(
    "destination-that-is-another-service",
    "The destination of a referral is another service than the one that it is sent to.",
    _REFERRAL,
    lambda d: d["MessageHeader"]["destination"][0].update(endpoint=f"{URL.service_id}|2000099998"),
    breaks="MH-03 MH-31",
)
spoilt(
    "sender-that-is-not-in-the-message",
    "A referral names a sending organisation that is not in it.",
    _REFERRAL,
    lambda d: d["MessageHeader"].update(sender={"reference": "Organization/1"}),
    breaks="MH-31",
)
spoilt(
    "decision-support-in-parts-of-other-names",
    "The parts of the decision support extension have other names.",
    _BOOKING,
    lambda d: d["MessageHeader"]["extension"][0]["extension"][0].update(url="software"),
    breaks="MH-32",
)
spoilt(
    "referral-without-version",
    "A referral has no Bundle.meta.versionId.",
    _REFERRAL,
    lambda d: d["Bundle"]["meta"].pop("versionId"),
    breaks="CM-17",
)
spoilt(
    "consent-not-dated",
    "The Consent in a referral has no lastUpdated.",
    _REFERRAL,
    lambda d: d["Consent"]["meta"].pop("lastUpdated"),
    breaks="FU-22",
)
spoilt(
    "referral-to-a-service-that-is-not-there",
    "A referral refers to a HealthcareService that is not in it.",
    _REFERRAL,
    lambda d: d["ServiceRequest"].update(performer=[{"reference": f"urn:uuid:{uuid4()}"}]),
    breaks="FU-01",
)
spoilt(
    "booking-with-an-element-of-its-own",
    "The Appointment of a booking has an element that FHIR does not know.",
    _BOOKING,
    lambda d: d["Appointment"].update(colour="green"),
    breaks="FU-01",
)
spoilt(
    "referral-without-use-case",
    "The category of a referral has no use case.",
    _REFERRAL,
    lambda d: d["ServiceRequest"]["category"][0]["coding"].pop(),
    breaks="MH-05 UC-06",
)
spoilt(
    "referral-not-linked-to-its-encounter",
    "A referral refers to an Encounter elsewhere.",
    _REFERRAL,
    lambda d: d["ServiceRequest"].update(encounter={"reference": "Encounter/1"}),
    breaks="MH-24",
)
spoilt(
    "encounter-without-journey",
    "The Encounter of a referral names no journey.",
    _REFERRAL,
    lambda d: d["Encounter"].pop("episodeOfCare"),
    breaks="FU-13 FU-14",
)
spoilt(
    "reason-of-another-system-in-an-update",
    "The update of a booking has a reason of another code system.",
    "booking update",
    lambda d: d["MessageHeader"]["reason"]["coding"][0].update(system=_ELSEWHERE),
    breaks="MH-06",
)
spoilt(
    "timestamp-without-an-offset",
    "The timestamp of a referral has no offset.",
    _REFERRAL,
    lambda d: d["Bundle"].update(timestamp=d["Bundle"]["timestamp"][:19]),
    breaks="FU-16 FU-01",
)
spoilt(
    "timestamp-in-summer-time",
    "The timestamp of a booking is not in UTC.",
    _BOOKING,
    lambda d: d["Bundle"].update(timestamp=d["Bundle"]["timestamp"][:19] + "+01:00"),
    breaks="FU-18",
)


@fault("journey-new-with-every-referral", "A referral that is made anew is of a new journey.", breaks="FU-14")
class _JourneyNewWithEveryReferral(Sender):
    def refer_on_journey(self, errand: Errand, conversation: str, journey: str) -> str:
        return super().refer_on_journey(errand, conversation, str(uuid4()))


@fault(
    "booking-of-a-slot-never-offered", "A booking is of a slot that no search has offered.", breaks="CF-28"
)
class _BookingOfASlotNeverOffered(Sender):
    def body(self, document: dict[str, object]) -> bytes:
        draft = Draft(document)
        for slot in draft.all("Slot") if document.get("type") == "message" else ():
            slot["id"] = str(uuid4())
        return super().body(document)


@fault(
    "booking-cancelled-at-the-sender-only",
    "The receiver is not told that a booking is cancelled.",
    breaks="CF-29 CF-30",
)
class _BookingCancelledLocally(Sender):
    def send_later(self, errand: Errand, case: Case, message: dict[str, object]) -> None:
        is_booking = case.reference.startswith("Appointment/")
        if not is_booking or "cancelled" not in str(message):
            super().send_later(errand, case, message)
