"""The decision table, where it is about responses: what is said of a request of the receiver's own.

Standard-Pattern-Composite-Messages/Standard-Pattern-For-Composites.
"""

from bars_conformance.reference.bundle import Message, at, listed
from bars_conformance.reference.contents import RESPONSE
from bars_conformance.reference.records import OwnRequest
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.workflow import Purpose, Workflow, unknown

_MOST_ENCOUNTERS = 3


class Responses(Workflow):
    """Reads the workflow variables of a response; every branch is a method."""

    def purpose(self, message: Message) -> Purpose:
        """What a message asks for or says; refuses a combination that has no branch."""
        return self.response(message) if message.event == RESPONSE else super().purpose(message)

    def response(self, message: Message) -> Purpose:
        """A response to a referral or to a validation request that was sent from here."""
        asked = self.request_answered(message)
        match message.categories():
            case ["referral"]:
                self.check_referral_response(message)
            case ["validation"]:
                self.check_validation_response(message, asked)
            case _:
                raise self.unknown_category()
        return Purpose.RESPOND

    def request_answered(self, message: Message) -> OwnRequest:
        """The request that a response says it answers."""
        if not at(message.header, "response"):
            raise self.answers_nothing()
        asked = self.holdings.own_requests.get(str(at(message.header, "response", "identifier")).lower())
        if asked is None:
            raise self.never_asked()
        return asked

    def answers_nothing(self) -> Refusal:
        """A response that does not say what it answers."""
        return unknown("a response needs MessageHeader.response")

    def never_asked(self) -> Refusal:
        """A response to a request that was not sent from here."""
        return Refusal(404, "not-found", "MessageHeader.response.identifier is no request sent from here.")

    def unknown_category(self) -> Refusal:
        """A response that is neither to a referral nor to a validation request."""
        return unknown("ServiceRequest.category must be referral or validation")

    def check_referral_response(self, message: Message) -> None:
        """A patient who was referred did not attend: there is no other response to a referral."""
        if message.status("ServiceRequest") != "revoked":
            raise unknown("a response to a referral needs ServiceRequest.status revoked")
        if message.reason != "new":
            raise unknown("a response to a referral needs MessageHeader.reason new")

    def check_validation_response(self, message: Message, asked: OwnRequest) -> None:
        """A validation was begun, or ended, or declined."""
        known = self.is_rejection(message) or (
            self.is_of_the_responder(message, asked) and (self.is_interim(message) or self.is_final(message))
        )
        if not known:
            raise unknown(
                "reason, ServiceRequest.status and the status of the focus Encounter make no response "
                "to a validation request"
            )

    def is_of_the_responder(self, message: Message, asked: OwnRequest) -> bool:
        """Whether the focus is an Encounter that is not the one asked about, among three at most.

        The table has no Encounter originate locally; but every response repeats that of the request.
        """
        focus = message.focus
        return (
            focus is not None
            and len(message.of("Encounter")) <= _MOST_ENCOUNTERS
            and not asked.holds(focus.full_url, listed(focus.resource.get("identifier")))
        )

    def is_interim(self, message: Message) -> bool:
        """The responder has begun."""
        return self.said(message) == ("new", "active", "in-progress")

    def is_final(self, message: Message) -> bool:
        """The responder has come to an end; finished is what the table calls complete."""
        reason, request, encounter = self.said(message)
        return reason in {"new", "update"} and request == "completed" and encounter in {"triaged", "finished"}

    def is_rejection(self, message: Message) -> bool:
        """The responder declines: as the table has it, or as the published example has it."""
        reason, request, encounter = self.said(message)
        as_table = reason in {"new", "update"} and (request, encounter) == ("revoked", "triaged")
        return as_table or (reason, request, encounter) == ("new", "active", "cancelled")

    def said(self, message: Message) -> tuple[str | None, str | None, str | None]:
        """Reason, status of the ServiceRequest, status of the focus."""
        status = at(message.focus.resource, "status") if message.focus else None
        return message.reason, message.status("ServiceRequest"), status
