"""Faults in the decision table, where it is about responses to requests that the receiver has sent itself.

Standard-Pattern-Composite-Messages/Standard-Pattern-For-Composites.
"""

from collections.abc import Callable

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Message, at, listed
from bars_conformance.reference.contents import RESPONSE
from bars_conformance.reference.records import OwnRequest
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.workflow import Purpose, unknown

_CORE = "CM-01 CM-02"
_UNKNOWN = "CM-10 FS-PM-04"
_NOTHING = OwnRequest({"entry": []})

Said = tuple[str | None, str | None, str | None]
"""What a response to a validation request says: reason, and statuses of ServiceRequest and focus."""


@fault(
    "responses-not-taken",
    "Every response is answered 501, as by a receiver that sends no requests.",
    breaks=(
        f"{_CORE} CM-38 CM-39 CM-40 CM-41 CM-42 CM-43 CM-44 CM-45 CM-46 CM-47 CM-48 CM-49 FS-PM-24 FS-PM-25 "
        "FS-PM-26 FS-PM-27 FS-PM-28 FS-PM-29 FS-PM-30 FS-PM-31 FS-PM-32 FS-PM-33"
    ),
)
class _ResponsesNotTaken(Receiver):
    def check_event(self, message: Message) -> None:
        if message.event == RESPONSE:
            raise Refusal(501, "not-supported", "This receiver does not take responses.")
        super().check_event(message)


@fault(
    "response-to-nothing-taken",
    "A response that does not say what it answers is taken.",
    breaks="CM-10 CM-38 FS-PM-24",
)
class _ResponseToNothingTaken(Receiver):
    def request_answered(self, message: Message) -> OwnRequest:
        return super().request_answered(message) if at(message.header, "response") else _NOTHING


@fault(
    "response-to-nothing-told-as-required",
    "A response that does not say what it answers is refused with the issue code required.",
    breaks="CM-38 EH-46 FS-PM-24",
)
class _ResponseToNothingToldAsRequired(Receiver):
    def answers_nothing(self) -> Refusal:
        return Refusal(400, "required", super().answers_nothing().diagnostics)


@fault(
    "response-to-an-unknown-request-taken",
    "A response to a request that was never sent is taken.",
    breaks="CM-10 CM-39 FS-PM-25",
)
class _ResponseToAnUnknownRequestTaken(Receiver):
    def request_answered(self, message: Message) -> OwnRequest:
        try:
            return super().request_answered(message)
        except Refusal as refusal:
            if refusal.issue != "not-found":
                raise
            return _NOTHING


@fault(
    "response-to-an-unknown-request-told-as-conflict",
    "A response to a request that was never sent is answered 409.",
    breaks="CM-39 EH-46 FS-PM-25",
)
class _ResponseToAnUnknownRequestToldAsConflict(Receiver):
    def never_asked(self) -> Refusal:
        return Refusal(409, "conflict", super().never_asked().diagnostics)


def _refusing(name: str, sentence: str, breaks: str, is_meant: Callable[[Said], bool]) -> None:
    """A fault in which responses to validation requests are refused that have a branch."""

    class Refusing(Receiver):
        def check_validation_response(self, message: Message, asked: OwnRequest) -> None:
            if is_meant(self.said(message)):
                raise unknown("this receiver does not know it")
            super().check_validation_response(message, asked)

    fault(name, sentence, breaks=breaks)(Refusing)


_refusing(
    "interim-response-refused",
    "An interim response is refused as an unknown workflow.",
    f"{_CORE} CM-43 FS-PM-28",
    lambda said: said == ("new", "active", "in-progress"),
)
_refusing(
    "final-response-after-triage-refused",
    "A final response whose focus Encounter is triaged is refused as an unknown workflow.",
    "CM-44 FS-PM-29",
    lambda said: said[1:] == ("completed", "triaged"),
)
_refusing(
    "final-response-with-encounter-finished-refused",
    "A final response whose focus Encounter is finished is refused, as the table has complete for it.",
    "CM-45 FS-PM-29",
    lambda said: said[1:] == ("completed", "finished"),
)
_refusing(
    "final-response-after-an-interim-one-refused",
    "A final response of reason update is refused as an unknown workflow.",
    "CM-44 CM-45 FS-PM-29",
    lambda said: said[:2] == ("update", "completed"),
)
_refusing(
    "revoked-rejection-refused",
    "A rejection by a revoked ServiceRequest is refused as an unknown workflow.",
    "CM-47 FS-PM-31",
    lambda said: said[1:] == ("revoked", "triaged"),
)
_refusing(
    "rejection-by-a-cancelled-encounter-refused",
    "A rejection by a cancelled Encounter, as in the published example, is refused as an unknown workflow.",
    "CM-47",
    lambda said: said[1:] == ("active", "cancelled"),
)


def _taking(name: str, sentence: str, breaks: str, is_meant: Callable[[Said], bool]) -> None:
    """A fault in which responses to validation requests are taken that have no branch."""

    class Taking(Receiver):
        def check_validation_response(self, message: Message, asked: OwnRequest) -> None:
            if not is_meant(self.said(message)):
                super().check_validation_response(message, asked)

    fault(name, sentence, breaks=f"{_UNKNOWN} {breaks}")(Taking)


_taking(
    "interim-response-of-any-reason-taken",
    "An interim response is taken whatever its reason.",
    "CM-46 FS-PM-30",
    lambda said: said[1:] == ("active", "in-progress"),
)
_taking(
    "interim-response-of-any-request-taken",
    "A response whose Encounter is in progress is taken as an interim one whatever the ServiceRequest.",
    "CM-46 CM-48 FS-PM-30 FS-PM-32",
    lambda said: (said[0], said[2]) == ("new", "in-progress"),
)
_taking(
    "final-response-of-unknown-reason-taken",
    "A final response is taken whatever its reason.",
    "CM-46 FS-PM-30",
    lambda said: said[1:] == ("completed", "finished"),
)
_taking(
    "final-response-of-any-request-taken",
    "A response whose Encounter is finished or triaged is taken as a final one whatever the ServiceRequest.",
    "CM-46 CM-48 FS-PM-30 FS-PM-32",
    lambda said: said[2] in {"finished", "triaged"},
)
_taking(
    "final-response-of-any-encounter-taken",
    "A response whose ServiceRequest is completed is taken as a final one whatever the Encounter.",
    "CM-46 FS-PM-30",
    lambda said: said[1] == "completed",
)
_taking(
    "rejection-of-any-encounter-taken",
    "A response whose ServiceRequest is revoked is taken as a rejection whatever the Encounter.",
    "CM-48 FS-PM-32",
    lambda said: said[1] == "revoked",
)


@fault(
    "guard-of-responses-read-to-the-letter",
    "Interim and final responses are refused as each repeats an Encounter that originates locally.",
    breaks=f"{_CORE} CM-43 CM-44 CM-45 FS-PM-28 FS-PM-29",
)
class _GuardOfResponsesReadToTheLetter(Receiver):
    def is_of_the_responder(self, message: Message, asked: OwnRequest) -> bool:
        focus = message.focus
        repeated = [
            each
            for each in message.of("Encounter")
            if asked.holds(each.full_url, listed(each.resource.get("identifier")))
        ]
        return focus is not None and not repeated and super().is_of_the_responder(message, asked)


@fault(
    "response-about-the-encounter-of-the-request-taken",
    "A response whose focus is the Encounter of the request is taken.",
    breaks=f"{_UNKNOWN} CM-48 FS-PM-32",
)
class _ResponseAboutTheEncounterOfTheRequestTaken(Receiver):
    def check_validation_response(self, message: Message, asked: OwnRequest) -> None:
        focus = message.focus
        if not (focus and asked.holds(focus.full_url, [])):
            super().check_validation_response(message, asked)


@fault(
    "did-not-attend-response-refused",
    "A did-not-attend response is refused as an unknown workflow.",
    breaks=f"{_CORE} CM-40 FS-PM-26",
)
class _DidNotAttendResponseRefused(Receiver):
    def check_referral_response(self, message: Message) -> None:
        super().check_referral_response(message)
        raise unknown("this receiver does not know it")


def _taking_from_a_referral(
    name: str, sentence: str, breaks: str, is_meant: Callable[[Message], bool]
) -> None:
    """A fault in which responses to a referral are taken that have no branch."""

    class TakingFromAReferral(Receiver):
        def check_referral_response(self, message: Message) -> None:
            if not is_meant(message):
                super().check_referral_response(message)

    fault(name, sentence, breaks=f"{_UNKNOWN} {breaks}")(TakingFromAReferral)


_taking_from_a_referral(
    "referral-response-of-any-status-taken",
    "A response to a referral is taken as did-not-attend whatever the status of its ServiceRequest.",
    "CM-41 FS-PM-27",
    lambda message: message.reason == "new",
)
_taking_from_a_referral(
    "referral-response-of-any-reason-taken",
    "A response to a referral is taken as did-not-attend whatever its reason.",
    "CM-42 FS-PM-27",
    lambda message: message.status("ServiceRequest") == "revoked",
)


@fault(
    "response-of-unknown-category-taken",
    "A response of a category that there is not is taken.",
    breaks=f"{_UNKNOWN} CM-49 FS-PM-33",
)
class _ResponseOfUnknownCategoryTaken(Receiver):
    def response(self, message: Message) -> Purpose:
        return Purpose.RESPOND if message.categories() == ["unheard-of"] else super().response(message)


@fault(
    "response-of-unknown-category-told-as-unprocessable",
    "A response of a category that there is not is answered 422.",
    breaks="CM-49 EH-46 FS-PM-04 FS-PM-33",
)
class _ResponseOfUnknownCategoryToldAsUnprocessable(Receiver):
    def unknown_category(self) -> Refusal:
        return Refusal(422, "not-supported", super().unknown_category().diagnostics)
