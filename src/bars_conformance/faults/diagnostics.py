"""Faults in what the diagnostics of a refusal say (Error-Handling/Diagnostics-Text)."""

from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver, bodies
from bars_conformance.reference.bundle import at, listed
from bars_conformance.reference.call import Call
from bars_conformance.reference.records import nhs_numbers
from bars_conformance.reference.refusal import Refusal

_UNCLEAR = "EH-19 EH-33 EH-34 EH-40 EH-47 EH-50"


def _patient(call: Call) -> dict[str, Any]:
    """The Patient in the body of a message; empty if there is none."""
    resources = (at(entry, "resource") for entry in listed(at(bodies.parse(call.body), "entry")))
    return next((each for each in resources if at(each, "resourceType") == "Patient"), {})


@fault(
    "family-name-told-when-slot-is-taken",
    "A booking of a slot that is taken is refused with the patient's family name.",
    breaks="EH-22",
)
class _FamilyNameToldWhenSlotIsTaken(Receiver):
    def diagnostics(self, call: Call, refusal: Refusal) -> str:
        told = super().diagnostics(call, refusal)
        family = at(_patient(call), "name", 0, "family") if told == self.slot_taken().diagnostics else None
        return f"{told} It was asked for {family}." if family else told


@fault(
    "nhs-number-told-when-workflow-is-unknown",
    "A referral with workflow variables that have no branch is refused with the patient's NHS number.",
    breaks="EH-22",
)
class _NhsNumberToldWhenWorkflowIsUnknown(Receiver):
    def diagnostics(self, call: Call, refusal: Refusal) -> str:
        told = super().diagnostics(call, refusal)
        if not (call.is_message and told.startswith("This is no known workflow")):
            return told
        return " ".join((told, "NHS number", *nhs_numbers(_patient(call))))


@fault(
    "birth-date-told-when-resource-is-missing",
    "A message that lacks a resource is refused with the patient's date of birth.",
    breaks="EH-22",
)
class _BirthDateToldWhenResourceIsMissing(Receiver):
    def diagnostics(self, call: Call, refusal: Refusal) -> str:
        told = super().diagnostics(call, refusal)
        born = _patient(call).get("birthDate") if told.startswith("The message needs") else None
        return f"{told} The patient was born on {born}." if born else told


@fault(
    "birth-date-told-on-server-error",
    "A failure inside the receiver is told with the patient's date of birth.",
    breaks="EH-22",
)
class _BirthDateToldOnServerError(Receiver):
    def diagnostics(self, call: Call, refusal: Refusal) -> str:
        told = super().diagnostics(call, refusal)
        fails = refusal.status == self.broken(call).status
        born = _patient(call).get("birthDate") if fails and call.is_message else None
        return f"{told} The patient was born on {born}." if born else told


@fault(
    "stack-trace-told-on-server-error",
    "A failure inside the receiver is answered with its stack trace.",
    breaks="EH-21",
)
class _StackTraceToldOnServerError(Receiver):
    def diagnostics(self, call: Call, refusal: Refusal) -> str:
        told = super().diagnostics(call, refusal)
        if refusal.status != self.broken(call).status:
            return told
        return f'{told}\nTraceback (most recent call last):\n  File "receiver.py", line 12, in process'


@fault(
    "java-stack-trace-told-on-malformed-json",
    "A body that is not JSON is refused with the stack trace of the parser.",
    breaks="EH-21",
)
class _JavaStackTraceToldOnMalformedJson(Receiver):
    def diagnostics(self, call: Call, refusal: Refusal) -> str:
        told = super().diagnostics(call, refusal)
        if "well-formed JSON" not in told:
            return told
        return f"{told}\n\tat uk.example.fhir.Parser.parse(Parser.java:118)"


@fault(
    "no-diagnostics-for-malformed-json",
    "A body that is not JSON is refused without diagnostics.",
    breaks=_UNCLEAR,
)
class _NoDiagnosticsForMalformedJson(Receiver):
    def issue(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        issue = super().issue(call, refusal)
        if "well-formed JSON" in refusal.diagnostics:
            del issue["diagnostics"]
        return issue


@fault(
    "bare-code-as-diagnostics-for-unknown-referral",
    "An unknown ServiceRequest is refused with the error code as the only diagnostics.",
    breaks=_UNCLEAR,
)
class _BareCodeAsDiagnosticsForUnknownReferral(Receiver):
    def diagnostics(self, call: Call, refusal: Refusal) -> str:
        told = super().diagnostics(call, refusal)
        return refusal.code if told.startswith("There is no ServiceRequest") else told


@fault(
    "empty-diagnostics-for-unknown-context",
    "GET /MessageDefinition for an unknown context is refused with empty diagnostics.",
    breaks=f"EH-01 {_UNCLEAR}",
)
class _EmptyDiagnosticsForUnknownContext(Receiver):
    def diagnostics(self, call: Call, refusal: Refusal) -> str:
        unknown = call.path == "/MessageDefinition" and refusal.issue == "not-found"
        return "" if unknown else super().diagnostics(call, refusal)


@fault(
    "diagnostics-of-another-parameter",
    "GET /Slot without status is refused with diagnostics that blame the parameter start.",
    breaks="EH-19 EH-33 EH-47 EH-50",
)
class _DiagnosticsOfAnotherParameter(Receiver):
    def diagnostics(self, call: Call, refusal: Refusal) -> str:
        told = super().diagnostics(call, refusal)
        return "The parameter start is missing." if told == "The parameter status is missing." else told
