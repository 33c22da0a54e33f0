"""What a receiver says of itself: CapabilityStatement and MessageDefinitions in their lawful forms."""

from typing import Any

from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.definitions import USE_CASE_SYSTEM
from bars_conformance.reference.headers import TARGET
from bars_conformance.reference.refusal import Refusal
from bars_conformance.variants.variant import variant

Json = dict[str, Any]


@variant(
    "definitions-relative",
    "The CapabilityStatement names the messages it takes by relative URLs, and the operation without $.",
    rests_on="R-95",
)
class _DefinitionsRelative(Receiver):
    def supported_messages(self) -> list[dict[str, str]]:
        names = (each["definition"].rpartition("/")[2] for each in super().supported_messages())
        return [{"mode": "receiver", "definition": f"MessageDefinition/{name}"} for name in names]

    def rest(self) -> Json:
        rest = super().rest()
        rest["operation"][0]["name"] = "process-message"
        return rest


@variant(
    "definitions-with-versions",
    "The CapabilityStatement names messages with the versions of their definitions.",
    rests_on="R-95 FHIR-R4",
)
class _DefinitionsWithVersions(Receiver):
    def supported_messages(self) -> list[dict[str, str]]:
        return [
            {**each, "definition": f"{each['definition']}|1.0.0"} for each in super().supported_messages()
        ]


@variant("another-minor-version", "The versions told are 1.0.0-alpha and 1.2.0.", rests_on="R-96")
class _AnotherMinorVersion(Receiver):
    def capability_statement(self, call: Call) -> Json:
        return {**super().capability_statement(call), "version": "1.0.0-alpha"}

    def search_definitions(self, call: Call) -> Json:
        found = super().search_definitions(call)
        for entry in found["entry"]:
            entry["resource"]["version"] = "1.2.0"
        return found


@variant(
    "contexts-in-their-code",
    "A MessageDefinition names service and use case in useContext.code, as the text of the guide has it.",
    rests_on="R-92",
)
class _ContextsInTheirCode(Receiver):
    def search_definitions(self, call: Call) -> Json:
        found = super().search_definitions(call)
        for entry in found["entry"]:
            for context in entry["resource"]["useContext"]:
                context["code"] = context["valueCodeableConcept"]["coding"][0]
        return found


@variant(
    "use-cases-in-one-context",
    "A MessageDefinition names all its use cases in one useContext.",
    rests_on="R-92",
)
class _UseCasesInOneContext(Receiver):
    def search_definitions(self, call: Call) -> Json:
        found = super().search_definitions(call)
        for entry in found["entry"]:
            contexts = entry["resource"]["useContext"]
            codings = [each["valueCodeableConcept"]["coding"][0] for each in contexts]
            cases = [each for each in codings if each["system"] == USE_CASE_SYSTEM]
            services = [each for each in contexts if each["valueCodeableConcept"]["coding"][0] not in cases]
            one = {"code": contexts[0]["code"], "valueCodeableConcept": {"coding": cases}}
            entry["resource"]["useContext"] = [*services, one]
        return found


@variant(
    "definitions-of-its-own",
    "MessageDefinitions have ids, names, titles and texts of the receiver's own.",
    rests_on="R-95 FHIR-R4",
)
class _DefinitionsOfItsOwn(Receiver):
    def search_definitions(self, call: Call) -> Json:
        found = super().search_definitions(call)
        for number, entry in enumerate(found["entry"], 1):
            entry["resource"] |= {
                "id": f"definition-{number}",
                "name": f"Definition{number}",
                "title": "Ours",
            }
            entry["resource"]["publisher"] = "A receiver"
            entry["fullUrl"] = f"{call.base}/MessageDefinition/definition-{number}"
        return found


@variant(
    "discovery-without-last-updated",
    "CapabilityStatement and MessageDefinitions have no meta.",
    rests_on="R-116",
)
class _DiscoveryWithoutLastUpdated(Receiver):
    def capability_statement(self, call: Call) -> Json:
        statement = super().capability_statement(call)
        del statement["meta"]
        return statement

    def search_definitions(self, call: Call) -> Json:
        found = super().search_definitions(call)
        for entry in found["entry"]:
            del entry["resource"]["meta"]
        return found


@variant(
    "functions-of-its-own",
    "The CapabilityStatement lists resources, interactions, formats and operations beyond BaRS.",
    rests_on="R-95 FHIR-R4",
)
class _FunctionsOfItsOwn(Receiver):
    def rest(self) -> Json:
        rest = super().rest()
        rest["resource"].append({"type": "Observation", "interaction": [{"code": "read"}]})
        definition = "https://receiver.example/OperationDefinition/tidy"
        rest["operation"].insert(0, {"name": "tidy", "definition": definition})
        rest["interaction"] = [{"code": "batch"}]
        return rest

    def capability_statement(self, call: Call) -> Json:
        statement = super().capability_statement(call)
        return {**statement, "rest": [{"mode": "client"}, *statement["rest"]]}


@variant(
    "target-needed-everywhere",
    "Several organisations share an address: GET /metadata without a target is 400.",
    rests_on="R-41",
)
class _TargetNeededEverywhere(Receiver):
    def check_identity(self, call: Call) -> None:
        super().check_identity(call)
        if TARGET not in call.headers:
            raise Refusal(400, "required", f"The header {TARGET} is missing.")
