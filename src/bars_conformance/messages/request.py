"""New requests: a referral, and a request to validate a triage outcome.

Home/Core/1.1.4/Standard-Pattern-Composite-Messages; element rules of the Applications' payload pages.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from bars_conformance.messages import parties as people
from bars_conformance.messages.bundle import Draft, NewId, Reference, Resource, instant
from bars_conformance.messages.codings import coding, concept, listed
from bars_conformance.messages.envelope import decision_support, request_header
from bars_conformance.messages.parties import Parties
from bars_conformance.standard import EXTENSIONS, URL

CASE_NUMBER = "https://bars-conformance.example/Id/case-number"
"""The system of the case numbers that the suite gives its Encounters."""

_TIME_TO_BREACH = timedelta(minutes=20)


def referral(
    parties: Parties, *, use_case: str = "a1t1", now: datetime | None = None, new_id: NewId = uuid4
) -> Resource:
    """A new referral (``servicerequest-request``, reason ``new``)."""
    draft = Draft(now, new_id)
    return _request(draft, parties, "referral", use_case, encounter="finished", plan="completed")


def validation(
    parties: Parties, *, use_case: str = "a4t1", now: datetime | None = None, new_id: NewId = uuid4
) -> Resource:
    """A new validation request (``servicerequest-request``, reason ``new``), due twenty minutes from now."""
    draft = Draft(now, new_id)
    due = {
        "occurrencePeriod": {"start": draft.now, "end": instant(draft.moment + _TIME_TO_BREACH)},
        "locationReference": [draft.add(_location(parties.patient.postcode))],
    }
    return _request(draft, parties, "validation", use_case, encounter="triaged", plan="active", more=due)


def _request(  # noqa: PLR0913 - what tells one kind of request from the other
    draft: Draft,
    parties: Parties,
    category: str,
    use_case: str,
    *,
    encounter: str,
    plan: str,
    more: Resource | None = None,
) -> Resource:
    present = people.join(draft, parties)
    service = draft.add(people.healthcare_service(parties.service, present.receiver))
    requester = draft.add(people.practitioner())
    draft.add(people.practitioner_role(requester, present.sender))
    contact = draft.add(_encounter(draft, present.patient, encounter))
    care_plan = draft.add(_care_plan(draft, present.patient, contact, plan))
    draft.add(_consent(draft, present.patient))
    request = {
        "resourceType": "ServiceRequest",
        "basedOn": [care_plan],
        "status": "active",
        "intent": "plan",
        "category": [
            concept(
                listed("message-category-servicerequest", category),
                listed("usecases-categories-bars", use_case),
            )
        ],
        "subject": present.patient,
        "encounter": contact,
        "authoredOn": draft.now,
        "requester": requester,
        "performer": [service],
        **(more or {}),
    }
    header = request_header(
        parties,
        present,
        event="servicerequest-request",
        definition=f"servicerequest-request-{category}",
        focus=draft.add(request, category),
    )
    return draft.message({**header, "extension": [decision_support()]})


def _encounter(draft: Draft, patient: Reference, status: str) -> Resource:
    return {
        "resourceType": "Encounter",
        "identifier": [{"system": CASE_NUMBER, "value": str(draft.new_id())}],
        "status": status,
        "class": coding(URL.act_code, "EMER", "emergency"),
        "subject": patient,
        "episodeOfCare": [{"reference": f"EpisodeOfCare/{draft.new_id()}"}],
        "period": {"start": draft.now},
    }


def _care_plan(draft: Draft, patient: Reference, encounter: Reference, status: str) -> Resource:
    narrative = "Conformance test: nobody is ill and nothing needs to be done."
    return {
        "resourceType": "CarePlan",
        "status": status,
        "intent": "plan",
        "subject": patient,
        "encounter": encounter,
        "period": {"start": draft.now},
        "activity": [{"outcomeCodeableConcept": [{"text": narrative}]}],
    }


def _consent(draft: Draft, patient: Reference) -> Resource:
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": concept(coding(URL.consent_scope, "patient-privacy")),
        "category": [concept(listed("consent-categories-bars", "DRC"))],
        "patient": patient,
        "dateTime": draft.now,
        "policyRule": concept(coding(URL.act_code, "IMPLIED")),
    }


def _location(postcode: str) -> Resource:
    grid = {"UPRN": "000000000000", "eastings": "429900", "northings": "433600"}
    details = [{"url": part, "valueString": value} for part, value in grid.items()]
    return {
        "resourceType": "Location",
        "extension": [{"url": EXTENSIONS["location details"], "extension": details}],
        "name": "Fictional incident",
        "address": {"line": ["1 Example Street"], "city": "Exampleton", "postalCode": postcode},
        "position": {"longitude": -1.5479, "latitude": 53.7975},
    }
