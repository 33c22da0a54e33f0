"""New bookings and referrals, and what follows on them (Standard-Pattern-Composite-Messages)."""

from copy import deepcopy
from uuid import uuid4

from bars_conformance.reference.bundle import at, listed
from bars_conformance.reference.contents import BOOKING_REQUEST, REQUEST
from bars_conformance.reference.definitions import BOOKING, BOOKING_CANCELLED, REFERRAL, REFERRAL_CANCELLED
from bars_conformance.reference.instants import now
from bars_conformance.reference.letter import Letter, coding, concept
from bars_conformance.reference.sender.discovery import USE_CASE
from bars_conformance.reference.sender.errand import Case, Errand, GivenUp, Json
from bars_conformance.reference.sender.identity import Headers
from bars_conformance.reference.sender.parties import Parties
from bars_conformance.standard import CODE_SYSTEMS, URL

CANCELLED = {"Appointment": "cancelled", "ServiceRequest": "revoked"}
_IN_A_CANCELLATION = ("MessageHeader", "ServiceRequest", "Appointment", "Patient", "Organization")


class Messages(Parties):
    """Composes messages; each part that can go wrong is a method."""

    def use_context(self, document: Json) -> Headers:
        """Use case, category or status, event and reason, parted by bars (API specification)."""
        if document.get("resourceType") == "Appointment":
            return {"use-context": f"{USE_CASE}|{document.get('status')}|{BOOKING_REQUEST}|update"}
        header = document["entry"][0]["resource"]
        focus = next(each for each in _resources(document) if each["resourceType"] in CANCELLED)
        about = focus["status"] if focus["resourceType"] == "Appointment" else "referral"
        reason = at(header, "reason", "coding", 0, "code")
        return {"use-context": f"{USE_CASE}|{about}|{at(header, 'eventCoding', 'code')}|{reason}"}

    def booking(self, errand: Errand, offered: Json, referral: Case | None) -> Json:
        """A new booking of a slot that was offered."""
        slot, schedule, service = self.chosen(errand, offered)
        letter, theirs, ours, patient = self.new_letter(errand)
        place = letter.add("HealthcareService", {**service, "providedBy": theirs})
        diary = letter.add("Schedule", {**schedule, "actor": [place]})
        appointment = {
            "status": "booked",
            "serviceCategory": [concept(coding("usecases-categories-bars", USE_CASE))],
            "description": "A fictional booking",
            "start": slot["start"],
            "end": slot["end"],
            "slot": [letter.add("Slot", {**slot, "schedule": diary})],
            "created": letter.moment,
            "participant": [{"actor": patient, "status": "accepted"}],
        }
        if referral is not None:
            appointment["basedOn"] = [{"reference": referral.reference}]
        if errand.replaces:
            appointment["replaces"] = [{"reference": errand.replaces}]
        header = self.header(errand, BOOKING_REQUEST, BOOKING, theirs, ours)
        header["focus"] = [letter.add("Appointment", appointment)]
        letter.add("MessageHeader", header, BOOKING_REQUEST)
        return self.bundle(letter)

    def chosen(self, errand: Errand, offered: Json) -> tuple[Json, Json, Json]:
        """The slot that is to be booked, or else the first, with its schedule and service as they came."""
        found = {(each["resourceType"], each["id"]): each for each in _resources(offered)}
        slots = [each for (kind, _), each in found.items() if kind == "Slot"]
        if not slots:
            raise GivenUp("no slot is free")
        slot = next((each for each in slots if each["id"] == errand.slot), slots[0])
        schedule = found["Schedule", slot["schedule"]["reference"].rpartition("/")[2]]
        services = (at(each, "reference") for each in listed(schedule.get("actor")))
        number = next(each for each in services if each.startswith("HealthcareService/")).rpartition("/")[2]
        service = found["HealthcareService", number]
        return (
            {name: slot[name] for name in ("id", "status", "start", "end")},
            {name: schedule[name] for name in ("id", "active")},
            {name: service[name] for name in ("id", "identifier", "active", "name")},
        )

    def referral(self, errand: Errand, journey: str) -> Json:
        """A new referral."""
        letter, theirs, ours, patient = self.new_letter(errand)
        encounter = letter.add("Encounter", self.encounter(letter, patient, journey))
        plan = {
            "status": "completed",
            "intent": "plan",
            "subject": patient,
            "encounter": encounter,
            "activity": [{"outcomeCodeableConcept": [{"text": "A fictional patient, who needs nothing."}]}],
        }
        clinician = letter.add("Practitioner", {"name": [{"family": "Ashdown", "given": ["Robin"]}]})
        letter.add("PractitionerRole", {"practitioner": clinician, "organization": ours})
        consent = {
            "status": "active",
            "scope": concept({"system": URL.consent_scope, "code": "patient-privacy"}),
            "category": [concept(coding("consent-categories-bars", "DRC"))],
            "patient": patient,
            "policyRule": concept({"system": URL.act_code, "code": "IMPLIED"}),
        }
        letter.add("Consent", consent)
        service = {"identifier": [{"system": URL.service_id, "value": errand.service}], "providedBy": theirs}
        request = {
            "basedOn": [letter.add("CarePlan", plan)],
            "status": "active",
            "intent": "plan",
            "category": self.category(),
            "subject": patient,
            "encounter": encounter,
            "authoredOn": letter.moment,
            "requester": clinician,
            "performer": [letter.add("HealthcareService", service)],
        }
        header = self.header(errand, REQUEST, REFERRAL, theirs, ours)
        header["focus"] = [letter.add("ServiceRequest", request, "referral")]
        letter.add("MessageHeader", header, REQUEST)
        return self.bundle(letter)

    def encounter(self, letter: Letter, patient: Json, journey: str) -> Json:
        """The contact that led to a referral, part of the patient's journey."""
        return {
            "status": "finished",
            "class": {"system": URL.act_code, "code": "EMER"},
            "subject": patient,
            "episodeOfCare": [{"reference": f"EpisodeOfCare/{journey}"}],
            "period": {"start": letter.moment},
        }

    def category(self) -> list[Json]:
        """What kind of request it is, and in which use case."""
        system = CODE_SYSTEMS["message-category-servicerequest"]
        kind = {"system": system.url, "code": "referral", "display": system.codes["referral"]}
        return [concept(kind, coding("usecases-categories-bars", USE_CASE))]

    def bundle(self, letter: Letter) -> Json:
        """The message of a letter."""
        return letter.bundle()

    def update(self, case: Case, held: Json) -> Json:
        """The message once more, with a description that is new; what the receiver holds counts."""
        message = self.later_message(case)
        self.focus_of(message, case)["description"] = f"{held.get('description', '')} (changed)".strip()
        return message

    def cancellation(self, case: Case, held: Json) -> Json:
        """The message cut down to what a cancellation holds."""
        message = self.later_message(case)
        message["entry"] = [each for each in message["entry"] if _kind(each) in _IN_A_CANCELLATION]
        patient = next(each["resource"] for each in message["entry"] if _kind(each) == "Patient")
        focus = self.focus_of(message, case)
        focus["status"] = self.cancelled_status(focus["resourceType"])
        for name in ("slot", "encounter", "performer", "requester", "replaces"):
            focus.pop(name, None)
        self.keep_basis(focus)
        focus |= {name: held[name] for name in ("created",) if name in held}
        if focus["resourceType"] == "ServiceRequest":
            focus["reasonCode"] = [{"text": "No longer wanted"}]
        kept = {each["fullUrl"] for each in message["entry"]}
        patient["generalPractitioner"] = [
            each for each in patient["generalPractitioner"] if each["reference"] in kept
        ]
        definition = BOOKING_CANCELLED if focus["resourceType"] == "Appointment" else REFERRAL_CANCELLED
        message["entry"][0]["resource"]["definition"] = URL.message_definition + definition
        return message

    def keep_basis(self, focus: Json) -> None:
        """Leave out what a cancellation is based on, unless it is known to the receiver by its id."""
        basis = [each for each in focus.pop("basedOn", ()) if not each["reference"].startswith("urn:")]
        focus |= {"basedOn": basis} if basis else {}

    def cancelled(self, held: Json) -> Json:
        """An Appointment as it was read, but cancelled."""
        meta = {**held.get("meta", {}), "lastUpdated": now()}
        return {**held, "meta": meta, "status": self.cancelled_status("Appointment")}

    def change(self, held: Json) -> Json:
        """What changes of an Appointment that is cancelled."""
        status = self.cancelled_status("Appointment")
        return {"resourceType": "Appointment", "id": held["id"], "status": status}

    def cancelled_status(self, kind: str) -> str:
        """The status of what is cancelled."""
        return CANCELLED[kind]

    def later_message(self, case: Case) -> Json:
        """A message of the same case: ids as the receiver gave them, the focus as of now."""
        message = deepcopy(case.message)
        message["id"], moment = str(uuid4()), now()
        message["timestamp"] = message["meta"]["lastUpdated"] = moment
        given = {each["fullUrl"]: each["resource"].get("id") for each in listed(case.answer.get("entry"))}
        for entry in message["entry"][1:]:
            if (identifier := given.get(entry["fullUrl"])) is not None:
                entry["resource"]["id"] = identifier
        header = message["entry"][0]["resource"]
        header["reason"] = concept(coding("message-reason-bars", self.later_reason()))
        header["meta"]["lastUpdated"] = moment
        focus = self.focus_of(message, case)
        focus["id"] = self.focus_id(case)
        focus["meta"]["lastUpdated"] = moment
        return message

    def later_reason(self) -> str:
        """Why a later message is sent."""
        return "update"

    def focus_id(self, case: Case) -> str:
        """The id of the booking or referral, as the receiver gave it."""
        return case.reference.rpartition("/")[2]

    def focus_of(self, message: Json, case: Case) -> Json:
        """The booking or referral in a message."""
        wanted = case.reference.partition("/")[0]
        resource: Json = next(each["resource"] for each in message["entry"] if _kind(each) == wanted)
        return resource


def _resources(bundle: Json) -> list[Json]:
    return [each["resource"] for each in listed(bundle.get("entry")) if "resource" in each]


def _kind(entry: Json) -> str:
    kind: str = entry["resource"]["resourceType"]
    return kind
