"""Reading and varying messages: exactly what was named changes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_parties import PARTIES

from bars_conformance.messages import (
    added,
    doubled,
    first,
    focus,
    header,
    joined,
    lacking,
    merged,
    referral,
    replaced,
    resources,
    value,
    without,
)
from bars_conformance.verdict import HarnessError

MESSAGE = referral(PARTIES)
BEFORE = json.dumps(MESSAGE)
ABSENT = object()


def leaves(node: object, path: str) -> Iterator[str]:
    match node:
        case dict():
            for name, item in node.items():
                yield from leaves(item, f"{path}.{name}")
        case list():
            for index, item in enumerate(node):
                yield from leaves(item, f"{path}[{index}]")
        case _:
            yield path


PATHS = [
    path
    for resource in resources(MESSAGE)
    if resource["resourceType"] != "Organization"
    for path in leaves(resource, resource["resourceType"])
] + ["Bundle.id", "Bundle.type", "Bundle.meta.versionId", "Organization[1].identifier.value"]


def difference(left: Any, right: Any, path: str = "") -> list[tuple[str, Any, Any]]:  # noqa: ANN401 - JSON
    """Each place where two JSON values differ, as deep as can be."""
    if left == right:
        return []
    if isinstance(left, dict) and isinstance(right, dict):
        return [
            found
            for name in left | right
            for found in difference(left.get(name, ABSENT), right.get(name, ABSENT), f"{path}.{name}")
        ]
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        return [
            found
            for index, (one, other) in enumerate(zip(left, right, strict=True))
            for found in difference(one, other, f"{path}[{index}]")
        ]
    return [(path, left, right)]


@given(path=st.sampled_from(PATHS), new=st.text() | st.integers(-(2**63), 2**63 - 1) | st.lists(st.text()))
def test_replaced_changes_exactly_one_element(path: str, new: object) -> None:
    old = value(MESSAGE, path)
    found = difference(MESSAGE, replaced(MESSAGE, path, new))
    assert [(before, after) for _, before, after in found] == ([] if old == new else [(old, new)])
    assert json.dumps(MESSAGE) == BEFORE


@pytest.mark.parametrize("path", PATHS)
def test_without_removes_exactly_one_element(path: str) -> None:
    varied = without(MESSAGE, path)
    ((_, before, after),) = difference(MESSAGE, varied)
    assert str(value(MESSAGE, path)) in str(before)
    assert after is ABSENT or len(after) == len(before) - 1
    assert [n for n in leaves_and_nodes(varied) if n in ({}, [])] == []
    assert json.dumps(MESSAGE) == BEFORE


def leaves_and_nodes(node: object) -> Iterator[object]:
    yield node
    if isinstance(node, dict | list):
        for item in node.values() if isinstance(node, dict) else node:
            yield from leaves_and_nodes(item)


def test_a_list_at_the_end_is_meant_as_a_whole_unless_indexed() -> None:
    assert value(MESSAGE, "Patient.name.given") == ["Alex"]
    assert value(MESSAGE, "Patient.name.given[0]") == "Alex"
    assert len(value(MESSAGE, "ServiceRequest.category.coding")) == 2
    assert value(MESSAGE, "ServiceRequest.category.coding[1].code") == "a1t1"


def test_what_is_left_empty_goes() -> None:
    varied = without(MESSAGE, "MessageHeader.focus.reference")
    assert set(header(MESSAGE)) - set(header(varied)) == {"focus"}


def test_a_type_alone_is_its_entry() -> None:
    varied = without(MESSAGE, "CarePlan")
    assert [e for e in MESSAGE["entry"] if e not in varied["entry"]] == [
        e for e in MESSAGE["entry"] if e["resource"]["resourceType"] == "CarePlan"
    ]
    assert value(varied, "ServiceRequest.basedOn.reference")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("Appointment.status", "The message has no Appointment.status; name an element that it has."),
        ("Patient.deceasedBoolean", "The message has no Patient.deceasedBoolean; name"),
        ("Organization[3].name", "The message has no Organization[3].name; name"),
        ("Patient.contact[1].gender", "The message has no Patient.contact[1].gender; name"),
        ("Patient.gender[0]", "The message has no Patient.gender[0]; name"),
        ("Patient.gender.code", "The message has no Patient.gender.code; name"),
        ("Bundle", "Bundle names the whole message; name an element of it."),
        ("Patient..name", "'Patient..name' is no element path; write it as"),
    ],
)
def test_a_path_that_leads_nowhere_is_our_mistake(path: str, says: str) -> None:
    for act in (
        lambda: value(MESSAGE, path),
        lambda: replaced(MESSAGE, path, 1),
        lambda: without(MESSAGE, path),
    ):
        with pytest.raises(HarnessError) as caught:
            act()
        assert str(caught.value).startswith(says)


def test_added_puts_in_what_was_not_there() -> None:
    (found,) = difference(MESSAGE, added(MESSAGE, "ServiceRequest.id", "own-id"))
    assert found[1:] == (ABSENT, "own-id")
    (found,) = difference(MESSAGE, added(MESSAGE, "MessageHeader.destination.name", "The SUT"))
    assert found[0].endswith(".destination[0].name")
    assert added(MESSAGE, "Bundle.language", "en-GB")["language"] == "en-GB"


def test_added_refuses_what_is_there() -> None:
    with pytest.raises(HarnessError, match=r"The message has Patient\.gender already; use replaced for it\."):
        added(MESSAGE, "Patient.gender", "male")
    with pytest.raises(HarnessError, match=r"The message has no element Patient[.]gender to"):
        added(MESSAGE, "Patient.gender.id", "male")


def test_the_readers() -> None:
    assert header(MESSAGE)["resourceType"] == "MessageHeader"
    assert focus(MESSAGE) is first(MESSAGE, "ServiceRequest")
    assert [r["resourceType"] for r in resources(MESSAGE, "Patient")] == ["Patient"]
    with pytest.raises(HarnessError, match="The message has no Slot; compose one that has"):
        first(MESSAGE, "Slot")
    with pytest.raises(HarnessError, match="is not in the message; compose one whose focus resolves"):
        focus(without(MESSAGE, "ServiceRequest"))


def dangling(message: dict[str, Any]) -> list[str]:
    urls = {entry["fullUrl"] for entry in message["entry"]}
    texts = [node for node in leaves_and_nodes(message) if isinstance(node, str)]
    return [text for text in texts if text.startswith("urn:uuid:") and text not in urls]


def count(message: dict[str, Any], resource_type: str) -> int:
    return len(list(resources(message, resource_type)))


@pytest.mark.parametrize(
    "kind", ["Patient", "Encounter", "CarePlan", "Consent", "Organization", "Practitioner"]
)
def test_lacking_takes_the_references_too(kind: str) -> None:
    varied = lacking(MESSAGE, kind)
    assert count(varied, kind) == 0
    assert len(varied["entry"]) == len(MESSAGE["entry"]) - count(MESSAGE, kind)
    assert dangling(varied) == []


def test_doubled_adds_a_second_one() -> None:
    varied = doubled(MESSAGE, "Patient")
    one, other = resources(varied, "Patient")
    assert one == other
    assert len({entry["fullUrl"] for entry in varied["entry"]}) == len(MESSAGE["entry"]) + 1


def test_merged_leaves_one_to_which_all_references_lead() -> None:
    varied = merged(MESSAGE, "Organization", into=1)
    (only,) = resources(varied, "Organization")
    assert only["identifier"][0]["value"] == "X26"
    assert value(varied, "MessageHeader.sender") == value(varied, "MessageHeader.destination.receiver")
    assert dangling(varied) == []


def test_joined_adds_a_resource_with_its_meta() -> None:
    observation = {"resourceType": "Observation", "status": "final", "code": {"text": "Fictional finding"}}
    varied = joined(MESSAGE, observation)
    assert varied["entry"][:-1] == MESSAGE["entry"]
    added_one = varied["entry"][-1]["resource"]
    assert {**added_one, "meta": None} == {**observation, "meta": None}
    assert added_one["meta"]["profile"] == ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Observation"]


@pytest.mark.parametrize("vary", [lacking, doubled, merged])
def test_what_is_not_there_cannot_be_varied(vary: Any) -> None:  # noqa: ANN401 - one of three functions
    with pytest.raises(HarnessError, match="The message has no Slot"):
        vary(MESSAGE, "Slot")
