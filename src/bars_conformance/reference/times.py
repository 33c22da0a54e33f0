"""The times in what was sent, found wherever they stand and turned to UTC."""

from bars_conformance.reference.instants import date_or_instant_in_utc, in_utc
from bars_conformance.reference.refusal import Refusal

_DEEPEST = 64
_HOLDING_MORE = (dict, list)
_INSTANTS = frozenset({"lastUpdated", "timestamp", "issued"})
_TIMES = frozenset(
    {
        *("assertedDate", "authored", "authoredOn", "created", "date", "dateTime", "end", "executed"),
        *("lastOccurrence", "received", "recorded", "recordedDate", "sent", "start", "valueDateTime"),
        *(
            "deceasedDateTime",
            "effectiveDateTime",
            "occurrenceDateTime",
            "onsetDateTime",
            "performedDateTime",
        ),
    }
)
_INSTANTS_OF_A_RESOURCE = {"Appointment": ("start", "end"), "Slot": ("start", "end")}


def settle_times(node: object, path: str, depth: int = 0) -> None:
    """Turn all times in a JSON value to UTC, in place (BaRS-FHIR-Usage/How-to-handle-times).

    Refuses a time that is none or lacks its offset, and a value nested deeper than any resource is.
    """
    if depth > _DEEPEST:
        raise Refusal(400, "structure", "The body is nested too deeply.")
    if isinstance(node, list):
        for each in node:
            if isinstance(each, _HOLDING_MORE):
                settle_times(each, path, depth + 1)
    if not isinstance(node, dict):
        return
    exact = _INSTANTS_OF_A_RESOURCE.get(str(node.get("resourceType")), ())
    for name, value in node.items():
        if name in _TIMES or name in _INSTANTS:
            node[name] = _settled(value, f"{path}.{name}", exact=name in _INSTANTS or name in exact)
        elif isinstance(value, _HOLDING_MORE):
            settle_times(value, f"{path}.{name}", depth + 1)


def _settled(value: object, path: str, *, exact: bool) -> str:
    refusal = Refusal(400, "value", f"{path} is not a time that FHIR knows, with its offset.")
    if not isinstance(value, str):
        raise refusal
    try:
        return in_utc(value) if exact else date_or_instant_in_utc(value)
    except (ValueError, OverflowError) as error:
        raise refusal from error
