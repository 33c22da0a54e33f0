"""Messages for the tests of the reference receiver, of their own making."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

SERVICE, FULLY_BOOKED, UNSCHEDULED = "2000072489", "2000073917", "2000075103"
SERVICE_ID = "https://fhir.nhs.uk/Id/dos-service-id"
ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
CODES = "https://fhir.nhs.uk/CodeSystem/"
DEFINITION = "https://fhir.nhs.uk/MessageDefinition/bars-message-"
DEFINITIONS = {
    "referral": "servicerequest-request-referral",
    "validation": "servicerequest-request-validation",
    "referral cancelled": "servicerequest-request-cancelled",
    "booking": "booking-request",
    "booking cancelled": "booking-request-cancelled",
}
PATIENT, OTHER_PATIENT = "9993004170", "9993141283"

_SUPPORTING = ("HealthcareService", "Practitioner", "PractitionerRole", "Consent")

Json = dict[str, Any]


def instant(seconds: float = 0) -> str:
    """Now, moved by some seconds."""
    return f"{datetime.now(UTC) + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S.%f}0+00:00"


class Letter:
    """A message Bundle in the making; resources are reached by their type."""

    def __init__(self, kind: str, event: str, reason: str, *resources: Json) -> None:
        self.urls: dict[str, str] = {}
        self.bundle: Json = {
            "resourceType": "Bundle",
            "id": str(uuid4()),
            "meta": {"versionId": "1.1.0", "lastUpdated": instant()},
            "type": "message",
            "timestamp": instant(),
            "entry": [],
        }
        for resource in (self._header(event, reason, kind), *resources):
            self.add(resource)
        self["MessageHeader"]["focus"] = [
            {"reference": self.urls["Appointment" if event.startswith("booking") else "ServiceRequest"]}
        ]
        self._point()

    def __getitem__(self, kind: str) -> Json:
        found: Json = next(
            entry["resource"] for entry in self.bundle["entry"] if entry["resource"]["resourceType"] == kind
        )
        return found

    def add(self, resource: Json) -> None:
        url = f"urn:uuid:{uuid4()}"
        self.urls.setdefault(resource["resourceType"], url)
        resource.setdefault("meta", {"lastUpdated": instant()})
        self.bundle["entry"].append({"fullUrl": url, "resource": resource})

    def drop(self, kind: str) -> None:
        entries = self.bundle["entry"]
        entries.remove(next(each for each in entries if each["resource"]["resourceType"] == kind))

    def _header(self, event: str, reason: str, kind: str) -> Json:
        return {
            "resourceType": "MessageHeader",
            "eventCoding": {"system": f"{CODES}message-events-bars", "code": event},
            "destination": [{"endpoint": f"{SERVICE_ID}|{SERVICE}"}],
            "source": {"name": "Test", "endpoint": f"{SERVICE_ID}|2000079901"},
            "reason": {"coding": [{"system": f"{CODES}message-reason-bars", "code": reason}]},
            "definition": DEFINITION + DEFINITIONS.get(kind, kind),
        }

    def _point(self) -> None:
        """Let the resources refer to each other."""
        for kind in ("ServiceRequest", "Encounter", "CarePlan"):
            if kind in self.urls:
                self[kind]["subject"] = {"reference": self.urls["Patient"]}
        self["MessageHeader"]["destination"][0]["receiver"] = {"reference": self.urls["Organization"]}
        if "Appointment" in self.urls:
            self["Appointment"]["participant"] = [
                {"actor": {"reference": self.urls["Patient"]}, "status": "accepted"}
            ]
        if "Slot" in self.urls:
            self["Appointment"]["slot"] = [{"reference": self.urls["Slot"]}]


def patient(number: str = PATIENT) -> Json:
    return {
        "resourceType": "Patient",
        "identifier": [{"system": NHS_NUMBER, "value": number}],
        "name": [{"use": "official", "family": "Thistlewood", "given": ["Alex"]}],
        "birthDate": "1988-04-02",
    }


def organisation(ods_code: str) -> Json:
    return {"resourceType": "Organization", "identifier": [{"system": ODS_CODE, "value": ods_code}]}


def service_request(category: str, use_case: str, **more: object) -> Json:
    codings = [
        {"system": f"{CODES}message-category-servicerequest", "code": category},
        {"system": f"{CODES}usecases-categories-bars", "code": use_case},
    ]
    return {
        "resourceType": "ServiceRequest",
        "status": "active",
        "intent": "plan",
        "authoredOn": instant(),
        "category": [{"coding": codings}],
        **more,
    }


def parties(number: str = PATIENT) -> list[Json]:
    return [patient(number), organisation("Z8R01"), organisation("Z8S01")]


def request(category: str = "referral", number: str = PATIENT) -> Letter:
    """A new referral or validation request."""
    validation = category == "validation"
    letter = Letter(
        category,
        "servicerequest-request",
        "new",
        service_request(category, "a4t1" if validation else "a1t1"),
        *parties(number),
        {
            "resourceType": "Encounter",
            "status": "triaged",
            "episodeOfCare": [{"reference": f"EpisodeOfCare/{uuid4()}"}],
        },
        {"resourceType": "CarePlan", "status": "active" if validation else "completed", "intent": "plan"},
        *({"resourceType": kind} for kind in _SUPPORTING),
    )
    if validation:
        letter.add({"resourceType": "Location"})
    return letter


def booking(slot: Json, number: str = PATIENT) -> Letter:
    """A new booking of a slot as GET /Slot gave it."""
    times = {name: slot[name] for name in ("start", "end")}
    return Letter(
        "booking",
        "booking-request",
        "new",
        {"resourceType": "Appointment", "status": "booked", "description": "as first sent", **times},
        {key: slot[key] for key in ("resourceType", "id", "start", "end")} | {"status": "busy"},
        {"resourceType": "Schedule", "id": slot["schedule"]["reference"].removeprefix("Schedule/")},
        {"resourceType": "HealthcareService", "id": SERVICE},
        *parties(number),
    )


def following(letter: Letter, identifier: str, **changes: object) -> Letter:
    """An update of what a letter brought about: fresh ids, later root resource, given changes to it."""
    later = deepcopy(letter)
    later.bundle["id"] = str(uuid4())
    later["MessageHeader"]["reason"]["coding"][0]["code"] = "update"
    root = later[letter_root(letter)]
    root.update(changes, id=identifier, meta={"lastUpdated": instant(0.01)})
    return later


def letter_root(letter: Letter) -> str:
    return "Appointment" if "Appointment" in letter.urls else "ServiceRequest"


def cancellation(letter: Letter, identifier: str, status: str = "") -> Letter:
    """A cancellation cut down to what its definition holds."""
    later = following(letter, identifier)
    root = letter_root(letter)
    kept = {"MessageHeader", root, "Patient", "Organization"}
    later.bundle["entry"] = [e for e in later.bundle["entry"] if e["resource"]["resourceType"] in kept]
    later[root].pop("slot", None)
    later[root]["status"] = status or ("cancelled" if root == "Appointment" else "revoked")
    name = "booking cancelled" if root == "Appointment" else "referral cancelled"
    later["MessageHeader"]["definition"] = DEFINITION + DEFINITIONS[name]
    return later
