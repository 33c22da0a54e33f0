"""The system that the suite plays: it composes requests, sends them and puts away what it made.

One for each scenario, with a patient to itself.
"""

import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from bars_conformance import differences, fhir, interactions, messages, outcome
from bars_conformance.claims import Claims
from bars_conformance.client import CORRELATION_ID, REQUEST_ID, Call, Client
from bars_conformance.exchange import Exchange
from bars_conformance.finding import require
from bars_conformance.hooks import Hooks
from bars_conformance.profile import Feature, Patient, Profile
from bars_conformance.record import Created
from bars_conformance.sharing import Leases, RightOfWay
from bars_conformance.slots import FreeSlot, free_slots
from bars_conformance.verdict import HarnessError, Inconclusive, NonConformance, NotApplicable

_USABLE_ID = re.compile(r"[!-~]{1,256}")
"""More than the ids of FHIR, so that a strange one is judged where ids are; yet one that a URL can carry."""

_ON_THE_WIRE_S = 0.25
"""How long a request gets to reach the system under test, seconds; from outside one cannot know."""

_DONE_BY_S = 15.0
_BETWEEN_RETRIES_S = 0.25
_LASTING_S = 1.0
_TOO_EARLY = 425
_TIMED_OUT = 408

_WRITES = {"POST": "create", "PUT": "update", "PATCH": "patch"}
_TICK = timedelta(milliseconds=1)
_CHANGED = "Conformance test booking, changed"
_SLOT_SEARCHES_DAYS = (2, 7)
_ENDED = frozenset({"cancelled", "revoked", "entered-in-error"})


@dataclass(frozen=True)
class Sent:
    """A request and what came of it: ``composed`` is valid, ``call`` is as sent, with its difference."""

    request: str
    composed: Call
    call: Call
    exchange: Exchange

    @property
    def held_resource(self) -> dict[str, Any]:
        """The booking or referral as the receiver answered it; Inconclusive if it gave it no id."""
        kind = messages.focus(self.composed.message)["resourceType"]
        answered = self.exchange.answer.resource if self.exchange.answer else None
        alone = answered if answered and answered["resourceType"] == kind else None
        for resource in [alone] if alone else fhir.resources(answered, kind):
            given = resource.get("id")
            if isinstance(given, str) and _USABLE_ID.fullmatch(given):
                return resource
        raise Inconclusive(f"the answer to the message holds no {kind} with an id")

    @property
    def resource_id(self) -> str:
        """The id that the receiver gave to the booking or referral; Inconclusive if it gave none."""
        return self.id_in_path or str(self.held_resource["id"])

    @property
    def id_in_path(self) -> str | None:
        """The id of the resource that was asked for by the path; None if there is none."""
        path = self.composed.path
        return path.rpartition("/")[2] if path.count("/") > 1 else None


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
    _in_progress: tuple[Call, str] | None = None
    _on_hold: bool = False

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
        return self._noted(Sent(request, composed, call, self.client.send(call)))

    def send_at_once(self, request: str, copies: int) -> list[Sent]:
        """Send copies of a new request, under the same ids, at the same moment."""
        composed = self.compose(request)
        start = threading.Barrier(copies)

        def send(_: int) -> Sent:
            start.wait()
            return self.send_as(request, composed)

        with ThreadPoolExecutor(copies) as pool:
            return list(pool.map(send, range(copies)))

    def accepted(self, request: str) -> Sent:
        """Send a valid request; raises NonConformance if it is not accepted."""
        sent = self.send(request)
        require(outcome.accepted(sent.exchange))
        return sent

    def refused(self, request: str, difference: str) -> Sent:
        """Send a request with a difference; raises NonConformance if it is not refused."""
        return refusal_of(self.send(request, difference))

    def follow_up(self, before: Sent, what: str, difference: str | None = None) -> Sent:
        """Send what follows on what was accepted, by a name of FOLLOW_UPS, in the same conversation."""
        composed = self.following(before, what)
        return self.send_as(before.request, composed, self._different(composed, difference))

    def follow_up_unaware(self, before: Sent, what: str) -> Sent:
        """Send what follows on what was accepted, composed before a local change and sent after it."""
        self.hooks.need("touch")
        composed = self.following(before, what, now=_just_after(before))
        self.hooks.work("touch", before.resource_id)
        self._need_later_than(composed, before)
        return self.send_as(before.request, composed)

    def following(self, before: Sent, what: str, now: datetime | None = None) -> Call:
        """What follows on what was accepted, composed and not sent; ``now`` is the present unless given."""
        if what not in FOLLOW_UPS:
            raise HarnessError(f"nothing follows by the name '{what}'; there are {', '.join(FOLLOW_UPS)}.")
        call = FOLLOW_UPS[what](self, before, now)
        return call.with_header(CORRELATION_ID, before.call.header(CORRELATION_ID) or "")

    def _need_later_than(self, composed: Call, before: Sent) -> None:
        """Raise Inconclusive if a read shows that the local change is not later than what was composed."""
        kind = messages.focus(composed.message)["resourceType"]
        if _SEARCHED[kind] not in self.profile.supports or self.claims.disclaims(kind, "read"):
            return
        told = self.read(before).exchange.answer
        changed = _last_updated(told.resource if told else None)
        sent = _last_updated(messages.focus(composed.message))
        if changed is not None and sent is not None and changed <= sent:
            raise Inconclusive("the hook touch did not bring meta.lastUpdated on; it must change the record")

    def read(self, about: Sent) -> Sent:
        """GET the booking or referral that was accepted; raises NonConformance if that is refused."""
        kind = messages.focus(about.composed.message)["resourceType"]
        self.claims.need_interaction(kind, "read")
        call = interactions.read(self.profile, kind, about.resource_id)
        return self.send_as(about.request, call)

    def slot_of_another(self, about: Sent) -> dict[str, Any]:
        """The slot of another booking that a message of this scenario made."""
        own = _made_by(about)
        for key, sent in self._made().items():
            if key != own and key[0] == "Appointment":
                return messages.first(sent.composed.message, "Slot")
        raise HarnessError("there is no other booking; let a Given make one.")

    def others(self, *messages_sent: Sent) -> list[Exchange]:
        """GET what this scenario made besides what the first of these that tells an id is about."""
        own = next((key for sent in messages_sent if (key := _made_by(sent))), None)
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

    def send_race(self, count: int) -> list[Sent]:
        """Send bookings of one free slot, each a message of its own, at the same moment."""
        first = self.compose("a new booking")
        calls = [first.with_fresh_ids().with_message(messages.again(first.message)) for _ in range(count)]
        start = threading.Barrier(count)

        def send(call: Call) -> Sent:
            start.wait()
            return self.send_as("a new booking", call)

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(send, calls))

    def read_back(self, *messages_sent: Sent) -> Exchange:
        """GET the booking or referral that the first of these messages whose answer tells its id is about."""
        kind = messages.focus(messages_sent[0].composed.message)["resourceType"]
        self.claims.need(_SEARCHED[kind])
        self.claims.need_interaction(kind, "read")
        about = next((sent for sent in messages_sent if _made_by(sent)), messages_sent[-1])
        return self.client.send(interactions.read(self.profile, kind, about.resource_id))

    def send_under_hook(self, hook: str, request: str) -> Sent:
        """Work a hook that acts on the next request, and let that be a new one of this name."""
        with self._under_hook(hook, self.compose(request), request) as pending:
            return pending.result()

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
    def held_in_progress(self, request: str) -> Iterator[Future[Sent]]:
        """A new message that stays in progress until it is let go on, or the block is left."""
        self.hooks.need("hold", "release")
        self._in_progress = self.compose(request), request
        with self._under_hook("hold", self._in_progress[0], request) as pending:
            self._on_hold = True
            try:
                if pending.done():
                    raise Inconclusive(f"the message was not held in progress: {pending.result().exchange}")
                yield pending
            finally:
                self._release()

    def let_go_on(self, pending: Future[Sent]) -> Sent:
        """Let the message in progress go on, and wait for what comes of it."""
        self._release()
        return pending.result()

    def _release(self) -> None:
        """Let the message go on, once; also one that was answered, for it may be answered 408 meanwhile."""
        if self._on_hold:
            self._on_hold = False
            self.hooks.work("release")

    def send_in_progress_again(self) -> Sent:
        """Send the message in progress again, ids and all."""
        if self._in_progress is None:
            raise HarnessError("no message is in progress; let a Given hold one.")
        call, request = self._in_progress
        return self.send_as(request, call)

    @contextmanager
    def _under_hook(self, hook: str, call: Call, request: str) -> Iterator[Future[Sent]]:
        def send() -> Sent:
            return self._noted(Sent(request, call, call, self.client.send_alone(call)))

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
        self.need_search(resource)
        exchange = self.client.send(interactions.search_of_patient(self.profile, resource, self.patient))
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

    def need_search(self, resource: str) -> None:
        """Raise NotApplicable unless bookings or referrals can be searched by patient."""
        self.claims.need(_SEARCHED[resource])
        self.claims.need_interaction(resource, "search-type")

    def need_slot_search(self) -> None:
        """Raise NotApplicable unless slots can be searched."""
        self.claims.need(Feature.BOOKING)
        self.claims.need_interaction("Slot", "search-type")

    def free_slot(self) -> FreeSlot:
        """A free slot that no other scenario takes; Inconclusive if there is none."""
        for days in _SLOT_SEARCHES_DAYS:
            exchange = self.client.send(interactions.slots(self.profile, days=days))
            require(outcome.accepted(exchange))
            offered = {slot.id: slot for slot in free_slots(exchange)}
            if (key := self.leases.first_free(offered)) is not None:
                return offered[key]
        raise Inconclusive(f"no free slot in the next {days} days; the service needs more of them")

    @cached_property
    def slot(self) -> FreeSlot:
        """A free slot that the scenario searches for, again and again."""
        return self.free_slot()

    def book_slot(self) -> Sent:
        """Book the slot that the scenario searches for."""
        return self.send_as("a new booking", _booking_of(self, self.slot))

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
                *(_made_unseen(sent) for sent in late),
                *(
                    Created(*key, self._put_away(sent) if key in current else "cancelled")
                    for key, sent in self._made().items()
                ),
            ]
        finally:
            self.leases.give_back()

    def _made(self) -> dict[tuple[str, str], Sent]:
        """Type and id of what our messages made, with the first message about each."""
        made: dict[tuple[str, str], Sent] = {}
        for sent in self._accepted:
            if (key := _made_by(sent)) is not None:
                made.setdefault(key, sent)
        return made

    def _current(self) -> set[tuple[str, str]]:
        """Type and id of what our messages made and did not end."""
        ended = {
            _made_by(sent)
            for sent in self._accepted
            if messages.focus(sent.composed.message).get("status") in _ENDED
        }
        return self._made().keys() - ended

    def _different(self, call: Call, difference: str | None) -> Call:
        return differences.parse(difference, self.profile)(call) if difference else call

    def _noted(self, sent: Sent) -> Sent:
        if sent.exchange.unreachable:
            raise Inconclusive(f"the system under test was not reached: {sent.exchange.error}")
        answer = sent.exchange.answer
        if sent.composed.method in ("POST", "PUT") and answer and answer.accepted:
            self._accepted.append(sent)
        if sent.composed.method == "POST" and answer and answer.status == _TIMED_OUT:
            self._timed_out.append(sent)
        return sent

    def _put_away(self, sent: Sent) -> str:
        what = "cancellation" if sent.composed.path == "/$process-message" else "cancellation by PUT"
        try:
            answer = self.follow_up(replace(sent, call=sent.composed), what).exchange.answer
        except Inconclusive:
            return "unknown"
        if answer is None:
            return "unknown"
        return "cancelled" if answer.accepted else "left"


def refusal_of(sent: Sent) -> Sent:
    """The request, if it was refused; raises NonConformance if it was not."""
    if sent.exchange.answer is None or sent.exchange.answer.accepted:
        raise NonConformance(f"expected a refusal, got {sent.exchange}")
    return sent


def _last_updated(resource: Mapping[str, Any] | None) -> datetime | None:
    meta = (resource or {}).get("meta")
    try:
        instant = datetime.fromisoformat(meta["lastUpdated"]) if isinstance(meta, dict) else None
    except (KeyError, TypeError, ValueError):
        return None
    return instant if instant and instant.tzinfo else None


def _just_after(before: Sent) -> datetime | None:
    """A moment after a message was composed: before anything that comes after it."""
    composed = _last_updated(messages.focus(before.composed.message))
    return composed + _TICK if composed else None


def _made_by(sent: Sent) -> tuple[str, str] | None:
    """Type and id of what an accepted message was about; None if the answer does not tell."""
    try:
        return messages.focus(sent.composed.message)["resourceType"], sent.resource_id
    except Inconclusive:
        return None


def _made_unseen(sent: Sent) -> Created:
    """What a message made that was answered 408: its id is not known, only that of its request."""
    kind = messages.focus(sent.composed.message)["resourceType"]
    return Created(kind, f"of X-Request-ID {sent.call.header(REQUEST_ID)}", "unknown")


def _searching(resource: str) -> Callable[[Requester], Call]:
    def compose(requester: Requester) -> Call:
        requester.need_search(resource)
        return interactions.search_of_patient(requester.profile, resource, requester.patient)

    return compose


def _reading(resource: str, made_by: str) -> Callable[[Requester], Call]:
    def compose(requester: Requester) -> Call:
        requester.claims.need(_SEARCHED[resource])
        requester.claims.need_interaction(resource, "read")
        return interactions.read(requester.profile, resource, requester.accepted(made_by).resource_id)

    return compose


def _slot_search(requester: Requester) -> Call:
    requester.need_slot_search()
    return interactions.slots(requester.profile)


def _referral(requester: Requester) -> Call:
    requester.claims.need(Feature.REFERRAL)
    use_case = requester.claims.use_case("referral")
    message = messages.referral(requester.parties(), use_case=use_case)
    return interactions.process_message(requester.profile, message, use_case)


def _near_slot(where: str) -> Callable[[Requester], Call]:
    def compose(requester: Requester) -> Call:
        requester.need_slot_search()
        return interactions.slots_near(requester.profile, requester.slot.start, where)

    return compose


def _fully_booked(requester: Requester) -> Call:
    requester.need_slot_search()
    service = requester.profile.services.fully_booked
    if service is None:
        raise NotApplicable("the profile names no fully_booked service")
    return interactions.slots(requester.profile, service=service)


def _booking(requester: Requester) -> Call:
    requester.claims.need(Feature.BOOKING)
    return _booking_of(requester, requester.free_slot())


def _booking_of(requester: Requester, slot: FreeSlot, based_on: str | None = None) -> Call:
    use_case = requester.claims.use_case("referral")
    message = messages.booking(
        requester.parties(),
        slot=slot.slot,
        schedule=slot.schedule,
        healthcare_service=slot.healthcare_service,
        use_case=use_case,
        based_on=based_on,
    )
    return interactions.process_message(requester.profile, message, use_case)


def _validation(requester: Requester) -> Call:
    requester.claims.need(Feature.VALIDATION)
    use_case = requester.claims.use_case("validation")
    message = messages.validation(requester.parties(), use_case=use_case)
    return interactions.process_message(requester.profile, message, use_case)


def _need_write(requester: Requester, method: str) -> None:
    requester.claims.need(Feature.BOOKING, Feature.APPOINTMENT_WRITE)
    requester.claims.need_interaction("Appointment", _WRITES[method])


def _posting(requester: Requester, replaces: str | None = None) -> Call:
    _need_write(requester, "POST")
    use_case = requester.claims.use_case("referral")
    new = messages.appointment(
        requester.patient, slot=requester.free_slot().slot, use_case=use_case, replaces=replaces
    )
    return interactions.write(requester.profile, "POST", new, use_case)


def _writing_to_nothing(method: str) -> Callable[[Requester], Call]:
    """A write to an id that nobody gave, whatever is claimed."""

    def compose(requester: Requester) -> Call:
        nobody = {"resourceType": "Appointment", "id": str(uuid.uuid4()), "status": "booked"}
        return interactions.write(requester.profile, method, nobody, requester.claims.use_case("referral"))

    return compose


_Following = Callable[[Requester, Sent, datetime | None], Call]
"""Composes what follows on something sent before, at a moment."""


def _by_message(follow: Callable[..., dict[str, Any]]) -> _Following:
    def compose(requester: Requester, before: Sent, now: datetime | None) -> Call:
        message = follow(before.composed.message, before.held_resource, now=now)
        return interactions.process_message(requester.profile, message, requester.claims.use_case("referral"))

    return compose


def _by_rest(method: str, change: Callable[[Requester, Sent], dict[str, Any]]) -> _Following:
    """Read before write: the guide has every change of a resource preceded by a GET of it."""

    def compose(requester: Requester, before: Sent, now: datetime | None) -> Call:
        _need_write(requester, method)
        read = requester.read(before).exchange
        require(outcome.accepted(read))
        held = (read.answer.resource if read.answer else None) or {}
        if finding := fhir.structure({"resourceType": "Appointment", **held}):
            raise Inconclusive(f"what was read cannot be put back; {finding}")
        elements = change(requester, before)
        whole = messages.rewritten({**held, "id": before.resource_id}, now=now, **elements)
        part = {name: whole[name] for name in ("resourceType", "id", *elements) if name in whole}
        sent = part if method == "PATCH" else whole
        return interactions.write(requester.profile, method, sent, requester.claims.use_case("referral"))

    return compose


def _booking_on(requester: Requester, before: Sent, _: datetime | None) -> Call:
    requester.claims.need(Feature.BOOKING)
    return _booking_of(requester, requester.free_slot(), before.resource_id)


def _taken_slot(requester: Requester, before: Sent) -> dict[str, Any]:
    return messages.place(requester.slot_of_another(before))


FOLLOW_UPS: dict[str, _Following] = {
    "update": _by_message(messages.updated),
    "cancellation": _by_message(messages.cancelled),
    "booking": _booking_on,
    "update by PUT": _by_rest("PUT", lambda *_: {"description": _CHANGED}),
    "update by PATCH": _by_rest("PATCH", lambda *_: {"description": _CHANGED}),
    "move to a free slot by PUT": _by_rest(
        "PUT", lambda requester, _: messages.place(requester.free_slot().slot)
    ),
    "move to a taken slot by PUT": _by_rest("PUT", _taken_slot),
    "cancellation by PUT": _by_rest("PUT", lambda *_: {"status": "cancelled"}),
    "entry in error by PUT": _by_rest("PUT", lambda *_: {"status": "entered-in-error"}),
    "rebooking by POST": lambda requester, *_: _posting(requester),
    "rebooking by POST that names it": lambda requester, before, _: _posting(requester, before.resource_id),
}
"""What can follow on a booking or referral that was accepted, and how it is composed."""

_SEARCHED = {"Appointment": Feature.APPOINTMENT_SEARCH, "ServiceRequest": Feature.REFERRAL_READ}

REQUESTS: dict[str, Callable[[Requester], Call]] = {
    "GET /metadata": lambda requester: interactions.metadata(requester.profile),
    "GET /MessageDefinition": lambda requester: interactions.message_definition(requester.profile),
    "GET /MessageDefinition of a use case": lambda requester: interactions.message_definition(
        requester.profile, requester.claims.use_case("referral")
    ),
    "GET /Slot": _slot_search,
    "GET /Slot of a fully booked service": _fully_booked,
    **{f"GET /Slot {where} the slot's start": _near_slot(where) for where in interactions.NEAR},
    "GET /Appointment": _searching("Appointment"),
    "GET /ServiceRequest": _searching("ServiceRequest"),
    "GET /Appointment/[id]": _reading("Appointment", "a new booking"),
    "GET /ServiceRequest/[id]": _reading("ServiceRequest", "a new referral"),
    "GET /DocumentReference": lambda requester: interactions.search_of_pointers(
        requester.profile, requester.patient
    ),
    "DELETE /Appointment/[id]": lambda requester: interactions.delete(requester.profile, "Appointment"),
    "DELETE /ServiceRequest/[id]": lambda requester: interactions.delete(requester.profile, "ServiceRequest"),
    "POST /Appointment": _posting,
    **{f"{method} /Appointment/[id]": _writing_to_nothing(method) for method in ("PUT", "PATCH")},
    "a new referral": _referral,
    "a new booking": _booking,
    "a new validation request": _validation,
}
"""The requests that features speak of, and how each is composed."""
