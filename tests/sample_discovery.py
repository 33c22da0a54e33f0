"""What a receiver publishes of itself: a CapabilityStatement, MessageDefinitions and an answer of these."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from sample_exchanges import answer, exchange, searchset
from sample_sut import SERVICE

from bars_conformance.exchange import Exchange
from bars_conformance.standard import CODE_SYSTEMS, URL

Json = dict[str, Any]

USE_CASE = CODE_SYSTEMS["usecases-categories-bars"].url
REFERRAL = f"{URL.message_definition}bars-message-servicerequest-request-referral"
BOOKING = f"{URL.message_definition}bars-message-booking-request"
OPERATION = {"name": "process-message", "definition": URL.process_message}
STATEMENT: Json = {
    "resourceType": "CapabilityStatement",
    "version": "1.1.0-beta",
    "status": "active",
    "date": "2026-11-01",
    "kind": "instance",
    "format": ["application/fhir+json"],
    "fhirVersion": "4.0.1",
    "rest": [
        {"mode": "client", "resource": [{"type": "Slot", "interaction": [{"code": "read"}]}]},
        {
            "mode": "server",
            "resource": [{"type": "Slot", "interaction": [{"code": "search-type"}]}],
            "operation": [OPERATION],
        },
    ],
    "messaging": [
        {
            "supportedMessage": [
                {
                    "mode": "receiver",
                    "definition": "MessageDefinition/bars-message-servicerequest-request-referral",
                },
                {"mode": "receiver", "definition": f"{BOOKING}|1.0.0"},
                {"mode": "sender", "definition": f"{URL.message_definition}of-a-response"},
            ]
        }
    ],
}


def coding(system: str, code: str) -> Json:
    """The value of a useContext."""
    return {"valueCodeableConcept": {"coding": [{"system": system, "code": code}]}}


def definition(url: str, event: str, **changes: object) -> Json:
    """A MessageDefinition without a fault, save for the changes."""
    contexts = [coding(SERVICE.system, SERVICE.value), coding(USE_CASE, "a1t1"), coding(USE_CASE, "a2t1")]
    return {
        "resourceType": "MessageDefinition",
        "url": url,
        "version": "1.0.0",
        "eventCoding": {"code": event},
        "useContext": contexts,
    } | changes


DEFINITIONS = searchset(
    definition(REFERRAL, "servicerequest-request"), definition(BOOKING, "booking-request")
)


def definitions_told(body: object) -> Exchange:
    """An answer to GET /MessageDefinition for the service and a use case."""
    contexts = (f"{SERVICE.system}|{SERVICE.value}", f"{USE_CASE}|a1t1")
    query = "&".join(f"context={quote(context)}" for context in contexts)
    came = exchange(answer(body))
    return replace(came, request=replace(came.request, url=f"http://127.0.0.1:9/MessageDefinition?{query}"))
