"""Steps that bring the receiver into states which HTTP alone cannot bring about, by hooks of the profile."""

from collections.abc import Iterator

from pytest_bdd import given, parsers, then, when

from bars_conformance import outcome, own_receiver
from bars_conformance.cast import Evidence
from bars_conformance.checks import integrity
from bars_conformance.finding import require
from bars_conformance.in_progress import InProgress, held
from bars_conformance.local_changes import follow_up_unaware
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent
from bars_conformance.slow_message import SlowMessage

_NAME = r"(?P<name>a new \w+)"
_REQUEST = r"(?P<name>(?:GET|PUT|PATCH) /\S+|a new \w+(?: request)?)"
_REFUSAL = (
    r"(?P<difference>(?:with|without) .+) is sent to a receiver that refuses it with "
    r"(?P<refusal>\d+ \S+, issue \S+)"
)
_FATE = "(?:and fails inside the receiver|to a receiver that (?P<fate>.+))"


@given(parsers.re(f"{_NAME} that the receiver holds in progress"), target_fixture="in_progress")
def holds_in_progress(requester: Requester, name: str) -> Iterator[InProgress]:
    with held(requester, name) as message:
        yield message


@given("the receiver is let go on and accepts it", target_fixture="accepted")
def accepts_released(in_progress: InProgress) -> Sent:
    sent = in_progress.let_go_on()
    require(outcome.accepted(sent.exchange))
    return sent


@when("the receiver is let go on")
def let_go_on(in_progress: InProgress) -> None:
    in_progress.let_go_on()


@when("the message in progress is sent again unchanged", target_fixture="sent")
def send_in_progress_again(in_progress: InProgress) -> Sent:
    return in_progress.send_again()


@when("a new referral is sent that the receiver is too slow for", target_fixture="sent")
def send_slow_message(requester: Requester, slow_message: SlowMessage, evidence: Evidence) -> Sent:
    return slow_message.course(requester, evidence.scenario).sent


@when("a new referral that the receiver was too slow for is retried until it is done", target_fixture="sent")
def retry_slow_message(requester: Requester, slow_message: SlowMessage, evidence: Evidence) -> Sent:
    return slow_message.course(requester, evidence.scenario).last_retry


@then("it was stored once")
def stored_once(requester: Requester, slow_message: SlowMessage, evidence: Evidence) -> None:
    stored = slow_message.course(requester, evidence.scenario).stored
    require(integrity.stored_once(stored))


@given(parsers.re(f"{_NAME} that failed inside the receiver"), target_fixture="refused")
def failed_inside(requester: Requester, name: str) -> Sent:
    sent = requester.send_failing(name)
    require(outcome.refused(sent.exchange, outcome.FAILED_INSIDE))
    return sent


@when(parsers.re(f"{_REQUEST} is sent {_FATE}"), target_fixture="sent")
def send_to_fail(requester: Requester, name: str, fate: str | None) -> Sent:
    return _sent(requester, name, fate)


@when(parsers.re(f"a like request is sent {_FATE}|a like request {_REFUSAL}"), target_fixture="sent")
def send_like_to_fail(
    requester: Requester, accepted: Sent, fate: str | None, difference: str | None, refusal: str | None
) -> Sent:
    if difference and refusal:
        return own_receiver.refused_behind_the_api(requester, accepted.request, difference, refusal)
    return _sent(requester, accepted.request, fate)


@when(
    parsers.parse("its {later_message} comes after a local change that it does not know of"),
    target_fixture="sent",
)
def comes_unaware(requester: Requester, accepted: Sent, later_message: str) -> Sent:
    return follow_up_unaware(requester, accepted, later_message)


def _sent(requester: Requester, name: str, fate: str | None) -> Sent:
    if fate:
        return own_receiver.by_way_of_the_api(requester, name, fate)
    return requester.send_failing(name)
