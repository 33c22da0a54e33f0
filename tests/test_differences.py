"""The vocabulary of differences: each phrase changes one thing of a call and leaves the rest as it was."""

import base64
import gzip
import json
import re
from dataclasses import fields
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_exchanges import thorough
from sample_sut import PARTIES, PROFILE

from bars_conformance import differences, interactions, messages
from bars_conformance.client import Call
from bars_conformance.differences import parse
from bars_conformance.differences.address import SPOILED_BOUNDS
from bars_conformance.verdict import HarnessError, NotApplicable

MESSAGE = interactions.process_message(PROFILE, messages.referral(PARTIES), "a1t1")
SEARCH = interactions.slots(PROFILE)
READ = interactions.read(PROFILE, "Appointment", "abc")
BOUNDS = [(end, defect) for end in ("lower", "upper") for defect in SPOILED_BOUNDS]

texts = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30)


def _changed(before: Call, phrase: str) -> set[str]:
    """The parts of the call that the phrase changes."""
    after = parse(phrase, PROFILE)(before)
    return {field.name for field in fields(Call) if getattr(before, field.name) != getattr(after, field.name)}


def _header_names_changed(before: Call, phrase: str) -> set[str]:
    after = parse(phrase, PROFILE)(before)
    return {name for name, _ in set(before.headers) ^ set(after.headers)}


@pytest.mark.parametrize(
    ("call", "phrase", "header"),
    [
        (MESSAGE, "without X-Request-ID", "X-Request-ID"),
        (MESSAGE, "with an empty X-Request-ID", "X-Request-ID"),
        (MESSAGE, "with another X-Correlation-ID", "X-Correlation-ID"),
        (MESSAGE, "with X-Request-ID in capitals", "X-Request-ID"),
        (MESSAGE, "with X-Request-ID cut by one character", "X-Request-ID"),
        (MESSAGE, "with X-Request-ID drawn out by one character", "X-Request-ID"),
        (MESSAGE, "with X-Request-ID sent twice", "X-Request-ID"),
        (SEARCH, 'with Accept "application/pdf"', "Accept"),
        (SEARCH, 'with X-Unknown-In-1-1 "1"', "X-Unknown-In-1-1"),
        (SEARCH, "with NHSD-Requesting-Software that is not Base64", "NHSD-Requesting-Software"),
        (SEARCH, "with NHSD-Requesting-Software that is not JSON", "NHSD-Requesting-Software"),
        (SEARCH, "with NHSD-Requesting-Software of another resource type", "NHSD-Requesting-Software"),
        (SEARCH, "from the refused organisation", "NHSD-End-User-Organisation"),
    ],
)
def test_a_phrase_that_changes_one_header(call: Call, phrase: str, header: str) -> None:
    assert _changed(call, phrase) == {"headers"}
    assert _header_names_changed(call, phrase) == {header}


@pytest.mark.parametrize(
    ("call", "phrase", "part"),
    [
        (SEARCH, "with the verb PUT", "method"),
        (SEARCH, "with the path /nowhere", "path"),
        (READ, "with an id in the path that it never gave", "path"),
        (READ, 'with the id "a b/c" in the path', "path"),
        (SEARCH, 'with the parameter status "xxxx"', "query"),
        (SEARCH, 'with the parameter unknown "1"', "query"),
        (SEARCH, "without the parameter status", "query"),
        (MESSAGE, 'with MessageHeader.reason.coding.code "xxxx"', "body"),
        (MESSAGE, 'with Organization[1].name "xxxx"', "body"),
        (MESSAGE, "without Bundle.meta.versionId", "body"),
        (MESSAGE, "without the CarePlan entry", "body"),
        (SEARCH, "with a range of 400 days", "query"),
        (SEARCH, 'with the further parameter _include "a:b"', "query"),
        (SEARCH, "with its bounds reversed", "query"),
        (SEARCH, "with its bounds at the offset -06:00", "query"),
        *((SEARCH, f"with the {end} bound {defect}", "query") for end, defect in BOUNDS),
        (MESSAGE, "with half of its body", "body"),
        (MESSAGE, 'with the body "[]"', "body"),
        (MESSAGE, 'with the body ""', "body"),
        (MESSAGE, "with fresh ids", "headers"),
        (MESSAGE, "without X-Request-ID and X-Correlation-ID", "headers"),
        (MESSAGE, "with header names in small letters", "headers"),
        (MESSAGE, "with header names in capitals", "headers"),
    ],
)
def test_a_phrase_that_changes_one_part(call: Call, phrase: str, part: str) -> None:
    assert _changed(call, phrase) == {part}


def test_a_packed_body_says_so_in_its_headers() -> None:
    assert _changed(MESSAGE, "with its body packed by gzip") == {"body", "headers"}
    packed = parse("with its body packed by gzip", PROFILE)(MESSAGE)
    assert packed.header("Content-Encoding") == "gzip"
    assert gzip.decompress(packed.body or b"") == MESSAGE.body


def test_two_headers_can_be_left_out() -> None:
    phrase = "without X-Request-ID and X-Correlation-ID"
    assert _header_names_changed(MESSAGE, phrase) == {"X-Request-ID", "X-Correlation-ID"}
    assert len(parse(phrase, PROFILE)(MESSAGE).headers) == len(MESSAGE.headers) - 2


def test_fresh_ids_are_both_fresh() -> None:
    assert _header_names_changed(MESSAGE, "with fresh ids") == {"X-Request-ID", "X-Correlation-ID"}


@pytest.mark.parametrize(("phrase", "turned"), [("small letters", str.lower), ("capitals", str.upper)])
def test_header_names_are_turned_and_their_values_are_not(phrase: str, turned: type[str]) -> None:
    call = parse(f"with header names in {phrase}", PROFILE)(MESSAGE)
    assert call.headers == tuple((turned(name), value) for name, value in MESSAGE.headers)


@pytest.mark.parametrize("by", ["cut by", "drawn out by"])
def test_an_id_is_changed_by_one_character(by: str) -> None:
    before = MESSAGE.header("X-Request-ID") or ""
    after = parse(f"with X-Request-ID {by} one character", PROFILE)(MESSAGE).header("X-Request-ID") or ""
    assert abs(len(after) - len(before)) == 1
    assert before.startswith(after) or after.startswith(before)


def test_a_header_sent_twice_keeps_its_first_value() -> None:
    values = [
        v for n, v in parse("with X-Request-ID sent twice", PROFILE)(MESSAGE).headers if n == "X-Request-ID"
    ]
    assert values[0] == MESSAGE.header("X-Request-ID")
    assert len(values) == 2
    assert values[0] != values[1]


def test_spoiled_identities_are_spoiled_as_they_say() -> None:
    def spoiled(how: str) -> str:
        phrase = f"with NHSD-End-User-Organisation {how}"
        return parse(phrase, PROFILE)(MESSAGE).header("NHSD-End-User-Organisation") or ""

    with pytest.raises(ValueError, match=r"base64|padding|Non-base64|Only base64"):
        base64.b64decode(spoiled("that is not Base64"), validate=True)
    with pytest.raises(json.JSONDecodeError):
        json.loads(base64.b64decode(spoiled("that is not JSON"), validate=True))
    other = json.loads(base64.b64decode(spoiled("of another resource type"), validate=True))
    assert other["resourceType"] != "Organization"


@thorough
@given(value=texts)
def test_what_is_in_quotation_marks_is_sent_as_it_stands(value: str) -> None:
    assert parse(f'with Accept "{value}"', PROFILE)(SEARCH).header("Accept") == value
    assert parse(f'with the body "{value}"', PROFILE)(MESSAGE).body == value.encode()
    assert ("status", value) in parse(f'with the parameter status "{value}"', PROFILE)(SEARCH).query
    element = parse(f'with MessageHeader.reason.coding.code "{value}"', PROFILE)(MESSAGE)
    assert messages.value(element.message, "MessageHeader.reason.coding.code") == value
    path = parse(f'with the id "{value}" in the path', PROFILE)(READ)
    assert path.path == f"/Appointment/{value}"
    assert path.url.isascii()


@thorough
@given(header=st.from_regex(r"[A-Za-z]+(-[A-Za-z0-9]+)*", fullmatch=True), value=texts)
def test_any_header_can_be_given_and_taken_away_again(header: str, value: str) -> None:
    given_ = parse(f'with {header} "{value}"', PROFILE)(Call("GET", "/metadata"))
    assert given_.headers == ((header, value),)
    assert parse(f"without {header}", PROFILE)(given_).headers == ()


def test_an_organisation_that_the_profile_does_not_name_cannot_be_sent() -> None:
    nameless = PROFILE.model_copy(update={"refused_organisation": None})
    with pytest.raises(NotApplicable, match="refused_organisation"):
        parse("from the refused organisation", nameless)(SEARCH)


@pytest.mark.parametrize(
    "phrase",
    ["", "with", "with luck", "without", "with the verb put", "with the path nowhere", "Without Accept"],
)
def test_an_unknown_phrase_is_an_error_of_the_feature(phrase: str) -> None:
    with pytest.raises(HarnessError, match=re.escape(f"no difference is called '{phrase}'")):
        parse(phrase, PROFILE)


@thorough
@given(st.text())
def test_no_phrase_breaks_the_suite(phrase: str) -> None:
    try:
        difference = parse(phrase, PROFILE)
    except HarnessError:
        return
    assert callable(difference)


def test_every_phrase_that_is_documented_is_known() -> None:
    documented = re.findall(r"^    (\S.*)$", differences.__doc__ or "", re.MULTILINE)
    assert len(documented) > 20
    for line in documented:
        start, *others = line.split(" | ")
        head = re.match(r"(with \S+) that", start)
        for phrase in (
            start,
            *(
                f"{head[1]} {other}" if head else start.rpartition(" in ")[0] + f" {other}"
                for other in others
            ),
        ):
            parse(phrase, PROFILE)


def _starts(phrase: str) -> list[str]:
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    call = parse(phrase, PROFILE)(interactions.slots(PROFILE, now=now))
    return [value for name, value in call.query if name == "start"]


@pytest.mark.parametrize(
    ("phrase", "lower", "upper"),
    [
        ("the lower bound exclusive", "gt2026-11-23T09:00:00+00:00", "le2026-11-25T09:00:00+00:00"),
        ("the upper bound turned round", "ge2026-11-23T09:00:00+00:00", "ge2026-11-25T09:00:00+00:00"),
        ("the lower bound without its prefix", "2026-11-23T09:00:00+00:00", "le2026-11-25T09:00:00+00:00"),
        ("the upper bound without its offset", "ge2026-11-23T09:00:00+00:00", "le2026-11-25T09:00:00"),
        ("the lower bound cut to its date", "ge2026-11-23", "le2026-11-25T09:00:00+00:00"),
        (
            "the upper bound on a 32nd of the month",
            "ge2026-11-23T09:00:00+00:00",
            "le2026-11-32T09:00:00+00:00",
        ),
        ("the upper bound that is no time", "ge2026-11-23T09:00:00+00:00", "letomorrow"),
        ("its bounds reversed", "ge2026-11-25T09:00:00+00:00", "le2026-11-23T09:00:00+00:00"),
        ("its bounds at the offset -06:00", "ge2026-11-23T03:00:00-06:00", "le2026-11-25T03:00:00-06:00"),
    ],
)
def test_bounds_differ_as_they_say(phrase: str, lower: str, upper: str) -> None:
    assert _starts(f"with {phrase}") == [lower, upper]


def test_a_bound_can_be_left_out() -> None:
    assert _starts("with the lower bound left out") == ["le2026-11-25T09:00:00+00:00"]
