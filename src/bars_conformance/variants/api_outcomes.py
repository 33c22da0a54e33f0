"""What stands in an OperationOutcome of the API beside the two codes, and how they are written."""

from typing import Any

from bars_conformance.reference.api import Api
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.call import Call
from bars_conformance.variants.variant import variant

_PROFILE_OF_SAMPLES = "https://simplifier.net/guide/UKCoreDevelopment2/ProfileUKCore-OperationOutcome"


@variant(
    "codes-of-the-api-of-the-other-spelling",
    "The coding system of the API's error codes is spelled Codesystem, and the codes have no display.",
    rests_on="R-17 R-32",
)
class _CodesOfTheApiOfTheOtherSpelling(Api):
    def issue(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        issue = super().issue(call, refusal)
        coding = issue["details"]["coding"][0]
        coding["system"] = coding["system"].replace("/CodeSystem/", "/Codesystem/")
        del coding["display"]
        return issue


@variant("errors-of-the-api-are-fatal", "The severity of the API's errors is fatal.", rests_on="R-33")
class _ErrorsOfTheApiAreFatal(Api):
    def issue(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        return {**super().issue(call, refusal), "severity": "fatal"}


@variant(
    "a-coding-of-the-platform-first",
    "Before the BaRS code of the API stands a code of its platform, and a text after both.",
    rests_on="R-31",
)
class _ACodingOfThePlatformFirst(Api):
    def issue(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        issue = super().issue(call, refusal)
        local = {"system": "https://api.example/CodeSystem/faults", "code": f"steps.{refusal.status}"}
        issue["details"]["coding"].insert(0, local)
        issue["details"]["text"] = "The request was not passed on."
        return issue


@variant(
    "issues-of-the-platform",
    "Before the error of the API stands an issue of severity information, after it a warning.",
    rests_on="R-31",
)
class _IssuesOfThePlatform(Api):
    def outcome(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        outcome = super().outcome(call, refusal)
        said = {"code": "informational", "diagnostics": "The answer was made by node 7 of the API."}
        outcome["issue"] = [
            {"severity": "information", **said},
            *outcome["issue"],
            {"severity": "warning", **said},
        ]
        return outcome


@variant(
    "outcomes-of-one-id",
    "All outcomes of a kind have one id and the profile of the guide's samples, and a narrative.",
    rests_on="R-33 FHIR-R4",
)
class _OutcomesOfOneId(Api):
    def outcome(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        narrative = {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Refused</div>'}
        return {
            **super().outcome(call, refusal),
            "id": f"{refusal.status}-{refusal.issue}",
            "meta": {"profile": [_PROFILE_OF_SAMPLES]},
            "language": "en-GB",
            "text": narrative,
        }


@variant(
    "outcomes-without-id-and-profile",
    "An OperationOutcome of the API holds its issue, and no more.",
    rests_on="FHIR-R4",
)
class _OutcomesWithoutIdAndProfile(Api):
    def outcome(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        outcome = super().outcome(call, refusal)
        return {name: outcome[name] for name in ("resourceType", "issue")}
