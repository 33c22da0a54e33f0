"""The headers of every request (End-to-end-workflow/HTTP-Header, Transactional-integrity/Introduction)."""

import base64
import json
from uuid import uuid4

from bars_conformance.reference.call import CORRELATION_ID, FHIR_JSON, REQUEST_ID
from bars_conformance.reference.headers import ORGANISATION, TARGET
from bars_conformance.reference.sender.access import Access
from bars_conformance.reference.sender.errand import Errand, Json
from bars_conformance.standard import URL

ODS_CODE = "Z8S02"
NAME = "Millbrook Clinical Hub (fictional)"
PRODUCT, VERSION = "Millbrook Dispatch", "4.2.0"

Headers = dict[str, str]


class Identity(Access):
    """Says who sends, to whom, and what answer is taken; each header is a method."""

    def headers(self, errand: Errand, correlation_id: str) -> Headers:
        """The headers of one new request."""
        return {
            **self.integrity(correlation_id),
            **self.authorization(errand),
            "Accept": self.accept(),
            TARGET: self.encoded(self.target(errand)),
            ORGANISATION: self.encoded(self.organisation()),
            "NHSD-Requesting-Practitioner": self.encoded(self.practitioner()),
            "NHSD-Requesting-Software": self.encoded(self.software()),
        }

    def integrity(self, correlation_id: str) -> Headers:
        """The two ids: one of this request, one of the conversation."""
        return {REQUEST_ID: self.new_request_id(), CORRELATION_ID: correlation_id}

    def new_request_id(self) -> str:
        """An id that no other request has."""
        return str(uuid4())

    def new_conversation(self) -> str:
        """The X-Correlation-ID of a new conversation."""
        return str(uuid4())

    def authorization(self, errand: Errand) -> Headers:
        """The access token."""
        return {"Authorization": f"Bearer {self.token(errand.token_url)}"}

    def accept(self) -> str:
        """The media type and version of the answer."""
        return f"{FHIR_JSON}; version=1.1.0"

    def encoded(self, document: Json) -> str:
        """A JSON object as headers carry it."""
        return base64.b64encode(json.dumps(document).encode()).decode()

    def target(self, errand: Errand) -> Json:
        """The service that is meant."""
        return {"system": URL.service_id, "value": errand.service}

    def organisation(self) -> Json:
        """The organisation behind the request."""
        identifier = [{"system": URL.organisation, "value": ODS_CODE}]
        return {"resourceType": "Organization", "identifier": identifier, "name": NAME}

    def practitioner(self) -> Json:
        """The health professional behind the request."""
        return {
            "resourceType": "PractitionerRole",
            "identifier": [{"system": URL.role_profile, "value": "999000000002"}],
            "code": [{"coding": [{"system": URL.snomed, "code": "62247001"}]}],
        }

    def software(self) -> Json:
        """The application behind the request."""
        return {
            "resourceType": "Device",
            "identifier": [{"system": "https://millbrook.example/Id/device", "value": "dispatch-1"}],
            "deviceName": {"name": PRODUCT, "type": "manufacturer-name"},
            "version": {"value": VERSION},
        }
