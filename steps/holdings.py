"""Steps that read back what the receiver holds: trust is put in a second request, not in the first answer."""

from dataclasses import dataclass

from pytest_bdd import given, parsers, then

from bars_conformance.finding import Finding, require
from bars_conformance.requester import Requester

_RESOURCES = {"bookings": "Appointment", "referrals": "ServiceRequest"}
_NUMBERS = {"no": 0, "one": 1}


@dataclass(frozen=True)
class Holdings:
    """What the receiver held of the patient before the request that is judged."""

    resource: str
    ids: frozenset[str]


@given(parsers.parse("the receiver tells which {things} it holds of the patient"), target_fixture="holdings")
def tells_holdings(requester: Requester, things: str) -> Holdings:
    resource = _RESOURCES[things]
    return Holdings(resource, requester.holds(resource))


@then(parsers.parse("it holds {number} more of them"))
def holds_more(requester: Requester, holdings: Holdings, number: str) -> None:
    added = requester.holds(holdings.resource) - holdings.ids
    if len(added) != _NUMBERS[number]:
        require(Finding(f"new {holdings.resource} of the patient", str(_NUMBERS[number]), str(len(added))))
