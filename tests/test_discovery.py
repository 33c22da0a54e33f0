"""Discovery: what the suite makes of all that a receiver publishes, and the requests for it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from sample_discovery import (
    DEFINITIONS,
    REFERRAL,
    STATEMENT,
    USE_CASE,
    coding,
    definition,
    definitions_told,
)
from sample_exchanges import documents, searchset, spoiled, thorough
from sample_sut import PARTIES, PROFILE, SERVICE, Told

from bars_conformance import interactions, messages
from bars_conformance.checks import asked, capability, definitions
from bars_conformance.claims import Claims
from bars_conformance.client import TARGET
from bars_conformance.differences import parse
from bars_conformance.finding import Finding
from bars_conformance.standard import USE_CASES
from bars_conformance.verdict import Inconclusive, NotApplicable

SEARCH = interactions.message_definition(PROFILE, "a1t1")


def test_claims_are_those_of_the_server() -> None:
    claims = Claims(PROFILE, Told(STATEMENT))
    claims.need_listed("Slot", "search-type")
    with pytest.raises(NotApplicable, match="does not list read of Slot"):
        claims.need_listed("Slot", "read")
    with pytest.raises(NotApplicable, match="not readable"):
        Claims(PROFILE, Told(b"")).need_listed("Slot", "search-type")


def test_a_use_case_that_is_not_offered() -> None:
    assert Claims(PROFILE, Told(DEFINITIONS)).use_case_not_offered("referral") == "a1t2"
    every = searchset(definition(REFERRAL, "x", useContext=[coding(USE_CASE, code) for code in USE_CASES]))
    for body in (every, searchset()):
        with pytest.raises(NotApplicable, match="name no use case, or all of them"):
            Claims(PROFILE, Told(body)).use_case_not_offered("referral")


@pytest.mark.parametrize(
    ("phrase", "query"),
    [
        ("with the context of a service that there is not", [f"{SERVICE.system}|9999999998"]),
        ("with the context of its service after two bars", [f"{SERVICE.system}||{SERVICE.value}"]),
        ("with the context of its service without the system", [SERVICE.value]),
        ('with the use case "a9t9"', [f"{SERVICE.system}|{SERVICE.value}", f"{USE_CASE}|a9t9"]),
    ],
)
def test_a_context_that_differs(phrase: str, query: list[str]) -> None:
    call = parse(phrase, PROFILE)(SEARCH)
    assert call == replace(SEARCH, query=tuple(("context", value) for value in query))


def test_another_service_is_a_target_too() -> None:
    call = parse("with the context of its fully booked service", PROFILE)(SEARCH)
    assert call.header(TARGET) != SEARCH.header(TARGET)
    only_one = PROFILE.model_copy(
        update={"services": PROFILE.services.model_copy(update={"fully_booked": None})}
    )
    with pytest.raises(NotApplicable, match="fully booked"):
        parse("with the context of its fully booked service", only_one)(SEARCH)


def test_a_message_for_another_use_case() -> None:
    call = interactions.process_message(PROFILE, messages.referral(PARTIES), "a1t1")
    other = parse('with the use case "a9t9"', PROFILE)(call)
    codings = messages.focus(other.message)["category"][0]["coding"]
    assert codings[0] == messages.focus(call.message)["category"][0]["coding"][0]
    assert codings[1] == {"system": USE_CASE, "code": "a9t9"}
    assert other.header("use-context") == "a9t9|referral|servicerequest-request|new"


def _every(properties: dict[str, Callable[..., Finding | None]]) -> list[str]:
    words = {"(?P<event>\\S+)": "x", "(?P<interaction>[a-z-]+)": "read", "(?P<resource>[A-Z]\\w+)": "Slot"}
    phrases = []
    for pattern in properties:
        phrase = pattern
        for group, word in words.items():
            phrase = phrase.replace(group, word)
        phrases.append(phrase)
    return phrases


@thorough
@given(body=spoiled(STATEMENT) | spoiled(DEFINITIONS) | documents)
def test_whatever_is_told_can_be_judged(body: object) -> None:
    told = definitions_told(body)
    for properties in (capability.PROPERTIES, definitions.PROPERTIES):
        for words in _every(dict(properties)):
            try:
                asked.judged(told, words, properties)
            except (Inconclusive, NotApplicable):
                continue
    for published, statement in ((told, definitions_told(STATEMENT)), (definitions_told(DEFINITIONS), told)):
        try:
            definitions.agree(published, statement, frozenset({"booking"}))
        except Inconclusive:
            continue
