"""Steps about messages: what came of them at once, what is read back, and who of several gets a slot."""

from pytest_bdd import given, parsers, then, when

from bars_conformance import outcome
from bars_conformance.checks import holding, messages, times
from bars_conformance.exchange import Exchange
from bars_conformance.finding import require
from bars_conformance.messages import focus, value
from bars_conformance.outcome import Refusal
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent

_STATES = {"current": holding.is_current, "cancelled": holding.is_ended}
_CHECKS = {**messages.PROPERTIES, **times.PROPERTIES}
_AS_SENT = r"it holds (?P<elements>[A-Z]\S+(?: and [A-Z]\S+)*) as sent"


@given("the receiver accepts that it is cancelled")
def accepts_cancellation(requester: Requester, accepted: Sent) -> None:
    require(outcome.accepted(requester.follow_up(accepted, "cancellation").exchange))


@given(parsers.re(r"(?:its|the) MessageDefinition(?: of its (?P<later_message>\w+))? asks for (?P<limit>.+)"))
def definition_asks(requester: Requester, accepted: Sent, later_message: str | None, limit: str) -> None:
    call = requester.following(accepted, later_message) if later_message else accepted.composed
    bound, count, kind = limit.rsplit(" ", 2)
    url = value(call.message, "MessageHeader.definition")
    requester.claims.need_limit(url, kind, bound, int(count))


@when(
    parsers.parse("{count:d} bookings of one free slot are sent at the same moment"), target_fixture="answers"
)
def send_race(requester: Requester, count: int) -> dict[str, Exchange]:
    everything = requester.send_race(count)
    return {f"booking {number}": sent.exchange for number, sent in enumerate(everything, 1)}


@then("the receiver takes at most one of them and refuses the others with one of")
def takes_at_most_one(answers: dict[str, Exchange], datatable: list[list[str]]) -> None:
    lawful = [Refusal.parse(*row) for row in datatable[1:]]
    require(messages.at_most_one_taken(list(answers.values()), lawful))


@then(parsers.re(r"the status of the answer is (?P<statuses>\d+(?: or \d+)*)"))
def has_status(sent: Sent, statuses: str) -> None:
    require(messages.has_status(sent.exchange, statuses.split(" or ")))


@then(parsers.parse("in the answer {property_}"))
def answer_has(sent: Sent, property_: str) -> None:
    require(_CHECKS[property_](sent.exchange))


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


@then(parsers.re(r"what (?P<besides>else )?it holds is (?P<state>\w+)"))
def holds_it_as(requester: Requester, accepted: Sent, sent: Sent, besides: str | None, state: str) -> None:
    kind = focus(accepted.composed.message)["resourceType"]
    told = requester.others(sent, accepted) if besides else [requester.read_back(sent, accepted)]
    require(*(_STATES[state](exchange, kind) for exchange in told))
