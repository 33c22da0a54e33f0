"""The reference sender, tried on the reference receiver and on servers of the test's own."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bars_conformance.reference import Receiver, serving
from bars_conformance.reference.pointers import PointerStore
from bars_conformance.reference.sender import Control, Errand, GivenUp, Sender
from bars_conformance.reference.sender.identity import ODS_CODE
from bars_conformance.reference.sender.parties import OWN_SERVICE
from bars_conformance.reference.sender.transmission import Reply, Request
from bars_conformance.reference.server import listening

SERVICE, RECEIVER, NUMBER = "2000072489", "Z8R01", "9993004170"
PENDING = {"code": "transient", "details": {"coding": [{"code": "REC_UNAVAILABLE"}]}}


class Recorder(Sender):
    """A sender that keeps what it sent, and does not wait."""

    first_pause_s = 0.0

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Request] = []

    def attempt(self, request: Request) -> Reply:
        self.sent.append(request)
        return super().attempt(request)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def url(receiver: Receiver) -> Iterator[str]:
    with serving(receiver) as root:
        yield f"{root}/FHIR/R4"


@pytest.fixture
def sender() -> Iterator[Recorder]:
    with contextlib.closing(Recorder()) as sender:
        yield sender


def errand(url: str, reference: str = "", slot: str = "") -> Errand:
    return Errand(url, SERVICE, RECEIVER, NUMBER, slot=slot, reference=reference)


def held(receiver: Receiver, reference: str) -> dict[str, Any]:
    return receiver.holdings.records[reference.rpartition("/")[2]].resource


def paths(sender: Recorder) -> list[str]:
    return [f"{each.method} /{each.url.partition('/FHIR/R4/')[2].partition('/')[0]}" for each in sender.sent]


def test_it_books_what_it_is_told_to(url: str, receiver: Receiver, sender: Recorder) -> None:
    slot = receiver.holdings.diary.slots(receiver.holdings.diary.services[SERVICE])[5]
    reference = sender.perform("book", errand(url, slot=slot.id))
    assert held(receiver, reference)["status"] == "booked"
    assert receiver.holdings.diary.holder(slot) == reference.removeprefix("Appointment/")
    assert paths(sender) == ["GET /metadata", "GET /MessageDefinition", "GET /Slot", "POST /$process-message"]


def test_it_updates_and_cancels_what_it_booked(url: str, receiver: Receiver, sender: Recorder) -> None:
    reference = sender.perform("book", errand(url))
    sender.perform("update", errand(url, reference))
    assert held(receiver, reference)["description"].endswith("(changed)")
    sender.perform("cancel", errand(url, reference))
    assert held(receiver, reference)["status"] == "cancelled"
    with pytest.raises(GivenUp, match="no longer current"):
        sender.perform("cancel", errand(url, reference))


def test_it_rebooks_before_it_cancels(url: str, receiver: Receiver, sender: Recorder) -> None:
    old = sender.perform("book", errand(url))
    new = sender.perform("rebook", errand(url, old))
    assert [held(receiver, each)["status"] for each in (old, new)] == ["cancelled", "booked"]


@pytest.mark.parametrize("task", ["rebook-by-put", "rebook-by-patch"])
def test_it_rebooks_without_a_message_about_the_former_booking(
    url: str, receiver: Receiver, sender: Recorder, task: str
) -> None:
    old = sender.perform("book", errand(url))
    new = sender.perform(task, errand(url, old))
    assert [held(receiver, each)["status"] for each in (old, new)] == ["cancelled", "booked"]


def test_it_finds_the_newest_booking_on_any_page(url: str, sender: Recorder) -> None:
    sender.perform("refer", errand(url))
    bookings = [sender.perform("book", errand(url)) for _ in range(PointerStore.page + 1)]
    assert sender.perform("find-pointer", errand(url)) == bookings[-1]
    assert sender.sent[-1].url.endswith(bookings[-1])
    with pytest.raises(GivenUp, match="no pointer leads"):
        sender.perform("find-pointer", Errand(url, SERVICE, "Z8R02", NUMBER))


def test_it_refers_revokes_and_refers_again_on_the_same_journey(
    url: str, receiver: Receiver, sender: Recorder
) -> None:
    old = sender.perform("refer", errand(url))
    new = sender.perform("re-refer", errand(url, old))
    assert [held(receiver, each)["status"] for each in (old, new)] == ["revoked", "active"]
    assert sender.cases[url, old].journey == sender.cases[url, new].journey


def test_a_conversation_keeps_its_correlation_id_and_no_request_id_comes_twice(
    url: str, sender: Recorder
) -> None:
    referral = sender.perform("refer", errand(url))
    sender.perform("book", errand(url, referral))
    sender.perform("cancel", errand(url, referral))
    assert len({each.headers["X-Correlation-ID"] for each in sender.sent}) == 1
    assert len({each.headers["X-Request-ID"] for each in sender.sent}) == len(sender.sent)


def test_it_responds_and_refers_onward_in_the_conversation_of_a_referral_to_it(
    url: str, sender: Recorder
) -> None:
    with (
        contextlib.closing(Recorder()) as other,
        serving(sender.receiver) as here,
        serving(other.receiver) as there,
    ):
        referred = other.perform("refer", Errand(f"{here}/FHIR/R4", OWN_SERVICE, ODS_CODE, NUMBER))
        assert sender.perform("respond", errand(f"{there}/FHIR/R4", referred)) == referred
    sender.perform("refer-onward", errand(url, referred))
    asked = other.sent[-1]
    assert {each.headers["X-Correlation-ID"] for each in sender.sent} == {asked.headers["X-Correlation-ID"]}
    assert asked.headers["X-Request-ID"] not in {each.headers["X-Request-ID"] for each in sender.sent}
    with pytest.raises(GivenUp, match="was not taken here"):
        sender.perform("respond", errand(url, "ServiceRequest/1"))


def test_it_gives_up_what_it_did_not_send(url: str, sender: Recorder) -> None:
    with pytest.raises(GivenUp, match="was not sent from here"):
        sender.perform("cancel", errand(url, "Appointment/1"))
    with pytest.raises(KeyError):
        sender.perform("dance", errand(url))


@pytest.mark.parametrize(
    ("reply", "again"),
    [
        (Reply(), True),
        (Reply(503, {"X-Request-ID": "1"}, {"resourceType": "OperationOutcome", "issue": [PENDING]}), True),
        (Reply(502, {"X-Request-ID": "1"}, None), True),
        (Reply(400, {}, {"resourceType": "OperationOutcome"}), True),
        (Reply(400, {"X-Request-ID": "1"}, {"resourceType": "OperationOutcome"}), False),
        (Reply(409, {}, {"resourceType": "OperationOutcome", "issue": [{"code": "duplicate"}]}), False),
        (Reply(200), False),
    ],
    ids=["none", "unavailable", "no-outcome", "no-ids", "refused", "duplicate", "accepted"],
)
def test_it_tries_again_only_what_may_pass(sender: Recorder, reply: Reply, again: bool) -> None:  # noqa: FBT001 - an example
    assert sender.calls_for_retry(reply) is again


def test_pauses_double_and_heed_retry_after() -> None:
    with contextlib.closing(Sender()) as sender:
        assert [sender.pause(retry, Reply()) for retry in range(3)] == [0.1, 0.2, 0.4]
        assert sender.pause(0, Reply(429, {"Retry-After": "2"})) == 2.0


def test_a_retry_is_the_same_request_under_another_token(sender: Recorder) -> None:
    nowhere = errand("http://127.0.0.1:9")
    with pytest.raises(GivenUp):
        sender.submit(nowhere, "POST", "/$process-message", "1", {"entry": [_header(), _focus()]})
    first, *retries = sender.sent
    assert len(retries) == sender.most_retries
    for retry in retries:
        assert retry.body == first.body
        changed = {name for name in first.headers if first.headers[name] != retry.headers[name]}
        assert changed == {"Authorization"}


def _header() -> dict[str, Any]:
    reason = {"coding": [{"code": "new"}]}
    return {"resource": {"resourceType": "MessageHeader", "reason": reason, "eventCoding": {"code": "x"}}}


def _focus() -> dict[str, Any]:
    return {"resource": {"resourceType": "ServiceRequest"}}


def test_it_is_set_in_motion_by_http(url: str, receiver: Receiver) -> None:
    told = {"url": url, "service": SERVICE, "receiver": RECEIVER, "nhs_number": NUMBER, "start": "unused"}
    with contextlib.closing(Sender()) as sender, listening(Control(sender)) as root:
        done = httpx.post(f"{root}/refer", content=json.dumps(told | {"more": "is passed over"}))
        assert done.status_code == 200
        assert held(receiver, done.json()["reference"])["status"] == "active"
        failed = httpx.post(f"{root}/cancel", json=told | {"reference": "ServiceRequest/1"})
        assert (failed.status_code, failed.json()) == (
            502,
            {"reason": "ServiceRequest/1 was not sent from here"},
        )
        assert httpx.post(f"{root}/dance", json=told).status_code == 404
