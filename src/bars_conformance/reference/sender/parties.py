"""Who is named in every message: the patient, the organisations, the header that says what it is for."""

from bars_conformance.reference.letter import Letter, coding, concept
from bars_conformance.reference.sender.discovery import Discovery
from bars_conformance.reference.sender.errand import Errand, Json
from bars_conformance.reference.sender.identity import NAME, ODS_CODE, PRODUCT, VERSION
from bars_conformance.standard import EXTENSIONS, URL

OWN_SERVICE = "2000079902"
_SURGERY = "Z99999"
# The telephone numbers are of the ranges that Ofcom keeps free for fiction.
_OFFICE = {"system": "phone", "value": "0113 496 0001", "use": "work"}
_MOBILE = {"system": "phone", "value": "07700 900001", "use": "mobile", "rank": 1}
_VERIFIED = {"system": URL.nhs_number_verification, "code": "number-present-and-verified"}


class Parties(Discovery):
    """Names patient, sender and receiver, and writes the MessageHeader; each part is a method."""

    def new_letter(self, errand: Errand) -> tuple[Letter, Json, Json, Json]:
        """A letter with the references to receiver, sender and patient in it."""
        letter = Letter()
        theirs = letter.add("Organization", self.organization(errand.receiver, "Receiving service"))
        ours = letter.add("Organization", self.organization(ODS_CODE, NAME))
        surgery = letter.add("Organization", self.organization(_SURGERY, "Fictional Surgery"))
        return letter, theirs, ours, letter.add("Patient", self.patient(errand, surgery))

    def organization(self, ods_code: str, name: str) -> Json:
        """An organisation by its ODS code."""
        return {"identifier": [{"system": URL.organisation, "value": ods_code}], "name": name}

    def patient(self, errand: Errand, surgery: Json) -> Json:
        """A fictional person who has the NHS number that is asked for."""
        name = {"family": "Penhallow-Example", "given": ["Rowan"]}
        contact = {
            "extension": [{"url": EXTENSIONS["contact rank"], "valuePositiveInt": 1}],
            "relationship": [
                concept({"system": URL.role_code, "code": "ONESELF", "display": "self"}),
            ],
            "name": name,
            "telecom": [_MOBILE],
            "gender": "unknown",
        }
        return {
            "identifier": [self.nhs_number(errand)],
            "name": [{"use": "official", "text": "Rowan Penhallow-Example", **name}],
            "gender": "unknown",
            "birthDate": "1980-02-29",
            "address": [
                {
                    "use": "home",
                    "type": "both",
                    "text": "1 Example Street, Exampleton, LS1 4AP",
                    "line": ["1 Example Street"],
                    "city": "Exampleton",
                    "postalCode": "LS1 4AP",
                }
            ],
            "contact": [contact],
            "generalPractitioner": [surgery],
        }

    def nhs_number(self, errand: Errand) -> Json:
        """The NHS number, and that it is verified."""
        verification = {
            "url": EXTENSIONS["NHS number verification status"],
            "valueCodeableConcept": concept(_VERIFIED),
        }
        return {"extension": [verification], "system": URL.nhs_number, "value": errand.nhs_number}

    def header(self, errand: Errand, event: str, definition: str, theirs: Json, ours: Json) -> Json:
        """The MessageHeader of a new request, its focus left open."""
        decision_support = {
            "url": EXTENSIONS["decision support software"],
            "extension": [
                {"url": "RequesterCDSSsoftware", "valueString": PRODUCT},
                {"url": "RequesterCDSSversion", "valueString": VERSION},
            ],
        }
        return {
            "extension": [decision_support],
            "eventCoding": coding("message-events-bars", event),
            "destination": [{"endpoint": self.destination(errand), "receiver": theirs}],
            "sender": ours,
            "source": {
                "name": NAME,
                "software": PRODUCT,
                "version": VERSION,
                "contact": _OFFICE,
                "endpoint": f"{URL.service_id}|{OWN_SERVICE}",
            },
            "reason": concept(coding("message-reason-bars", "new")),
            "definition": URL.message_definition + definition,
        }

    def destination(self, errand: Errand) -> str:
        """The service that a message is for."""
        return f"{URL.service_id}|{errand.service}"
