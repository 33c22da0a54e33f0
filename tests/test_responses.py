"""Responses to requests of the receiver's own, against the reference: where they go, and what they leave."""

import base64
import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sample_sut import NOWHERE

from bars_conformance import messages
from bars_conformance.claims import Claims
from bars_conformance.client import Client
from bars_conformance.hooks import Hooks
from bars_conformance.profile import REFERENCE
from bars_conformance.profile_file import load
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Entry, Message
from bars_conformance.reference.records import OwnRequest
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.server import serving
from bars_conformance.requester import Requester
from bars_conformance.responses import RESPONSES, request_of_its_own
from bars_conformance.sent import Sent, made_by
from bars_conformance.sharing import Leases, RightOfWay
from bars_conformance.verdict import Inconclusive, NotApplicable

TO_REFERRALS = "did-not-attend response"
TO_VALIDATIONS = [name for name in RESPONSES if name != TO_REFERRALS]


class AboutRequests(Receiver):
    """Takes responses about the ServiceRequest only; the responder's Encounter comes first."""

    def check_focus(self, message: Message) -> Entry:
        focus = super().check_focus(message)
        if focus.type != "ServiceRequest":
            raise Refusal(400, "invariant", "The focus must be the ServiceRequest.")
        return focus

    def said(self, message: Message) -> tuple[str | None, str | None, str | None]:
        return message.reason, message.status("ServiceRequest"), message.status("Encounter")

    def is_of_the_responder(self, message: Message, asked: OwnRequest) -> bool:  # noqa: ARG002 - an override
        return True


class OfAnotherApplication(Receiver):
    """Sends referrals of Application 6."""

    def own_request(self, category: str) -> dict[str, Any]:
        return messages.replaced(
            super().own_request(category), "ServiceRequest.category.coding[1].code", "a6t1"
        )


class WithoutUseCase(Receiver):
    """Names no use case in what it sends, and no version."""

    def own_request(self, category: str) -> dict[str, Any]:
        request = messages.without(super().own_request(category), "ServiceRequest.category.coding[1]")
        return messages.without(request, "Bundle.meta")


class InABed(Receiver):
    """Says of the Encounter where it is: a Location that an interim response has no place for."""

    def own_request(self, category: str) -> dict[str, Any]:
        request = super().own_request(category)
        place = next(e["fullUrl"] for e in request["entry"] if e["resource"]["resourceType"] == "Location")
        bed = {"location": {"reference": place}, "status": "active"}
        return messages.added(request, "Encounter.location", [bed])


@pytest.fixture
def receiver(request: pytest.FixtureRequest) -> Receiver:
    kind: type[Receiver] = getattr(request, "param", Receiver)
    return kind()


@pytest.fixture
def requester(receiver: Receiver, tmp_path: Path) -> Iterator[Requester]:
    with serving(receiver) as url:
        profile, way = load(REFERENCE, NOWHERE | {"REFERENCE_URL": url}), RightOfWay(tmp_path)
        client = Client(profile, lambda _: None, way)
        yield Requester(
            profile, client, Claims(profile, client), Leases(tmp_path), way, Hooks(profile, client)
        )
        client.close()


def asked(requester: Requester, response: str) -> Sent:
    """The request of the receiver's own that such a response is to."""
    return request_of_its_own(requester, "referral" if response == TO_REFERRALS else "validation request")


def status(sent: Sent) -> int | None:
    return sent.exchange.answer.status if sent.exchange.answer else None


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_goes_back_to_the_source_in_the_same_conversation(requester: Requester, name: str) -> None:
    request = asked(requester, name)
    sent = requester.follow_up(request, name)
    assert status(sent) == 200
    source = messages.value(request.composed.message, "MessageHeader.source.endpoint")
    header = json.loads(base64.b64decode(sent.call.header("NHSD-Target-Identifier") or ""))
    assert f"{header['system']}|{header['value']}" == source
    assert sent.call.header("X-Correlation-ID") == request.call.header("X-Correlation-ID")
    category = "referral" if name == TO_REFERRALS else "validation"
    use_case = messages.use_case(request.composed.message)
    assert sent.call.header("use-context") == f"{use_case}|{category}|servicerequest-response|new"


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_answers_the_request_that_was_sent_last(requester: Requester, name: str) -> None:
    first, second = asked(requester, name), asked(requester, name)
    sent = requester.follow_up(second, name)
    assert first.composed.message["id"] != second.composed.message["id"]
    identifier = messages.value(sent.call.message, "MessageHeader.response.identifier")
    assert identifier == second.composed.message["id"]


@pytest.mark.parametrize("told", [(), (("X-Correlation-ID", "trace-7"),)])
def test_a_conversation_that_is_not_told_gets_an_id_of_ours(
    requester: Requester, told: tuple[tuple[str, str], ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    worked = requester.hooks.ask("referral")
    assert worked.answer is not None
    untold = replace(worked, answer=replace(worked.answer, headers=told))
    monkeypatch.setattr(requester.hooks, "ask", lambda _: untold)
    sent = requester.follow_up(asked(requester, TO_REFERRALS), TO_REFERRALS)
    assert status(sent) == 200
    assert uuid.UUID(sent.call.header("X-Correlation-ID"))


def test_a_final_response_goes_on_with_the_interim_one(requester: Requester) -> None:
    request = asked(requester, "interim response")
    interim = requester.follow_up(request, "interim response")
    final = requester.follow_up(interim, "final response")
    assert status(final) == 200
    assert final.first is request
    told = final.call.message
    assert messages.value(told, "MessageHeader.reason.coding.code") == "update"
    assert messages.value(told, "MessageHeader.response.identifier") == request.composed.message["id"]
    assert messages.focus(told)["identifier"] == messages.focus(interim.call.message)["identifier"]
    assert final.call.header("X-Correlation-ID") == request.call.header("X-Correlation-ID")
    assert final.call.header("X-Request-ID") != interim.call.header("X-Request-ID")


@pytest.mark.parametrize("name", RESPONSES)
def test_what_the_receiver_sent_is_not_put_away(requester: Requester, receiver: Receiver, name: str) -> None:
    sent = requester.follow_up(asked(requester, name), name)
    assert sent.is_response
    assert [len(each.responses) for each in receiver.holdings.own_requests.values()] == [1]
    assert requester.clean_up() == []
    assert not receiver.holdings.records


def test_what_we_sent_is_put_away_still(requester: Requester) -> None:
    own = requester.accepted("a new validation request")
    requester.follow_up(asked(requester, "interim response"), "interim response")
    assert not own.is_response
    assert [(each.kind, each.fate) for each in requester.clean_up()] == [("ServiceRequest", "cancelled")]
    assert made_by(own) is not None


@pytest.mark.parametrize("receiver", [AboutRequests], indirect=True)
@pytest.mark.parametrize("name", TO_VALIDATIONS)
def test_a_receiver_may_take_responses_about_the_request(requester: Requester, name: str) -> None:
    request = asked(requester, name)
    sent = requester.follow_up(request, name)
    assert status(sent) == 200
    assert messages.focus(sent.call.message)["resourceType"] == "ServiceRequest"
    with pytest.raises(NotApplicable, match=r"about the ServiceRequest only \(R-89\)"):
        requester.follow_up(request, name, 'with ServiceRequest.status "draft"')


@pytest.mark.parametrize("receiver", [AboutRequests], indirect=True)
def test_a_final_response_about_the_request_goes_on_with_the_same_encounter(requester: Requester) -> None:
    interim = requester.follow_up(asked(requester, "interim response"), "interim response")
    final = requester.follow_up(interim, "final response")
    assert status(final) == 200
    assert messages.first(final.call.message, "Encounter")["status"] == "finished"


def test_a_response_that_is_refused_either_way_is_told_as_it_was_meant(
    requester: Requester, receiver: Receiver
) -> None:
    request = asked(requester, "interim response")
    receiver.reset()
    sent = requester.follow_up(request, "interim response")
    assert status(sent) == 404
    assert messages.focus(sent.call.message)["resourceType"] == "Encounter"
    refused = requester.follow_up(request, "interim response", 'with Encounter.status "planned"')
    assert status(refused) == 404


@pytest.mark.parametrize("receiver", [OfAnotherApplication], indirect=True)
def test_referrals_of_application_6_have_other_responses(requester: Requester) -> None:
    with pytest.raises(NotApplicable, match="of Application 6"):
        asked(requester, TO_REFERRALS)


@pytest.mark.parametrize("receiver", [WithoutUseCase], indirect=True)
@pytest.mark.parametrize("name", RESPONSES)
def test_what_a_request_lacks_is_made_up_for(requester: Requester, name: str) -> None:
    sent = requester.follow_up(asked(requester, name), name)
    assert messages.value(sent.call.message, "Bundle.meta.versionId") == "1.1.0"
    assert (sent.call.header("use-context") or "").startswith("a4t1|" if name != TO_REFERRALS else "a1t1|")


@pytest.mark.parametrize("receiver", [InABed], indirect=True)
def test_what_cannot_be_cut_down_to_a_response_is_inconclusive(requester: Requester) -> None:
    request = asked(requester, "interim response")
    with pytest.raises(Inconclusive, match="no response can be made of what the receiver sent"):
        requester.follow_up(request, "interim response")
    assert status(requester.follow_up(request, "final response")) == 200
