"""A message with anything at all in place of one of its parts is accepted or refused, never failed over."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_letters import Letter, booking, cancellation, following, request
from starlette.datastructures import Headers

from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal

Path = tuple[str | int, ...]

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=8), inner, max_size=2),
    max_leaves=4,
)


def paths(node: Any, here: Path = ()) -> Iterator[Path]:  # noqa: ANN401 - any JSON value
    yield here
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, value in pairs:
        yield from paths(value, (*here, step))


def post(receiver: Receiver, bundle: object) -> int:
    call = Call("POST", "/$process-message", "", Headers(), body=json.dumps(bundle).encode())
    try:
        answer = receiver.process_message(call)
    except Refusal as refusal:
        return refusal.status
    assert json.dumps(answer, allow_nan=False)
    return 200


def conversation(kind: int) -> tuple[Receiver, Letter]:
    """A receiver, and the last of the letters that it is to get."""
    receiver = Receiver()
    diary = receiver.holdings.diary
    slot = receiver.holdings.directory.slot(diary.slots(diary.services["2000072489"])[0])
    first = [request(), request("validation"), booking(slot)][kind % 3]
    if kind < 3:
        return receiver, first
    assert post(receiver, first.bundle) == 200
    identifier = next(iter(receiver.holdings.records))
    return receiver, (following if kind < 6 else cancellation)(first, identifier)


@pytest.mark.parametrize("number", [None, "", "999300417", "99930041700", "9993OO417O", 9993004170])
def test_a_referral_of_a_patient_without_an_nhs_number_is_taken_without_a_pointer(number: object) -> None:
    receiver, letter = conversation(0)
    patient = next(each["resource"] for each in letter.bundle["entry"] if "birthDate" in each["resource"])
    patient["identifier"][0]["value"] = number
    assert post(receiver, letter.bundle) == 200
    (record,) = receiver.holdings.records.values()
    assert record.pointer is None


@given(st.integers(0, 8), st.data())
@settings(max_examples=400, deadline=None)
def test_any_part_may_be_anything(kind: int, data: st.DataObject) -> None:
    receiver, letter = conversation(kind)
    *steps, last = data.draw(st.sampled_from([path for path in paths(letter.bundle) if path]))
    node: Any = letter.bundle
    for step in steps:
        node = node[step]
    node[last] = data.draw(anything)
    kept = len(receiver.holdings.records)
    status = post(receiver, letter.bundle)
    assert status == 200 or 400 <= status < 500 or status == 501
    assert status == 200 or len(receiver.holdings.records) == kept
