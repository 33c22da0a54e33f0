"""Steps about bookings and referrals that are read: one by its id, or all of a patient."""

from pytest_bdd import parsers, then, when

from bars_conformance.checks import appointments, holding
from bars_conformance.finding import require
from bars_conformance.messages import referred, value
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent


@when("it is read", target_fixture="sent")
def read(requester: Requester, accepted: Sent) -> Sent:
    return requester.read(accepted)


@then(parsers.parse("the answer is that {kind}"))
def is_the_one(sent: Sent, kind: str) -> None:
    require(appointments.is_the_one(sent.exchange, kind, sent.id_in_path))


@then(parsers.re(r"the answer tells (?P<elements>[A-Z]\S+(?: and [A-Z]\S+)*) as sent"))
def tells_as_sent(accepted: Sent, sent: Sent, elements: str) -> None:
    require(
        *(
            holding.agrees(sent.exchange, element, value(accepted.call.message, element))
            for element in elements.split(" and ")
        )
    )


@then(parsers.re("the answer names the (?P<what>slot that was booked|booking that it replaces)"))
def names(accepted: Sent, sent: Sent, what: str) -> None:
    if what.startswith("slot"):
        require(appointments.names(sent.exchange, "slot", referred(accepted.composed.message, "slot")))
    else:
        require(appointments.names_what_it_replaces(sent.exchange, accepted.resource_id))


@then(parsers.re(r"the answer tells (?P<what>of it|nothing of it)"))
def tells_of(accepted: Sent, sent: Sent, what: str) -> None:
    check = appointments.tells_of if what == "of it" else appointments.tells_nothing_of
    require(check(sent.pages, accepted.kind, accepted.resource_id))


@then(parsers.parse("the answer is a searchset of {kind} alone"))
def is_searchset(sent: Sent, kind: str) -> None:
    require(appointments.is_searchset(sent.exchange, kind))
