"""Times and ids, also such as nobody would write by hand."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bars_conformance.reference.headers import is_uuid
from bars_conformance.reference.instants import Instant, date_or_instant_in_utc, in_utc

offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1900, 1, 2), datetime(2200, 1, 1), timezones=offsets)  # noqa: DTZ001 - bounds


@given(moments)
def test_offset_changes_nothing_about_the_instant(moment: datetime) -> None:
    text = moment.isoformat(timespec="microseconds")
    assert Instant.read(in_utc(text)) == Instant.read(text)
    assert Instant.read(text).second == moment.astimezone(UTC).replace(microsecond=0)


@given(moments, moments)
def test_instants_are_ordered_as_moments_are(one: datetime, other: datetime) -> None:
    texts = [each.isoformat(timespec="microseconds") for each in (one, other)]
    assert (Instant.read(texts[0]) < Instant.read(texts[1])) == (one < other)


def test_seventh_digit_counts() -> None:
    assert Instant.read("2030-01-01T00:00:00.0000001Z") > Instant.read("2030-01-01T00:00:00Z")


@given(st.text(max_size=40))
def test_any_text_is_an_instant_or_a_value_error(text: str) -> None:
    try:
        settled = date_or_instant_in_utc(text)
    except (ValueError, OverflowError):
        return
    assert date_or_instant_in_utc(settled) == settled


@pytest.mark.parametrize("text", ["2030", "2030-02", "2030-02-28", "2030-02-28T10:00:00Z"])
def test_partial_date_is_left_alone(text: str) -> None:
    assert date_or_instant_in_utc(text) == text


@pytest.mark.parametrize(
    "text", ["2030-13", "2030-02-30", "2030-02-28T10:00:00", "2030-02-28T24:30:00Z", "20300228"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        date_or_instant_in_utc(text)


@given(st.uuids())
def test_every_uuid_is_one_in_either_letter_case(value: object) -> None:
    assert is_uuid(str(value))
    assert is_uuid(str(value).upper())


@given(st.uuids(), st.integers(0, 35), st.characters())
def test_one_odd_character_spoils_a_uuid(value: object, position: int, character: str) -> None:
    text = str(value)
    spoilt = text[:position] + character + text[position + 1 :]
    fits = character == "-" if text[position] == "-" else character in "0123456789abcdefABCDEF"
    assert is_uuid(spoilt) == fits
    assert not is_uuid(text[:position] + text[position + 1 :])
    assert not is_uuid(text[:position] + character + text[position:])
