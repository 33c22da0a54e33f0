"""Steps about pointers: the one to a booking or referral, what it says and where it leads."""

from pytest_bdd import given, parsers, then, when

from bars_conformance import outcome, own_api, pointers
from bars_conformance.checks import kept_pointers
from bars_conformance.checks import pointers as checks
from bars_conformance.finding import require
from bars_conformance.pointers import Pointer
from bars_conformance.receiving.logbook import Logbook
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent

_FATE = "|".join(pointers.FATES)


@given(
    parsers.re("the receiver (?:tells of|(?P<saves>saves)) the pointer to it(?: at the API)?"),
    target_fixture="pointer",
)
def tells_of_or_saves_pointer(
    requester: Requester, logbook: Logbook, accepted: Sent, saves: str | None
) -> Pointer | None:
    if saves is None:
        return pointers.found(requester, accepted)
    own_api.saved(requester, logbook, accepted)
    return None


@when("the pointer to it is followed", target_fixture="sent")
def follow(requester: Requester, accepted: Sent) -> Sent:
    return pointers.followed(requester, accepted)


@then(parsers.parse("the pointer to it {property_}"))
def pointer_has(requester: Requester, logbook: Logbook, accepted: Sent, sent: Sent, property_: str) -> None:
    if property_ in kept_pointers.PROPERTIES:
        require(own_api.judged(requester, logbook, accepted, sent, property_))
        return
    require(checks.judged(sent.pages, pointers.target(requester, accepted), property_))


@then(parsers.re(f"the pointer is (?P<fate>{_FATE})"))
def becomes(requester: Requester, sent: Sent, pointer: Pointer, fate: str) -> None:
    if fate != "still told":
        outcome.needs_acceptance(sent.exchange)
    require(pointers.became(requester, pointer, fate))
