"""What the headers of a request must hold: integrity, media types, identity, access."""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

import base64
import json
import re
from functools import lru_cache
from typing import Any

from bars_conformance.reference import media
from bars_conformance.reference.call import FHIR_JSON, INTEGRITY_HEADERS, PLAIN_JSON, Call
from bars_conformance.reference.premises import Premises
from bars_conformance.reference.refusal import Refusal
from bars_conformance.standard import URL

CORE_VERSION = "1.1.4"
TARGET = "NHSD-Target-Identifier"
ORGANISATION = "NHSD-End-User-Organisation"
IDENTITY_HEADERS = {
    TARGET: None,
    ORGANISATION: "Organization",
    "NHSD-Requesting-Practitioner": "PractitionerRole",
    "NHSD-Requesting-Software": "Device",
}
"""The identity headers and the resource type that each is modelled on."""

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)


def is_uuid(text: str) -> bool:
    """Whether this is a UUID in its usual form: 36 characters, hyphens, either letter case."""
    return _UUID.fullmatch(text) is not None


class Headers(Premises):
    """Checks headers in the order of the guide: integrity first, access control last."""

    def check_integrity_headers(self, call: Call) -> None:
        """Refuse a request without its two ids (Transactional-integrity/Receiver-responsibilities)."""
        for name in INTEGRITY_HEADERS:
            self.check_integrity_header(call, name)

    def check_integrity_header(self, call: Call, name: str) -> None:
        """Refuse a request whose id of this name is absent, given twice, or no UUID."""
        given = call.headers.getlist(name)
        if not any(given):
            raise self.id_missing(call, name)
        if len(given) > 1:
            raise Refusal(400, "invalid", f"The header {name} is given more than once.")
        if not self.is_message_id(call, name, given[0]):
            raise self.id_malformed(call, name)

    def is_message_id(self, call: Call, name: str, text: str) -> bool:
        """Whether a text can be an X-Request-ID or X-Correlation-ID."""
        return is_uuid(text)

    def id_missing(self, call: Call, name: str) -> Refusal:
        """An id is not there."""
        return Refusal(400, "required", f"The header {name} is missing.")

    def id_malformed(self, call: Call, name: str) -> Refusal:
        """An id is no UUID."""
        return Refusal(400, "value", f"The header {name} is not a UUID.")

    def echo(self, call: Call) -> dict[str, str]:
        """The ids of the request for its answer, as they came."""
        return {name: call.headers[name] for name in INTEGRITY_HEADERS if call.headers.get(name)}

    def negotiate(self, call: Call) -> str:
        """The media type of the answer; refuses what cannot be given (General-Failure-Scenarios)."""
        wanted = ",".join(call.headers.getlist("Accept"))
        media_type = media.negotiate(wanted, CORE_VERSION)
        if media_type is None:
            raise self.not_acceptable(call)
        return media_type

    def not_acceptable(self, call: Call) -> Refusal:
        """Accept rules out all that can be given."""
        return Refusal(
            406,
            "processing",
            "Accept must allow application/fhir+json in a version of major 1, such as 1.1.0.",
        )

    def check_content_type(self, call: Call) -> None:
        """Refuse a body that is not FHIR JSON in UTF-8."""
        kind, parameters = media.parse(call.headers.get("Content-Type", ""))
        if kind not in {FHIR_JSON, PLAIN_JSON} or parameters.get("charset", "utf-8").lower() != "utf-8":
            raise Refusal(415, "not-supported", "Content-Type must be application/fhir+json in UTF-8.")

    def check_identity(self, call: Call) -> None:
        """Refuse identity headers that cannot be read, and a target that is not one of our services."""
        for name in IDENTITY_HEADERS:
            if name in call.headers:
                self.identity(call, name)
        if TARGET in call.headers:
            self.check_target(self.identity(call, TARGET))

    def check_target(self, target: dict[str, Any]) -> None:
        """Refuse a decoded NHSD-Target-Identifier that does not name a service hosted here."""
        system, value = target.get("system"), target.get("value")
        if not (isinstance(system, str) and isinstance(value, str) and system and value):
            raise Refusal(400, "value", f"The header {TARGET} must hold a system and a value.")
        if system.lower() != URL.service_id.lower() or value not in self.holdings.diary.services:
            raise Refusal(404, "not-found", f"The header {TARGET} names a service that is not hosted here.")

    def identity(self, call: Call, name: str) -> dict[str, Any]:
        """The JSON object in an identity header (End-to-end-workflow/HTTP-Header)."""
        decoded = _decoded(call.headers[name])
        expected = IDENTITY_HEADERS[name]
        if not isinstance(decoded, dict) or decoded.get("resourceType", expected) != expected:
            raise Refusal(400, "value", f"The header {name} is not Base64 of the JSON object it should be.")
        return decoded

    def check_access(self, call: Call) -> None:
        """Refuse organisations that may not use this receiver; anyone may read the capabilities."""
        if call.path == "/metadata" or ORGANISATION not in call.headers:
            return
        identifiers = self.identity(call, ORGANISATION).get("identifier")
        for identifier in identifiers if isinstance(identifiers, list) else ():
            if isinstance(identifier, dict) and self.is_refused(identifier):
                raise self.access_refused(call)

    def access_refused(self, call: Call) -> Refusal:
        """Access control says no."""
        return Refusal(401, "security", f"The organisation in {ORGANISATION} may not use this receiver.")

    def is_refused(self, identifier: dict[str, Any]) -> bool:
        """Whether an identifier of an organisation is one that access control refuses."""
        system, code = str(identifier.get("system", "")), str(identifier.get("value", ""))
        refused = self.configuration.refused_organisations
        return system.lower() == URL.organisation.lower() and code in refused


@lru_cache(maxsize=64)  # who asks says in every request who it is
def _decoded(text: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(base64.b64decode(text, validate=True))
    except (ValueError, RecursionError):
        return None
