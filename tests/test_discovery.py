"""What is asked of a CapabilityStatement and of MessageDefinitions, and the requests for them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from sample_exchanges import OUTCOME, answer, coded, documents, exchange, spoiled, thorough

from bars_conformance import interactions, messages
from bars_conformance.checks import asked, capability, definitions
from bars_conformance.claims import Claims
from bars_conformance.client import TARGET, Call, Client
from bars_conformance.differences import parse
from bars_conformance.exchange import Exchange
from bars_conformance.fhir import within
from bars_conformance.finding import Finding
from bars_conformance.profile import REFERENCE, load
from bars_conformance.standard import CODE_SYSTEMS, URL, USE_CASES
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

Json = dict[str, Any]

PROFILE = load(REFERENCE, {"REFERENCE_URL": "http://127.0.0.1:9"})
SERVICE = PROFILE.services.bookable
USE_CASE = CODE_SYSTEMS["usecases-categories-bars"].url
REFERRAL = f"{URL.message_definition}bars-message-servicerequest-request-referral"
BOOKING = f"{URL.message_definition}bars-message-booking-request"
OPERATION = {"name": "process-message", "definition": URL.process_message}
STATEMENT: Json = {
    "resourceType": "CapabilityStatement",
    "version": "1.1.0-beta",
    "status": "active",
    "date": "2026-11-01",
    "kind": "instance",
    "format": ["application/fhir+json"],
    "fhirVersion": "4.0.1",
    "rest": [
        {"mode": "client", "resource": [{"type": "Slot", "interaction": [{"code": "read"}]}]},
        {
            "mode": "server",
            "resource": [{"type": "Slot", "interaction": [{"code": "search-type"}]}],
            "operation": [OPERATION],
        },
    ],
    "messaging": [
        {
            "supportedMessage": [
                {
                    "mode": "receiver",
                    "definition": "MessageDefinition/bars-message-servicerequest-request-referral",
                },
                {"mode": "receiver", "definition": f"{BOOKING}|1.0.0"},
                {"mode": "sender", "definition": f"{URL.message_definition}of-a-response"},
            ]
        }
    ],
}


def _coding(system: str, code: str) -> Json:
    return {"valueCodeableConcept": {"coding": [{"system": system, "code": code}]}}


def _definition(url: str, event: str, **changes: object) -> Json:
    contexts = [_coding(SERVICE.system, SERVICE.value), _coding(USE_CASE, "a1t1"), _coding(USE_CASE, "a2t1")]
    return {
        "resourceType": "MessageDefinition",
        "url": url,
        "version": "1.0.0",
        "eventCoding": {"code": event},
        "useContext": contexts,
    } | changes


def _bundle(*resources: Json) -> Json:
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": each} for each in resources],
    }


DEFINITIONS = _bundle(
    _definition(REFERRAL, "servicerequest-request"), _definition(BOOKING, "booking-request")
)


def _told(body: object, *contexts: str) -> Exchange:
    """An answer to GET /MessageDefinition for these contexts."""
    query = "&".join(f"context={quote(context)}" for context in contexts)
    came = exchange(answer(body))
    return replace(came, request=replace(came.request, url=f"http://127.0.0.1:9/MessageDefinition?{query}"))


def _asked(body: object) -> Exchange:
    return _told(body, f"{SERVICE.system}|{SERVICE.value}", f"{USE_CASE}|a1t1")


@pytest.mark.parametrize(
    ("words", "unsound"),
    [
        ("is the answer", {"resourceType": "Bundle"}),
        ("has the elements that FHIR obliges to", {"date": None}),
        ("has the elements that FHIR obliges to", {"kindred": "server"}),
        ("is of FHIR R4", {"fhirVersion": "4.3.0"}),
        ("is of FHIR R4", {"fhirVersion": None}),
        ("says what the receiver can do as a server", {"rest": [{"mode": "client"}]}),
        ("says what the receiver can do as a server", {"rest": "server"}),
        ("names messages that the receiver takes", {"messaging": []}),
        (
            "names messages that the receiver takes",
            {"messaging": [{"supportedMessage": [{"mode": "sender"}]}]},
        ),
        ("has a version of major 1", {"version": "2.0.0"}),
        ("has a version of major 1", {"version": "1.1"}),
        ("has a version of major 1", {"version": 1}),
        (
            "says of each message whether it is sent or received",
            {"messaging": [{"supportedMessage": [{"definition": REFERRAL}]}]},
        ),
        (
            "says of each message whether it is sent or received",
            {"messaging": [{"supportedMessage": [{"mode": "receiver", "definition": ["x"]}]}]},
        ),
        (
            "lists the operation for messages",
            {"rest": [{"mode": "client", "operation": [{"name": "$process-message"}]}]},
        ),
        ("lists search-type of Slot", {"rest": [STATEMENT["rest"][0]]}),
        ("lists search-type of Slot", {"rest": None}),
    ],
)
def test_a_statement_is_held_against_the_words(words: str, unsound: Json) -> None:
    assert asked.judged(exchange(answer(STATEMENT)), words, capability.PROPERTIES) is None
    finding = asked.judged(exchange(answer(STATEMENT | unsound)), words, capability.PROPERTIES)
    assert isinstance(finding, Finding)


def test_an_operation_may_be_listed_at_a_resource_and_with_the_dollar_sign() -> None:
    operation = {"name": "$process-message"}
    rest = [{"mode": "server", "resource": [{"type": "MessageHeader", "operation": [operation]}]}]
    assert capability.lists_process_message(exchange(answer(STATEMENT | {"rest": rest}))) is None


def _lacking(element: str) -> Json:
    first = _definition(REFERRAL, "servicerequest-request")
    return _bundle({name: value for name, value in first.items() if name != element})


@pytest.mark.parametrize(
    ("words", "unsound"),
    [
        ("are one at least", _bundle()),
        ("are one at least", DEFINITIONS | {"type": "collection"}),
        ("are one at least", b"<html/>"),
        ("hold one of the event booking-request", _bundle(_definition(REFERRAL, "servicerequest-request"))),
        ("each name the service that was asked for", _lacking("useContext")),
        ("each name the service that was asked for", _bundle(_definition(REFERRAL, "x", useContext="any"))),
        ("each name the use case that was asked for", _lacking("useContext")),
        (
            "each name the use case that was asked for",
            _bundle(_definition(REFERRAL, "x", useContext=[_coding(USE_CASE, "a2t1")])),
        ),
        ("each have a version of major 1", _lacking("version")),
        ("each have a version of major 1", _bundle(_definition(REFERRAL, "x", version="2025-03-24"))),
        ("of requests each name a use case", _lacking("useContext")),
        (
            "name a use case of the code system",
            _bundle(_definition(REFERRAL, "x", useContext=[_coding(USE_CASE, "a9t9")])),
        ),
    ],
)
def test_definitions_are_held_against_the_words(words: str, unsound: Json) -> None:
    assert asked.judged(_asked(DEFINITIONS), words, definitions.PROPERTIES) is None
    assert isinstance(asked.judged(_asked(unsound), words, definitions.PROPERTIES), Finding)


def test_words_that_no_feature_may_use() -> None:
    with pytest.raises(HarnessError, match="no property is called 'are fine'"):
        asked.judged(_asked(DEFINITIONS), "are fine", definitions.PROPERTIES)


@pytest.mark.parametrize(
    "context",
    [
        _coding(SERVICE.system, SERVICE.value),
        _coding(SERVICE.system.lower(), SERVICE.value),
        {"code": {"system": SERVICE.system, "code": SERVICE.value}},
        {"code": [{"system": SERVICE.system, "code": SERVICE.value}]},
        {"valueReference": {"identifier": {"system": SERVICE.system, "value": SERVICE.value}}},
    ],
)
def test_every_form_of_a_context_counts(context: Json) -> None:
    bundle = _bundle(_definition(REFERRAL, "servicerequest-request", useContext=[context]))
    assert definitions.name_service(_asked(bundle)) is None


def test_where_there_is_nothing_to_judge() -> None:
    with pytest.raises(Inconclusive, match="no MessageDefinition"):
        definitions.have_versions(_asked(_bundle()))
    with pytest.raises(NotApplicable, match="no MessageDefinition is of a referral"):
        definitions.of_requests_name_use_cases(_asked(_bundle(_definition(BOOKING, "booking-request"))))
    with pytest.raises(Inconclusive, match="no CapabilityStatement"):
        capability.tells_of_r4(exchange(None))
    with pytest.raises(Inconclusive, match="names no message"):
        capability.tells_who_sends(exchange(answer(STATEMENT | {"messaging": None})))


def _agree(published: Json, statement: Json, *claimed: str) -> Finding | None:
    return definitions.agree(exchange(answer(published)), exchange(answer(statement)), frozenset(claimed))


def test_both_name_the_same_messages() -> None:
    assert _agree(DEFINITIONS, STATEMENT, "booking") is None
    by_id = _bundle(
        _definition(REFERRAL, "servicerequest-request"), {"resourceType": "MessageDefinition", "id": "b"}
    )
    named = [
        {"mode": "receiver", "definition": "MessageDefinition/b"},
        *within(STATEMENT, "messaging", "supportedMessage")[:1],
    ]
    assert _agree(by_id, STATEMENT | {"messaging": [{"supportedMessage": named}]}) is None


def test_a_request_is_announced_as_received_and_a_response_either_way() -> None:
    sent = {"messaging": [{"supportedMessage": [{"mode": "sender", "definition": REFERRAL}]}]}
    assert isinstance(
        _agree(_bundle(_definition(REFERRAL, "servicerequest-request")), STATEMENT | sent), Finding
    )
    assert _agree(_bundle(_definition(REFERRAL, "servicerequest-response")), STATEMENT | sent) is None


def test_what_is_announced_but_not_published() -> None:
    referrals = _bundle(_definition(REFERRAL, "servicerequest-request"))
    assert isinstance(_agree(referrals, STATEMENT, "booking"), Finding)
    with pytest.raises(
        Inconclusive, match="other services may have the MessageDefinitions bars-message-booking"
    ):
        _agree(referrals, STATEMENT, "referral")


_NOTHING_FOUND = coded(code="REC_NOT_FOUND")["issue"][0] | {"code": "not-found"}


@pytest.mark.parametrize(
    ("status", "body", "there"),
    [
        (200, STATEMENT, True),
        (404, coded(code="REC_NOT_FOUND"), False),
        (404, OUTCOME | {"issue": [_NOTHING_FOUND]}, True),
        (404, b"", False),
        (405, b"", False),
        (501, b"", False),
        (400, b"", True),
    ],
)
def test_a_function_that_is_not_there(status: int, body: object, there: bool) -> None:  # noqa: FBT001 - a column
    assert (capability.is_there(exchange(answer(body, status))) is None) == there


class _Client(Client):
    """A client that need not send: it knows what it will be told."""

    def __init__(self, body: object) -> None:
        self._told = exchange(answer(body))

    def send(self, call: Call) -> Exchange:  # noqa: ARG002 - the answer is always the same
        return self._told


def test_claims_are_those_of_the_server() -> None:
    claims = Claims(PROFILE, _Client(STATEMENT))
    claims.need_listed("Slot", "search-type")
    with pytest.raises(NotApplicable, match="does not list read of Slot"):
        claims.need_listed("Slot", "read")
    with pytest.raises(NotApplicable, match="not readable"):
        Claims(PROFILE, _Client(b"")).need_listed("Slot", "search-type")


def test_a_use_case_that_is_not_offered() -> None:
    assert Claims(PROFILE, _Client(DEFINITIONS)).use_case_not_offered("referral") == "a1t2"
    every = _bundle(_definition(REFERRAL, "x", useContext=[_coding(USE_CASE, code) for code in USE_CASES]))
    for body in (every, _bundle()):
        with pytest.raises(NotApplicable, match="name no use case, or all of them"):
            Claims(PROFILE, _Client(body)).use_case_not_offered("referral")


SEARCH = interactions.message_definition(PROFILE, "a1t1")
PARTIES = messages.Parties(PROFILE.sender, PROFILE.ods_code, SERVICE, PROFILE.patients[0])


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


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("rest", "mode"), []),
        (("rest", "operation"), [OPERATION]),
        (("rest", "resource", "interaction"), [{"code": "read"}, {"code": "search-type"}]),
        (("version",), []),
        (("nothing", "there"), []),
    ],
)
def test_what_is_found_down_a_path(path: tuple[str, ...], found: list[Json]) -> None:
    assert within(STATEMENT, *path) == found


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
    told = _asked(body)
    for properties in (capability.PROPERTIES, definitions.PROPERTIES):
        for words in _every(dict(properties)):
            try:
                asked.judged(told, words, properties)
            except (Inconclusive, NotApplicable):
                continue
    for published, statement in ((told, _asked(STATEMENT)), (_asked(DEFINITIONS), told)):
        try:
            definitions.agree(published, statement, frozenset({"booking"}))
        except Inconclusive:
            continue
