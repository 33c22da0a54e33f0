"""Who takes part in a message: the sender, the receiver and its service, the patient.

Everyone but the patient of the profile is invented, and named so that nobody takes them for real.
"""

from dataclasses import dataclass
from typing import Any, Final

from bars_conformance.messages.bundle import Draft, Reference, Resource
from bars_conformance.messages.codings import coding, concept
from bars_conformance.profile import Patient, Sender, ServiceId
from bars_conformance.standard import EXTENSIONS, URL

# The telephone numbers are of the ranges that Ofcom keeps free for fiction.
OFFICE_PHONE: Final = {"system": "phone", "value": "0113 496 0000", "use": "work"}
_PATIENT_PHONE = {"system": "phone", "value": "07700 900000", "use": "mobile", "rank": 1}
_SURGERY_ODS_CODE = "Z99999"
_ROLE_PROFILE_ID = "999999999999"
_ETHNICITIES = "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategory"
_LANGUAGES = "https://fhir.hl7.org.uk/CodeSystem/UKCore-HumanLanguage"


@dataclass(frozen=True)
class Parties:
    """Those named in every message."""

    sender: Sender
    receiver_ods: str
    service: ServiceId
    patient: Patient


@dataclass(frozen=True)
class Present:
    """References to the parties' entries in one message."""

    sender: Reference
    receiver: Reference
    patient: Reference


def join(draft: Draft, parties: Parties) -> Present:
    """Add the organisations (sender, receiver, the patient's surgery) and the patient to a message."""
    sender = draft.add(_organization(parties.sender.ods_code, parties.sender.name))
    receiver = draft.add(_organization(parties.receiver_ods, "Receiving Organisation"))
    surgery = draft.add(_organization(_SURGERY_ODS_CODE, "Fictional Surgery"))
    return Present(sender, receiver, draft.add(_patient(parties.patient, surgery)))


def healthcare_service(service: ServiceId, provider: Reference) -> Resource:
    """The service that is asked for."""
    return {
        "resourceType": "HealthcareService",
        "identifier": [service.model_dump()],
        "active": True,
        "providedBy": provider,
        "name": "Service under test",
    }


def practitioner() -> Resource:
    """Who asks for the service."""
    return {
        "resourceType": "Practitioner",
        "identifier": [{"system": URL.role_profile, "value": _ROLE_PROFILE_ID}],
        "name": [{"family": "Practitioner", "given": ["Fictional"]}],
        "telecom": [OFFICE_PHONE],
    }


def practitioner_role(practitioner: Reference, organization: Reference) -> Resource:
    """For whom the practitioner works."""
    return {"resourceType": "PractitionerRole", "practitioner": practitioner, "organization": organization}


def _organization(ods_code: str, name: str) -> Resource:
    return {
        "resourceType": "Organization",
        "identifier": [{"system": URL.organisation, "value": ods_code}],
        "name": name,
    }


def _patient(person: Patient, surgery: Reference) -> Resource:
    name = {"family": person.family, "given": [person.given]}
    ethnicity = concept(coding(_ETHNICITIES, "Z", "Not stated"))
    return {
        "resourceType": "Patient",
        "extension": [{"url": EXTENSIONS["ethnic category"], "valueCodeableConcept": ethnicity}],
        "identifier": [_nhs_number(person.nhs_number)],
        "name": [{"use": "official", "text": f"{person.given} {person.family}", **name}],
        "gender": person.gender,
        "birthDate": person.birth_date.isoformat(),
        "address": [_home(person.postcode)],
        # Patients are their own first contact: rank 1, with a telephone.
        "contact": [
            {
                "extension": [{"url": EXTENSIONS["contact rank"], "valuePositiveInt": 1}],
                "relationship": [concept(coding(URL.role_code, "ONESELF", "self"))],
                "name": name,
                "telecom": [_PATIENT_PHONE],
                "gender": person.gender,
            }
        ],
        "communication": [{"language": concept(coding(_LANGUAGES, "en", "English")), "preferred": True}],
        "generalPractitioner": [surgery],
    }


def _nhs_number(value: str) -> dict[str, Any]:
    status = coding(URL.nhs_number_verification, "number-present-and-verified", "Number present and verified")
    verification = {
        "url": EXTENSIONS["NHS number verification status"],
        "valueCodeableConcept": concept(status),
    }
    return {"extension": [verification], "system": URL.nhs_number, "value": value}


def _home(postcode: str) -> dict[str, Any]:
    return {
        "use": "home",
        "type": "both",
        "text": f"1 Example Street, Exampleton, {postcode}",
        "line": ["1 Example Street"],
        "city": "Exampleton",
        "district": "Exampleshire",
        "postalCode": postcode,
    }
