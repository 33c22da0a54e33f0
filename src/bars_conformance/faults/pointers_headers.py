"""Faults in what requests about pointers have to carry (DocumentReference-Interface.page.md)."""

from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import CORRELATION_ID, REQUEST_ID, Call
from bars_conformance.reference.refusal import Refusal


def _id_not_needed(name: str, sentence: str, breaks: str, header: str, method: str) -> None:
    """A fault in which some requests about pointers are answered without an id."""

    class IdNotNeeded(Receiver):
        def check_integrity_header(self, call: Call, name: str) -> None:
            meant = call.is_about_pointers and call.method == method
            if not (meant and name == header and name not in call.headers):
                super().check_integrity_header(call, name)

    fault(name, sentence, breaks=breaks)(IdNotNeeded)


_id_not_needed(
    "pointers-searched-without-request-id",
    "A search for pointers is answered without an X-Request-ID.",
    "DP-10 EH-49 TI-15",
    REQUEST_ID,
    "GET",
)
_id_not_needed(
    "pointer-removed-without-correlation-id",
    "A pointer is removed without an X-Correlation-ID.",
    "DP-10 EH-49 TI-16",
    CORRELATION_ID,
    "DELETE",
)


@fault(
    "ids-missing-on-new-pointers",
    "The answer to a new pointer lacks the ids of the request.",
    breaks="DP-10 HDR-23 TI-03 TI-05",
)
class _IdsMissingOnNewPointers(Receiver):
    def echo(self, call: Call) -> dict[str, str]:
        return {} if call.path == "/DocumentReference" and call.method == "POST" else super().echo(call)


@fault(
    "refused-organisation-finds-pointers",
    "An organisation that access control refuses can search for pointers.",
    breaks="DP-10 EH-46 EH-49 FS-ROUTE-21",
)
class _RefusedOrganisationFindsPointers(Receiver):
    def check_access(self, call: Call) -> None:
        if not call.is_about_pointers:
            super().check_access(call)


@fault(
    "pointer-refusals-without-an-outcome",
    "What is refused about pointers is told by a Basic in place of an OperationOutcome.",
    breaks="EH-01 EH-40 EH-46 EH-49 FS-GEN-01",
)
class _PointerRefusalsWithoutAnOutcome(Receiver):
    def outcome(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        if call.is_about_pointers:
            return {"resourceType": "Basic", "code": {"text": refusal.diagnostics}}
        return super().outcome(call, refusal)
