"""Where an asynchronous response goes, and what it answers: the ways of the request, reversed.

Standard-Pattern-Composite-Messages/Message-Headers.page.md, End-to-end-workflow/Reversing-Roles.page.md,
Transactional-integrity/Feedback--response--requests.page.md.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import orjson

from bars_conformance import fhir, messages
from bars_conformance.checks.asynchronous_response import (
    Endpoint,
    Json,
    endpoint,
    header,
    objects,
    request,
    response,
    sent_id,
    unlike,
    values,
)
from bars_conformance.client import CORRELATION_ID, REQUEST_ID, TARGET
from bars_conformance.exchange import Exchange
from bars_conformance.fhir import within
from bars_conformance.finding import Finding
from bars_conformance.standard import URL
from bars_conformance.verdict import NotApplicable

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SERVICES = Endpoint.of(URL.service_id, "").system
_ORGANISATIONS = Endpoint.of(URL.organisation, "").system


def targets_the_source(exchange: Exchange) -> Finding | None:
    """NHSD-Target-Identifier is the endpoint that the request gave as its source."""
    source, told = endpoint(exchange, "source"), header(exchange, TARGET)
    try:
        target = orjson.loads(base64.b64decode(told, validate=True))
        found = Endpoint.of(target["system"], target["value"])
    except (binascii.Error, ValueError, KeyError, TypeError, IndexError):
        return Finding(TARGET, f"{source} in Base64", told or "none")
    return None if found == source else Finding(TARGET, str(source), str(found))


def has_an_id_of_its_own(exchange: Exchange) -> Finding | None:
    """X-Request-ID is a GUID, and not that of the request."""
    sent, told = sent_id(exchange, REQUEST_ID), header(exchange, REQUEST_ID)
    if _GUID.fullmatch(told) and told.lower() != sent:
        return None
    return Finding(REQUEST_ID, f"a GUID other than {sent}", told or "none")


def stays_in_the_conversation(exchange: Exchange) -> Finding | None:
    """X-Correlation-ID is that of the request."""
    sent, told = sent_id(exchange, CORRELATION_ID), header(exchange, CORRELATION_ID)
    return None if told.lower() == sent else Finding(CORRELATION_ID, sent, told or "none")


def is_destined_for_the_source(exchange: Exchange) -> Finding | None:
    """MessageHeader.destination.endpoint is the endpoint that the request gave as its source."""
    path, source = "MessageHeader.destination.endpoint", endpoint(exchange, "source")
    told = values(exchange, path)
    return None if source in map(Endpoint.read, told) else unlike(path, str(source), told)


def is_destined_for_the_sender(exchange: Exchange) -> Finding | None:
    """MessageHeader.destination.receiver leads to the organisation that sent the request."""
    path, asked = "MessageHeader.destination.receiver", request(exchange)
    sender = _ods_codes(asked, within(messages.header(asked), "sender"))
    told = _ods_codes(response(exchange), objects(exchange, path))
    return None if sender & told else unlike(path, f"the organisation {', '.join(sender)}", sorted(told))


def has_a_source_of_its_own(exchange: Exchange) -> Finding | None:
    """MessageHeader.source.endpoint can be a target, and is not that of the requester (R-126)."""
    path, told = "MessageHeader.source.endpoint", values(exchange, "MessageHeader.source.endpoint")
    systems = {_SERVICES, endpoint(exchange, "destination").system}
    for found in map(Endpoint.read, told):
        if found.system in systems and found.value and found != endpoint(exchange, "source"):
            return None
    return unlike(path, "a service id, and not that of the requester", told)


def answers_the_request(exchange: Exchange) -> Finding | None:
    """MessageHeader.response.identifier is Bundle.id of the request.

    That of an update may be of an interim response, which the suite need not have seen (R-90).
    """
    path, expected = "MessageHeader.response.identifier", str(request(exchange)["id"])
    told = values(exchange, path)
    if told == [expected]:
        return None
    if told and "update" in values(exchange, "MessageHeader.reason.coding.code"):
        raise NotApplicable("the response is an update, perhaps of one that the suite has not seen (R-90)")
    return unlike(path, expected, told)


def _ods_codes(message: Json, references: list[Json]) -> set[str]:
    """The ODS codes of the Organization that one of the references leads to."""
    named = [each for each in references if isinstance(each.get("reference"), str)]
    organisation = fhir.resolved(message, "Organization", named) or {}
    return {
        str(each.get("value")).upper()
        for each in within(organisation, "identifier")
        if Endpoint.of(each.get("system"), "").system == _ORGANISATIONS
    }


PROPERTIES: Mapping[str, Callable[[Exchange], Finding | None]] = MappingProxyType(
    {
        "NHSD-Target-Identifier is the source of the request": targets_the_source,
        "X-Request-ID is another than that of the request": has_an_id_of_its_own,
        "X-Correlation-ID is that of the request": stays_in_the_conversation,
        "MessageHeader.destination.endpoint is the source of the request": is_destined_for_the_source,
        "MessageHeader.destination.receiver is the sender of the request": is_destined_for_the_sender,
        "MessageHeader.source.endpoint is another service": has_a_source_of_its_own,
        "MessageHeader.response.identifier is Bundle.id of the request": answers_the_request,
    }
)
"""What a feature may ask of the ways of a response, by the words it uses."""
