"""Asynchronous responses: what the receiver sends later to those who have made a request of it.

Standard-Pattern-Composite-Messages/Message-Headers, Asynchronous Response Workflows: a message like any
other, with the roles reversed. Nobody is there to take it: the hook ``respond`` tells what is sent.
"""

import base64
import json
from typing import Any
from uuid import uuid4

from bars_conformance.reference.bundle import Message, at
from bars_conformance.reference.call import CORRELATION_ID, REQUEST_ID
from bars_conformance.reference.contents import RESPONSE
from bars_conformance.reference.definitions import DEFINITIONS, REFERRAL_RESPONSE, VALIDATION_INTERIM
from bars_conformance.reference.headers import TARGET
from bars_conformance.reference.letter import Letter, coding, concept
from bars_conformance.reference.premises import Premises
from bars_conformance.reference.records import Record, literal
from bars_conformance.standard import URL

Json = dict[str, Any]

_CASE_NUMBER = "https://elmbridge.example/Id/case-number"
_OF_THE_JOURNEY = ("class", "subject", "episodeOfCare")


class AsynchronousResponses(Premises):
    """Tells that a referred patient did not attend, and that a validation is begun."""

    def respond_later(self, identifier: str) -> Json | None:
        """Headers and body of the response to the request of this id; None if nothing calls for one."""
        record = self.holdings.records.get(identifier.lower())
        request = record.request if record is not None and record.type == "ServiceRequest" else None
        if (
            record is None
            or request is None
            or not (request.bundle.get("id") and request.header.get("sender"))
        ):
            return None
        return {"headers": self.response_headers(request), "body": self.response_to(record, request)}

    def response_headers(self, request: Message) -> dict[str, str]:
        """The headers of a response: a new message in the conversation of the request."""
        system, _, value = str(at(request.header, "source", "endpoint")).rpartition("|")
        target = json.dumps({"system": system, "value": value})
        return {
            REQUEST_ID: str(uuid4()),
            CORRELATION_ID: request.headers[CORRELATION_ID],
            TARGET: base64.b64encode(target.encode()).decode(),
        }

    def response_to(self, record: Record, request: Message) -> Json:
        """The message of a response: of what is held, all that its definition has a place for."""
        validates = "validation" in request.categories()
        definition = URL.message_definition + (VALIDATION_INTERIM if validates else REFERRAL_RESPONSE)
        kinds = DEFINITIONS[definition].limits
        urls = {name: url for url, name in record.names.items() if name.partition("/")[0] in kinds}

        def local(node: Json) -> Json:
            told: Json = literal(literal(node, record.names), urls)
            return told

        letter = Letter()
        held = {name: local(record.resources[name]) for name in urls}
        for name, resource in held.items():
            letter.enclose(urls[name], resource)
        asked = held[record.focus]
        asked["meta"] = {**asked["meta"], "lastUpdated": letter.moment}
        if validates:
            focus = _begun(
                letter, next(each for each in held.values() if each["resourceType"] == "Encounter")
            )
        else:
            asked["status"] = "revoked"
            focus = {"reference": urls[record.focus]}
        header = local(self.response_header(request))
        letter.add("MessageHeader", {**header, "focus": [focus], "definition": definition}, RESPONSE)
        return letter.bundle()

    def response_header(self, request: Message) -> Json:
        """The MessageHeader of a response but for its focus: that of the request with the ways reversed."""
        asked = request.header
        return {
            "eventCoding": coding("message-events-bars", RESPONSE),
            "destination": [{"endpoint": asked["source"]["endpoint"], "receiver": asked["sender"]}],
            "sender": asked["destination"][0]["receiver"],
            "source": {
                "name": self.configuration.name,
                "endpoint": asked["destination"][0]["endpoint"],
            },
            "reason": concept(coding("message-reason-bars", "new")),
            "response": {"identifier": request.bundle["id"], "code": "ok"},
        }


def _begun(letter: Letter, theirs: Json) -> Json:
    """The Encounter in which the validation is done here, on the journey of theirs."""
    ours = {
        "identifier": [{"system": _CASE_NUMBER, "value": str(uuid4())}],
        "status": "in-progress",
        **{name: theirs[name] for name in _OF_THE_JOURNEY if name in theirs},
        "period": {"start": letter.moment},
        "reasonCode": [concept(coding("message-reason-encounter", "validation-triage-outcome"))],
    }
    return letter.add("Encounter", ours)
