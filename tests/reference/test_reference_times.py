"""A time that cannot be read is told by its place in what was sent."""

import json
from collections.abc import Mapping

import pytest
from starlette.datastructures import Headers

from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal


def _posted(path: str, resource: Mapping[str, object]) -> Call:
    return Call("POST", path, "", Headers(), body=json.dumps(resource).encode())


def test_in_an_appointment() -> None:
    with pytest.raises(Refusal, match=r"^Appointment\.start is not a time"):
        Receiver().read_appointment(_posted("/Appointment", {"resourceType": "Appointment", "start": "soon"}))


def test_in_a_message() -> None:
    bundle = {
        "resourceType": "Bundle",
        "type": "message",
        "meta": {"versionId": "1.1.4"},
        "timestamp": "2026-11-22T10:00:00",
    }
    with pytest.raises(Refusal, match=r"^Bundle\.timestamp is not a time"):
        Receiver().read_message(_posted("/$process-message", bundle))
