"""Requests that the system under test has sent itself, and the responses to them.

In a response the roles are reversed (End-to-end-workflow/Reversing-Roles): it goes where MessageHeader.source
of the request says, in the same conversation.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from bars_conformance import fhir, interactions, messages, outcome
from bars_conformance.client import CORRELATION_ID, REQUEST_ID, TARGET, Call, target
from bars_conformance.profile import ServiceId
from bars_conformance.sent import Sent
from bars_conformance.standard import USE_CASES
from bars_conformance.verdict import Inconclusive, NotApplicable

if TYPE_CHECKING:
    from bars_conformance.requester import Requester

_OTHER_RESPONSES = 6
"""The Application that answers its referrals in other ways than Core has it (R-69)."""

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""Anything else in X-Correlation-ID is for somebody else, and the conversation gets an id of ours."""

_Message = dict[str, Any]

Following = Callable[["Requester", Sent, datetime | None], Call]
"""Composes what follows on something sent before, at a moment."""


def request_of_its_own(requester: Requester, name: str) -> Sent:
    """The ``referral`` or ``validation request`` that the system under test has sent when asked to.

    Raises NotApplicable if it sends none that Core has responses to, Inconclusive if it cannot be asked.
    """
    category = name.removesuffix(" request")
    with requester.right_of_way.shared():
        exchange = requester.hooks.ask(category)
    message = (exchange.answer.resource if exchange.answer else None) or {}
    use_case = USE_CASES.get(messages.use_case(message))
    if category == "referral" and use_case and use_case.application == _OTHER_RESPONSES:
        raise NotApplicable(f"responses to a referral of Application {_OTHER_RESPONSES} are its own")
    conversation = (exchange.answer.header(CORRELATION_ID) if exchange.answer else None) or ""
    headers = ((CORRELATION_ID, conversation),) if _GUID.fullmatch(conversation) else ()
    call = Call("POST", "/$process-message", headers=headers).with_message(message)
    return Sent(name, call, call, exchange)


def settled(requester: Requester, sent: Sent) -> Sent:
    """What was sent; a response that is refused about an Encounter is sent about the ServiceRequest (R-89).

    Raises NotApplicable for a response that differs from what is right, if the receiver takes responses so:
    then it reads another Encounter, or none.
    """
    if not sent.is_response:
        return sent
    if sent.call != sent.composed:
        if requester.responds_about_requests:
            raise NotApplicable("the receiver takes responses about the ServiceRequest only (R-89)")
        return sent
    message = sent.composed.message
    if outcome.accepted(sent.exchange) is None or messages.focus(message)["resourceType"] != "Encounter":
        return sent
    call = sent.composed.with_message(messages.about_request(message))
    again = requester.send_as(sent.request, call.with_header(REQUEST_ID, str(uuid.uuid4())))
    requester.responds_about_requests = outcome.accepted(again.exchange) is None
    return again if requester.responds_about_requests else sent


def _responding(respond: Callable[..., _Message]) -> Following:
    """Composes a response to the request that a conversation began with.

    Inconclusive if what has to be left out of that request leaves no FHIR.
    """

    def compose(requester: Requester, before: Sent, now: datetime | None) -> Call:
        request = before.first.composed.message
        use_case = messages.use_case(request) or requester.claims.use_case(messages.category(request))
        response = respond(request, before, now)
        if (finding := fhir.structure(response)) is not None:
            raise Inconclusive(f"no response can be made of what the receiver sent; {finding}")
        call = interactions.process_message(requester.profile, response, use_case)
        system, _, value = messages.value(request, "MessageHeader.source.endpoint").rpartition("|")
        return call.with_header(TARGET, target(ServiceId(system=system, value=value)))

    return compose


def _once(respond: Callable[..., _Message]) -> Callable[..., _Message]:
    return lambda request, _, now: respond(request, now=now)


def _final(status: str) -> Callable[..., _Message]:
    def respond(request: _Message, before: Sent, now: datetime | None) -> _Message:
        after = before.composed.message if before.is_response else None
        return messages.outcome(request, after=after, status=status, now=now)

    return respond


RESPONSES: dict[str, Following] = {
    "did-not-attend response": _responding(_once(messages.did_not_attend)),
    "interim response": _responding(_once(messages.interim)),
    "final response": _responding(_final("finished")),
    "final response after triage": _responding(_final("triaged")),
    "rejection": _responding(_once(messages.rejected)),
    "rejection by a cancelled Encounter": _responding(
        _once(partial(messages.rejected, statuses=("active", "cancelled")))
    ),
}
"""What can follow on a request that the system under test has sent, and how it is composed."""
