"""Conversations: what a sender did without a message, what it read before, which tokens it sent."""

from datetime import UTC, datetime

import pytest

from bars_conformance.exchange import Answer, Exchange, SentRequest
from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.receiving.conversation import Act, Conversation
from bars_conformance.receiving.token_endpoint import PATH
from bars_conformance.receiving.triggers import Outcome
from bars_conformance.verdict import Inconclusive, NotApplicable

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HELD = b'{"resourceType": "Appointment", "id": "1"}'


def _arrival(method: str, path: str, answer: Answer | None = None, token: str = "") -> Arrival:
    return Arrival(Exchange(NOW, 0, SentRequest(method, path, (), None), answer), path, token)


def _conversation(*arrivals: Arrival, signed_in: Arrival | None = None) -> Conversation:
    trigger = Exchange(NOW, 0, SentRequest("command", "send", (), None))
    act = Act("cancel", Outcome.DONE, trigger, list(arrivals))
    return Conversation([act], issued={"given"}, signed_in=signed_in)


READ = _arrival("GET", "/Appointment/1", Answer(200, (), HELD))
PUT = _arrival("PUT", "/Appointment/1")
ASKED = _arrival("POST", PATH, Answer(200, (), b"{}"))


def test_what_is_done_without_a_message_is_not_held_against_messages() -> None:
    conversation = _conversation(READ, PUT)
    with pytest.raises(NotApplicable, match=r"the sender does this by PUT /Appointment/\[id\]"):
        conversation.one("a booking cancellation")
    with pytest.raises(Inconclusive, match="sent no new booking"):
        conversation.one("a new booking")


def test_what_was_read_before_is_what_the_receiver_answered() -> None:
    assert _conversation(READ, PUT).read_before(PUT)["id"] == "1"
    refused = _arrival("GET", "/Appointment/1", Answer(404, (), b"{}"))
    for arrivals in ((PUT, READ), (refused, PUT), (_arrival("GET", "/Appointment/2"), PUT)):
        with pytest.raises(Inconclusive, match="has not read"):
            _conversation(*arrivals).read_before(PUT)


def test_a_token_request_is_no_request_to_the_api() -> None:
    conversation = _conversation(ASKED, READ)
    assert conversation.named("request") == [READ]
    assert conversation.token_requests == [ASKED]
    assert conversation.last.names == ["a token request", "GET /Appointment/[id]"]


def test_a_token_of_an_earlier_conversation_is_as_good() -> None:
    assert _conversation(READ, signed_in=ASKED).token_requests == [ASKED]
    with pytest.raises(Inconclusive, match="asked for no token"):
        _ = _conversation(READ).token_requests


@pytest.mark.parametrize(("token", "told"), [("given", None), ("other", "another"), ("", "no such header")])
def test_a_request_carries_a_token_that_was_given(token: str, told: str | None) -> None:
    found = _conversation(READ).carries_token(_arrival("GET", "/Slot", token=token))
    assert (found and found.actual) == told
