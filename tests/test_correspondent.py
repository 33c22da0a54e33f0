"""What the suite sends to a sender itself: a referral, and a response to whatever the sender has sent."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from raw_server import answers, serving
from sample_sut import PROFILE

from bars_conformance import messages
from bars_conformance.exchange import Exchange, SentRequest
from bars_conformance.profile import Inbound
from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.receiving.conversation import Act, Conversation
from bars_conformance.receiving.correspondent import Correspondent
from bars_conformance.receiving.scene import Scene
from bars_conformance.receiving.triggers import Outcome
from bars_conformance.reference import Receiver
from bars_conformance.verdict import Inconclusive, NotApplicable

REFERRAL = messages.referral(
    messages.Parties(PROFILE.sender, PROFILE.ods_code, PROFILE.services.bookable, PROFILE.patients[0])
)


def _correspondent(folder: Path, url: str) -> Correspondent:
    inbound = Inbound(base_url=url, service=PROFILE.services.bookable)
    return Correspondent(PROFILE.model_copy(update={"inbound": inbound}), folder)


def _arrival(body: object) -> Arrival:
    headers = (("X-Correlation-ID", "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"),)
    request = SentRequest("POST", "http://suite.example/$process-message", headers, orjson.dumps(body))
    return Arrival(Exchange(datetime.now(UTC), 0, request), "/$process-message")


def test_it_refers_the_patient_of_the_scene_and_awaits_a_response(tmp_path: Path) -> None:
    scene = Scene(Receiver(), PROFILE.patients[0].nhs_number)
    with serving(answers(b"{}")) as server:
        exchange = _correspondent(tmp_path, server.url).refer(scene)
    assert exchange.answer
    assert PROFILE.patients[0].nhs_number in (exchange.request.body or b"").decode()
    assert len(scene.receiver.holdings.own_requests) == 1


def test_it_responds_in_the_conversation_of_the_referral(tmp_path: Path) -> None:
    with serving(answers(b"{}")) as server:
        exchange = _correspondent(tmp_path, server.url).respond(_arrival(REFERRAL))
    assert exchange.request.header("X-Correlation-ID") == "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"
    assert REFERRAL["id"] in (exchange.request.body or b"").decode()


@pytest.mark.parametrize(
    "body", [{}, [], REFERRAL | {"entry": []}, {**REFERRAL, "id": 7}, {**REFERRAL, "entry": ["?"]}]
)
def test_what_cannot_be_responded_to_is_no_verdict(tmp_path: Path, body: object) -> None:
    with pytest.raises(Inconclusive, match="no response can be made"):
        _correspondent(tmp_path, "http://127.0.0.1:9").respond(_arrival(body))


@pytest.mark.parametrize(
    "changes",
    [
        {"source": {"endpoint": "https://example.org/elsewhere"}},
        {"sender": {"reference": "Organization/1"}},
    ],
)
def test_who_does_not_tell_where_to_respond_is_not_responded_to(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    first, *others = REFERRAL["entry"]
    body = {**REFERRAL, "entry": [{**first, "resource": {**first["resource"], **changes}}, *others]}
    with pytest.raises(Inconclusive, match="does not tell whom to respond to, and where"):
        _correspondent(tmp_path, "http://127.0.0.1:9").respond(_arrival(body))


def test_an_endpoint_that_is_not_there_is_found(tmp_path: Path) -> None:
    exchange = _correspondent(tmp_path, "http://127.0.0.1:9").respond(_arrival(REFERRAL))
    act = Act("take a response", Outcome.GIVEN_UP, exchange, [], is_of_the_suite=True)
    found = Conversation([act]).is_taken()
    assert found
    assert found.actual.startswith("no answer")


def test_without_an_endpoint_in_the_profile_it_is_not_applicable(tmp_path: Path) -> None:
    with pytest.raises(NotApplicable, match="no inbound endpoint"):
        Correspondent(PROFILE, tmp_path).need()
