"""What the CapabilityStatement of the API itself says (Failure-Scenarios-1.1.x/Capability-Statement)."""

from typing import Any

from bars_conformance.reference.api import Api
from bars_conformance.reference.call import Call
from bars_conformance.standard import URL
from bars_conformance.variants.variant import variant


@variant(
    "statement-of-all-that-is-routed",
    "The API's own CapabilityStatement lists what receivers offer and may ask for, and their messages.",
    rests_on="R-95 R-96",
)
class _StatementOfAllThatIsRouted(Api):
    def capability_statement(self, call: Call) -> dict[str, Any]:
        statement = super().capability_statement(call)
        rest = statement["rest"][0] | {
            "resource": [
                {"type": kind, "interaction": [{"code": "read"}, {"code": "search-type"}]}
                for kind in ("MessageDefinition", "Slot", "Appointment", "ServiceRequest")
            ],
            "operation": [{"name": "$process-message", "definition": URL.process_message}],
        }
        message = {"definition": f"{URL.message_definition}bars-message-booking-request"}
        return statement | {
            "version": "1.0.0",
            "experimental": False,
            "software": {"name": "Gateway", "version": "1.2.0"},
            "format": ["xml", "json"],
            "rest": [rest, rest | {"mode": "client"}],
            "messaging": [
                {"supportedMessage": [{"mode": mode, **message} for mode in ("sender", "receiver")]}
            ],
        }


@variant(
    "statement-of-as-little-as-may-be",
    "The API's own CapabilityStatement has the elements that FHIR asks for, and no more.",
    rests_on="R-95 FHIR-R4",
)
class _StatementOfAsLittleAsMayBe(Api):
    def capability_statement(self, call: Call) -> dict[str, Any]:
        statement = super().capability_statement(call)
        needed = ("resourceType", "status", "date", "kind", "fhirVersion", "format")
        return {
            **{name: statement[name] for name in needed},
            "description": "Routes requests to receivers.",
            "kind": "capability",
            "rest": [{"mode": "server"}],
        }
