"""What is asked before anything is sent: capabilities, definitions, slots, what the receiver holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bars_conformance.reference.bundle import at, listed
from bars_conformance.reference.sender.errand import Errand, GivenUp, Json
from bars_conformance.reference.sender.transmission import Transmission
from bars_conformance.standard import CODE_SYSTEMS, URL

USE_CASE_SYSTEM = CODE_SYSTEMS["usecases-categories-bars"].url
USE_CASE = "a1t1"

_MAJOR = "1."
_NEEDED = (("Slot", "search-type"), ("Appointment", "read"), ("ServiceRequest", "read"))


class Discovery(Transmission):
    """Finds out whether a service takes what is to be sent, and what it holds."""

    def discover(self, errand: Errand, correlation_id: str) -> None:
        """Read what a service can do and which messages it takes."""
        self.check_capabilities(self.get(errand, "/metadata", correlation_id))
        self.definitions(errand, correlation_id)

    def agree(self, errand: Errand, definition: str, correlation_id: str) -> None:
        """Go on only if the service takes messages of this definition, in this use case and version."""
        statement = self.get(errand, "/metadata", correlation_id)
        self.check_capabilities(statement)
        self.check_messages(statement, definition)
        offered = self.definitions(errand, correlation_id)
        if not any(self.fits(each, definition) for each in offered):
            raise GivenUp(f"the service does not take {definition} in use case {USE_CASE}")

    def check_capabilities(self, statement: Json) -> None:
        """Go on only if the server is of our major version and lists what we need."""
        if not self.is_version_known(str(statement.get("version"))):
            raise GivenUp("the version of the CapabilityStatement is not ours")
        listed_there = {
            (at(resource, "type"), at(interaction, "code"))
            for rest in listed(statement.get("rest"))
            if at(rest, "mode") == "server"
            for resource in listed(at(rest, "resource"))
            for interaction in listed(at(resource, "interaction"))
        }
        if not self.are_enough(listed_there):
            raise GivenUp("the CapabilityStatement lacks what we need")

    def check_messages(self, statement: Json, definition: str) -> None:
        """Go on only if the receiver lists the message among those that it takes."""
        taken = [
            at(message, "definition")
            for messaging in listed(statement.get("messaging"))
            for message in listed(at(messaging, "supportedMessage"))
            if at(message, "mode") == "receiver"
        ]
        if URL.message_definition + definition not in taken:
            raise GivenUp(f"the CapabilityStatement does not list {definition}")

    def is_version_known(self, version: str) -> bool:
        """Whether a version is of our major version."""
        return version.startswith(_MAJOR)

    def are_enough(self, interactions: set[tuple[Any, Any]]) -> bool:
        """Whether these interactions are all that we need."""
        return interactions.issuperset(_NEEDED)

    def definitions(self, errand: Errand, correlation_id: str) -> list[Json]:
        """The MessageDefinitions of a service for our use case."""
        contexts = (("context", each) for each in self.contexts(errand))
        bundle = self.get(errand, "/MessageDefinition", correlation_id, *contexts)
        return [each["resource"] for each in listed(bundle.get("entry")) if "resource" in each]

    def contexts(self, errand: Errand) -> list[str]:
        """Service and use case, as the search takes them."""
        return [f"{URL.service_id}|{errand.service}", f"{USE_CASE_SYSTEM}|{USE_CASE}"]

    def fits(self, offered: Json, definition: str) -> bool:
        """Whether a MessageDefinition is the one we follow, in version and use case."""
        return (
            str(offered.get("url")) == URL.message_definition + definition
            and self.is_version_known(str(offered.get("version", _MAJOR)))
            and self.names_use_case(offered)
        )

    def names_use_case(self, offered: Json) -> bool:
        """Whether a MessageDefinition names our use case."""
        codes = [
            (at(coding, "system"), at(coding, "code"))
            for context in listed(offered.get("useContext"))
            for coding in listed(at(context, "valueCodeableConcept", "coding"))
        ]
        return (USE_CASE_SYSTEM, USE_CASE) in codes

    def slots(self, errand: Errand, correlation_id: str) -> Json:
        """The free slots of a service in the coming days, with what belongs to them."""
        return self.get(errand, "/Slot", correlation_id, *self.slot_query(errand))

    def slot_query(self, errand: Errand) -> list[tuple[str, str]]:
        """The parameters of the search (Failure-Scenarios-1.1.x/GET--Slots)."""
        start = datetime.now(UTC).replace(microsecond=0)
        until = start + timedelta(days=3)
        return [
            ("Schedule.actor:HealthcareService", errand.service),
            ("status", "free"),
            ("start", f"ge{start.isoformat()}"),
            ("start", f"le{until.isoformat()}"),
            ("_include", "Slot:schedule"),
            ("_include", "Schedule:actor:HealthcareService"),
        ]

    def held(self, errand: Errand, reference: str, correlation_id: str) -> Json:
        """A booking or referral as the receiver holds it now."""
        return self.get(errand, f"/{reference}", correlation_id)

    def of_patient(self, errand: Errand, resource: str, correlation_id: str) -> Json:
        """The bookings or referrals of a patient at the receiver."""
        identifier = ("patient:identifier", f"{URL.nhs_number}|{errand.nhs_number}")
        return self.get(errand, f"/{resource}", correlation_id, identifier)
