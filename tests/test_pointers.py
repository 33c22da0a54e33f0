"""Pointers against the reference and its lawful variants: found late, in pages, under an id told anyhow."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_sut import NOWHERE

from bars_conformance import pointers
from bars_conformance.checks import pointers as checks
from bars_conformance.claims import Claims
from bars_conformance.client import TARGET, Client
from bars_conformance.finding import Finding
from bars_conformance.hooks import Hooks
from bars_conformance.profile import REFERENCE
from bars_conformance.profile_file import load
from bars_conformance.record import Created
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.pointers import PointerStore
from bars_conformance.reference.records import Record
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.server import serving
from bars_conformance.requester import Requester
from bars_conformance.sharing import Leases, RightOfWay
from bars_conformance.verdict import Inconclusive, NotApplicable

POST, SEARCH = "POST /DocumentReference", "GET /DocumentReference"
Json = dict[str, Any]


class Later(Receiver):
    """Makes pointers some time after the answer to the sender."""

    def point_to(self, record: Record) -> None:
        threading.Timer(0.4, super().point_to, [record]).start()


class Never(Receiver):
    """Makes no pointers."""

    def point_to(self, record: Record) -> None:
        """Do nothing."""


class Silent(Receiver):
    """Does not say where a new pointer is."""

    def answer_about_pointers(self, call: Call) -> Json:
        answer = super().answer_about_pointers(call)
        call.location = None
        return answer


class Telling(Silent):
    """Answers a new pointer with the pointer."""

    def done(self, call: Call) -> Json:
        made = list(self.holdings.pointers.pointers.values())[-1:]
        return made[0] if call.method == "POST" else super().done(call)


class Tagging(Receiver):
    """Tells the token of the next page in a tag, as the API specification has it."""

    def search_pointers(self, call: Call) -> Json:
        found = super().search_pointers(call)
        _, *further = found["link"]
        if further:
            token = further[0]["url"].rpartition("=")[2]
            found["meta"]["tag"] = [{"display": "next-page-token", "code": token}]
        return {**found, "link": found["link"][:1]}


class Direct(Receiver):
    """Points to its own URL."""

    place = "{base}/Appointment/{id}"

    def search_pointers(self, call: Call) -> Json:
        found = super().search_pointers(call)
        for entry in found.get("entry", ()):
            attachment = entry["resource"]["content"][0]["attachment"]
            record_id = entry["resource"]["identifier"][0]["value"]
            attachment["url"] = self.place.format(base=call.base, id=record_id)
        return found


class Elsewhere(Direct):
    """Points to a host that the profile does not name."""

    place = "https://elsewhere.example/Appointment/{id}"


class InHttp(Direct):
    """Writes the system of the target identifier as the samples of the guide do."""

    place = "http://fhir.nhs.uk/Id/dos-service-id|2000072489"


class Keeping(Receiver):
    """Lets nobody remove a pointer but itself."""

    class Store(PointerStore):
        def delete(self, *_: str) -> None:
            raise Refusal(403, "forbidden", "Pointers stay.")

    pointer_store = Store

    def follow(self, record: Record) -> None:
        """Leave it."""


class AddOnly(Receiver):
    """Does not claim that pointers can be removed."""

    def rest(self) -> Json:
        rest = super().rest()
        for each in rest["resource"]:
            each["interaction"] = [item for item in each["interaction"] if item["code"] != "delete"]
        return rest


@pytest.fixture
def receiver(request: pytest.FixtureRequest) -> Receiver:
    kind: type[Receiver] = getattr(request, "param", Receiver)
    return kind()


@pytest.fixture
def requester(receiver: Receiver, tmp_path: Path) -> Iterator[Requester]:
    with serving(receiver) as url:
        profile = load(REFERENCE, NOWHERE | {"REFERENCE_URL": url})
        way = RightOfWay(tmp_path)
        client = Client(profile, lambda _: None, way)
        requester = Requester(
            profile, client, Claims(profile, client), Leases(tmp_path), way, Hooks(profile, client)
        )
        yield requester
        requester.clean_up()
        client.close()


def of(kind: type[Receiver]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("receiver", [kind], indirect=True, ids=lambda each: each.__name__)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pointers, "DONE_BY_S", 0.3)


@of(Later)
def test_a_pointer_may_come_late(requester: Requester) -> None:
    before = pointers.held(requester)
    booking = requester.accepted("a new booking")
    assert pointers.held_once_more(requester, before, 1) is None
    again = requester.accepted("a new booking")
    assert pointers.found(requester, again)["identifier"][0]["value"] == again.resource_id
    assert checks.leading_to(requester.send(SEARCH).pages, booking.resource_id)


@of(Never)
@pytest.mark.usefixtures("impatient")
def test_a_pointer_that_never_comes_is_no_pointer(requester: Requester) -> None:
    before = pointers.held(requester)
    booking = requester.accepted("a new booking")
    assert pointers.held_once_more(requester, before, 1) == Finding("new pointers of the patient", "1", "0")
    with pytest.raises(Inconclusive, match="no pointer to Appointment/"):
        pointers.found(requester, booking)
    assert requester.send(SEARCH).exchange.answer is not None


@pytest.mark.parametrize(
    "receiver", [Receiver, Silent, Telling], indirect=True, ids=lambda each: each.__name__
)
def test_a_new_pointer_is_read_changed_and_removed(requester: Requester, receiver: Receiver) -> None:
    made = requester.accepted(POST)
    assert made.resource_id in receiver.holdings.pointers.pointers
    changed = requester.follow_up(made, "new version")
    held = receiver.holdings.pointers.pointers[made.resource_id]
    assert held["content"][0]["attachment"]["title"].endswith("changed")
    assert changed.resource_id == made.resource_id
    requester.follow_up(made, "removal")
    assert receiver.holdings.pointers.pointers == {}
    assert requester.clean_up() == [Created("DocumentReference", made.resource_id, "cancelled")]


def test_what_was_made_is_removed(requester: Requester, receiver: Receiver) -> None:
    booking, pointer = requester.accepted("a new booking"), requester.accepted(POST)
    assert len(receiver.holdings.pointers.pointers) == 2
    assert requester.clean_up() == [
        Created("Appointment", booking.resource_id, "cancelled"),
        Created("DocumentReference", pointer.resource_id, "cancelled"),
    ]
    assert receiver.holdings.pointers.pointers == {}


@pytest.mark.parametrize("receiver", [Keeping, AddOnly], indirect=True, ids=lambda each: each.__name__)
def test_what_cannot_be_removed_is_told_as_left(requester: Requester) -> None:
    pointer = requester.accepted(POST)
    assert requester.clean_up() == [Created("DocumentReference", pointer.resource_id, "left")]


@pytest.mark.parametrize("receiver", [Receiver, Tagging], indirect=True, ids=lambda each: each.__name__)
def test_all_pages_are_read(requester: Requester) -> None:
    before = pointers.held(requester)
    made = {requester.accepted(POST).resource_id for _ in range(21)}
    assert pointers.held(requester) - before == made
    assert len(requester.send(SEARCH).pages) == 2
    assert pointers.held_once_more(requester, before, 21) is None


def test_the_pointer_of_another_is_not_ours_to_change(requester: Requester, receiver: Receiver) -> None:
    booking = requester.accepted("a new booking")
    for what in ("pointer's new version", "pointer's removal"):
        refused = requester.follow_up(booking, what).exchange.answer
        assert refused is not None
        assert refused.status == 403
    assert requester.clean_up() == [Created("Appointment", booking.resource_id, "cancelled")]
    assert receiver.holdings.pointers.pointers == {}


@pytest.mark.parametrize(
    "receiver", [Receiver, Direct, InHttp], indirect=True, ids=lambda each: each.__name__
)
def test_a_pointer_leads_to_its_record(requester: Requester) -> None:
    booking = requester.accepted("a new booking")
    sent = pointers.followed(requester, booking)
    told = sent.exchange.answer.resource if sent.exchange.answer else None
    assert told is not None
    assert told["id"] == booking.resource_id
    assert sent.call.header(TARGET) == booking.call.header(TARGET)


@of(Elsewhere)
def test_the_suite_goes_nowhere_that_the_profile_does_not_name(requester: Requester) -> None:
    booking = requester.accepted("a new booking")
    with pytest.raises(NotApplicable, match="not at base_url"):
        pointers.followed(requester, booking)


def test_what_becomes_of_a_pointer(requester: Requester) -> None:
    booking = requester.accepted("a new booking")
    before = pointers.found(requester, booking)
    assert pointers.became(requester, before, "still told") is None
    requester.follow_up(booking, "update")
    assert pointers.became(requester, before, "brought up to date") is None
    requester.follow_up(booking, "cancellation")
    assert pointers.became(requester, before, "removed or changed") is None


@of(Keeping)
@pytest.mark.usefixtures("impatient")
def test_a_pointer_that_stays_as_it_was(requester: Requester) -> None:
    booking = requester.accepted("a new booking")
    before = pointers.found(requester, booking)
    requester.follow_up(booking, "cancellation")
    for fate in ("brought up to date", "removed or changed"):
        assert pointers.became(requester, before, fate) == Finding("the pointer", fate, "as it was before")


@pytest.mark.parametrize(
    ("kind", "request_"), [("bookings", "a new booking"), ("referrals", "a new referral")]
)
def test_a_search_by_type_asks_as_the_pointer_says(requester: Requester, kind: str, request_: str) -> None:
    made = requester.accepted(request_)
    sent = requester.send(f"{SEARCH} of {kind}")
    assert [each["id"] for each in checks.told(sent.pages)] == [pointers.found(requester, made)["id"]]


def test_what_is_not_claimed_is_not_asked_for(requester: Requester) -> None:
    requester.profile = requester.profile.model_copy(update={"supports": frozenset({"booking"})})
    requester.claims = Claims(requester.profile, requester.client)
    for name in (POST, "GET /DocumentReference/[id]"):
        with pytest.raises(NotApplicable, match="pointers"):
            requester.compose(name)
    begun = time.monotonic()
    requester.accepted("a new booking")
    requester.send(SEARCH)
    assert time.monotonic() - begun < 4
