"""Steps about later messages that cross with what the receiver does itself."""

from pytest_bdd import parsers, when

from bars_conformance.requester import Requester
from bars_conformance.sent import Sent


@when(
    parsers.parse("its {later_message} comes after a local change that it does not know of"),
    target_fixture="sent",
)
def comes_unaware(requester: Requester, accepted: Sent, later_message: str) -> Sent:
    return requester.follow_up_unaware(accepted, later_message)
