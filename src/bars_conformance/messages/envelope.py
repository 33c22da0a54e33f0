"""The MessageHeader: who sends what to whom.

Home/Core/1.1.4/Standard-Pattern-Composite-Messages; element tables of the Cancellation page.
"""

from typing import Any

from bars_conformance import __version__
from bars_conformance.messages.bundle import Reference, Resource
from bars_conformance.messages.codings import coding, concept
from bars_conformance.messages.parties import OFFICE_PHONE, Parties, Present
from bars_conformance.profile import ServiceId
from bars_conformance.standard import CODE_SYSTEMS, EXTENSIONS, URL

SOFTWARE = "bars-conformance"


def request_header(
    parties: Parties, present: Present, *, event: str, definition: str, focus: Reference
) -> Resource:
    """The MessageHeader of a new request; ``definition`` is the name of its national MessageDefinition."""
    return {
        "resourceType": "MessageHeader",
        "eventCoding": event_code(event),
        "destination": [{"endpoint": endpoint(parties.service), "receiver": present.receiver}],
        "sender": present.sender,
        "source": source(parties.sender.name, endpoint(parties.sender.endpoint)),
        "reason": reason("new"),
        "focus": [focus],
        "definition": definition_url(definition),
    }


def source(name: str, endpoint: str) -> dict[str, Any]:
    """The software that sends, its supplier's ``name`` and the ``endpoint`` where answers go."""
    contact = {part: OFFICE_PHONE[part] for part in ("system", "value")}
    return {
        "name": name,
        "software": SOFTWARE,
        "version": __version__,
        "contact": contact,
        "endpoint": endpoint,
    }


def endpoint(service: ServiceId) -> str:
    """The address of a service within BaRS: system and value with a bar between."""
    return f"{service.system}|{service.value}"


def event_code(event: str) -> dict[str, str]:
    """The event, as in ``eventCoding``."""
    return coding(CODE_SYSTEMS["message-events-bars"].url, event)


def reason(code: str) -> dict[str, Any]:
    """Why the message is sent: ``new`` or ``update``."""
    return concept(coding(CODE_SYSTEMS["message-reason-bars"].url, code))


def definition_url(name: str) -> str:
    """The URL of the national MessageDefinition of that name, as ``booking-request-cancelled``."""
    return f"{URL.message_definition}bars-message-{name}"


def decision_support() -> dict[str, Any]:
    """The extension that names the sender's triage software; ours is the suite itself."""
    parts = {"RequesterCDSSsoftware": SOFTWARE, "RequesterCDSSversion": __version__}
    return {
        "url": EXTENSIONS["decision support software"],
        "extension": [{"url": part, "valueString": value} for part, value in parts.items()],
    }
