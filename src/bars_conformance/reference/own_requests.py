"""Requests that the receiver sends itself, so that there is something to respond to.

Nobody is there to take them: the hook ``ask`` tells what is sent, and it is remembered as sent.
"""

from typing import Any
from uuid import uuid4

from bars_conformance.reference.contents import REQUEST
from bars_conformance.reference.definitions import REFERRAL, VALIDATION
from bars_conformance.reference.letter import Letter, coding, concept
from bars_conformance.reference.premises import Premises
from bars_conformance.reference.records import OwnRequest
from bars_conformance.standard import URL

Json = dict[str, Any]

_KINDS = {
    "referral": (REFERRAL, "a1t1", "finished", "completed"),
    "validation": (VALIDATION, "a4t1", "triaged", "active"),
}
"""By category: the definition, the use case, the statuses of Encounter and CarePlan."""

_CASE_NUMBER = "https://elmbridge.example/Id/case-number"
_PERSON: Json = {
    "identifier": [{"system": URL.nhs_number, "value": "9990548609"}],
    "name": [{"use": "official", "family": "Brackenridge-Example", "given": ["Hollis"]}],
    "gender": "male",
    "birthDate": "1971-03-09",
}


class OwnRequests(Premises):
    """Sends referrals and validation requests to the partner, about a fictional patient."""

    def ask(self, category: str) -> Json | None:
        """A new request of this category, remembered as sent; None if there are no such requests."""
        if category not in _KINDS:
            return None
        request = self.own_request(category)
        self.holdings.own_requests[request["id"]] = OwnRequest(request)
        return request

    def own_request(self, category: str) -> Json:
        """The message of a new referral or validation request."""
        definition, use_case, encounter, plan = _KINDS[category]
        letter = Letter()
        ours = _organisation(letter, self.configuration.ods_code, self.configuration.name)
        partner = self.configuration.partner
        theirs = _organisation(letter, partner.ods_code, partner.name)
        patient = letter.add("Patient", _PERSON)
        contact = _encounter(letter, patient, encounter)
        clinician = letter.add("Practitioner", {"name": [{"family": "Ashdown", "given": ["Robin"]}]})
        letter.add("PractitionerRole", {"practitioner": clinician, "organization": ours})
        _consent(letter, patient)
        kind = coding("message-category-servicerequest", category)
        request = {
            "basedOn": [_care_plan(letter, patient, contact, plan)],
            "status": "active",
            "intent": "plan",
            "category": [concept(kind, coding("usecases-categories-bars", use_case))],
            "subject": patient,
            "encounter": contact,
            "authoredOn": letter.moment,
            "requester": clinician,
            "performer": [_service(letter, partner.service, theirs)],
            **(_due(letter) if category == "validation" else {}),
        }
        header = {
            "eventCoding": coding("message-events-bars", REQUEST),
            "destination": [{"endpoint": f"{URL.service_id}|{partner.service}", "receiver": theirs}],
            "sender": ours,
            "source": {"name": self.configuration.name, "endpoint": f"{URL.service_id}|{self.own_service()}"},
            "reason": concept(coding("message-reason-bars", "new")),
            "focus": [letter.add("ServiceRequest", request, category)],
            "definition": URL.message_definition + definition,
        }
        letter.add("MessageHeader", header, REQUEST)
        return letter.bundle()

    def own_service(self) -> str:
        """The number of the service that sends, and that responses are for."""
        return next(iter(self.holdings.diary.services))


def _organisation(letter: Letter, ods_code: str, name: str) -> Json:
    identifier = [{"system": URL.organisation, "value": ods_code}]
    return letter.add("Organization", {"identifier": identifier, "name": name})


def _service(letter: Letter, number: str, provider: Json) -> Json:
    identifier = [{"system": URL.service_id, "value": number}]
    return letter.add("HealthcareService", {"identifier": identifier, "active": True, "providedBy": provider})


def _encounter(letter: Letter, patient: Json, status: str) -> Json:
    encounter = {
        "identifier": [{"system": _CASE_NUMBER, "value": str(uuid4())}],
        "status": status,
        "class": {"system": URL.act_code, "code": "EMER"},
        "subject": patient,
        "episodeOfCare": [{"reference": f"EpisodeOfCare/{uuid4()}"}],
        "period": {"start": letter.moment},
    }
    return letter.add("Encounter", encounter)


def _care_plan(letter: Letter, patient: Json, encounter: Json, status: str) -> Json:
    plan = {
        "status": status,
        "intent": "plan",
        "subject": patient,
        "encounter": encounter,
        "period": {"start": letter.moment},
        "activity": [{"outcomeCodeableConcept": [{"text": "A fictional patient, who needs nothing."}]}],
    }
    return letter.add("CarePlan", plan)


def _consent(letter: Letter, patient: Json) -> None:
    consent = {
        "status": "active",
        "scope": concept({"system": URL.consent_scope, "code": "patient-privacy"}),
        "category": [concept(coding("consent-categories-bars", "DRC"))],
        "patient": patient,
        "dateTime": letter.moment,
        "policyRule": concept({"system": URL.act_code, "code": "IMPLIED"}),
    }
    letter.add("Consent", consent)


def _due(letter: Letter) -> Json:
    """What only a validation request says: by when it is needed, and where the patient is."""
    place = letter.add("Location", {"name": "1 Example Street", "address": {"city": "Exampleton"}})
    return {"occurrencePeriod": {"start": letter.moment}, "locationReference": [place]}
