"""How a message may differ as a whole: in its entries, its addressee, its focus and its times."""

import uuid
from datetime import datetime, timedelta

from bars_conformance import messages
from bars_conformance.client import Call
from bars_conformance.differences.vocabulary import ELEMENT, ELEMENTS, OFFSET, VALUE, Vocabulary, zone
from bars_conformance.profile import Profile
from bars_conformance.standard import URL

_RECEIVER = 1
"""Which Organization of a message is the receiver: the second."""

_NOBODY = "ZZZ99"
_NO_SERVICE = "9999999999"


def _second_entry(call: Call, _: Profile, kind: str) -> Call:
    twice = messages.doubled(call.message, kind)
    twice["entry"][-1]["resource"].pop("id", None)
    return call.with_message(twice)


def _one_organization(call: Call, _: Profile) -> Call:
    return call.with_message(messages.merged(call.message, "Organization", into=_RECEIVER))


def _another_service(call: Call, profile: Profile) -> Call:
    endpoint = f"{profile.services.bookable.system}|{_NO_SERVICE}"
    return call.with_message(messages.replaced(call.message, "MessageHeader.destination.endpoint", endpoint))


def _another_organisation(call: Call, _: Profile) -> Call:
    path = f"Organization[{_RECEIVER}].identifier.value"
    return call.with_message(messages.replaced(call.message, path, _NOBODY))


def _unknown_definition(call: Call, _: Profile) -> Call:
    url = f"{URL.message_definition}bars-message-unheard-of"
    return call.with_message(messages.replaced(call.message, "MessageHeader.definition", url))


def _focus_on_nothing(call: Call, _: Profile) -> Call:
    return call.with_message(
        messages.replaced(call.message, "MessageHeader.focus.reference", f"urn:uuid:{uuid.uuid4()}")
    )


def _focus_not_held(call: Call, _: Profile) -> Call:
    """Another id, and other fullUrls as well, as a receiver may know a record by either."""
    another = messages.again(call.message)
    kind = messages.focus(another)["resourceType"]
    return call.with_message(messages.replaced(another, f"{kind}.id", str(uuid.uuid4())))


def _focus_of_the_receiver(call: Call, _: Profile) -> Call:
    """The Encounter of a response that is the requester's: not that which the responder adds."""
    focus = messages.value(call.message, "MessageHeader.focus.reference")
    other = next(
        entry["fullUrl"]
        for entry in call.message["entry"]
        if entry["resource"]["resourceType"] == "Encounter" and entry["fullUrl"] != focus
    )
    return call.with_message(messages.replaced(call.message, "MessageHeader.focus.reference", other))


def _own_id(call: Call, _: Profile) -> Call:
    kind = messages.focus(call.message)["resourceType"]
    return call.with_message(messages.added(call.message, f"{kind}.id", str(uuid.uuid4())))


def _older(call: Call, _: Profile, element: str, value: str) -> Call:
    stamp = f"{element.partition('.')[0]}.meta.lastUpdated"
    before = datetime.fromisoformat(messages.value(call.message, stamp)) - timedelta(days=1)
    changed = messages.replaced(call.message, element, value)
    return call.with_message(messages.replaced(changed, stamp, messages.instant(before)))


def _at_offset(call: Call, _: Profile, elements: str, offset: str) -> Call:
    message = call.message
    for element in elements.split(" and "):
        moment = datetime.fromisoformat(messages.value(message, element)).astimezone(zone(offset))
        message = messages.replaced(message, element, moment.isoformat(timespec="seconds"))
    return call.with_message(message)


VOCABULARY: Vocabulary = (
    (r"with one more (?P<kind>[A-Z]\w+) entry", _second_entry),
    (r"with no Organization but the receiver's", _one_organization),
    (r"with another service as its destination", _another_service),
    (r"with another organisation as its destination", _another_organisation),
    (r"with a MessageDefinition that does not exist", _unknown_definition),
    (r"with a focus that is not in the message", _focus_on_nothing),
    (r"with a focus that the receiver does not hold", _focus_not_held),
    (r"with the receiver's own Encounter as its focus", _focus_of_the_receiver),
    (r"with an id of the sender's on its focus", _own_id),
    (rf"with {ELEMENT} {VALUE}, older than what is held", _older),
    (rf"with {ELEMENTS} written at {OFFSET}", _at_offset),
)
