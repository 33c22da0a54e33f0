"""Senders whose cancellations say something wrong of the referral or booking itself."""

from typing import Any
from uuid import uuid4

from bars_conformance.faults.sender_spoilt import Draft, Spoil, spoilt

_ELSEWHERE = "https://example.org/elsewhere"


def _focus(draft: Draft) -> Any:  # noqa: ANN401 - any resource, to be changed
    return (draft.all("ServiceRequest") or draft.all("Appointment"))[0]


_REFERRAL: tuple[tuple[str, str, str, Spoil], ...] = (
    (
        "without-decision-support",
        "does not name the decision support system",
        "CX-27",
        lambda d: d["MessageHeader"].pop("extension"),
    ),
    (
        "based-on-a-plan-that-is-not-there",
        "refers to a CarePlan that is not in it",
        "CX-40 FU-01",
        lambda d: _focus(d).update(basedOn=[{"reference": f"urn:uuid:{uuid4()}"}]),
    ),
    (
        "that-stays-active",
        "leaves the status active",
        "CX-41 CX-11",
        lambda d: _focus(d).update(status="active"),
    ),
    ("as-an-order", "has the intent order", "CX-42", lambda d: _focus(d).update(intent="order")),
    (
        "of-another-category",
        "has a category of another code system",
        "CX-43",
        lambda d: [each.update(system=_ELSEWHERE) for each in _focus(d)["category"][0]["coding"]],
    ),
    (
        "of-a-patient-elsewhere",
        "refers to a Patient that is not in it",
        "CX-44",
        lambda d: _focus(d).update(subject={"reference": "Patient/1"}),
    ),
    (
        "of-an-encounter-that-is-not-there",
        "refers to an Encounter that is not in it",
        "CX-45 FU-01",
        lambda d: _focus(d).update(encounter={"reference": f"urn:uuid:{uuid4()}"}),
    ),
    (
        "of-an-open-end",
        "says since when it was needed, and not until when",
        "CX-46",
        lambda d: _focus(d).update(occurrencePeriod={"start": d["Bundle"]["timestamp"]}),
    ),
    ("without-a-reason", "does not say why", "CX-47", lambda d: _focus(d).pop("reasonCode")),
)
_BOOKING: tuple[tuple[str, str, str, Spoil], ...] = (
    ("that-is-a-no-show", "has the status noshow", "CX-78", lambda d: _focus(d).update(status="noshow")),
    ("without-description", "has no description", "CX-79", lambda d: _focus(d).pop("description")),
    (
        "of-another-time",
        "begins at another time",
        "CX-80",
        lambda d: _focus(d).update(start="2030-01-01T09:00:00+00:00", end="2030-01-01T09:20:00+00:00"),
    ),
    (
        "of-a-slot-that-is-not-there",
        "refers to a Slot that is not in it",
        "CX-81 FU-01",
        lambda d: _focus(d).update(slot=[{"reference": f"urn:uuid:{uuid4()}"}]),
    ),
    (
        "created-by-the-sender",
        "says that the sender created it",
        "CX-82",
        lambda d: _focus(d).update(created="2020-01-01T00:00:00.0000000+00:00"),
    ),
    (
        "of-a-tentative-patient",
        "has a participant who is tentative",
        "CX-84",
        lambda d: _focus(d)["participant"][0].update(status="tentative"),
    ),
)

for _noun, _rows in (("referral", _REFERRAL), ("booking", _BOOKING)):
    for _name, _sentence, _breaks, _spoil in _rows:
        spoilt(
            f"{_noun}-cancellation-{_name}",
            f"The cancellation of a {_noun} {_sentence}.",
            f"{_noun} cancellation",
            _spoil,
            breaks=_breaks,
        )
