"""Faults in holding a message against its MessageDefinition (Message-Headers)."""

from collections.abc import Callable

from bars_conformance.faults.fault import fault
from bars_conformance.faults.refusals import refused_as
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Message
from bars_conformance.reference.definitions import BOOKING, REFERRAL, VALIDATION, Definition
from bars_conformance.reference.refusal import Refusal
from bars_conformance.standard import URL


def _taken(
    name: str, sentence: str, breaks: str, definition: str, is_overlooked: Callable[[str, int, int], bool]
) -> None:
    """A fault in which messages of a definition are taken with too few or too many of a resource.

    ``is_overlooked`` gets the type of a resource, how many there are, and the least that is asked for.
    """

    class Taken(Receiver):
        def check_limits(self, message: Message, meant: Definition) -> None:
            try:
                super().check_limits(message, meant)
            except Refusal:
                if meant.national.url != URL.message_definition + definition:
                    raise
                for kind, (least, most) in meant.limits.items():
                    count = len(message.of(kind))
                    wrong = count < least or (most is not None and count > most)
                    if wrong and not is_overlooked(kind, count, least):
                        raise

    fault(name, sentence, breaks=f"CM-10 MH-22 {breaks}")(Taken)


_taken(
    "referral-without-consent-taken",
    "A referral without the Consent that its MessageDefinition asks for is taken.",
    "MH-10",
    REFERRAL,
    lambda kind, count, least: kind == "Consent" and count < least,
)
_taken(
    "booking-without-schedule-taken",
    "A booking without the Schedule that its MessageDefinition asks for is taken.",
    "MH-11",
    BOOKING,
    lambda kind, count, least: kind == "Schedule" and count < least,
)
_taken(
    "validation-without-location-taken",
    "A validation request without the Location that its MessageDefinition asks for is taken.",
    "MH-12",
    VALIDATION,
    lambda kind, count, least: kind == "Location" and count < least,
)
_taken(
    "referral-with-one-organisation-taken",
    "A referral with one Organization in place of two is taken.",
    "MH-13",
    REFERRAL,
    lambda kind, count, least: kind == "Organization" and count < least,
)
_taken(
    "referral-with-two-care-plans-taken",
    "A referral with two CarePlans in place of one is taken.",
    "MH-14",
    REFERRAL,
    lambda kind, count, least: kind == "CarePlan" and count > least,
)


@fault(
    "broken-definition-told-as-not-found",
    "A message that breaks its MessageDefinition is answered 404.",
    breaks="CX-95 CX-96 MH-10 MH-11 MH-12 MH-13 MH-14",
)
class _BrokenDefinitionToldAsNotFound(Receiver):
    def check_limits(self, message: Message, definition: Definition) -> None:
        with refused_as(404, "not-found"):
            super().check_limits(message, definition)


@fault(
    "message-kept-before-its-definition-is-checked",
    "A message is carried out before it is held against its MessageDefinition, and refused afterwards.",
    breaks="CM-10 MH-22",
)
class _MessageKeptBeforeItsDefinitionIsChecked(Receiver):
    def check_limits(self, message: Message, definition: Definition) -> None:
        try:
            super().check_limits(message, definition)
        except Refusal:
            is_referral = message.event == "servicerequest-request"
            if is_referral and message.of("ServiceRequest") and message.of("Patient"):
                self.submit(message, self.purpose(message))
            raise
