"""Pointers as the suite finds, follows, makes and removes them (DocumentReference-StandardPattern).

A consumer searches and reads all pages of the answer; a producer reads before it writes.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from bars_conformance import interactions, messages
from bars_conformance.checks import pointers as checks
from bars_conformance.client import TARGET, Call, encoded
from bars_conformance.differences import parameters
from bars_conformance.finding import Finding
from bars_conformance.outcome import accepted, needs_acceptance
from bars_conformance.profile import Feature
from bars_conformance.sent import Sent, reached
from bars_conformance.standard import POINTER_TYPES, URL
from bars_conformance.verdict import Inconclusive, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from bars_conformance.exchange import Exchange
    from bars_conformance.requester import Requester

POINTER = "DocumentReference"
_PATH = f"/{POINTER}"
DONE_BY_S = 5.0
"""The guide lets a pointer come about after the answer to the sender, and sets no bound (R-113)."""

_BETWEEN_SEARCHES_S = (0.1, 0.2, 0.4, 0.8)
"""The last of them again and again."""

_MOST_PAGES = 100
KINDS = {"bookings": ("Appointment", "booking"), "referrals": ("ServiceRequest", "referral")}
_CHANGED = "Conformance test pointer, changed"

Pointer = dict[str, Any]
Pages = tuple["Exchange", ...]


def settled(requester: Requester, sent: Sent) -> Sent:
    """What was sent; a search has its further pages, a new pointer the id that it was given."""
    answer = sent.exchange.answer
    if sent.call.path != _PATH or answer is None or not answer.accepted:
        return sent
    if sent.call.method == "GET":
        return replace(sent, further=_further_pages(requester, sent.call, sent.exchange))
    told = answer.resource or {}
    if sent.call.method == "POST" and not (told.get("resourceType") == POINTER and told.get("id")):
        return replace(sent, found_id=_id_given(requester, sent))
    return sent


def searching(requester: Requester) -> Call:
    """The search for the pointers of the patient, once those that this scenario made had their time."""
    made = requester.pointed_to()
    if made and Feature.POINTERS in requester.profile.supports:
        with suppress(Inconclusive):
            _pages_with(requester, made)
    return interactions.search_of_pointers(requester.profile, requester.patient)


def searching_type(kind: str) -> Callable[[Requester], Call]:
    """The search for pointers to ``bookings`` or ``referrals`` alone, by the type that they are told with."""
    resource, name = KINDS[kind]

    def compose(requester: Requester) -> Call:
        _need(requester)
        made = requester.pointed_to()
        pages = _pages_with(requester, made)
        ids = [record_id for made_kind, record_id in made if made_kind == resource]
        told = (checks.type_of(each) for id_ in ids for each in checks.leading_to(pages, id_))
        type_ = next(filter(None, told), f"{URL.snomed}|{POINTER_TYPES[name]}")
        call = interactions.search_of_pointers(requester.profile, requester.patient)
        return parameters.given(call, "type", type_)

    return compose


def posting(requester: Requester) -> Call:
    """A new pointer of the suite's own."""
    _need(requester, "create")
    pointer = messages.pointer(requester.patient, requester.profile.sender)
    return interactions.write_pointer(requester.profile, "POST", pointer)


def reading(requester: Requester) -> Call:
    """The read of a new pointer of the suite's own."""
    _need(requester, "read")
    made = requester.accepted(f"POST {_PATH}").resource_id
    return interactions.read(requester.profile, POINTER, made)


def renewing(requester: Requester, before: Sent, _: datetime | None) -> Call:
    """The pointer that was made, read and changed in its title."""
    _need(requester, "read", "update")
    answer = requester.read(before).exchange.answer
    held = answer.resource if answer and answer.accepted else None
    if held is None or held["resourceType"] != POINTER:
        raise Inconclusive("the pointer could not be read before it is to be changed")
    return _renewal(requester, {**held, "id": before.resource_id})


def removing(requester: Requester, before: Sent, _: datetime | None) -> Call:
    """The removal of the pointer that was made, after it was read."""
    _need(requester, "delete")
    if not requester.claims.disclaims(POINTER, "read"):
        requester.read(before)
    return interactions.delete(requester.profile, POINTER, before.resource_id)


def renewing_theirs(requester: Requester, before: Sent, _: datetime | None) -> Call:
    """The pointer to a booking or referral, changed by one that it does not belong to."""
    _need(requester, "update")
    return _renewal(requester, found(requester, before))


def removing_theirs(requester: Requester, before: Sent, _: datetime | None) -> Call:
    """The removal of the pointer to a booking or referral by one that it does not belong to."""
    _need(requester, "delete")
    return interactions.delete(requester.profile, POINTER, str(found(requester, before).get("id")))


def found(requester: Requester, record: Sent) -> Pointer:
    """The pointer to a booking or referral; Inconclusive if it does not come about in five seconds."""
    pages = _pages_with(requester, [(record.kind, record.resource_id)])
    for pointer in checks.leading_to(pages, record.resource_id):
        return pointer
    raise Inconclusive(f"no pointer to {record.kind}/{record.resource_id} is told in {DONE_BY_S:g} s")


def followed(requester: Requester, record: Sent) -> Sent:
    """GET what the pointer to a booking or referral leads to, where it says (Sender-DocumentReference.md).

    Raises NotApplicable if that is elsewhere than at the system under test, Inconclusive if it is nowhere.
    """
    requester.claims.need_read(record.kind)
    pointer = found(requester, record)
    call = interactions.read(requester.profile, record.kind, checks.identifier(pointer) or record.resource_id)
    return requester.send_as(record.request, _directed(call, pointer, requester.profile.base_url))


def target(requester: Requester, record: Sent) -> checks.Target:
    """What the pointer to a booking or referral should say."""
    profile, made = requester.profile, record.exchange.started
    number = requester.patient.nhs_number
    return checks.Target(record.kind, record.resource_id, number, profile.ods_code, made)


def held(requester: Requester) -> frozenset[str]:
    """The ids of the pointers that are told of the patient."""
    return frozenset(_ids(_search(requester)))


def held_once_more(requester: Requester, before: Collection[str], number: int) -> Finding | None:
    """So many pointers have come about since, each told once, within five seconds."""
    pages = _awaited(
        requester, lambda pages: bool(_refusal(pages)) or len(set(_ids(pages)) - set(before)) >= number
    )
    if refused := _refusal(pages):
        return refused
    told = _ids(pages)
    if twice := sorted({each for each in told if told.count(each) > 1}):
        return Finding("the pages of the search", "each pointer once", f"{', '.join(twice)} more than once")
    new = set(told) - set(before)
    return None if len(new) == number else Finding("new pointers of the patient", str(number), str(len(new)))


def became(requester: Requester, before: Pointer, fate: str) -> Finding | None:
    """The pointer is, within five seconds, what FATES says."""

    def now(pages: Pages) -> list[Pointer]:
        return [each for each in checks.told(pages) if checks.is_same(each, before)]

    pages = _awaited(requester, lambda pages: FATES[fate](before, now(pages)))
    return None if FATES[fate](before, now(pages)) else Finding("the pointer", fate, "as it was before")


FATES: dict[str, Callable[[Pointer, list[Pointer]], bool]] = {
    "brought up to date": lambda before, now: any(each != before for each in now),
    "removed or changed": lambda before, now: before not in now,
    "still told": lambda _, now: bool(now),
}
"""What may become of a pointer: said of what it was before, and what is told now."""


def _need(requester: Requester, *interactions_needed: str) -> None:
    requester.claims.need(Feature.POINTERS)
    for each in interactions_needed:
        requester.claims.need_interaction(POINTER, each)


def _renewal(requester: Requester, pointer: Pointer) -> Call:
    content = pointer.get("content")
    if not (isinstance(content, list) and content and isinstance(content[0], dict)):
        raise Inconclusive("the pointer that is to be changed has no content")
    attachment = {**(content[0].get("attachment") or {}), "title": _CHANGED}
    new = {**pointer, "content": [{**content[0], "attachment": attachment}, *content[1:]]}
    return interactions.write_pointer(requester.profile, "PUT", new)


def _directed(call: Call, pointer: Pointer, base_url: str) -> Call:
    for system, value in checks.target_identifiers(pointer):
        return call.with_header(TARGET, encoded({"system": system, "value": value}))
    places = checks.urls(pointer)
    for url in places:
        if url.startswith(f"{base_url}/"):
            return replace(call, path=url.removeprefix(base_url))
    if places:
        raise NotApplicable("the pointer leads to a URL that is not at base_url, where the suite does not go")
    raise Inconclusive("the pointer does not say where to go")


def _id_given(requester: Requester, sent: Sent) -> str | None:
    """The id of a new pointer where the body does not tell it: in the Location, or found by a search."""
    location = (sent.exchange.answer.header("Location") or "") if sent.exchange.answer else ""
    if f"{_PATH}/" in location:
        return location.rpartition(f"{_PATH}/")[2].partition("/")[0] or None
    made = checks.identifier(sent.composed.message) or ""
    with suppress(Inconclusive):
        for pointer in checks.leading_to(_pages_with(requester, [(POINTER, made)]), made):
            return str(pointer.get("id"))
    return None


def _pages_with(requester: Requester, records: Iterable[tuple[str, str]]) -> Pages:
    """A search that tells of these pointers, or of those to these records; the last one of five seconds."""
    wanted = [record_id for _, record_id in records]

    def are_told(pages: Pages) -> bool:
        told = set(_ids(pages))
        return all(each in told or checks.leading_to(pages, each) for each in wanted)

    return _awaited(requester, are_told)


def _awaited(requester: Requester, until: Callable[[Pages], bool]) -> Pages:
    end = time.monotonic() + DONE_BY_S
    for pause in chain(_BETWEEN_SEARCHES_S, repeat(_BETWEEN_SEARCHES_S[-1])):
        pages = _search(requester)
        if until(pages) or time.monotonic() > end:
            break
        time.sleep(pause)
    return pages


def _search(requester: Requester) -> Pages:
    """All pages of a search for the pointers of the patient; Inconclusive if it is refused."""
    call = interactions.search_of_pointers(requester.profile, requester.patient)
    first = reached(requester.client.send(call))
    needs_acceptance(first)
    return (first, *_further_pages(requester, call, first))


def _further_pages(requester: Requester, call: Call, first: Exchange) -> Pages:
    pages, used = [first], set[str]()
    while (token := checks.next_token(pages[-1])) and token not in used and len(pages) < _MOST_PAGES:
        used.add(token)
        following = parameters.given(call.with_fresh_ids(), checks.TOKEN, token)
        pages.append(reached(requester.client.send(following)))
    return tuple(pages[1:])


def _refusal(pages: Pages) -> Finding | None:
    return next((finding for page in pages if (finding := accepted(page))), None)


def _ids(pages: Sequence[Exchange]) -> list[str]:
    return [str(each.get("id")) for each in checks.told(pages)]
