"""The valid requests of runs about a receiver, as conversations of a sender that the sender's Thens judge."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from pytest_bdd.parser import Scenario, Step

from bars_conformance import fhir, messages
from bars_conformance.checks.sent_elements import Told
from bars_conformance.profile import Profile
from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.receiving.conversation import Act, Conversation
from bars_conformance.receiving.scene import Plan
from bars_conformance.receiving.triggers import Outcome
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent
from bars_conformance.standard import USE_CASES
from bars_conformance.verdict import HarnessError, NonConformance, NotApplicable

_DOING = {
    ("a new booking",): "books a slot",
    ("a new booking", "a booking update"): "updates its booking",
    ("a new booking", "a booking cancellation"): "cancels its booking",
    ("a new referral",): "refers a patient",
    ("a new referral", "a referral cancellation"): "cancels its referral",
}
"""What a sender would have been asked to do, by the messages that were sent."""

READING = "looks up a service"
_OF_A_BOOKING = ("start", "end", "created")

Conversations = dict[str, list[Conversation]]


def recording(
    noted: Callable[[Requester, Sent], Sent], kept: list[Sent]
) -> Callable[[Requester, Sent], Sent]:
    """Requester._noted that keeps what was sent as valid and accepted."""

    @wraps(noted)
    def keep(requester: Requester, sent: Sent) -> Sent:
        if sent.call == sent.composed and sent.exchange.answer and sent.exchange.answer.accepted:
            kept.append(sent)
        return noted(requester, sent)

    return keep


def following(follow_up: Callable[..., Sent], kept: list[Sent]) -> Callable[..., Sent]:
    """Requester.follow_up that says of what it has kept what it follows on."""

    @wraps(follow_up)
    def follow(requester: Requester, *arguments: Any) -> Sent:  # noqa: ANN401 - passed on
        sent = follow_up(requester, *arguments)
        kept[:] = [sent if each.exchange is sent.exchange else each for each in kept]
        return sent

    return follow


def conversations(kept: Sequence[Sent], profile: Profile) -> Conversations:
    """What was sent, by what a sender would have been asked to do; each read is one of its own."""
    base = urlsplit(profile.base_url).path
    found: Conversations = {READING: []}
    valid = {id(sent.exchange) for sent in kept}
    for sent in kept:
        chain = [each for each in _chain(sent) if id(each.exchange) in valid]
        acts = [_act(each, base) for each in chain]
        doing = _DOING.get(tuple(each.names[0] for each in acts))
        if doing and _is_referral_or_booking(chain[0]):
            found.setdefault(doing, []).append(Conversation(acts, _told(chain[0], profile)))
        elif sent.call.method == "GET":
            found[READING].append(Conversation(acts[-1:]))
    return found


def _chain(sent: Sent) -> list[Sent]:
    return [*_chain(sent.after), sent] if sent.after else [sent]


def _act(sent: Sent, base: str) -> Act:
    arrival = Arrival(sent.exchange, urlsplit(sent.exchange.request.url).path.removeprefix(base))
    return Act("", Outcome.UNTOLD, sent.exchange, [arrival])


def _is_referral_or_booking(sent: Sent) -> bool:
    return sent.kind == "Appointment" or messages.category(sent.composed.message) == "referral"


def _told(first: Sent, profile: Profile) -> Told:
    """What words of the features stand for, after the answer to the first message."""
    answered = first.exchange.answer.resource if first.exchange.answer else None
    held, service = first.held_resource, profile.services.bookable
    identifier = messages.first(first.composed.message, "Patient")["identifier"][0]
    return {
        "the id that the receiver gave": frozenset({first.resource_id}),
        "one of the receiver's ids": frozenset(
            str(each["resource"].get("id")) for each in fhir.within(answered or {}, "entry")
        ),
        "the patient's NHS number": frozenset({identifier["value"]}),
        "the service": frozenset({f"{service.system}|{service.value}"}),
        "a use case of the MessageDefinition": frozenset(USE_CASES),
        **{f"the {name} of the booking": frozenset({str(held.get(name))}) for name in _OF_A_BOOKING},
    }


class Crosswise:
    """A pytest plugin: each Then of a sender judges every conversation that it can be about."""

    def __init__(self, found: Conversations) -> None:
        self._found = found
        self.asked: set[str] = set()
        self.judged: Counter[str] = Counter()
        self.findings: dict[str, list[str]] = {}

    def played(self, doing: str, plans: Sequence[Plan] = (), staging: str = "") -> Conversation:
        """In place of Respondent.played: the first of the conversations that were recorded."""
        if plans or staging or doing not in self._found:
            raise NotApplicable("no such thing was recorded")
        return self._found[doing][0]

    def pytest_bdd_before_step_call(
        self, scenario: Scenario, step: Step, step_func: Callable[..., object], step_func_args: dict[str, Any]
    ) -> None:
        """Let a Then judge them all; nothing is told of what they do not have."""
        if step.type != "then" or "conversation" not in step_func_args:
            return
        self.asked.add(step.name)
        doing = scenario.steps[0].name.removeprefix("the sender ")
        reads = self._found[READING] if re.search(r"GET /|request", step.name) else ()
        for each in (*self._found.get(doing, ()), *reads):
            try:
                step_func(**{**step_func_args, "conversation": each})
            except NonConformance as finding:
                self.findings.setdefault(step.name, []).append(f"{finding} ({doing})")
            except HarnessError:
                continue
            self.judged[step.name] += 1
