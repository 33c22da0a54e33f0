"""Refusals become OperationOutcomes here and nowhere else (Error-Handling/OperationOutcome-Example)."""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

from typing import Any
from uuid import uuid4

from bars_conformance.reference.call import Call
from bars_conformance.reference.premises import Premises
from bars_conformance.reference.refusal import Refusal
from bars_conformance.standard import PROFILES, URL


class Outcomes(Premises):
    """Writes the OperationOutcome of a refusal; each part of it is a method."""

    def outcome(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        """The OperationOutcome that tells a refusal."""
        return {
            "resourceType": "OperationOutcome",
            "id": str(uuid4()),
            "meta": {"profile": [PROFILES["OperationOutcome"]]},
            "issue": [self.issue(call, refusal)],
        }

    def issue(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        """The one issue of the outcome."""
        return {
            "severity": "error",
            "code": self.issue_code(call, refusal),
            "details": {
                "coding": [
                    {
                        "system": self.error_system(call, refusal),
                        "code": self.error_code(call, refusal),
                        "display": self.display(call, refusal),
                    }
                ]
            },
            "diagnostics": self.diagnostics(call, refusal),
        }

    def status(self, call: Call, refusal: Refusal) -> int:
        """The HTTP status of a refusal."""
        return refusal.status

    def issue_code(self, call: Call, refusal: Refusal) -> str:
        """A code of FHIR's issue-type."""
        return refusal.issue

    def error_system(self, call: Call, refusal: Refusal) -> str:
        """The coding system of the error code."""
        return URL.error_code

    def error_code(self, call: Call, refusal: Refusal) -> str:
        """A BaRS error code of a receiver."""
        return refusal.code

    def display(self, call: Call, refusal: Refusal) -> str:
        """Status and error code, as the samples of the guide write them."""
        return f"{refusal.status} - {self.error_code(call, refusal)}"

    def diagnostics(self, call: Call, refusal: Refusal) -> str:
        """What was wrong, without anything about a patient."""
        return refusal.diagnostics
