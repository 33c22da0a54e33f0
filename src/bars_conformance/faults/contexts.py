"""Faults in what is made of the parameter context (GET--MessageDefinition)."""

# ruff: noqa: ARG002 - an override takes what the method takes

from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.faults.refusals import passing_over
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.definitions import USE_CASE_SYSTEM, Definition
from bars_conformance.reference.diary import Service
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.searchset import searchset

Json = dict[str, Any]


@fault(
    "definitions-served-without-a-context",
    "GET /MessageDefinition without a context is answered with the MessageDefinitions of all services.",
    breaks="CF-07 CF-08 EH-46 EH-49 FS-MSGDEF-04",
)
class _DefinitionsServedWithoutAContext(Receiver):
    def contexts(self, call: Call) -> list[tuple[str, str]]:
        return super().contexts(call) if any(call.parameters("context")) else []


@fault(
    "missing-context-told-as-not-found",
    "GET /MessageDefinition without a context is answered 404.",
    breaks="CF-07 CF-08 EH-46 FS-MSGDEF-04",
)
class _MissingContextToldAsNotFound(Receiver):
    def contexts(self, call: Call) -> list[tuple[str, str]]:
        if not any(call.parameters("context")):
            raise Refusal(404, "not-found", "No MessageDefinition matches the context.")
        return super().contexts(call)


@fault(
    "malformed-context-told-as-not-found",
    "GET /MessageDefinition with the context || is answered 404.",
    breaks="CF-08 EH-46 FS-MSGDEF-05 FS-MSGDEF-06",
)
class _MalformedContextToldAsNotFound(Receiver):
    def contexts(self, call: Call) -> list[tuple[str, str]]:
        return [("", "")] if call.parameters("context") == ["||"] else super().contexts(call)


@fault(
    "odd-context-told-as-server-error",
    "GET /MessageDefinition breaks on a context whose system is missing, unknown or followed by two bars.",
    breaks="CF-08 EH-46 FS-MSGDEF-05 FS-MSGDEF-06",
)
class _OddContextToldAsServerError(Receiver):
    def contexts(self, call: Call) -> list[tuple[str, str]]:
        for context in call.parameters("context"):
            if context and context.partition("|")[0].rpartition("/")[2] not in {
                "dos-service-id",
                "usecases-categories-bars",
            }:
                raise RuntimeError("no such system of contexts")
            if "||" in context:
                raise RuntimeError("too many values to unpack")
        return super().contexts(call)


@fault(
    "unknown-service-has-no-definitions",
    "GET /MessageDefinition for a service that there is not is answered with an empty searchset.",
    breaks="CF-08 CN-20 CN-23 CN-24 EH-46 EH-49 FS-MSGDEF-07",
)
class _UnknownServiceHasNoDefinitions(Receiver):
    def search_definitions(self, call: Call) -> Json:
        with passing_over("not-found"):
            return super().search_definitions(call)
        return searchset(call, ())


@fault(
    "service-taken-from-the-target",
    "GET /MessageDefinition looks at NHSD-Target-Identifier only, whatever service the context names.",
    breaks="CF-06 CF-08 CN-23 CN-24 EH-46 EH-49 FS-MSGDEF-07",
)
class _ServiceTakenFromTheTarget(Receiver):
    def is_meant(self, service: Service, contexts: list[tuple[str, str]]) -> bool:
        return service is next(iter(self.holdings.diary.services.values()))


@fault(
    "use-case-in-the-context-passed-over",
    "GET /MessageDefinition for a service and use case is answered with all that the service takes.",
    breaks="CN-20",
)
class _UseCaseInTheContextPassedOver(Receiver):
    def serves(self, definition: Definition, contexts: list[tuple[str, str]]) -> bool:
        return super().serves(definition, [pair for pair in contexts if pair[0] != USE_CASE_SYSTEM])
