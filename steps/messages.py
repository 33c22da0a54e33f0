"""Steps about messages: what is asked of them, what came of them at once, and what is read back."""

from pytest_bdd import given, parsers, then, when

from bars_conformance import outcome, own_responses, responses
from bars_conformance.checks import (
    asked,
    holding,
    messages,
    relay,
    response_content,
    response_routing,
    times,
    token_answers,
)
from bars_conformance.finding import require
from bars_conformance.messages import focus, value
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent
from bars_conformance.verdict import Inconclusive

_STATES = {"current": holding.is_current, "cancelled": holding.is_ended}
_CHECKS = {
    **messages.PROPERTIES,
    **times.PROPERTIES,
    **response_routing.PROPERTIES,
    **response_content.PROPERTIES,
    **token_answers.PROPERTIES,
}
_LIMIT = r"(?P<bound>at least|at most) (?P<number>\d+ [A-Z]\w+)"
_AS_SENT = r"it holds (?P<elements>[A-Z]\S+(?: and [A-Z]\S+)*) as sent"


@given("the receiver accepts that it is cancelled")
def accepts_cancellation(requester: Requester, accepted: Sent) -> None:
    """The later steps are about what was cancelled still, not about its cancellation."""
    require(outcome.accepted(requester.follow_up(accepted, "cancellation").exchange))


@given(parsers.re(f"(?:its MessageDefinition|the MessageDefinition of its (?P<what>.+)) asks for {_LIMIT}"))
def definition_asks(requester: Requester, accepted: Sent, what: str | None, bound: str, number: str) -> None:
    call = requester.following(accepted, what) if what else accepted.composed
    count, kind = number.split()
    url = value(call.message, "MessageHeader.definition")
    requester.claims.need_limit(url, kind, bound, int(count))


@given(
    parsers.re("the receiver has sent (?:a|another) (?P<name>referral|validation request)"),
    target_fixture="accepted",
)
def has_sent(requester: Requester, name: str) -> Sent:
    return responses.request_of_its_own(requester, name)


@when("the receiver responds to it", target_fixture="sent")
def responds(requester: Requester, accepted: Sent) -> Sent:
    return own_responses.response_to(requester, accepted)


@then(parsers.re("in (?P<where>the answer|the response|what arrives) (?P<property_>.+)"))
def answer_has(sent: Sent, where: str, property_: str) -> None:
    if where == "what arrives":
        require(*relay.of_what_arrives(sent.relayed, sent.call, property_))
    elif property_ == "status and body are as the receiver gave them":
        require(relay.comes_back(sent.relayed, sent.exchange))
    else:
        require(asked.judged(sent.exchange, property_, _CHECKS))


@given(parsers.re(_AS_SENT))
@then(parsers.re(_AS_SENT))
def holds_as_sent(requester: Requester, accepted: Sent, sent: Sent, elements: str) -> None:
    outcome.needs_acceptance(sent.exchange)
    told = requester.read_back(sent, accepted)
    require(
        *(
            holding.agrees(told, element, value(sent.call.message, element))
            for element in elements.split(" and ")
        )
    )


@then(parsers.re(r"it holds (?P<element>[A-Z]\S+) (?P<how>as before|later than before)"))
def holds_as_before(requester: Requester, accepted: Sent, sent: Sent, element: str, how: str) -> None:
    told = requester.read_back(sent, accepted)
    if how == "as before":
        require(holding.agrees(told, element, value(accepted.call.message, element)))
    else:
        outcome.needs_acceptance(sent.exchange)
        before = holding.at(accepted.held_resource, element.split(".")[1:])
        require(holding.is_later(told, element, before))


@then(parsers.parse("what it holds is {state}"))
def holds_it_as(requester: Requester, accepted: Sent, sent: Sent, state: str) -> None:
    told = requester.read_back(sent, accepted)
    require(_STATES[state](told, focus(accepted.composed.message)["resourceType"]))


@then(parsers.parse("what else it holds is {state}"))
def holds_others_as(requester: Requester, accepted: Sent, sent: Sent, state: str) -> None:
    others = requester.others(sent, accepted)
    if not others:
        raise Inconclusive("the receiver told no id of anything else that it accepted")
    kind = focus(accepted.composed.message)["resourceType"]
    require(*(_STATES[state](told, kind) for told in others))
