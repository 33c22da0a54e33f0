"""How a request may differ in the service that its target identifier names."""

from collections.abc import Callable, Mapping

from bars_conformance import client
from bars_conformance.client import Call
from bars_conformance.differences.vocabulary import Vocabulary, one_of
from bars_conformance.profile import Profile, ServiceId
from bars_conformance.verdict import NotApplicable

_NO_SYSTEM = "https://bars-conformance.example/Id/service"
_NO_SERVICE = "9999999998"

_IDENTIFIERS: Mapping[str, Callable[[ServiceId], object]] = {
    "without its system": lambda service: {"value": service.value},
    "without its value": lambda service: {"system": service.system},
    "with an empty value": lambda service: {"system": service.system, "value": ""},
    "with a value that is no text": lambda service: {"system": service.system, "value": [service.value]},
    "that is a list": lambda service: [service.system, service.value],
    "of an unknown service": lambda service: {"system": service.system, "value": _NO_SERVICE},
    "of an unknown system": lambda service: {"system": _NO_SYSTEM, "value": service.value},
}


def _identifier(call: Call, profile: Profile, what: str) -> Call:
    return call.with_header(client.TARGET, client.encoded(_IDENTIFIERS[what](profile.services.bookable)))


def _ambiguous(call: Call, profile: Profile) -> Call:
    if profile.ambiguous_target is None:
        raise NotApplicable("the profile names no ambiguous_target")
    return call.with_header(client.TARGET, client.target(profile.ambiguous_target))


VOCABULARY: Vocabulary = (
    (rf"with {client.TARGET} {one_of('what', _IDENTIFIERS)}", _identifier),
    (rf"with {client.TARGET} of a service with two endpoints", _ambiguous),
)
