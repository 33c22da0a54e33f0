"""The system that the suite plays: it composes requests, sends them and puts away what it made.

One for each scenario, with a patient to itself.
"""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from bars_conformance import differences, fhir, interactions, messages, outcome, pointers, responses
from bars_conformance.checks import token_answers
from bars_conformance.claims import Claims
from bars_conformance.client import CORRELATION_ID, Call, Client
from bars_conformance.exchange import Exchange
from bars_conformance.finding import require
from bars_conformance.hooks import Hooks
from bars_conformance.profile import Patient, Profile
from bars_conformance.record import Created
from bars_conformance.repertoire import FOLLOW_UPS, REQUESTS, booking_of, need_search
from bars_conformance.sent import Sent, made_by, made_unseen, reached, refusal_of
from bars_conformance.sharing import Leases, RightOfWay
from bars_conformance.slots import FreeSlot, free_slots
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

_ON_THE_WIRE_S = 0.25
"""How long a request gets to reach the system under test, seconds; from outside one cannot know."""

_DONE_BY_S = 15.0
_BETWEEN_RETRIES_S = 0.25
_LASTING_S = 1.0
_TOO_EARLY = 425
_TIMED_OUT = 408

_SLOT_SEARCHES_DAYS = (1.5, 7)
"""A short answer is read sooner; in a day and a half there is some morning, whatever the hour."""


@dataclass
class Requester:
    """Composes, sends, remembers, cleans up. A request goes by a name of ``REQUESTS``."""

    profile: Profile
    client: Client
    claims: Claims
    leases: Leases
    right_of_way: RightOfWay
    hooks: Hooks
    _accepted: list[Sent] = field(default_factory=list)
    _timed_out: list[Sent] = field(default_factory=list)
    responds_about_requests: bool = False
    through_api: bool = False

    @cached_property
    def patient(self) -> Patient:
        """A patient that no other scenario has at the same time."""
        by_number = {patient.nhs_number: patient for patient in self.profile.patients}
        return by_number[self.leases.await_one("test patient", by_number)]

    def compose(self, request: str) -> Call:
        """A valid request of this name, with fresh ids and, if it is a message, fresh content.

        Raises NotApplicable if the system under test does not claim what it asks for.
        """
        if request not in REQUESTS:
            raise HarnessError(f"no request is called '{request}'; the features know {', '.join(REQUESTS)}.")
        return REQUESTS[request](self)

    def send(self, request: str, difference: str | None = None) -> Sent:
        """Compose a request, make it different in one thing, and send it."""
        composed = self.compose(request)
        return self.send_as(request, composed, self._different(composed, difference))

    def send_again(self, before: Sent, difference: str | None = None) -> Sent:
        """Send a request again, ids and all, save for the difference."""
        return self.send_as(before.request, before.composed, self._different(before.call, difference))

    def send_as(self, request: str, composed: Call, call: Call | None = None) -> Sent:
        """Send a call; what it brings about in the system under test will be put away."""
        call = call or composed
        return self._noted(pointers.settled(self, Sent(request, composed, call, self._exchange(call))))

    def accepted(self, request: str, difference: str | None = None) -> Sent:
        """Send a request that is valid, with its difference too; raises NonConformance if not accepted."""
        sent = self.send(request, difference)
        judge = token_answers.has_token if sent.call.asks_for_token else outcome.accepted
        require(judge(sent.exchange))
        return sent

    def refused(self, request: str, difference: str) -> Sent:
        """Send a request with a difference; raises NonConformance if it is not refused."""
        return refusal_of(self.send(request, difference))

    def follow_up(self, before: Sent, what: str, difference: str | None = None) -> Sent:
        """Send what follows on what was accepted, by a name of FOLLOW_UPS, in the same conversation."""
        composed = self.following(before, what)
        sent = self.send_as(before.request, composed, self._different(composed, difference))
        return replace(responses.settled(self, sent), after=before)

    def following(self, before: Sent, what: str, now: datetime | None = None) -> Call:
        """What follows on what was accepted, composed and not sent; ``now`` is the present unless given."""
        if what not in FOLLOW_UPS:
            raise HarnessError(f"nothing follows by the name '{what}'; there are {', '.join(FOLLOW_UPS)}.")
        call = FOLLOW_UPS[what](self, before, now)
        conversation = before.call.header(CORRELATION_ID)
        return call.with_header(CORRELATION_ID, conversation) if conversation else call

    def read(self, about: Sent) -> Sent:
        """GET the booking or referral that was accepted; raises NonConformance if that is refused."""
        self.claims.need_interaction(about.kind, "read")
        call = interactions.read(self.profile, about.kind, about.resource_id)
        return self.send_as(about.request, call)

    def slot_of_another(self, about: Sent) -> dict[str, Any]:
        """The slot of another booking that a message of this scenario made."""
        own = made_by(about)
        for key, sent in self._made().items():
            if key != own and key[0] == "Appointment":
                return messages.first(sent.composed.message, "Slot")
        raise HarnessError("there is no other booking; let a Given make one.")

    def others(self, *messages_sent: Sent) -> list[Exchange]:
        """GET what this scenario made besides what the first of these that tells an id is about."""
        own = next((key for sent in messages_sent if (key := made_by(sent))), None)
        return [self.read(sent).exchange for key, sent in self._made().items() if key != own]

    def under_ids_of(self, before: Sent, *names: str) -> Sent:
        """Send another message of the same kind under ids of one that was sent before."""
        composed = self.compose(before.request)
        for name in names:
            composed = composed.with_header(name, before.call.header(name) or "")
        return self.send_as(before.request, composed)

    def same_slot(self, before: Sent) -> Sent:
        """Send another booking, under fresh ids, of the slot that was booked before."""
        again = messages.again(before.composed.message)
        return self.send_as(before.request, before.composed.with_fresh_ids().with_message(again))

    def read_back(self, *messages_sent: Sent) -> Exchange:
        """GET the booking or referral that the first of these messages whose answer tells its id is about."""
        kind = messages_sent[0].kind
        self.claims.need_read(kind)
        about = next((sent for sent in messages_sent if made_by(sent)), messages_sent[-1])
        return self._exchange(interactions.read(self.profile, kind, about.resource_id))

    def send_under_hook(self, hook: str, request: str) -> Sent:
        """Work a hook that acts on the next request, and let that be a new one of this name."""
        with self.under_hook(hook, self.compose(request), request) as pending:
            return pending.result()

    def send_failing(self, request: str) -> Sent:
        """Send a new request of this name that fails inside the receiver, by the hook for its kind."""
        return self.send_under_hook("fail_read" if request.startswith("GET ") else "fail", request)

    def retry_until_done(self, before: Sent) -> Sent:
        """Send a message again until the answer is another than 425, for fifteen seconds at most.

        The answer that counts is to one more retry, a second later: what came first may have been said of a
        message that was in progress still.
        """
        until = time.monotonic() + _DONE_BY_S
        sent = self.send_again(before)
        while sent.exchange.answer and sent.exchange.answer.status == _TOO_EARLY and time.monotonic() < until:
            time.sleep(_BETWEEN_RETRIES_S)
            sent = self.send_again(before)
        time.sleep(_LASTING_S)
        return self.send_again(before)

    @contextmanager
    def under_hook(self, hook: str, call: Call, request: str) -> Iterator[Future[Sent]]:
        """Work a hook that acts on the next request, and let that be this call; it is on its way then."""

        def send() -> Sent:
            return self._noted(Sent(request, call, call, reached(self.client.send_alone(call))))

        self.hooks.need(hook)
        with ThreadPoolExecutor(1) as pool:
            with self.right_of_way.alone():
                self.hooks.work(hook)
                pending = pool.submit(send)
                wait([pending], timeout=_ON_THE_WIRE_S)
            yield pending

    def holds(self, resource: str) -> frozenset[str]:
        """The ids of the bookings or referrals that the system under test tells of the patient.

        Raises Inconclusive if it does not tell of what it accepted before: then its word proves nothing.
        """
        need_search(self, resource)
        exchange = self._exchange(interactions.search_of_patient(self.profile, resource, self.patient))
        require(outcome.accepted(exchange))
        bundle = exchange.answer.resource if exchange.answer else None
        if bundle is None or bundle.get("type") != "searchset":
            raise Inconclusive(f"GET /{resource} gave no searchset to read back from")
        told = frozenset(str(each.get("id")) for each in fhir.resources(bundle, resource))
        if untold := {made for kind, made in self._current() if kind == resource} - told:
            raise Inconclusive(
                f"GET /{resource} does not tell of {', '.join(sorted(untold))}, accepted before"
            )
        return told

    def found(self, before: Sent, identifiers: Iterable[str]) -> None:
        """Note the ids of what a message made that was answered 408: it is put away as all else is."""
        kind = messages.focus(before.composed.message)["resourceType"]
        reads = [self._exchange(interactions.read(self.profile, kind, each)) for each in identifiers]
        if made := [sent for read in reads if made_by(sent := replace(before, exchange=read))]:
            self._accepted.extend(made)
            self._timed_out = [each for each in self._timed_out if each.call != before.call]

    def free_slot(self) -> FreeSlot:
        """A free slot that no other scenario takes; Inconclusive if there is none."""
        for days in _SLOT_SEARCHES_DAYS:
            exchange = self._exchange(interactions.slots(self.profile, days=days))
            require(outcome.accepted(exchange))
            for slot in free_slots(exchange):
                if self.leases.first_free([slot.id]):
                    return slot
        raise Inconclusive(f"no free slot in the next {days} days; the service needs more of them")

    @cached_property
    def slot(self) -> FreeSlot:
        """A free slot that the scenario searches for, again and again."""
        return self.free_slot()

    def book_slot(self) -> Sent:
        """Book the slot that the scenario searches for."""
        return self.send_as("a new booking", booking_of(self, self.slot))

    def parties(self) -> messages.Parties:
        """Who is named in a message of this scenario."""
        profile = self.profile
        return messages.Parties(profile.sender, profile.ods_code, profile.services.bookable, self.patient)

    def clean_up(self) -> list[Created]:
        """Cancel what was made and is not ended yet; say of each what became of it.

        What was answered 408 is awaited first: it would come about while another has the patient.
        """
        late = list(self._timed_out)
        current = self._current()
        try:
            for sent in late:
                self.retry_until_done(sent)
            return [
                *(made_unseen(sent) for sent in late),
                *(
                    Created(*key, self._put_away(sent) if key in current else "cancelled")
                    for key, sent in self._made().items()
                ),
            ]
        finally:
            self.leases.give_back()

    def pointed_to(self) -> set[tuple[str, str]]:
        """Type and id of the bookings, referrals and pointers that this scenario made and did not end."""
        return {key for key in self._current() if self._made()[key].is_pointed_to}

    def _made(self) -> dict[tuple[str, str], Sent]:
        """Type and id of what our messages made, with the first message about each."""
        made: dict[tuple[str, str], Sent] = {}
        for sent in self._accepted:
            if sent.composed.method != "DELETE" and (key := made_by(sent)) is not None:
                made.setdefault(key, sent)
        return made

    def _current(self) -> set[tuple[str, str]]:
        """Type and id of what our messages made and did not end."""
        ended = {made_by(sent) for sent in self._accepted if sent.ends}
        return self._made().keys() - ended

    def _different(self, call: Call, difference: str | None) -> Call:
        return differences.parse(difference, self.profile)(call) if difference else call

    def _exchange(self, call: Call) -> Exchange:
        return reached(self.client.send(call), by_certificate=call.certificate is not None)

    def _noted(self, sent: Sent) -> Sent:
        answer = sent.exchange.answer
        if sent.call.asks_for_token or sent.is_response:
            return sent
        if sent.composed.method in ("POST", "PUT", "DELETE") and answer and answer.accepted:
            self._accepted.append(sent)
        if sent.composed.method == "POST" and answer and answer.status == _TIMED_OUT:
            self._timed_out.append(sent)
        return sent

    def _put_away(self, sent: Sent) -> str:
        try:
            answer = self.follow_up(replace(sent, call=sent.composed), sent.undone_by).exchange.answer
        except Inconclusive:
            return "unknown"
        except NotApplicable:
            return "left"
        if answer is None:
            return "unknown"
        return "cancelled" if answer.accepted else "left"
