"""Submission: what a message changes here, and the synchronous answer to it.

Every check comes before the first change, and nothing is awaited in between: a message is carried out
whole or not at all.
"""

from typing import Any
from uuid import uuid4

from bars_conformance.reference.bundle import Entry, Message, at
from bars_conformance.reference.instants import Instant, now
from bars_conformance.reference.pointing import Pointing
from bars_conformance.reference.records import Record, literal, nhs_numbers
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.slot_booking import SlotBooking
from bars_conformance.reference.workflow import Purpose
from bars_conformance.standard import PROFILES

_MINUTE = 60


class Submission(SlotBooking, Pointing):
    """Carries out what a message asks for."""

    def submit(self, message: Message, purpose: Purpose) -> dict[str, Any]:
        """Carry a message out and answer it with the Bundle as it is held now."""
        focus = message.focus
        if focus is None:
            raise Refusal(400, "invariant", "MessageHeader.focus points at nothing.")
        for entry in message.entries:
            self.stamp(entry.resource)
        match purpose:
            case Purpose.NEW:
                record = self.create(message, focus)
            case Purpose.RESPOND:
                record = self.keep_response(message, focus)
            case _:
                record = self.change(message, focus, purpose)
        return self.answer(message, record)

    def keep_response(self, message: Message, focus: Entry) -> Record:
        """Keep a response beside the request that it answers; what came without an id is given one."""
        for entry in message.entries:
            entry.resource.setdefault("id", str(uuid4()))
        record = Record(_name(focus), *_contents(message.entries[1:]))
        asked = self.holdings.own_requests.get(str(at(message.header, "response", "identifier")).lower())
        if asked is not None:
            asked.responses.append(record)
        return record

    def create(self, message: Message, focus: Entry) -> Record:
        """Keep a new referral or booking under ids of our own."""
        slot = self.slot_to_book(message, focus, None) if focus.type == "Appointment" else None
        for entry in message.entries:
            entry.resource["id"] = self.new_id(message, entry)
        record = Record(_name(focus), *_contents(message.entries[1:]), request=message)
        if slot is not None:
            focus.resource["created"] = now()
            self.take_slot(slot, record)
        self.store(record)
        self.point_to(record)
        return record

    def store(self, record: Record) -> None:
        """Keep a record."""
        self.holdings.records[record.id] = record

    def new_id(self, message: Message, entry: Entry) -> str:
        """The id of a new resource: ours, save for what has one already.

        The resources of GET /Slot keep theirs in a booking; an Encounter keeps its originator's in a
        request for validation.
        """
        given = entry.resource.get("id")
        if not isinstance(given, str) or not given:
            return str(uuid4())
        originators = entry.type == "Encounter" and "validation" in message.categories()
        return given if originators or self.holdings.directory.gives(entry.type, given) else str(uuid4())

    def change(self, message: Message, focus: Entry, purpose: Purpose) -> Record:
        """Update or cancel what is held."""
        record = self.held(focus)
        self.check_patient(message, record, purpose)
        self.check_current(record)
        self.check_local_changes(record, focus)
        slot = None
        if purpose is Purpose.CANCEL:
            self.check_later(record, focus)
        elif at(focus.resource, "slot") and self.is_later(focus.resource, record.resource):
            slot = self.slot_to_book(message, focus, record)
        message.header["id"] = str(uuid4())
        for entry in message.entries[1:]:
            self.merge(message, record, entry, purpose)
        if purpose is Purpose.CANCEL:
            self.give_slot_back(record)
        elif slot is not None:
            self.take_slot(slot, record)
        self.follow(record)
        return record

    def held(self, focus: Entry) -> Record:
        """The record that a message is about."""
        record = self.holdings.records.get(str(focus.resource.get("id")).lower())
        if record is None or record.type != focus.type:
            raise Refusal(404, "not-found", f"There is no {focus.type} with the id of the focus.")
        return record

    def check_patient(self, message: Message, record: Record, purpose: Purpose) -> None:
        """Refuse a message about another patient; a cancellation has to agree in name and birth date too."""
        sent, held = message.of("Patient")[0].resource, record.patient
        same = not (nhs_numbers(sent) and nhs_numbers(held)) or bool(nhs_numbers(sent) & nhs_numbers(held))
        if purpose is Purpose.CANCEL:
            same = same and all(
                None in pair or pair[0] == pair[1]
                for pair in (
                    (_family(sent), _family(held)),
                    (sent.get("birthDate"), held.get("birthDate")),
                )
            )
        if not same:
            raise Refusal(422, "invalid", "The Patient is not the one that this referral or booking is for.")

    def check_current(self, record: Record) -> None:
        """Refuse to change what was cancelled (Standard-Pattern-Composite-Messages/Cancellation)."""
        if not record.is_current:
            raise Refusal(409, "conflict", f"The {record.type} is no longer current.")

    def check_local_changes(self, record: Record, focus: Entry) -> None:
        """Refuse a change that does not know of one made here (Bundle-Processing, Data Conflicts)."""
        if record.touched is not None and _last_updated(focus.resource) <= record.touched:
            raise self.changed_here()

    def changed_here(self) -> Refusal:
        """A local change stands against the one sent."""
        return Refusal(409, "conflict", "The record was changed here after the version that was sent.")

    def check_later(self, record: Record, focus: Entry) -> None:
        """Refuse a cancellation that is not later than what is held: it would be ignored, not carried out."""
        if not self.is_later(focus.resource, record.resource):
            raise Refusal(
                409, "conflict", f"meta.lastUpdated of the {record.type} is not later than what is held."
            )

    def is_later(self, sent: dict[str, Any], held: dict[str, Any]) -> bool:
        """Whether a resource sent is later than the one held."""
        return _last_updated(sent) > _last_updated(held)

    def merge(self, message: Message, record: Record, entry: Entry, purpose: Purpose) -> None:
        """Take over one entry: added if it is not held, else only if it is later.

        A cancellation is cut down to what it needs: what it leaves out stays as it was.
        """
        name = record.focus if entry is message.focus else self.counterpart(record, entry)
        if name is None:
            entry.resource["id"] = self.new_id(message, entry)
            name = _name(entry)
            record.resources[name] = entry.resource
        elif self.is_later(entry.resource, record.resources[name]):
            held = record.resources[name]
            kept = held if purpose is Purpose.CANCEL else {}
            record.resources[name] = {**kept, **entry.resource, "id": held["id"]}
        record.names[entry.full_url] = name

    def counterpart(self, record: Record, entry: Entry) -> str | None:
        """What is held of the same resource: same id, same fullUrl, or the only Patient.

        An id of GET /Slot says which resource is meant, whatever its fullUrl.
        """
        by_id = f"{entry.type}/{entry.resource.get('id')}"
        if by_id in record.resources:
            return by_id
        if self.holdings.directory.gives(entry.type, str(entry.resource.get("id"))):
            return None
        by_url = record.names.get(entry.full_url, "")
        if by_url.startswith(f"{entry.type}/"):
            return by_url
        return f"Patient/{record.patient['id']}" if entry.type == "Patient" else None

    def stamp(self, resource: dict[str, Any]) -> None:
        """See to it that a resource has a profile, and lastUpdated as sent unless that makes no sense."""
        meta = resource.setdefault("meta", {})
        if not isinstance(meta, dict):
            raise Refusal(400, "structure", f"{resource['resourceType']}.meta is not an object.")
        present = Instant.now()
        if (
            "lastUpdated" not in meta
            or (_last_updated(resource).second - present.second).total_seconds() > _MINUTE
        ):
            meta["lastUpdated"] = str(present)
        if "profile" not in meta and resource["resourceType"] in PROFILES:
            meta["profile"] = [PROFILES[resource["resourceType"]]]

    def answer(self, message: Message, record: Record) -> dict[str, Any]:
        """The Bundle of the message as it is held now: same id, same fullUrls."""
        moment = now()
        bundle = message.bundle
        sent = {entry.full_url for entry in message.entries}
        earlier = {url: name for url, name in record.names.items() if url not in sent}
        held = [
            {
                "fullUrl": entry.full_url,
                "resource": literal(record.resources[record.names[entry.full_url]], earlier),
            }
            for entry in message.entries[1:]
        ]
        return {
            "resourceType": "Bundle",
            "id": self.answer_id(message),
            "meta": {**bundle["meta"], "lastUpdated": moment},
            "type": "message",
            "timestamp": moment,
            "entry": [{"fullUrl": message.entries[0].full_url, "resource": message.header}, *held],
        }

    def answer_id(self, message: Message) -> str:
        """The id of the answer: that of the message."""
        given = message.bundle.get("id")
        return given if isinstance(given, str) else str(uuid4())


def _name(entry: Entry) -> str:
    return f"{entry.type}/{entry.resource['id']}"


def _contents(entries: list[Entry]) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    resources = {_name(entry): entry.resource for entry in entries}
    return resources, {entry.full_url: _name(entry) for entry in entries}


def _last_updated(resource: dict[str, Any]) -> Instant:
    return Instant.read(resource["meta"]["lastUpdated"])


def _family(patient: dict[str, Any]) -> str | None:
    family = at(patient, "name", 0, "family")
    return family.casefold() if isinstance(family, str) else None
