"""Faults in what the receiver sends later to those who have made a request of it (Message-Headers)."""

# ruff: noqa: ARG002 - an override takes what the method takes

import base64
import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Message
from bars_conformance.reference.call import CORRELATION_ID, REQUEST_ID
from bars_conformance.reference.headers import TARGET
from bars_conformance.reference.letter import coding, concept
from bars_conformance.reference.records import Record
from bars_conformance.standard import PROFILES, URL

Json = dict[str, Any]


class _Heading(Receiver, ABC):
    """Sends responses with other headers."""

    def response_headers(self, request: Message) -> dict[str, str]:
        headers = super().response_headers(request)
        return headers | self.instead(headers, request)

    @abstractmethod
    def instead(self, headers: dict[str, str], request: Message) -> dict[str, str]:
        """The headers that differ."""


@fault(
    "response-targets-the-responder",
    "NHSD-Target-Identifier of a response is the service that the request was for.",
    breaks="MH-20",
)
class _ResponseTargetsTheResponder(_Heading):
    def instead(self, headers: dict[str, str], request: Message) -> dict[str, str]:
        target = {"system": URL.service_id, "value": self.own_service()}
        return {TARGET: base64.b64encode(json.dumps(target).encode()).decode()}


@fault(
    "response-targets-in-plain-json",
    "NHSD-Target-Identifier of a response is JSON that is not in Base64.",
    breaks="MH-20",
)
class _ResponseTargetsInPlainJson(_Heading):
    def instead(self, headers: dict[str, str], request: Message) -> dict[str, str]:
        return {TARGET: base64.b64decode(headers[TARGET]).decode()}


@fault(
    "response-under-the-id-of-its-request",
    "A response has the X-Request-ID of its request.",
    breaks="MH-25 TI-07",
)
class _ResponseUnderTheIdOfItsRequest(_Heading):
    def instead(self, headers: dict[str, str], request: Message) -> dict[str, str]:
        return {REQUEST_ID: request.headers[REQUEST_ID]}


@fault(
    "response-in-a-conversation-of-its-own",
    "A response has an X-Correlation-ID of its own.",
    breaks="MH-25 TI-07",
)
class _ResponseInAConversationOfItsOwn(_Heading):
    def instead(self, headers: dict[str, str], request: Message) -> dict[str, str]:
        return {CORRELATION_ID: str(uuid4())}


def _heading(name: str, sentence: str, breaks: str, change: Callable[[Json], Json]) -> None:
    """A fault in which the MessageHeader of responses differs in some elements."""

    class Heading(Receiver):
        def response_to(self, record: Record, request: Message) -> Json:
            response = super().response_to(record, request)
            header = _first(response, "MessageHeader")
            header.update(change(header))
            return response

    fault(name, sentence, breaks=breaks)(Heading)


def _endpoints(header: Json) -> tuple[str, str]:
    """Source and destination."""
    return header["source"]["endpoint"], header["destination"][0]["endpoint"]


_heading(
    "response-destined-for-the-responder",
    "The destination of a response is the service that the request was for.",
    "MH-28",
    lambda header: {"destination": [header["destination"][0] | {"endpoint": _endpoints(header)[0]}]},
)
_heading(
    "response-received-by-the-responder",
    "The destination of a response names the organisation that responds as the receiver.",
    "MH-28",
    lambda header: {"destination": [header["destination"][0] | {"receiver": header["sender"]}]},
)
_heading(
    "response-from-the-requester",
    "The source of a response is that of the request, whose MessageHeader was copied.",
    "MH-28",
    lambda header: {"source": header["source"] | {"endpoint": _endpoints(header)[1]}},
)
_heading(
    "response-to-another-message",
    "MessageHeader.response.identifier of a response is no Bundle.id.",
    "MH-26",
    lambda header: {"response": header["response"] | {"identifier": str(uuid4())}},
)
_heading(
    "response-that-is-an-error",
    "MessageHeader.response.code is fatal-error, as the patient did not attend.",
    "MH-27",
    lambda header: {"response": header["response"] | {"code": "fatal-error"}},
)
_heading(
    "response-of-the-event-of-its-request",
    "A response has the event of its request.",
    "MH-28",
    lambda _: {"eventCoding": coding("message-events-bars", "servicerequest-request")},
)
_heading(
    "response-without-code-systems",
    "The event of a response names no code system.",
    "MH-28",
    lambda header: {"eventCoding": {"code": header["eventCoding"]["code"]}},
)
_heading(
    "response-of-an-unknown-reason",
    "The reason of a response is a code that there is not.",
    "MH-28 WF-16",
    lambda _: {"reason": concept(coding("message-reason-bars", "response"))},
)
_heading(
    "did-not-attend-told-as-an-update",
    "The reason of a did-not-attend response is update.",
    "WF-16",
    lambda header: (
        {"reason": concept(coding("message-reason-bars", "update"))} if _tells_of_referral(header) else {}
    ),
)
_heading(
    "response-about-nothing",
    "MessageHeader.focus of a response leads to no entry.",
    "MH-28",
    lambda _: {"focus": [{"reference": f"ServiceRequest/{uuid4()}"}]},
)
_heading(
    "response-of-the-definition-of-its-request",
    "MessageHeader.definition of a response is the MessageDefinition of its request.",
    "MH-25 MH-28",
    lambda _: {"definition": f"{URL.message_definition}bars-message-servicerequest-request-referral"},
)
_heading(
    "response-of-the-profile-of-a-booking",
    "The MessageHeader of a response has the profile of bookings.",
    "MH-28",
    lambda header: {"meta": header["meta"] | {"profile": [PROFILES["MessageHeader booking-request"]]}},
)


def _responding(name: str, sentence: str, breaks: str, change: Callable[[Json], object]) -> None:
    """A fault in which something is done to the finished message of a response."""

    class Responding(Receiver):
        def response_to(self, record: Record, request: Message) -> Json:
            response = super().response_to(record, request)
            change(response)
            return response

    fault(name, sentence, breaks=breaks)(Responding)


_responding(
    "response-with-an-unreadable-birth-date",
    "Patient.birthDate of a response is no date.",
    "MH-25",
    lambda response: _first(response, "Patient").update(birthDate="unknown"),
)
_responding(
    "response-is-a-collection",
    "A response is a Bundle of type collection.",
    "MH-25",
    lambda response: response.update(type="collection"),
)
_responding(
    "response-without-version",
    "A response has no Bundle.meta.versionId.",
    "MH-25",
    lambda response: response["meta"].pop("versionId"),
)
_responding(
    "response-ends-with-its-header",
    "The MessageHeader of a response is the last entry.",
    "MH-25",
    lambda response: response["entry"].append(response["entry"].pop(0)),
)
_responding(
    "response-under-other-full-urls",
    "The Practitioner of a response has a fullUrl that nothing refers to.",
    "MH-25",
    lambda response: _entry(response, "Practitioner").update(fullUrl=f"urn:uuid:{uuid4()}"),
)
_responding(
    "did-not-attend-response-without-consent",
    "A did-not-attend response leaves the Consent out.",
    "MH-25",
    lambda response: [
        response["entry"].remove(_entry(response, "Consent")) for _ in _resources(response, "Consent")
    ],
)
_responding(
    "response-with-two-patients",
    "A response has its Patient twice.",
    "MH-25",
    lambda response: response["entry"].append(
        {"fullUrl": f"urn:uuid:{uuid4()}", "resource": _first(response, "Patient")}
    ),
)
_responding(
    "response-of-an-unknown-category",
    "The ServiceRequest of a response has no category but its use case.",
    "MH-25",
    lambda response: _first(response, "ServiceRequest")["category"][0]["coding"].pop(0),
)
_responding(
    "response-without-last-updated",
    "The Patient of a response has no lastUpdated.",
    "MH-25",
    lambda response: _first(response, "Patient")["meta"].pop("lastUpdated"),
)
_responding(
    "response-without-offset",
    "Bundle.timestamp of a response has no offset.",
    "MH-25",
    lambda response: response.update(timestamp=response["timestamp"].partition("+")[0]),
)
_responding(
    "journey-id-replaced-in-responses",
    "The Encounters of a response have a journey id of the receiver's own.",
    "FU-15",
    lambda response: [
        resource.update(episodeOfCare=[{"reference": f"EpisodeOfCare/{uuid4()}"}])
        for resource in _resources(response, "Encounter")
    ],
)
_responding(
    "referral-still-active-when-nobody-came",
    "The ServiceRequest of a did-not-attend response is active.",
    "WF-16",
    lambda response: _first(response, "ServiceRequest").update(status="active"),
)


def _resources(response: Json, kind: str) -> list[Json]:
    return [entry["resource"] for entry in response["entry"] if entry["resource"]["resourceType"] == kind]


def _first(response: Json, kind: str) -> Json:
    resource: Json = _entry(response, kind)["resource"]
    return resource


def _entry(response: Json, kind: str) -> Json:
    return next(entry for entry in response["entry"] if entry["resource"]["resourceType"] == kind)


def _tells_of_referral(header: Json) -> bool:
    return str(header["definition"]).endswith("referral")
