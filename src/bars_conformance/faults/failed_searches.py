"""Faults in telling that a search failed inside the receiver (Failure-Scenarios-1.1.x/GET--Slots)."""

from http import HTTPStatus
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal

_SEARCHES = {
    "/MessageDefinition": ("definition", "FS-MSGDEF-13", "FS-MSGDEF-14"),
    "/Slot": ("slot", "FS-SLOT-28", "FS-SLOT-29"),
}


def _failing(name: str, sentence: str, breaks: str, path: str, told: Refusal) -> None:
    class Failing(Receiver):
        def fail_read(self, call: Call) -> dict[str, Any]:
            if call.path == path:
                raise told
            return super().fail_read(call)

    fault(name, sentence, breaks=f"EH-46 FS-GEN-14 {breaks}")(Failing)


for _path, (_what, _failed, _unavailable) in _SEARCHES.items():
    _failing(
        f"failed-{_what}-search-told-as-not-found",
        f"GET {_path} that fails inside the receiver is answered 404.",
        _failed,
        _path,
        Refusal(HTTPStatus.NOT_FOUND, "not-found", "Nothing was found."),
    )
    _failing(
        f"failed-{_what}-search-told-as-server-error-with-issue-processing",
        f"GET {_path} that fails inside the receiver is answered 500 with the issue code processing.",
        _failed,
        _path,
        Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "processing", "The search failed."),
    )
    _failing(
        f"failed-{_what}-search-told-as-unavailable-with-issue-exception",
        f"GET {_path} that fails inside the receiver is answered 503 with the issue code exception.",
        f"{_failed} {_unavailable}",
        _path,
        Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "exception", "The search failed."),
    )


class _FailedSearchAnsweredEmpty(Receiver):
    def fail_read(self, call: Call) -> dict[str, Any]:
        itself = {"relation": "self", "url": f"{call.base}{call.path}"}
        return {"resourceType": "Bundle", "type": "searchset", "total": 0, "link": [itself]}


fault(
    "failed-search-answered-empty",
    "A search that fails inside the receiver is answered 200 with an empty searchset.",
    breaks="EH-02 EH-46 EH-49 FS-GEN-14 FS-MSGDEF-13 FS-SLOT-28",
)(_FailedSearchAnsweredEmpty)
