"""How a request may differ in the service and use case that it is about."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bars_conformance import client, messages
from bars_conformance.client import Call
from bars_conformance.differences import parameters
from bars_conformance.differences.vocabulary import VALUE, Vocabulary, one_of
from bars_conformance.messages.codings import listed
from bars_conformance.profile import Profile, ServiceId
from bars_conformance.standard import CODE_SYSTEMS
from bars_conformance.verdict import NotApplicable

_CONTEXT = "context"
_USE_CASES = "usecases-categories-bars"
_USE_CASE_OF_A_REQUEST = "ServiceRequest.category.coding[1]"

_ODD_CONTEXTS: Mapping[str, Callable[[ServiceId], str]] = {
    "a service that there is not": lambda service: f"{service.system}|9999999998",
    "a system that there is not": lambda service: f"https://example.org/no-such-system|{service.value}",
    "its service after two bars": lambda service: f"{service.system}||{service.value}",
    "its service without the system": lambda service: service.value,
}


def _context(call: Call, profile: Profile, what: str) -> Call:
    return parameters.given(call, _CONTEXT, _ODD_CONTEXTS[what](profile.services.bookable))


def _fully_booked_service(call: Call, profile: Profile) -> Call:
    service = profile.services.fully_booked
    if service is None:
        raise NotApplicable("the profile names no service that is fully booked")
    about = parameters.given(call, _CONTEXT, f"{service.system}|{service.value}")
    return about.with_header(client.TARGET, client.target(service))


def _use_case(call: Call, _: Profile, value: str) -> Call:
    if call.body is None:
        system = CODE_SYSTEMS[_USE_CASES].url
        others = tuple(pair for pair in call.query if not pair[1].startswith(system))
        return replace(call, query=(*others, (_CONTEXT, f"{system}|{value}")))
    message = messages.replaced(call.message, _USE_CASE_OF_A_REQUEST, listed(_USE_CASES, value))
    about = call.with_message(message)
    return about.with_header("use-context", messages.use_context(message, value))


VOCABULARY: Vocabulary = (
    (rf"with the context of {one_of('what', _ODD_CONTEXTS)}", _context),
    (r"with the context of its fully booked service", _fully_booked_service),
    (rf"with the use case {VALUE}", _use_case),
)
