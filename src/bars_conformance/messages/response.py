"""Asynchronous responses to a request that was taken: did not attend, and what came of a validation.

Home/Core/1.1.4/Standard-Pattern-Composite-Messages; element rules of Applications 1 and 4. In all of them
``held`` is what the responder holds of the request and tells the ids; without it the request's own stay.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from bars_conformance.messages.bundle import PAYLOAD_VERSION, NewId, Resource, instant, ordered, stamped, urn
from bars_conformance.messages.codings import concept, listed
from bars_conformance.messages.elements import first, header
from bars_conformance.messages.entries import keeping
from bars_conformance.messages.envelope import SOFTWARE, definition_url, event_code, reason, source
from bars_conformance.messages.held import Held, ids
from bars_conformance.messages.request import CASE_NUMBER
from bars_conformance.messages.tree import copied
from bars_conformance.standard import PROFILES

_INTERIM = {"ServiceRequest", "Encounter", "Patient", "Organization", "Practitioner", "PractitionerRole"}
_REFERRAL = _INTERIM | {"CarePlan", "HealthcareService", "Consent"}
_CONTENT = {
    "referral": (_REFERRAL, "revoked"),
    "validation-interim": (_INTERIM, "active"),
    "validation-full": (_REFERRAL | {"Location"}, "completed"),
}
"""By MessageDefinition: what stays of the request, and the status of its ServiceRequest."""

_ECHOED = ("class", "subject", "episodeOfCare")


def did_not_attend(
    request: Mapping[str, Any],
    held: Held | None = None,
    *,
    now: datetime | None = None,
    new_id: NewId = uuid4,
) -> Resource:
    """The response to a referral whose patient never came; its focus is the ServiceRequest, ``revoked``."""
    when = instant(now or datetime.now(UTC))
    return _response(request, held, "referral", when, new_id)


def interim(
    request: Mapping[str, Any],
    held: Held | None = None,
    *,
    now: datetime | None = None,
    new_id: NewId = uuid4,
) -> Resource:
    """The first response to a validation request: it is being seen to.

    The focus is the responder's own Encounter, ``in-progress``; that of the requester is there unchanged.
    """
    when = instant(now or datetime.now(UTC))
    response = _response(request, held, "validation-interim", when, new_id)
    return _about(response, _encounter(request, "in-progress", when, new_id), urn(new_id))


def outcome(  # noqa: PLR0913 - a response, what it answers and what came before
    request: Mapping[str, Any],
    held: Held | None = None,
    *,
    after: Mapping[str, Any] | None = None,
    status: str = "finished",
    now: datetime | None = None,
    new_id: NewId = uuid4,
) -> Resource:
    """The last response to a validation request, its ServiceRequest ``completed``.

    ``status`` is that of the responder's Encounter, the focus: ``triaged`` or ``finished``. ``after`` is the
    interim response, if there was one: the same Encounter goes on, and the reason is ``update``.
    """
    when = instant(now or datetime.now(UTC))
    response = _response(request, held, "validation-full", when, new_id)
    if after is None:
        encounter, url = _encounter(request, status, when, new_id), urn(new_id)
    else:
        before = _entry(after, "Encounter")
        encounter, url = _changed(copied(before["resource"]), when), before["fullUrl"]
        encounter["status"] = status
        header(response)["reason"] = reason("update")
    _changed(first(response, "CarePlan"), when)["encounter"] = {"reference": url}
    return _about(response, encounter, url)


def rejected(
    request: Mapping[str, Any],
    held: Held | None = None,
    *,
    statuses: tuple[str, str] = ("revoked", "triaged"),
    now: datetime | None = None,
    new_id: NewId = uuid4,
) -> Resource:
    """The response that declines a validation request, with the reason why in the responder's Encounter.

    ``statuses`` are those of the ServiceRequest and of that Encounter: ``revoked`` and ``triaged`` as the
    decision table has it, ``active`` and ``cancelled`` as Application 4 has it.
    """
    when = instant(now or datetime.now(UTC))
    response = _response(request, held, "validation-interim", when, new_id)
    first(response, "ServiceRequest")["status"], status = statuses
    encounter = _encounter(request, status, when, new_id)
    encounter["reasonCode"] = [concept(listed("rejected-reasons-bars", "RRNA"))]
    return _about(response, encounter, urn(new_id))


def about_request(response: Mapping[str, Any], *, new_id: NewId = uuid4) -> Resource:
    """The response as another message, about the ServiceRequest: so the table of Application 4 has it."""
    another: Resource = copied({**response, "id": str(new_id())})
    header(another)["focus"] = [{"reference": _entry(another, "ServiceRequest")["fullUrl"]}]
    return another


def _response(request: Mapping[str, Any], held: Held | None, name: str, when: str, new_id: NewId) -> Resource:
    """What is asked for of the request, under the MessageHeader of a response, the ways reversed."""
    kinds, status = _CONTENT[name]
    kept = keeping(request, lambda resource: resource["resourceType"] in kinds)
    profile = [PROFILES["Bundle (message)"]]
    response = {
        "resourceType": "Bundle",
        "id": str(new_id()),
        "meta": {"versionId": PAYLOAD_VERSION, "lastUpdated": when, "profile": profile},
        "type": "message",
        "timestamp": when,
        "entry": kept["entry"],
    }
    given = ids(request, held) if held else {}
    for entry in response["entry"]:
        if entry["fullUrl"] in given:
            entry["resource"] = ordered({**entry["resource"], "id": given[entry["fullUrl"]]})
    _changed(first(response, "ServiceRequest"), when)["status"] = status
    response["entry"].insert(0, {"fullUrl": urn(new_id), "resource": _response_header(request, name, when)})
    return response


def _response_header(request: Mapping[str, Any], name: str, when: str) -> Resource:
    asked = header(request)
    answer = {
        "resourceType": "MessageHeader",
        "eventCoding": event_code("servicerequest-response"),
        "destination": [{"endpoint": asked["source"]["endpoint"], "receiver": asked["sender"]}],
        "sender": asked["destination"][0]["receiver"],
        "source": source(SOFTWARE, asked["destination"][0]["endpoint"]),
        "reason": reason("new"),
        "response": {"identifier": request["id"], "code": "ok"},
        "focus": [{"reference": _entry(request, "ServiceRequest")["fullUrl"]}],
        "definition": definition_url(f"servicerequest-response-{name}"),
    }
    stamp: Resource = copied(stamped(answer, when, "servicerequest-response"))
    return stamp


def _encounter(request: Mapping[str, Any], status: str, when: str, new_id: NewId) -> Resource:
    """The responder's own Encounter, on the same journey."""
    asked = first(request, "Encounter")
    encounter: Resource = {
        "resourceType": "Encounter",
        "identifier": [{"system": CASE_NUMBER, "value": str(new_id())}],
        "status": status,
        **{name: asked[name] for name in _ECHOED if name in asked},
        "period": {"start": when},
        "reasonCode": [concept(listed("message-reason-encounter", "validation-triage-outcome"))],
    }
    own: Resource = copied(stamped(encounter, when))
    return own


def _about(response: Resource, encounter: Resource, url: str) -> Resource:
    """The response with the responder's Encounter as its focus, in front of the requester's."""
    response["entry"].insert(1, {"fullUrl": url, "resource": encounter})
    header(response)["focus"] = [{"reference": url}]
    return response


def _changed(resource: Resource, when: str) -> Resource:
    """The resource itself, stamped with the time of its change."""
    resource["meta"] = {**resource.get("meta", {}), "lastUpdated": when}
    return resource


def _entry(message: Mapping[str, Any], kind: str) -> Resource:
    """The first entry of a type."""
    entry: Resource = next(each for each in message["entry"] if each["resource"]["resourceType"] == kind)
    return entry
