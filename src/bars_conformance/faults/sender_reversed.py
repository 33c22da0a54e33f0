"""Senders that go wrong where the roles are reversed: responses, and what is passed on."""

# ruff: noqa: ARG002 - an override takes what the method takes

from dataclasses import replace

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Configuration, Receiver
from bars_conformance.reference.bundle import Message
from bars_conformance.reference.call import REQUEST_ID
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.sender import Errand, Sender
from bars_conformance.reference.sender.errand import Json
from bars_conformance.reference.sender.transmission import Reply, Request
from bars_conformance.reference.workflow import Purpose


class _WithoutResponses(Receiver):
    def response(self, message: Message) -> Purpose:
        raise Refusal(422, "not-supported", "Responses are not taken.")


@fault(
    "responses-refused-by-the-sender", "The sender's endpoint refuses responses.", breaks="WF-18 FU-05 CM-40"
)
class _ResponsesNotTaken(Sender):
    def new_receiver(self) -> Receiver:
        return _WithoutResponses(super().new_receiver().configuration)


@fault(
    "no-endpoint-for-responses",
    "Responses are for a service that the sender does not have.",
    breaks="WF-18 FU-05 CM-40",
)
class _NoEndpointForResponses(Sender):
    def new_receiver(self) -> Receiver:
        return Receiver(Configuration(services=()))


@fault(
    "responses-not-expected",
    "The sender does not know the referral that is responded to.",
    breaks="WF-18 FU-05 CM-40",
)
class _ResponsesNotExpected(Sender):
    def await_response(self, message: Json) -> None:
        """Nothing is remembered."""


@fault("response-in-a-new-conversation", "A response has a new X-Correlation-ID.", breaks="TI-06")
class _ResponseInANewConversation(Sender):
    def answering(self, errand: Errand) -> str:
        return self.new_conversation()


@fault(
    "onward-referral-in-a-new-conversation", "An onward referral has a new X-Correlation-ID.", breaks="TI-09"
)
class _OnwardReferralInANewConversation(Sender):
    def passing_on(self, errand: Errand) -> str:
        return self.new_conversation()


class _Repeating(Sender):
    """Messages go out under the X-Request-ID of the referral that they are about."""

    _id = ""

    def repeat(self, errand: Errand) -> None:
        """Take the id of the referral that came in."""
        request = self.referred(errand).request
        self._id = request.headers[REQUEST_ID] if request else ""

    def attempt(self, request: Request) -> Reply:
        if request.method == "POST" and self._id:
            request = replace(request, headers={**request.headers, REQUEST_ID: self._id})
        return super().attempt(request)


@fault(
    "response-by-the-sender-under-a-spent-id",
    "A response has the X-Request-ID of its request.",
    breaks="TI-06",
)
class _ResponseUnderTheIdOfItsRequest(_Repeating):
    def respond(self, errand: Errand) -> str:
        self.repeat(errand)
        try:
            return super().respond(errand)
        finally:
            self._id = ""


@fault(
    "onward-referral-under-a-spent-id",
    "An onward referral has the X-Request-ID it came with.",
    breaks="TI-09",
)
class _OnwardReferralUnderTheSameId(_Repeating):
    def pass_on(self, errand: Errand) -> str:
        self.repeat(errand)
        try:
            return super().pass_on(errand)
        finally:
            self._id = ""
