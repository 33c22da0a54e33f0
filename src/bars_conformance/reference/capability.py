"""GET /metadata and GET /MessageDefinition: what this receiver can do and what it takes."""

from typing import Any

from bars_conformance import __version__
from bars_conformance.reference.call import FHIR_JSON, Call
from bars_conformance.reference.definitions import DEFINITIONS, USE_CASE_SYSTEM, Definition
from bars_conformance.reference.diary import Service, lasting_id
from bars_conformance.reference.headers import CORE_VERSION
from bars_conformance.reference.premises import Premises
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.searchset import searchset
from bars_conformance.reference.slot_search import OPTIONAL_INCLUDES, REQUIRED_INCLUDES, SERVICE_PARAMETER
from bars_conformance.standard import URL

RESOURCES: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "MessageDefinition": (("search-type",), {"context": "token"}),
    "Slot": (("search-type",), {SERVICE_PARAMETER: "reference", "start": "date", "status": "token"}),
    "Appointment": (("create", "read", "update", "patch", "search-type"), {"patient:identifier": "token"}),
    "ServiceRequest": (("read", "search-type"), {"patient:identifier": "token"}),
    "DocumentReference": (
        ("create", "read", "update", "delete", "search-type"),
        {"subject:identifier": "token", "custodian:identifier": "token", "type": "token"},
    ),
}
"""What can be read and written: resource type to interactions and search parameters."""


class Capability(Premises):
    """Tells what the receiver offers."""

    def capability_statement(self, call: Call) -> dict[str, Any]:
        """The CapabilityStatement."""
        return {
            "resourceType": "CapabilityStatement",
            "id": lasting_id("CapabilityStatement"),
            "meta": {"lastUpdated": self.holdings.diary.opened},
            "version": CORE_VERSION,
            "status": "active",
            "date": self.holdings.diary.opened,
            "kind": "instance",
            "software": {"name": "BaRS reference receiver", "version": __version__},
            "implementation": {"description": self.configuration.name, "url": call.base},
            "fhirVersion": "4.0.1",
            "format": [FHIR_JSON],
            "rest": [self.rest()],
            "messaging": [{"supportedMessage": self.supported_messages()}],
        }

    def rest(self) -> dict[str, Any]:
        """The resources that can be read or written, and the operation for messages."""
        resources: list[dict[str, Any]] = [
            {
                "type": kind,
                "interaction": [{"code": code} for code in interactions],
                "versioning": "no-version",
                "searchParam": [{"name": name, "type": form} for name, form in parameters.items()],
            }
            for kind, (interactions, parameters) in RESOURCES.items()
        ]
        slots = next(each for each in resources if each["type"] == "Slot")
        slots["searchInclude"] = [*REQUIRED_INCLUDES, *OPTIONAL_INCLUDES]
        return {
            "mode": "server",
            "security": {"service": [{"text": "Certificates"}]},
            "resource": resources,
            "operation": [
                {
                    "name": "$process-message",
                    "definition": URL.process_message,
                }
            ],
        }

    def supported_messages(self) -> list[dict[str, str]]:
        """The messages that are taken."""
        return [{"mode": "receiver", "definition": url} for url in DEFINITIONS]

    def search_definitions(self, call: Call) -> dict[str, Any]:
        """The MessageDefinitions for a service, a use case, or both."""
        contexts = self.contexts(call)
        services = [each for each in self.holdings.diary.services.values() if self.is_meant(each, contexts)]
        found = [
            each.resource(takers, self.holdings.diary.opened)
            for each in DEFINITIONS.values()
            if self.serves(each, contexts) and (takers := list(filter(each.accepted_for, services)))
        ]
        if not found:
            raise Refusal(404, "not-found", "No MessageDefinition matches the context.")
        return searchset(call, found)

    def contexts(self, call: Call) -> list[tuple[str, str]]:
        """The contexts asked for as (system, value); the system is empty if none was given.

        Two contexts may come as two parameters or, as the API specification shows, joined in one value.
        """
        given = [part for value in call.parameters("context") for part in value.split("&context=")]
        if not any(given):
            raise Refusal(400, "required", "The parameter context is missing.")
        contexts = []
        for each in given:
            system, bar, value = each.rpartition("|")
            if not value or "|" in system or (bar and not system):
                raise Refusal(400, "invalid", "The parameter context must be system|value.")
            contexts.append((system, value))
        return contexts

    def is_meant(self, service: Service, contexts: list[tuple[str, str]]) -> bool:
        """Whether the contexts that name a service name this one."""
        named = [
            value for system, value in contexts if system == URL.service_id or _is_bare_service(system, value)
        ]
        return all(value == service.id for value in named)

    def serves(self, definition: Definition, contexts: list[tuple[str, str]]) -> bool:
        """Whether a definition is for every use case named; an unknown system matches nothing."""
        cases = [
            (system, value)
            for system, value in contexts
            if system != URL.service_id and not _is_bare_service(system, value)
        ]
        return all(
            system in {USE_CASE_SYSTEM, ""} and value in definition.use_cases for system, value in cases
        )


def _is_bare_service(system: str, value: str) -> bool:
    return not system and value.isdigit()
