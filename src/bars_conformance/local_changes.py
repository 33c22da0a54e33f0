"""Messages that do not know of a change made in the system under test, by the hook ``touch``."""

from datetime import timedelta

from bars_conformance import messages
from bars_conformance.claims import SEARCHED
from bars_conformance.client import Call
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent, last_updated
from bars_conformance.verdict import Inconclusive

_TICK = timedelta(milliseconds=1)


def follow_up_unaware(requester: Requester, before: Sent, what: str) -> Sent:
    """Send what follows on what was accepted, composed before a local change and sent after it.

    Raises NotApplicable if the profile lacks the hook, Inconclusive if it changes nothing.
    """
    requester.hooks.need("touch")
    made = last_updated(messages.focus(before.composed.message))
    composed = requester.following(before, what, now=made + _TICK if made else None)
    requester.hooks.work("touch", before.resource_id)
    _need_later_than(requester, composed, before)
    return requester.send_as(before.request, composed)


def _need_later_than(requester: Requester, composed: Call, before: Sent) -> None:
    """Raise Inconclusive if a read shows that the local change is not later than what was composed."""
    kind = messages.focus(composed.message)["resourceType"]
    if SEARCHED[kind] not in requester.profile.supports or requester.claims.disclaims(kind, "read"):
        return
    told = requester.read(before).exchange.answer
    changed = last_updated(told.resource if told else None)
    sent = last_updated(messages.focus(composed.message))
    if changed is not None and sent is not None and changed <= sent:
        raise Inconclusive("the hook touch did not bring meta.lastUpdated on; it must change the record")
