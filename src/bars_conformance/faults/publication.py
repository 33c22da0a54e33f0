"""Faults in the MessageDefinitions that are published (Use-Case-Categories, Content negotiation)."""

from abc import ABC, abstractmethod
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.definitions import USE_CASE_SYSTEM, Definition
from bars_conformance.reference.searchset import searchset
from bars_conformance.standard import URL

Json = dict[str, Any]


class _Edited(Receiver, ABC):
    """A receiver whose answer to GET /MessageDefinition is edited, one definition at a time."""

    def search_definitions(self, call: Call) -> Json:
        found = super().search_definitions(call)
        return searchset(call, [self.edited(each["resource"]) for each in found["entry"]])

    @abstractmethod
    def edited(self, definition: Json) -> Json:
        """What is published in place of a MessageDefinition."""


def _without_contexts(definition: Json, system: str) -> Json:
    kept = [each for each in definition["useContext"] if system not in str(each)]
    return {**definition, "useContext": kept}


def _relabelled(definition: Json, system: str, new_system: str, code: str) -> Json:
    label = {"valueCodeableConcept": {"coding": [{"system": new_system, "code": code}]}}
    contexts = [{**each, **label} if system in str(each) else each for each in definition["useContext"]]
    return {**definition, "useContext": contexts}


@fault(
    "definitions-in-a-collection",
    "GET /MessageDefinition is answered with a Bundle of type collection.",
    breaks="CF-05",
)
class _DefinitionsInACollection(Receiver):
    def search_definitions(self, call: Call) -> Json:
        found = super().search_definitions(call)
        entries = [{"fullUrl": each["fullUrl"], "resource": each["resource"]} for each in found["entry"]]
        return {"resourceType": "Bundle", "type": "collection", "entry": entries}


@fault(
    "use-context-code-as-an-array",
    "MessageDefinition.useContext.code is an array, as an example of the API specification has it.",
    breaks="FS-MSGDEF-15",
)
class _UseContextCodeAsAnArray(_Edited):
    def edited(self, definition: Json) -> Json:
        contexts = [{**each, "code": [each["code"]]} for each in definition["useContext"]]
        return {**definition, "useContext": contexts}


@fault(
    "bookings-taken-but-not-published",
    "No MessageDefinition is published of bookings, though they are announced and taken.",
    breaks="CF-05 CN-16",
)
class _BookingsTakenButNotPublished(Receiver):
    def serves(self, definition: Definition, contexts: list[tuple[str, str]]) -> bool:
        return not definition.books and super().serves(definition, contexts)


@fault(
    "requests-taken-but-not-published",
    "No MessageDefinition is published of referrals and validations, though they are announced and taken.",
    breaks="CF-05 CN-16",
)
class _RequestsTakenButNotPublished(Receiver):
    def serves(self, definition: Definition, contexts: list[tuple[str, str]]) -> bool:
        return definition.books and super().serves(definition, contexts)


@fault(
    "service-not-named-in-definitions",
    "The MessageDefinitions name their use cases, but not the service.",
    breaks="CF-06",
)
class _ServiceNotNamedInDefinitions(_Edited):
    def edited(self, definition: Json) -> Json:
        return _without_contexts(definition, URL.service_id)


@fault(
    "definitions-always-of-the-first-service",
    "Whichever service is asked for, the MessageDefinitions name the first one.",
    breaks="CF-06",
)
class _DefinitionsAlwaysOfTheFirstService(_Edited):
    def edited(self, definition: Json) -> Json:
        first = next(iter(self.holdings.diary.services))
        return _relabelled(definition, URL.service_id, URL.service_id, first)


@fault(
    "use-case-not-named-for-referrals",
    "The MessageDefinition of referrals names no use case.",
    breaks="CN-20 UC-03",
)
class _UseCaseNotNamedForReferrals(_Edited):
    def edited(self, definition: Json) -> Json:
        referral = definition["url"].endswith("request-referral")
        return _without_contexts(definition, USE_CASE_SYSTEM) if referral else definition


@fault(
    "use-cases-of-a-system-of-its-own",
    "The MessageDefinitions name use cases by codes of another code system.",
    breaks="CN-20 UC-01 UC-03",
)
class _UseCasesOfASystemOfItsOwn(_Edited):
    def edited(self, definition: Json) -> Json:
        return _relabelled(definition, USE_CASE_SYSTEM, "https://example.org/flows", "7")


@fault(
    "definition-without-a-version",
    "The MessageDefinition of bookings has no version.",
    breaks="CN-22",
)
class _DefinitionWithoutAVersion(_Edited):
    def edited(self, definition: Json) -> Json:
        books = definition["url"].endswith("booking-request")
        return {name: value for name, value in definition.items() if not books or name != "version"}


@fault(
    "definition-version-is-a-date",
    "MessageDefinition.version is the date of its last change.",
    breaks="CN-22",
)
class _DefinitionVersionIsADate(_Edited):
    def edited(self, definition: Json) -> Json:
        return {**definition, "version": definition["date"]}
