"""Senders that ask wrongly, or do not heed what they are told."""

# ruff: noqa: ARG002 - an override takes what the method takes

import contextlib
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference.sender import Errand, Sender
from bars_conformance.reference.sender.errand import GivenUp, Json
from bars_conformance.standard import URL

Query = list[tuple[str, str]]


class _SearchesSlots(Sender):
    """What the receiver says of a wrong search does not matter: it is asked once more, rightly."""

    def slots(self, errand: Errand, correlation_id: str) -> Json:
        wrong = self.wrongly(super().slot_query(errand))
        try:
            return self.get(errand, "/Slot", correlation_id, *wrong)
        except GivenUp:
            return super().slots(errand, correlation_id)

    def wrongly(self, query: Query) -> Query:
        """The parameters as this sender has them."""
        return query


@fault("slots-of-any-service", "The search for slots names no service.", breaks="FS-SLOT-01 CF-27")
class _SlotsOfAnyService(_SearchesSlots):
    def wrongly(self, query: Query) -> Query:
        return query[1:]


@fault("slots-without-their-service", "The search for slots includes the schedule only.", breaks="FS-SLOT-03")
class _SlotsWithoutTheirService(_SearchesSlots):
    def wrongly(self, query: Query) -> Query:
        return query[:-1]


@fault("slots-from-now-on", "The search for slots has one start.", breaks="FS-SLOT-04 FS-SLOT-07")
class _SlotsFromNowOn(_SearchesSlots):
    def wrongly(self, query: Query) -> Query:
        return [pair for pair in query if not pair[1].startswith("le")]


@fault("slots-by-date", "The search for slots names days.", breaks="FS-SLOT-05 FS-SLOT-06")
class _SlotsByDate(_SearchesSlots):
    def wrongly(self, query: Query) -> Query:
        return [(name, value[:12] if name == "start" else value) for name, value in query]


@fault("slots-in-local-time", "The search for slots names times at the offset +01:00.", breaks="FS-SLOT-06")
class _SlotsInLocalTime(_SearchesSlots):
    def wrongly(self, query: Query) -> Query:
        return [(name, value.replace("+00:00", "+01:00")) for name, value in query]


@fault(
    "slots-between-two-lower-bounds",
    "Both starts of the search for slots are lower bounds.",
    breaks="FS-SLOT-07",
)
class _SlotsBetweenTwoLowerBounds(_SearchesSlots):
    def wrongly(self, query: Query) -> Query:
        return [(name, value.replace("le", "ge") if name == "start" else value) for name, value in query]


@fault("slots-by-two-statuses", "Several statuses are several parameters.", breaks="FS-SLOT-08 FS-SLOT-09")
class _SlotsByTwoStatuses(_SearchesSlots):
    def wrongly(self, query: Query) -> Query:
        return [*query, ("status", "busy")]


@fault(
    "definitions-of-any-service",
    "The search for MessageDefinitions names no service.",
    breaks="FS-MSGDEF-01 CN-19",
)
class _DefinitionsOfAnyService(Sender):
    def contexts(self, errand: Errand) -> list[str]:
        return super().contexts(errand)[1:]


@fault("definitions-for-any-use-case", "The search for MessageDefinitions names no use case.", breaks="CN-19")
class _DefinitionsForAnyUseCase(Sender):
    def contexts(self, errand: Errand) -> list[str]:
        return super().contexts(errand)[:1]


@fault(
    "bookings-by-bare-number",
    "The patient is named by a number without system.",
    breaks="FS-APPT-01 FS-APPT-02 FS-SR-01 FS-SR-02",
)
class _BookingsByBareNumber(Sender):
    def of_patient(self, errand: Errand, resource: str, correlation_id: str) -> Json:
        try:
            return self.get(errand, f"/{resource}", correlation_id, ("patient:identifier", errand.nhs_number))
        except GivenUp:
            return {}


@fault("referrals-by-name", "Referrals are searched by the name of the patient.", breaks="FS-SR-01 FS-SR-02")
class _ReferralsByName(Sender):
    def of_patient(self, errand: Errand, resource: str, correlation_id: str) -> Json:
        if resource == "Appointment":
            return super().of_patient(errand, resource, correlation_id)
        try:
            return self.get(errand, f"/{resource}", correlation_id, ("patient:name", "Penhallow-Example"))
        except GivenUp:
            return {}


def _reads_by_number(name: str, kind: str, breaks: str) -> None:
    class ReadsByNumber(Sender):
        def held(self, errand: Errand, reference: str, correlation_id: str) -> Json:
            if reference.startswith(kind):
                with contextlib.suppress(GivenUp):
                    self.get(errand, f"/{kind}/4711", correlation_id)
            return super().held(errand, reference, correlation_id)

    fault(name, f"{kind} is read by a number of the sender's first.", breaks=breaks)(ReadsByNumber)


_reads_by_number("booking-read-by-number", "Appointment", "FS-APPT-03")
_reads_by_number("referral-read-by-number", "ServiceRequest", "FS-SR-03")


@fault(
    "capabilities-not-read",
    "Messages are sent to a receiver whose CapabilityStatement was never read.",
    breaks="AP-11 AP-28 CF-04 CF-14 CN-12 CN-14 CN-15 CN-27",
)
class _CapabilitiesNotRead(Sender):
    def get(self, errand: Errand, path: str, correlation_id: str, *query: tuple[str, str]) -> Json:
        return {} if path == "/metadata" else super().get(errand, path, correlation_id, *query)

    def check_capabilities(self, statement: Json) -> None:
        """There is none to check."""

    def check_messages(self, statement: Json, definition: str) -> None:
        """Likewise."""


@fault(
    "definitions-not-read",
    "Messages are sent to a service whose MessageDefinitions were never read.",
    breaks="CF-09 CF-14 CM-03 CN-13 CN-18 CN-27 UC-04 UC-05",
)
class _DefinitionsNotRead(Sender):
    def definitions(self, errand: Errand, correlation_id: str) -> list[Json]:
        return [{}]

    def fits(self, offered: Json, definition: str) -> bool:
        return True


@fault(
    "version-of-capabilities-not-heeded", "A CapabilityStatement of version 2 is taken.", breaks="CN-12 CN-27"
)
class _VersionOfCapabilitiesNotHeeded(Sender):
    def check_capabilities(self, statement: Json) -> None:
        super().check_capabilities(statement | {"version": "1.1.4"})


@fault(
    "capabilities-not-heeded",
    "What the CapabilityStatement lacks is used nevertheless.",
    breaks="CN-14 CN-27",
)
class _CapabilitiesNotHeeded(Sender):
    def are_enough(self, interactions: set[tuple[Any, Any]]) -> bool:
        return True


@fault(
    "supported-messages-not-heeded",
    "A message that is not listed as supported is sent.",
    breaks="CN-15 CN-27",
)
class _SupportedMessagesNotHeeded(Sender):
    def check_messages(self, statement: Json, definition: str) -> None:
        """Nothing is looked at."""


@fault(
    "version-of-definitions-not-heeded",
    "A MessageDefinition of version 2 is followed.",
    breaks="CN-13 CN-18 CN-27",
)
class _VersionOfDefinitionsNotHeeded(Sender):
    def fits(self, offered: Json, definition: str) -> bool:
        return super().fits(offered | {"version": "1.1.4"}, definition)


@fault(
    "use-case-not-heeded",
    "A message is sent in a use case that its definition does not name.",
    breaks="UC-04 UC-05 CN-18 CN-27",
)
class _UseCaseNotHeeded(Sender):
    def names_use_case(self, offered: Json) -> bool:
        return True


@fault(
    "missing-definition-not-heeded", "A message without a published definition is sent.", breaks="CN-18 CN-27"
)
class _MissingDefinitionNotHeeded(Sender):
    def definitions(self, errand: Errand, correlation_id: str) -> list[Json]:
        offered = super().definitions(errand, correlation_id)
        codes = [
            {
                "coding": [
                    {"system": "https://fhir.nhs.uk/CodeSystem/usecases-categories-bars", "code": "a1t1"}
                ]
            }
        ]
        context = [{"valueCodeableConcept": each} for each in codes]
        ours = "bars-message-servicerequest-request-referral"
        national = {"url": URL.message_definition + ours, "version": "1.0.0", "useContext": context}
        return offered or [national]
