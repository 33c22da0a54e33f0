"""The checks of the answer to a message and of what is read back, against right, wrong and odd answers."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from sample_exchanges import answer, documents, exchange, thorough
from sample_sut import PARTIES, PROFILE

from bars_conformance import differences, interactions, messages
from bars_conformance.checks import holding, times
from bars_conformance.checks import messages as checks
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.outcome import Refusal
from bars_conformance.verdict import Inconclusive, NotApplicable

SENT = messages.referral(PARTIES)
RIGHT = messages.added(SENT, "ServiceRequest.id", "r-1")
CONFLICT = [Refusal.parse("409", "REC_CONFLICT", "conflict")]
EVERY = {**checks.PROPERTIES, **times.PROPERTIES}

Check = Callable[[Exchange], Finding | None]


def _answered(body: Any, status: int = 200) -> Exchange:  # noqa: ANN401 - any JSON value
    made = exchange(answer(body, status))
    return replace(made, request=replace(made.request, method="POST", body=json.dumps(SENT).encode()))


@pytest.mark.parametrize("check", EVERY.values(), ids=EVERY)
def test_the_message_as_it_is_held_is_a_right_answer(check: Check) -> None:
    assert check(_answered(RIGHT)) is None


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        (checks.is_message_with_focus, messages.replaced(RIGHT, "Bundle.type", "collection")),
        (checks.is_message_with_focus, messages.lacking(RIGHT, "MessageHeader")),
        (checks.is_message_with_focus, messages.without(RIGHT, "ServiceRequest")),
        (checks.has_the_id_that_was_sent, messages.replaced(RIGHT, "Bundle.id", "another")),
        (checks.gives_its_focus_an_id, SENT),
        (checks.keeps_full_urls, messages.again(RIGHT)),
        (checks.keeps_journey_id, messages.again(RIGHT)),
        (checks.keeps_journey_id, messages.without(RIGHT, "Encounter.episodeOfCare")),
        (times.have_last_updated, messages.without(RIGHT, "Patient.meta.lastUpdated")),
        (times.are_instants, messages.replaced(RIGHT, "Bundle.timestamp", "2026-11-22")),
        (times.are_instants, messages.replaced(RIGHT, "ServiceRequest.authoredOn", "2026-11-22T10:00:00")),
        (times.are_in_utc, messages.replaced(RIGHT, "Bundle.timestamp", "2026-11-22T10:00:00+01:00")),
    ],
)
def test_a_wrong_answer_is_found(check: Check, wrong: dict[str, Any]) -> None:
    assert check(_answered(wrong)) is not None


def test_the_id_of_the_sender_is_none_that_the_receiver_gave() -> None:
    own = messages.added(SENT, "ServiceRequest.id", "the-senders-own")
    told = _answered(own)
    kept = replace(told, request=replace(told.request, body=json.dumps(own).encode()))
    assert "that of the sender, the-senders-own" in str(checks.gives_its_focus_an_id(kept))
    assert checks.gives_its_focus_an_id(told) is None


def test_a_date_where_fhir_has_a_date_time_is_lawful() -> None:
    assert (
        times.are_instants(_answered(messages.replaced(RIGHT, "ServiceRequest.authoredOn", "2026"))) is None
    )


def test_an_answer_without_the_encounter_tells_nothing_of_the_journey() -> None:
    with pytest.raises(NotApplicable):
        checks.keeps_journey_id(_answered(messages.lacking(RIGHT, "Encounter")))


@pytest.mark.parametrize("check", EVERY.values(), ids=EVERY)
def test_a_refusal_is_not_judged(check: Check) -> None:
    with pytest.raises(Inconclusive):
        check(_answered({"resourceType": "OperationOutcome"}, 500))


def test_a_slot_is_given_once() -> None:
    taken, refused = _answered(RIGHT), _answered({"resourceType": "OperationOutcome"}, 409)
    assert checks.at_most_one_taken([taken, taken], CONFLICT) is not None
    assert checks.at_most_one_taken([taken, refused], CONFLICT) is not None
    assert checks.at_most_one_taken([taken], CONFLICT) is None
    with pytest.raises(Inconclusive):
        checks.at_most_one_taken([refused], CONFLICT)


@pytest.mark.parametrize(
    ("told", "expected", "agrees"),
    [
        ("2026-07-01T09:00:00Z", "2026-07-01T10:00:00.0000000+01:00", True),
        ("2026-07-01T10:00:00Z", "2026-07-01T10:00:00.0000000+01:00", False),
        ("2026-07-01T10:00:00", "2026-07-01T10:00:00Z", False),
        ([{"coding": [{"code": "a"}, {"code": "b"}]}], [{"coding": [{"code": "b", "display": "B"}]}], True),
        ([{"coding": [{"code": "a"}]}], [{"coding": [{"code": "b"}]}], False),
        (None, "active", False),
    ],
)
def test_what_is_told_agrees_with_what_is_expected(told: object, expected: object, *, agrees: bool) -> None:
    read = _answered({"resourceType": "Appointment", "start": told})
    assert (holding.agrees(read, "Appointment.start", expected) is None) is agrees


def test_what_is_held_is_current_or_ended() -> None:
    booked = _answered({"resourceType": "Appointment", "status": "booked"})
    cancelled = _answered({"resourceType": "Appointment", "status": "cancelled"})
    gone = _answered({"resourceType": "OperationOutcome"}, 404)
    assert [holding.is_current(each, "Appointment") is None for each in (booked, cancelled, gone)] == [
        True,
        False,
        False,
    ]
    assert [holding.is_ended(each, "Appointment") is None for each in (booked, cancelled, gone)] == [
        False,
        True,
        True,
    ]


@thorough
@given(documents)
def test_no_answer_breaks_a_check(body: Any) -> None:  # noqa: ANN401 - any JSON value
    judges: list[Check] = [
        *EVERY.values(),
        lambda read: holding.is_current(read, "Bundle"),
        lambda read: holding.is_ended(read, "Bundle"),
        lambda read: holding.agrees(read, "Bundle.type", "message"),
        lambda read: holding.is_later(read, "Bundle.meta.lastUpdated", "2026-07-01T10:00:00Z"),
    ]
    for judge in judges:
        try:
            finding = judge(_answered(body))
        except (Inconclusive, NotApplicable):
            continue
        assert finding is None or isinstance(finding, Finding)


@pytest.mark.parametrize(
    "phrase",
    [
        "with one more CarePlan entry",
        "with no Organization but the receiver's",
        "with another service as its destination",
        "with another organisation as its destination",
        "with a MessageDefinition that does not exist",
        "with a focus that is not in the message",
        "with an id of the sender's on its focus",
        'with ServiceRequest.status "on-hold", older than what is held',
        "with ServiceRequest.authoredOn written at +01:00",
    ],
)
def test_a_difference_of_the_message_changes_its_body_alone(phrase: str) -> None:
    call = interactions.process_message(PROFILE, SENT, "a1t1")
    changed = differences.parse(phrase, PROFILE)(call)
    assert changed.message != call.message
    assert replace(changed, body=call.body) == call
