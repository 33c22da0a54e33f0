"""The checks of a CapabilityStatement: the words of the features, and statements that fit them or do not."""

import pytest
from sample_discovery import OPERATION, REFERRAL, STATEMENT, Json
from sample_exchanges import OUTCOME, answer, coded, exchange

from bars_conformance.checks import asked, capability
from bars_conformance.fhir import within
from bars_conformance.finding import Finding
from bars_conformance.verdict import Inconclusive


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


def test_where_there_is_no_statement_or_message_to_judge() -> None:
    with pytest.raises(Inconclusive, match="no CapabilityStatement"):
        capability.tells_of_r4(exchange(None))
    with pytest.raises(Inconclusive, match="names no message"):
        capability.tells_who_sends(exchange(answer(STATEMENT | {"messaging": None})))


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
