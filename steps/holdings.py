"""Steps that read back what the receiver holds: trust is put in a second request, not in the first answer."""

from dataclasses import dataclass

from pytest_bdd import given, parsers, then

from bars_conformance import pointers
from bars_conformance.finding import Finding, require
from bars_conformance.requester import Requester
from bars_conformance.verdict import Inconclusive

_RESOURCES = {"bookings": "Appointment", "referrals": "ServiceRequest", "pointers": pointers.POINTER}
_NUMBERS = {"no": 0, "one": 1, "two": 2}


@dataclass(frozen=True)
class Holdings:
    """What the receiver held of the patient before the request that is judged."""

    resource: str
    ids: frozenset[str]


@given(parsers.parse("the receiver tells which {things} it holds of the patient"), target_fixture="holdings")
def tells_holdings(requester: Requester, things: str) -> Holdings:
    resource = _RESOURCES[things]
    ids = pointers.held(requester) if resource == pointers.POINTER else requester.holds(resource)
    return Holdings(resource, ids)


@then(parsers.parse("it holds {number} more of them"))
def holds_more(requester: Requester, holdings: Holdings, number: str) -> None:
    expected = _NUMBERS[number] if number in _NUMBERS else int(number)
    if holdings.resource == pointers.POINTER:
        require(pointers.held_once_more(requester, holdings.ids, expected))
        return
    added = len(requester.holds(holdings.resource) - holdings.ids)
    if added < expected:
        raise Inconclusive(f"the receiver does not tell of the {holdings.resource} that it accepted")
    finding = Finding(f"new {holdings.resource} of the patient", str(expected), str(added))
    require(finding if added > expected else None)
