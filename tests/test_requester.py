"""The system that the suite plays, against the reference: what it sends, remembers and puts away."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sample_sut import NOWHERE

from bars_conformance import messages, races
from bars_conformance.claims import Claims
from bars_conformance.client import Call, Client
from bars_conformance.exchange import Exchange
from bars_conformance.faults import receiver_with
from bars_conformance.hooks import Hooks
from bars_conformance.in_progress import held
from bars_conformance.profile import REFERENCE, Feature, Profile, Tls
from bars_conformance.profile_file import load
from bars_conformance.record import Created
from bars_conformance.reference import Configuration, Receiver
from bars_conformance.reference.server import serving, serving_in_full
from bars_conformance.repertoire import REQUESTS
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent
from bars_conformance.sharing import Leases, RightOfWay
from bars_conformance.verdict import HarnessError, Inconclusive, NonConformance, NotApplicable

REFUSED = {
    "DELETE /Appointment/[id]": 501,
    "DELETE /ServiceRequest/[id]": 501,
    "PATCH /Appointment/[id]": 404,
    "PUT /Appointment/[id]": 404,
}
TOKEN = "POST /oauth2/token"  # noqa: S105 - the name of a request
OFFERED = [name for name in REQUESTS if name not in {*REFUSED, TOKEN}]
ALWAYS_ASKED = ("GET /metadata", "GET /MessageDefinition", "GET /DocumentReference")
"""What is asked for whatever is claimed: an answer shows whether it is there."""
CLAIMED = [name for name in OFFERED if name.removesuffix(" of a use case") not in ALWAYS_ASKED]


@pytest.fixture
def receiver() -> Receiver:
    return receiver_with((), Configuration(time_limit_s=1.0, slow_s=1.2))


@pytest.fixture
def profile(receiver: Receiver) -> Iterator[Profile]:
    with serving_in_full(receiver) as variables:
        yield load(REFERENCE, variables)


@pytest.fixture
def recorded() -> list[Exchange]:
    return []


Join = Callable[[Profile], Requester]


@pytest.fixture
def join(tmp_path: Path, recorded: list[Exchange]) -> Iterator[Join]:
    """Another requester of the same run."""
    joined: list[Requester] = []

    def join(profile: Profile) -> Requester:
        way = RightOfWay(tmp_path)
        client = Client(profile, recorded.append, way)
        hooks = Hooks(profile, client)
        joined.append(Requester(profile, client, Claims(profile, client), Leases(tmp_path), way, hooks))
        return joined[-1]

    yield join
    for requester in joined:
        requester.leases.give_back()
        requester.client.close()


@pytest.fixture
def requester(join: Join, profile: Profile) -> Iterator[Requester]:
    requester = join(profile)
    yield requester
    requester.clean_up()


def _status(sent: Sent) -> int | None:
    return sent.exchange.answer.status if sent.exchange.answer else None


def _held(receiver: Receiver, sent: Sent) -> str:
    """The status of what a message made, as the receiver has it."""
    record = next(each for each in receiver.holdings.records.values() if each.id == sent.resource_id)
    return str(record.resource["status"])


@pytest.mark.parametrize("name", OFFERED)
def test_every_request_is_valid(requester: Requester, name: str) -> None:
    sent = requester.accepted(name)
    assert sent.call is sent.composed


@pytest.mark.parametrize(("name", "status"), REFUSED.items())
def test_what_is_not_on_offer_is_refused(requester: Requester, name: str, status: int) -> None:
    sent = requester.send(name)
    assert _status(sent) == status
    assert sent.call is sent.composed


def test_a_token_is_not_asked_for_where_the_profile_has_no_auth(requester: Requester) -> None:
    with pytest.raises(NotApplicable, match="has no auth"):
        requester.send(TOKEN)


def test_a_request_that_is_unknown_is_an_error_of_the_feature(requester: Requester) -> None:
    with pytest.raises(HarnessError, match="no request is called 'a new idea'"):
        requester.compose("a new idea")


@pytest.mark.parametrize("name", ["a new referral", "a new booking"])
def test_each_request_is_its_own(requester: Requester, name: str) -> None:
    first, second = requester.compose(name), requester.compose(name)
    assert first.header("X-Request-ID") != second.header("X-Request-ID")
    assert first.message["id"] != second.message["id"]


def test_what_is_sent_differs_as_asked_and_what_was_composed_does_not(requester: Requester) -> None:
    sent = requester.send("GET /metadata", 'with Accept "application/pdf"')
    assert _status(sent) == 406
    assert sent.call.header("Accept") == "application/pdf"
    assert sent.composed.header("Accept") != "application/pdf"


def test_the_same_request_again_is_the_same(requester: Requester) -> None:
    first = requester.accepted("a new referral")
    again = requester.send_again(first)
    assert again.call == first.call
    assert _status(again) == 409
    other = requester.send_again(first, "with fresh ids")
    assert other.call.body == first.call.body
    assert other.call.header("X-Request-ID") != first.call.header("X-Request-ID")


def test_another_message_under_the_same_ids(requester: Requester) -> None:
    first = requester.accepted("a new referral")
    other = requester.under_ids_of(first, "X-Request-ID")
    assert other.call.header("X-Request-ID") == first.call.header("X-Request-ID")
    assert other.call.header("X-Correlation-ID") != first.call.header("X-Correlation-ID")
    assert other.call.message["id"] != first.call.message["id"]


def test_an_acceptance_that_does_not_come_about_is_told(requester: Requester) -> None:
    with pytest.raises(NonConformance, match=r"expected a refusal, got GET .* -> 200"):
        requester.refused("GET /metadata", "without NHSD-Requesting-Software")
    assert _status(requester.refused("GET /metadata", 'with Accept "application/pdf"')) == 406


def test_copies_go_out_under_the_same_ids_and_one_is_accepted(
    requester: Requester, receiver: Receiver
) -> None:
    copies = races.of_copies(requester, "a new referral", 4)
    assert len({copy.call for copy in copies}) == 1
    assert [_status(copy) for copy in copies].count(200) == 1
    assert len(receiver.holdings.records) == 1


@pytest.mark.parametrize(("name", "ended"), [("a new referral", "revoked"), ("a new booking", "cancelled")])
def test_what_was_made_is_put_away(requester: Requester, receiver: Receiver, name: str, ended: str) -> None:
    made = requester.accepted(name)
    kind = messages.focus(made.composed.message)["resourceType"]
    assert requester.clean_up() == [Created(kind, made.resource_id, "cancelled")]
    assert _held(receiver, made) == ended


def test_what_was_updated_is_put_away_once(requester: Requester, receiver: Receiver) -> None:
    made = requester.accepted("a new booking")
    assert _status(requester.follow_up(made, "update")) == 200
    assert requester.clean_up() == [Created("Appointment", made.resource_id, "cancelled")]
    assert _held(receiver, made) == "cancelled"


def test_what_was_cancelled_already_is_let_be(requester: Requester, recorded: list[Exchange]) -> None:
    made = requester.accepted("a new booking")
    cancellation = requester.follow_up(made, "cancellation")
    assert cancellation.call.header("X-Correlation-ID") == made.call.header("X-Correlation-ID")
    assert cancellation.call.header("X-Request-ID") != made.call.header("X-Request-ID")
    sent = len(recorded)
    assert requester.clean_up() == [Created("Appointment", made.resource_id, "cancelled")]
    assert len(recorded) == sent


def test_a_follow_up_that_there_is_not(requester: Requester) -> None:
    made = requester.accepted("a new referral")
    with pytest.raises(HarnessError, match="nothing follows by the name 'postponement'"):
        requester.follow_up(made, "postponement")


def test_what_was_refused_is_not_in_the_ledger(requester: Requester) -> None:
    requester.refused("a new referral", "without X-Request-ID")
    assert requester.clean_up() == []


def test_what_cannot_be_put_away_is_left(requester: Requester, receiver: Receiver) -> None:
    made = requester.accepted("a new referral")
    receiver.reset()
    assert requester.clean_up() == [Created("ServiceRequest", made.resource_id, "left")]


def test_the_fate_of_what_a_vanished_receiver_holds_is_unknown(receiver: Receiver, join: Join) -> None:
    with serving(receiver) as url:
        requester = join(load(REFERENCE, NOWHERE | {"REFERENCE_URL": url}))
        made = requester.accepted("a new referral")
        requester.client.hang_up()
    assert requester.clean_up() == [Created("ServiceRequest", made.resource_id, "unknown")]
    assert requester.leases.first_free([requester.patient.nhs_number]) is not None


def test_a_receiver_that_is_not_there_makes_a_scenario_inconclusive(receiver: Receiver, join: Join) -> None:
    with serving(receiver) as url:
        requester = join(load(REFERENCE, NOWHERE | {"REFERENCE_URL": url}))
    with pytest.raises(Inconclusive, match="was not reached"):
        requester.send("GET /metadata")
    with pytest.raises((Inconclusive, NonConformance), match="cannot connect"):
        requester.send("a new booking")


def test_patients_and_slots_are_not_shared(join: Join, profile: Profile) -> None:
    profile = profile.model_copy(update={"patients": profile.patients[:2]})
    one, other = join(profile), join(profile)
    assert one.patient is one.patient
    assert one.patient != other.patient
    assert one.free_slot().id != other.free_slot().id
    one.clean_up()
    assert join(profile).patient == one.patient


def test_a_slot_that_was_booked_is_asked_for_again(requester: Requester) -> None:
    booked = requester.accepted("a new booking")
    again = requester.same_slot(booked)
    assert _status(again) == 409
    assert again.call.header("X-Request-ID") != booked.call.header("X-Request-ID")
    slots = [messages.first(sent.call.message, "Slot")["id"] for sent in (booked, again)]
    assert slots[0] == slots[1]


def test_no_free_slot_is_inconclusive(join: Join, profile: Profile) -> None:
    services = profile.services.model_copy(update={"bookable": profile.services.fully_booked})
    requester = join(profile.model_copy(update={"services": services}))
    with pytest.raises(Inconclusive, match="no free slot in the next 7 days"):
        requester.free_slot()


@pytest.mark.parametrize(
    ("name", "resource"), [("a new referral", "ServiceRequest"), ("a new booking", "Appointment")]
)
def test_what_is_held_of_the_patient_is_read_back(requester: Requester, name: str, resource: str) -> None:
    before = requester.holds(resource)
    made = requester.accepted(name)
    assert requester.holds(resource) - before == {made.resource_id}


def test_a_word_that_proves_nothing_is_not_taken(requester: Requester, receiver: Receiver) -> None:
    requester.accepted("a new referral")
    receiver.holdings.records.clear()
    with pytest.raises(Inconclusive, match=r"does not tell of .*, accepted before"):
        requester.holds("ServiceRequest")


@pytest.mark.parametrize("name", CLAIMED)
def test_what_the_profile_does_not_list_is_not_asked_for(join: Join, profile: Profile, name: str) -> None:
    requester = join(profile.model_copy(update={"supports": frozenset[Feature](), "tls": Tls()}))
    with pytest.raises(NotApplicable, match=r"does not list .* under supports|names no endpoint"):
        requester.send(name)


def test_a_message_is_held_in_progress_until_it_is_let_go_on(requester: Requester) -> None:
    with held(requester, "a new referral") as in_progress:
        assert _status(in_progress.send_again()) == 425
        assert not in_progress.pending.done()
        assert _status(in_progress.let_go_on()) == 200
    assert [created.fate for created in requester.clean_up()] == ["cancelled"]


def test_a_message_in_progress_is_let_go_on_even_if_a_check_breaks(requester: Requester) -> None:
    with pytest.raises(ZeroDivisionError), held(requester, "a new referral"):
        raise ZeroDivisionError
    assert [created.fate for created in requester.clean_up()] == ["cancelled"]


@pytest.mark.parametrize(("hook", "status"), [("fail", 500), ("slow", 408)])
def test_a_hook_acts_on_the_next_request(requester: Requester, hook: str, status: int) -> None:
    assert _status(requester.send_under_hook(hook, "a new referral")) == status
    assert _status(requester.send("GET /metadata")) == 200


def test_a_hook_that_the_profile_lacks(join: Join, profile: Profile) -> None:
    requester = join(profile.model_copy(update={"hooks": {}}))
    with pytest.raises(NotApplicable, match="the profile has no hook slow"):
        requester.send_under_hook("slow", "GET /metadata")
    with (
        pytest.raises(NotApplicable, match="the profile has no hook hold, release"),
        held(requester, "a new referral"),
    ):
        pass


def test_a_call_of_ones_own_is_noted_under_its_name(requester: Requester) -> None:
    call = Call("GET", "/metadata", headers=requester.compose("GET /metadata").headers)
    sent = requester.send_as("GET /metadata", call)
    assert (sent.request, sent.composed, sent.call) == ("GET /metadata", call, call)
    assert uuid.UUID(sent.call.header("X-Request-ID"))
