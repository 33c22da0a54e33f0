"""The checks of MessageDefinitions: the words of the features, and the agreement with what is announced."""

import pytest
from sample_discovery import (
    BOOKING,
    DEFINITIONS,
    REFERRAL,
    STATEMENT,
    USE_CASE,
    Json,
    coding,
    definition,
    definitions_told,
)
from sample_exchanges import answer, exchange, searchset
from sample_sut import SERVICE

from bars_conformance.checks import asked, definitions
from bars_conformance.fhir import within
from bars_conformance.finding import Finding
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable


def _lacking(element: str) -> Json:
    first = definition(REFERRAL, "servicerequest-request")
    return searchset({name: value for name, value in first.items() if name != element})


@pytest.mark.parametrize(
    ("words", "unsound"),
    [
        ("are one at least", searchset()),
        ("are one at least", DEFINITIONS | {"type": "collection"}),
        ("are one at least", b"<html/>"),
        ("hold one of the event booking-request", searchset(definition(REFERRAL, "servicerequest-request"))),
        ("each name the service that was asked for", _lacking("useContext")),
        ("each name the service that was asked for", searchset(definition(REFERRAL, "x", useContext="any"))),
        ("each name the use case that was asked for", _lacking("useContext")),
        (
            "each name the use case that was asked for",
            searchset(definition(REFERRAL, "x", useContext=[coding(USE_CASE, "a2t1")])),
        ),
        ("each have a version of major 1", _lacking("version")),
        ("each have a version of major 1", searchset(definition(REFERRAL, "x", version="2025-03-24"))),
        ("of requests each name a use case", _lacking("useContext")),
        (
            "name a use case of the code system",
            searchset(definition(REFERRAL, "x", useContext=[coding(USE_CASE, "a9t9")])),
        ),
    ],
)
def test_definitions_are_held_against_the_words(words: str, unsound: Json) -> None:
    assert asked.judged(definitions_told(DEFINITIONS), words, definitions.PROPERTIES) is None
    assert isinstance(asked.judged(definitions_told(unsound), words, definitions.PROPERTIES), Finding)


def test_words_that_no_feature_may_use() -> None:
    with pytest.raises(HarnessError, match="no property is called 'are fine'"):
        asked.judged(definitions_told(DEFINITIONS), "are fine", definitions.PROPERTIES)


@pytest.mark.parametrize(
    "context",
    [
        coding(SERVICE.system, SERVICE.value),
        coding(SERVICE.system.lower(), SERVICE.value),
        {"code": {"system": SERVICE.system, "code": SERVICE.value}},
        {"code": [{"system": SERVICE.system, "code": SERVICE.value}]},
        {"valueReference": {"identifier": {"system": SERVICE.system, "value": SERVICE.value}}},
    ],
)
def test_every_form_of_a_context_counts(context: Json) -> None:
    bundle = searchset(definition(REFERRAL, "servicerequest-request", useContext=[context]))
    assert definitions.name_service(definitions_told(bundle)) is None


def test_where_there_is_no_definition_to_judge() -> None:
    bookings = searchset(definition(BOOKING, "booking-request"))
    with pytest.raises(Inconclusive, match="no MessageDefinition"):
        definitions.have_versions(definitions_told(searchset()))
    with pytest.raises(NotApplicable, match="no MessageDefinition is of a referral"):
        definitions.of_requests_name_use_cases(definitions_told(bookings))


def _agree(published: Json, statement: Json, *claimed: str) -> Finding | None:
    return definitions.agree(exchange(answer(published)), exchange(answer(statement)), frozenset(claimed))


def test_both_name_the_same_messages() -> None:
    assert _agree(DEFINITIONS, STATEMENT, "booking") is None
    by_id = searchset(
        definition(REFERRAL, "servicerequest-request"), {"resourceType": "MessageDefinition", "id": "b"}
    )
    named = [
        {"mode": "receiver", "definition": "MessageDefinition/b"},
        *within(STATEMENT, "messaging", "supportedMessage")[:1],
    ]
    assert _agree(by_id, STATEMENT | {"messaging": [{"supportedMessage": named}]}) is None


def test_a_request_is_announced_as_received_and_a_response_either_way() -> None:
    sent = {"messaging": [{"supportedMessage": [{"mode": "sender", "definition": REFERRAL}]}]}
    assert isinstance(
        _agree(searchset(definition(REFERRAL, "servicerequest-request")), STATEMENT | sent), Finding
    )
    assert _agree(searchset(definition(REFERRAL, "servicerequest-response")), STATEMENT | sent) is None


def test_what_is_announced_but_not_published() -> None:
    referrals = searchset(definition(REFERRAL, "servicerequest-request"))
    assert isinstance(_agree(referrals, STATEMENT, "booking"), Finding)
    with pytest.raises(
        Inconclusive, match="other services may have the MessageDefinitions bars-message-booking"
    ):
        _agree(referrals, STATEMENT, "referral")
