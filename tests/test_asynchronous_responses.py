"""Asynchronous responses: what is told of one, and the checks of it against right, wrong and odd ones."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from sample_exchanges import answer, documents, exchange, spoiled, thorough
from sample_sut import NOWHERE, PARTIES

from bars_conformance import client, messages, own_responses
from bars_conformance.checks import asked, response_content, response_routing
from bars_conformance.claims import Claims
from bars_conformance.client import Client
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.hooks import Hooks
from bars_conformance.profile import REFERENCE, ServiceId
from bars_conformance.profile_file import load
from bars_conformance.reference import Receiver
from bars_conformance.reference.server import serving
from bars_conformance.requester import Requester
from bars_conformance.sharing import Leases, RightOfWay
from bars_conformance.standard import URL
from bars_conformance.verdict import Inconclusive, NotApplicable

REFERRAL = messages.referral(PARTIES)
VALIDATION = messages.validation(PARTIES)
DID_NOT_ATTEND = messages.did_not_attend(REFERRAL)
INTERIM = messages.interim(VALIDATION)
SENT_IDS = {
    "X-Request-ID": "0b7a4a52-1c43-4b2b-9a0d-3f5f2f7b6c11",
    "X-Correlation-ID": "5d0f4a0e-8a57-4c34-b7a4-2f4d9a6b7c22",
}
TOLD = {
    "X-Request-ID": "c3a1d1a0-6f0e-4f0b-8d55-7e1c9b8a7d33",
    "X-Correlation-ID": SENT_IDS["X-Correlation-ID"].upper(),
    "NHSD-Target-Identifier": client.target(PARTIES.sender.endpoint),
}
EVERY = {**response_routing.PROPERTIES, **response_content.PROPERTIES}
WORDS = [
    *response_routing.PROPERTIES,
    "MessageHeader.response.code is ok",
    "MessageHeader.eventCoding is servicerequest-response of message-events-bars",
    "MessageHeader.reason is new or update of message-reason-bars",
    "MessageHeader.focus is a ServiceRequest or Encounter",
    "ServiceRequest.category is referral or validation of message-category-servicerequest",
    *[words for words in response_content.PROPERTIES if "(?P" not in words],
]


def responded(
    response: Any,  # noqa: ANN401 - any JSON value
    request: dict[str, Any] = REFERRAL,
    headers: dict[str, str] | None = None,
) -> Exchange:
    made = exchange(answer(response, headers=tuple((TOLD if headers is None else headers).items())))
    sent = replace(made.request, headers=tuple(SENT_IDS.items()), body=json.dumps(request).encode())
    return replace(made, request=sent)


def judged(words: str, given_: Exchange) -> Finding | None:
    return asked.judged(given_, words, EVERY)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize(
    ("request_", "response"),
    [
        (REFERRAL, DID_NOT_ATTEND),
        (VALIDATION, INTERIM),
        (VALIDATION, messages.outcome(VALIDATION, after=INTERIM)),
        (VALIDATION, messages.rejected(VALIDATION)),
    ],
    ids=["did not attend", "interim", "outcome", "rejection"],
)
def test_a_right_response_is_right(words: str, request_: dict[str, Any], response: dict[str, Any]) -> None:
    assert judged(words, responded(response, request_)) is None


def _with(path: str, new: object) -> dict[str, Any]:
    return messages.replaced(DID_NOT_ATTEND, path, new)


def _service(value: str, system: str = URL.service_id) -> str:
    return f"{system}|{value}"


SENDER = PARTIES.sender.endpoint.value
ELSEWHERE = _service("2000000009")
WRONG: list[tuple[str, dict[str, Any]]] = [
    (
        "MessageHeader.destination.endpoint is the source of the request",
        _with("MessageHeader.destination.endpoint", ELSEWHERE),
    ),
    (
        "MessageHeader.destination.endpoint is the source of the request",
        messages.without(DID_NOT_ATTEND, "MessageHeader.destination"),
    ),
    (
        "MessageHeader.destination.receiver is the sender of the request",
        _with("MessageHeader.destination.receiver", messages.value(DID_NOT_ATTEND, "MessageHeader.sender")),
    ),
    (
        "MessageHeader.destination.receiver is the sender of the request",
        _with("MessageHeader.destination.receiver", {"display": "whoever asked"}),
    ),
    (
        "MessageHeader.source.endpoint is another service",
        _with("MessageHeader.source.endpoint", _service(SENDER)),
    ),
    (
        "MessageHeader.source.endpoint is another service",
        _with("MessageHeader.source.endpoint", "https://sut.example"),
    ),
    (
        "MessageHeader.response.identifier is Bundle.id of the request",
        _with("MessageHeader.response.identifier", "another"),
    ),
    ("MessageHeader.response.code is ok", _with("MessageHeader.response.code", "fatal-error")),
    ("MessageHeader.response.code is ok", messages.without(DID_NOT_ATTEND, "MessageHeader.response")),
    (
        "MessageHeader.eventCoding is servicerequest-response of message-events-bars",
        _with("MessageHeader.eventCoding", {"code": "servicerequest-response"}),
    ),
    (
        "MessageHeader.reason is new or update of message-reason-bars",
        _with("MessageHeader.reason", {"text": "new"}),
    ),
    (
        "MessageHeader.focus is a ServiceRequest or Encounter",
        _with("MessageHeader.focus.reference", "urn:uuid:x"),
    ),
    (
        "MessageHeader.definition is a MessageDefinition of responses",
        _with("MessageHeader.definition", f"{URL.message_definition}bars-message-booking-request"),
    ),
    (
        "MessageHeader.definition is a MessageDefinition of responses",
        _with("MessageHeader.definition", f"{URL.message_definition}bars-message-unheard-of"),
    ),
    (
        "MessageHeader.definition is a MessageDefinition of responses",
        messages.without(DID_NOT_ATTEND, "MessageHeader.definition"),
    ),
    (
        "MessageHeader.meta.profile is that of responses",
        _with(
            "MessageHeader.meta.profile",
            ["https://fhir.nhs.uk/StructureDefinition/BARSMessageHeader-booking-request"],
        ),
    ),
    ("each type is as often as its MessageDefinition has it", messages.lacking(DID_NOT_ATTEND, "Consent")),
    ("each type is as often as its MessageDefinition has it", messages.doubled(DID_NOT_ATTEND, "Patient")),
    ("the first entry alone is a MessageHeader", DID_NOT_ATTEND | {"entry": DID_NOT_ATTEND["entry"][::-1]}),
    ("the first entry alone is a MessageHeader", messages.doubled(DID_NOT_ATTEND, "MessageHeader")),
    ("each reference by fullUrl leads to an entry", messages.without(DID_NOT_ATTEND, "Practitioner")),
    ("Bundle.meta.versionId is of major version 1", _with("Bundle.meta.versionId", "2.0.0")),
    (
        "Bundle.meta.versionId is of major version 1",
        messages.without(DID_NOT_ATTEND, "Bundle.meta.versionId"),
    ),
    ("Bundle.type is message", _with("Bundle.type", "collection")),
    ("outside Application 6, ServiceRequest.status is revoked", _with("ServiceRequest.status", "active")),
]


@pytest.mark.parametrize(("words", "wrong"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_response_is_found(words: str, wrong: dict[str, Any]) -> None:
    assert judged(words, responded(DID_NOT_ATTEND)) is None
    assert judged(words, responded(wrong)) is not None


@pytest.mark.parametrize(
    ("header", "wrong"),
    [
        ("X-Request-ID", SENT_IDS["X-Request-ID"].upper()),
        ("X-Request-ID", "1"),
        ("X-Request-ID", ""),
        ("X-Correlation-ID", TOLD["X-Request-ID"]),
        ("NHSD-Target-Identifier", client.target(ServiceId(system=URL.service_id, value="2000000009"))),
        ("NHSD-Target-Identifier", _service(SENDER)),
        ("NHSD-Target-Identifier", "bnVsbA=="),
        ("NHSD-Target-Identifier", "W10="),
        ("NHSD-Target-Identifier", "/w=="),
        ("NHSD-Target-Identifier", "é"),
    ],
)
def test_a_wrong_header_is_found(header: str, wrong: str) -> None:
    (words,) = [each for each in response_routing.PROPERTIES if each.startswith(header)]
    assert judged(words, responded(DID_NOT_ATTEND)) is None
    assert judged(words, responded(DID_NOT_ATTEND, headers=TOLD | {header: wrong})) is not None
    with pytest.raises(NotApplicable, match="tells no headers"):
        judged(words, responded(DID_NOT_ATTEND, headers={}))


@pytest.mark.parametrize("system", ["http://fhir.nhs.uk/id/dos-service-id", URL.service_id])
def test_spellings_of_a_system_are_alike(system: str) -> None:
    headers = TOLD | {"NHSD-Target-Identifier": client.target(ServiceId(system=system, value=SENDER))}
    assert (
        judged("NHSD-Target-Identifier is the source of the request", responded(None, headers=headers))
        is None
    )
    destined = _with("MessageHeader.destination.endpoint", _service(SENDER, system))
    assert (
        judged("MessageHeader.destination.endpoint is the source of the request", responded(destined)) is None
    )


def test_an_update_may_name_a_response_before_it() -> None:
    words = "MessageHeader.response.identifier is Bundle.id of the request"
    update = _with("MessageHeader.reason.coding.code", "update")
    with pytest.raises(NotApplicable, match="R-90"):
        judged(words, responded(messages.replaced(update, "MessageHeader.response.identifier", "interim-1")))
    assert judged(words, responded(messages.without(update, "MessageHeader.response"))) is not None


def test_a_bespoke_definition_is_let_pass() -> None:
    bespoke = _with("MessageHeader.definition", "https://sut.example/MessageDefinition/ours|1.0")
    assert judged("MessageHeader.definition is a MessageDefinition of responses", responded(bespoke)) is None
    with pytest.raises(NotApplicable, match="no national MessageDefinition"):
        judged("each type is as often as its MessageDefinition has it", responded(bespoke))


def test_a_header_need_not_name_its_profile() -> None:
    with pytest.raises(NotApplicable, match="no profile"):
        judged(
            "MessageHeader.meta.profile is that of responses",
            responded(messages.without(DID_NOT_ATTEND, "MessageHeader.meta.profile")),
        )


def test_application_6_has_responses_of_its_own() -> None:
    theirs = messages.referral(PARTIES, use_case="a6t1")
    with pytest.raises(NotApplicable, match="Application 6"):
        judged("outside Application 6, ServiceRequest.status is revoked", responded(DID_NOT_ATTEND, theirs))


@thorough
@given(body=spoiled(DID_NOT_ATTEND) | documents)
def test_no_check_breaks(body: object) -> None:
    for words in WORDS:
        try:
            assert judged(words, responded(body)) is None or isinstance(
                judged(words, responded(body)), Finding
            )
        except (Inconclusive, NotApplicable) as reason:
            assert str(reason)  # noqa: PT017 - either outcome is right, but not without a word


@pytest.fixture
def requester(tmp_path: Path) -> Iterator[Requester]:
    with serving(Receiver()) as url:
        profile, way = load(REFERENCE, NOWHERE | {"REFERENCE_URL": url}), RightOfWay(tmp_path)
        sender = Client(profile, lambda _: None, way)
        played = Requester(
            profile, sender, Claims(profile, sender), Leases(tmp_path), way, Hooks(profile, sender)
        )
        yield played
        assert [created.fate for created in played.clean_up()] == ["cancelled"]
        sender.close()


@pytest.mark.parametrize("name", ["a new referral", "a new validation request"])
def test_the_reference_responds_rightly(requester: Requester, name: str) -> None:
    sent = own_responses.response_to(requester, requester.accepted(name))
    findings = {words: judged(words, sent.exchange) for words in WORDS}
    assert {words: found for words, found in findings.items() if found} == {}


def test_the_reference_does_not_respond_to_a_booking(requester: Requester) -> None:
    with pytest.raises(Inconclusive, match="the hook respond did not work"):
        own_responses.response_to(requester, requester.accepted("a new booking"))


def test_the_reference_responds_to_what_it_has_after_an_update(requester: Requester) -> None:
    accepted = requester.accepted("a new validation request")
    requester.follow_up(accepted, "update")
    sent = own_responses.response_to(requester, accepted)
    for words in (
        "each reference by fullUrl leads to an entry",
        "each type is as often as its MessageDefinition has it",
    ):
        assert judged(words, sent.exchange) is None
