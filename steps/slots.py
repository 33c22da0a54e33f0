"""Steps about slots: one that is watched and booked, and what a search for slots gives."""

from pytest_bdd import given, parsers, then

from bars_conformance import outcome
from bars_conformance.checks import slots
from bars_conformance.finding import require
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent

_SEARCH = r"(?P<name>GET /Slot (?:from|up to|just after|just before) the slot's start)"


@given(parsers.re(f"the receiver finds the slot by {_SEARCH}"), target_fixture="accepted")
def finds_slot(requester: Requester, name: str) -> Sent:
    sent = requester.accepted(name)
    require(slots.is_found(sent.exchange, requester.slot.id))
    return sent


@given(parsers.re(r"the slot is booked(?P<cancelled>, and the booking cancelled)?"))
def is_booked(requester: Requester, cancelled: str | None) -> None:
    booking = requester.book_slot()
    require(outcome.accepted(booking.exchange))
    if cancelled:
        require(outcome.accepted(requester.follow_up(booking, "cancellation").exchange))


@then(parsers.re(f"the slot (?P<fate>{'|'.join(slots.FATES)})"))
def has_fate(requester: Requester, sent: Sent, fate: str) -> None:
    require(slots.FATES[fate](sent.exchange, requester.slot.id))


@then(parsers.re(f"the Bundle (?P<property_>{'|'.join(slots.PROPERTIES)})"))
def has_property(sent: Sent, property_: str) -> None:
    require(slots.PROPERTIES[property_](sent.exchange))
