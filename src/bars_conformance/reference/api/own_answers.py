"""What the API answers itself: its own CapabilityStatement, at a limited rate."""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

import time
from typing import Any

from bars_conformance.reference import media
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.call import Call
from bars_conformance.reference.headers import CORE_VERSION, TARGET


class OwnAnswers:
    """Serves GET /metadata without a target (Failure-Scenarios-1.1.x/Capability-Statement)."""

    per_second: int

    def __init__(self) -> None:
        self._window, self._counted = 0, 0

    def is_own(self, call: Call) -> bool:
        """Whether a request is for the API itself."""
        return call.path == "/metadata" and not call.headers.get(TARGET)

    def own_answer(self, call: Call) -> dict[str, Any]:
        """The answer to a request for the API itself."""
        self.check_rate(call)
        if call.method != "GET":
            raise self.method_not_allowed(call)
        self.check_accept(call)
        return self.capability_statement(call)

    def check_rate(self, call: Call) -> None:
        """Refuse what goes beyond so many requests within a second of the clock."""
        now = int(time.monotonic())
        self._counted = self._counted + 1 if now == self._window else 1
        self._window = now
        if self._counted > self.per_second:
            raise self.throttled(call)

    def check_accept(self, call: Call) -> None:
        """Refuse an Accept header that rules FHIR JSON out."""
        if media.negotiate(",".join(call.headers.getlist("Accept")), CORE_VERSION) is None:
            raise self.not_acceptable(call)

    def throttled(self, call: Call) -> ApiRefusal:
        """Too many requests in too little time."""
        return ApiRefusal(429, "SEND_TOO_MANY_REQUESTS", "throttled", "Too many requests; send fewer.")

    def method_not_allowed(self, call: Call) -> ApiRefusal:
        """A verb that the API's own endpoint does not have."""
        return ApiRefusal(
            405, "SEND_METHOD_NOT_ALLOWED", "not-supported", "This path takes GET only.", allow="GET"
        )

    def not_acceptable(self, call: Call) -> ApiRefusal:
        """The sender takes nothing that the API can give."""
        return ApiRefusal(
            406, "SEND_NOT_ACCEPTABLE", "processing", "Accept must allow application/fhir+json."
        )

    def capability_statement(self, call: Call) -> dict[str, Any]:
        """What the API itself can do: route."""
        return {
            "resourceType": "CapabilityStatement",
            "id": "reference-api",
            "name": "ReferenceApi",
            "title": "Reference API",
            "status": "active",
            "date": "2024-01-01",
            "publisher": "bars-conformance",
            "kind": "instance",
            "software": {"name": "bars-conformance reference API"},
            "implementation": {"description": "Routes requests to receivers", "url": call.base},
            "fhirVersion": "4.0.1",
            "format": ["application/fhir+json"],
            "rest": [{"mode": "server", "operation": [_PROCESS_MESSAGE]}],
        }


_PROCESS_MESSAGE = {
    "name": "process-message",
    "definition": "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message",
}
