"""What stands in an OperationOutcome beside the two codes, and how they are written."""

from typing import Any

from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal
from bars_conformance.variants.variant import variant


@variant(
    "error-codes-of-the-other-spelling",
    "The coding system of error codes is spelled Codesystem, as in most samples.",
    rests_on="R-17",
)
class _ErrorCodesOfTheOtherSpelling(Receiver):
    def error_system(self, call: Call, refusal: Refusal) -> str:
        return super().error_system(call, refusal).replace("/CodeSystem/", "/Codesystem/")


@variant(
    "issues-of-lesser-severity",
    "Before the error stands an issue of severity information, after it a warning; neither has a BaRS code.",
    rests_on="R-31",
)
class _IssuesOfLesserSeverity(Receiver):
    def outcome(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        outcome = super().outcome(call, refusal)
        said = {"code": "informational", "diagnostics": "The answer was made by node 7 of the receiver."}
        outcome["issue"] = [
            {"severity": "information", **said},
            *outcome["issue"],
            {"severity": "warning", **said},
        ]
        return outcome


@variant(
    "a-local-coding-first",
    "Before the BaRS code stands a code of a local system, and a text after both.",
    rests_on="R-31",
)
class _ALocalCodingFirst(Receiver):
    def issue(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        issue = super().issue(call, refusal)
        local = {"system": "https://receiver.example/CodeSystem/errors", "code": f"E{refusal.status}"}
        issue["details"]["coding"].insert(0, local)
        issue["details"]["text"] = "The request was refused."
        return issue


@variant("errors-are-fatal", "The severity of every error is fatal.", rests_on="R-33")
class _ErrorsAreFatal(Receiver):
    def issue(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        return {**super().issue(call, refusal), "severity": "fatal"}


@variant("error-codes-without-display", "The coding of an error has no display.", rests_on="R-32")
class _ErrorCodesWithoutDisplay(Receiver):
    def issue(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        issue = super().issue(call, refusal)
        del issue["details"]["coding"][0]["display"]
        return issue


@variant(
    "elements-that-need-no-reading",
    "An OperationOutcome has a language, a narrative, an expression and an extension.",
    rests_on="FHIR-R4",
)
class _ElementsThatNeedNoReading(Receiver):
    def outcome(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        outcome = super().outcome(call, refusal)
        for issue in outcome["issue"]:
            issue["expression"] = ["Bundle"]
            issue["extension"] = [{"url": "https://receiver.example/node", "valueString": "7"}]
        narrative = '<div xmlns="http://www.w3.org/1999/xhtml"><p>The request was refused.</p></div>'
        return {**outcome, "language": "en-GB", "text": {"status": "generated", "div": narrative}}


@variant(
    "terse-diagnostics",
    "Diagnostics say in a few words what is wrong with the request, and no more.",
    rests_on="R-33",
)
class _TerseDiagnostics(Receiver):
    def diagnostics(self, call: Call, refusal: Refusal) -> str:
        return super().diagnostics(call, refusal).partition(";")[0].rstrip(".")
