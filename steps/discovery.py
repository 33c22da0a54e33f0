"""Steps about what the receiver says of itself: its CapabilityStatement and its MessageDefinitions."""

from pytest_bdd import given, parsers, then, when

from bars_conformance import outcome
from bars_conformance.checks import asked, capability, certificates, definitions
from bars_conformance.finding import require
from bars_conformance.profile import Feature
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent

_PROPERTIES = {
    "CapabilityStatement": capability.PROPERTIES,
    "MessageDefinitions": definitions.PROPERTIES,
    "endpoint's certificate": certificates.PROPERTIES,
}


@given(parsers.re("the profile (?:claims (?P<function>.+)|tells (?P<what>.+))"))
def profile_claims(requester: Requester, function: str | None, what: str | None) -> None:
    if function:
        requester.claims.need(Feature(function))
    if what:
        requester.claims.need_told(what)


@when("a like request is sent for a use case that the service does not offer", target_fixture="sent")
def send_for_use_case_not_offered(requester: Requester, accepted: Sent) -> Sent:
    code = requester.claims.use_case_not_offered("referral")
    return requester.send(accepted.request, f'with the use case "{code}"')


@then("the receiver has that function")
def has_the_function(sent: Sent) -> None:
    require(capability.is_there(sent.exchange))
    outcome.needs_acceptance(sent.exchange)


@then(parsers.re(rf"the (?P<told>{'|'.join(_PROPERTIES)}) (?P<property_>.+)"))
def is_told(sent: Sent, told: str, property_: str) -> None:
    require(asked.judged(sent.exchange, property_, _PROPERTIES[told]))


@then("MessageDefinitions and CapabilityStatement name the same messages")
def name_same_messages(requester: Requester, accepted: Sent, sent: Sent) -> None:
    claimed = frozenset(requester.profile.supports)
    require(definitions.agree(accepted.exchange, sent.exchange, claimed))
