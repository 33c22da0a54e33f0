"""Steps that send requests: valid ones as controls, and others that differ from them in one thing."""

from pytest_bdd import given, parsers, when

from bars_conformance import intermediary, outcome, races, rate_limit
from bars_conformance.exchange import Exchange
from bars_conformance.finding import require
from bars_conformance.requester import Requester
from bars_conformance.sampling import sampled
from bars_conformance.sent import Sent, refusal_of
from bars_conformance.verdict import NotApplicable

_NAME = (
    r"(?P<name>(?:(?:GET|POST|PUT|PATCH|DELETE) /\S+(?: of (?:bookings|referrals)"
    r"| of a (?:use case|fully booked service)| (?:from|up to|just after|just before) the slot's start)?"
    r"|a new \w+(?: request)?)(?: over mutual TLS)?)"
)
_DIFFERENCE = r"(?P<difference>(?:with|without|from) .+)"


@given(parsers.re(f"the (?:receiver|API) accepts {_NAME}(?: {_DIFFERENCE})?"), target_fixture="accepted")
def accepts(requester: Requester, name: str, difference: str | None) -> Sent:
    return requester.accepted(name, difference)


@given(parsers.parse("the receiver accepts its {later_message}"), target_fixture="accepted")
def accepts_later_message(requester: Requester, accepted: Sent, later_message: str) -> Sent:
    sent = requester.follow_up(accepted, later_message)
    require(outcome.accepted(sent.exchange))
    return sent


@given(parsers.parse("it accepts {count:d} other requests of that kind"))
def accepts_others(requester: Requester, accepted: Sent, count: int) -> None:
    for _ in range(count):
        requester.accepted(accepted.request)


@given(parsers.re(f"the receiver refuses a like request {_DIFFERENCE}"), target_fixture="refused")
def refuses_like(requester: Requester, accepted: Sent, difference: str) -> Sent:
    return requester.refused(accepted.request, difference)


@given("the receiver refuses another booking of the same slot", target_fixture="refused")
def refuses_same_slot(requester: Requester, accepted: Sent) -> Sent:
    return refusal_of(requester.same_slot(accepted))


@given(parsers.re(f"the receiver refuses {_NAME} {_DIFFERENCE}"), target_fixture="refused")
def refuses(requester: Requester, name: str, difference: str) -> Sent:
    return requester.refused(name, difference)


@given(parsers.re(r"the receiver (?P<claim>claims|does not claim) (?P<interaction>\S+) of (?P<resource>\S+)"))
def claims_interaction_or_not(requester: Requester, claim: str, interaction: str, resource: str) -> None:
    need = requester.claims.need_listed if claim == "claims" else requester.claims.need_no_interaction
    need(resource, interaction)


@given(parsers.parse("the receiver does not claim the event {event}"))
def claims_no_event(requester: Requester, event: str) -> None:
    requester.claims.need_no_event(event)


@given("the answers to these faulty requests", target_fixture="answers")
def answers_to_faulty(requester: Requester, datatable: list[list[str]]) -> dict[str, Exchange]:
    answers = {}
    for name, difference in datatable[1:]:
        try:
            exchange = requester.send(name, difference).exchange
        except NotApplicable:
            continue
        if not (requester.through_api and intermediary.answered_itself(exchange)):
            answers[f"{name} {difference}"] = exchange
    return answers


@when(parsers.re(rf"{_NAME} is sent(?: {_DIFFERENCE})?"), target_fixture="sent")
def send(requester: Requester, name: str, difference: str | None) -> Sent:
    return requester.send(name, difference)


@when(parsers.re(f"a like request is sent {_DIFFERENCE}"), target_fixture="sent")
def send_like(requester: Requester, accepted: Sent, difference: str) -> Sent:
    return requester.send(accepted.request, difference)


@when(parsers.re(rf"its (?P<later_message>.+?) is sent(?: {_DIFFERENCE})?"), target_fixture="sent")
def send_later_message(
    requester: Requester, accepted: Sent, later_message: str, difference: str | None
) -> Sent:
    return requester.follow_up(accepted, later_message, difference)


@when(
    parsers.re(
        f"the same request is sent again (?:unchanged|(?P<until>until it is throttled)|{_DIFFERENCE})"
    ),
    target_fixture="sent",
)
def send_again(requester: Requester, accepted: Sent, until: str | None, difference: str | None) -> Sent:
    if until:
        return rate_limit.reached(requester, accepted)
    return requester.send_again(accepted, difference)


@when(
    parsers.parse("the same request is sent again on {count:d} connections of their own"),
    target_fixture="answers",
)
def send_on_other_connections(requester: Requester, accepted: Sent, count: int) -> dict[str, Exchange]:
    answers = {}
    for number in range(1, count + 1):
        requester.client.hang_up()
        answers[f"connection {number}"] = requester.send_again(accepted).exchange
    return answers


@when(
    parsers.re(rf"(?P<copies>\d+) copies of {_NAME} are sent at the same moment"),
    converters={"copies": int},
    target_fixture="answers",
)
def send_at_once(requester: Requester, name: str, copies: int) -> dict[str, Exchange]:
    everything = races.of_copies(requester, name, copies)
    return {f"copy {number}": sent.exchange for number, sent in enumerate(everything, 1)}


@when(
    parsers.parse("{count:d} bookings of one free slot are sent at the same moment"), target_fixture="answers"
)
def send_race(requester: Requester, count: int) -> dict[str, Exchange]:
    everything = races.for_a_slot(requester, count)
    return {f"booking {number}": sent.exchange for number, sent in enumerate(everything, 1)}


@when(
    parsers.re(
        r"as many requests are sent as make a sample|(?P<size>\d+) requests are sent one after the other"
    ),
    target_fixture="answers",
)
def send_sample(requester: Requester, size: str | None, datatable: list[list[str]]) -> dict[str, Exchange]:
    names = [name for (name,) in datatable[1:]]
    sample = sampled(requester, names, int(size or requester.profile.limits.samples))
    return {f"request {number}": exchange for number, exchange in enumerate(sample, 1)}


@when(parsers.re("another such message is sent under the same (?P<ids>.+)"), target_fixture="sent")
def send_under_same_ids(requester: Requester, accepted: Sent, ids: str) -> Sent:
    return requester.under_ids_of(accepted, *ids.split(" and "))


@when("another booking of the same slot is sent", target_fixture="sent")
def send_same_slot(requester: Requester, accepted: Sent) -> Sent:
    return requester.same_slot(accepted)


@when(
    parsers.re(
        r"that request is (?:sent once more unchanged|corrected and sent under (?P<ids>fresh|the same) ids)"
    ),
    target_fixture="sent",
)
def send_refused_again(requester: Requester, refused: Sent, ids: str | None) -> Sent:
    if ids is None:
        return requester.send_again(refused)
    corrected = refused.composed.with_fresh_ids() if ids == "fresh" else refused.composed
    return requester.send_as(refused.request, corrected)
