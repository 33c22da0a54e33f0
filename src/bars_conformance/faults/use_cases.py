"""Faults in what is made of the use case of a referral (Content-Negotiation/Receiver-ProcessMessage)."""

from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.faults.refusals import refused_as
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Entry, Message, codes
from bars_conformance.reference.definitions import DEFINITIONS, USE_CASE_SYSTEM, Definition
from bars_conformance.reference.workflow import Purpose
from bars_conformance.standard import USE_CASES


@fault(
    "use-case-not-offered-taken",
    "A referral is taken for a use case of the code system that no MessageDefinition names.",
    breaks="CN-25 UC-07",
)
class _UseCaseNotOfferedTaken(Receiver):
    def check_use_case(self, focus: Entry, definition: Definition) -> None:
        given = codes(focus.resource.get("category"), USE_CASE_SYSTEM)
        if not set(given) & USE_CASES.keys():
            super().check_use_case(focus, definition)


@fault(
    "use-case-not-offered-told-as-not-found",
    "A request for a use case that no MessageDefinition names, or for none, is answered 404.",
    breaks="CN-25 UC-07 UC-08 UC-09",
)
class _UseCaseNotOfferedToldAsNotFound(Receiver):
    def check_use_case(self, focus: Entry, definition: Definition) -> None:
        with refused_as(404, "not-found"):
            super().check_use_case(focus, definition)


@fault(
    "invented-use-case-taken",
    "A referral is taken whatever code its use case has.",
    breaks="CN-25 UC-07 UC-08",
)
class _InventedUseCaseTaken(Receiver):
    def check_use_case(self, focus: Entry, definition: Definition) -> None:
        if not codes(focus.resource.get("category"), USE_CASE_SYSTEM):
            super().check_use_case(focus, definition)


@fault(
    "invented-use-case-refused-yet-stored",
    "A referral whose use case is not in the code system is refused, and stored all the same.",
    breaks="UC-08",
)
class _InventedUseCaseRefusedYetStored(Receiver):
    def check_use_case(self, focus: Entry, definition: Definition) -> None:
        given = codes(focus.resource.get("category"), USE_CASE_SYSTEM)
        if not given or set(given) & USE_CASES.keys():
            super().check_use_case(focus, definition)

    def submit(self, message: Message, purpose: Purpose) -> dict[str, Any]:
        answer = super().submit(message, purpose)
        super().check_use_case(self.check_focus(message), DEFINITIONS[str(message.definition)])
        return answer
