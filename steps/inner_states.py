"""Steps that bring the receiver into states which HTTP alone cannot bring about, by hooks of the profile."""

from collections.abc import Iterator
from concurrent.futures import Future

from pytest_bdd import given, parsers, when

from bars_conformance import outcome
from bars_conformance.finding import require
from bars_conformance.requester import Requester, Sent

_NAME = r"(?P<name>a new \w+)"
_HOOKS = {"and fails inside the receiver": "fail", "while the receiver is slow": "slow"}
_STATE = f"(?P<state>{'|'.join(_HOOKS)})"


@given(parsers.re(f"{_NAME} that the receiver holds in progress"), target_fixture="in_progress")
def holds_in_progress(requester: Requester, name: str) -> Iterator[Future[Sent]]:
    with requester.held_in_progress(name) as in_progress:
        yield in_progress


@given("the receiver is let go on and accepts it", target_fixture="accepted")
def accepts_released(requester: Requester, in_progress: Future[Sent]) -> Sent:
    sent = requester.let_go_on(in_progress)
    require(outcome.accepted(sent.exchange))
    return sent


@when("the receiver is let go on")
def let_go_on(requester: Requester, in_progress: Future[Sent]) -> None:
    requester.let_go_on(in_progress)


@when("the message in progress is sent again unchanged", target_fixture="sent")
def send_in_progress_again(requester: Requester) -> Sent:
    return requester.send_in_progress_again()


@given(parsers.re(f"{_NAME} that the receiver is too slow for"), target_fixture="accepted")
def too_slow_for(requester: Requester, name: str) -> Sent:
    sent = requester.send_under_hook("slow", name)
    require(outcome.refused(sent.exchange, [outcome.TIMED_OUT]))
    return sent


@when("it is retried until it is no longer in progress", target_fixture="sent")
def retry_until_done(requester: Requester, accepted: Sent) -> Sent:
    return requester.retry_until_done(accepted)


@when(parsers.re(f"{_NAME} is sent {_STATE}"), target_fixture="sent")
def send_under_hook(requester: Requester, name: str, state: str) -> Sent:
    return requester.send_under_hook(_HOOKS[state], name)


@when(parsers.re(f"a like request is sent {_STATE}"), target_fixture="sent")
def send_like_under_hook(requester: Requester, accepted: Sent, state: str) -> Sent:
    return requester.send_under_hook(_HOOKS[state], accepted.request)
