"""Faults in holding a message against its MessageDefinition (Message-Headers)."""

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Message
from bars_conformance.reference.definitions import BOOKING, REFERRAL, VALIDATION, Definition
from bars_conformance.reference.refusal import Refusal
from bars_conformance.standard import URL


class _Lenient(Receiver):
    """Looks away where a message of one MessageDefinition has too few or too many of a resource."""

    definition = REFERRAL

    def is_overlooked(self, kind: str, count: int, least: int) -> bool:
        """Whether the wrong number of a resource is overlooked."""
        raise NotImplementedError

    def check_limits(self, message: Message, definition: Definition) -> None:
        try:
            super().check_limits(message, definition)
        except Refusal:
            if definition.national.url != URL.message_definition + self.definition:
                raise
            for kind, (least, most) in definition.limits.items():
                count = len(message.of(kind))
                wrong = count < least or (most is not None and count > most)
                if wrong and not self.is_overlooked(kind, count, least):
                    raise


@fault(
    "referral-without-consent-taken",
    "A referral without the Consent that its MessageDefinition asks for is taken.",
    breaks="CM-10 MH-10 MH-22",
)
class _ReferralWithoutConsentTaken(_Lenient):
    def is_overlooked(self, kind: str, count: int, least: int) -> bool:
        return kind == "Consent" and count < least


@fault(
    "booking-without-schedule-taken",
    "A booking without the Schedule that its MessageDefinition asks for is taken.",
    breaks="CM-10 MH-11 MH-22",
)
class _BookingWithoutScheduleTaken(_Lenient):
    definition = BOOKING

    def is_overlooked(self, kind: str, count: int, least: int) -> bool:
        return kind == "Schedule" and count < least


@fault(
    "validation-without-location-taken",
    "A validation request without the Location that its MessageDefinition asks for is taken.",
    breaks="CM-10 MH-12 MH-22",
)
class _ValidationWithoutLocationTaken(_Lenient):
    definition = VALIDATION

    def is_overlooked(self, kind: str, count: int, least: int) -> bool:
        return kind == "Location" and count < least


@fault(
    "referral-with-one-organisation-taken",
    "A referral with one Organization in place of two is taken.",
    breaks="CM-10 MH-13 MH-22",
)
class _ReferralWithOneOrganisationTaken(_Lenient):
    def is_overlooked(self, kind: str, count: int, least: int) -> bool:
        return kind == "Organization" and count < least


@fault(
    "referral-with-two-care-plans-taken",
    "A referral with two CarePlans in place of one is taken.",
    breaks="CM-10 MH-14 MH-22",
)
class _ReferralWithTwoCarePlansTaken(_Lenient):
    def is_overlooked(self, kind: str, count: int, least: int) -> bool:
        return kind == "CarePlan" and count > least


@fault(
    "broken-definition-told-as-not-found",
    "A message that breaks its MessageDefinition is answered 404.",
    breaks="CX-95 CX-96 MH-10 MH-11 MH-12 MH-13 MH-14",
)
class _BrokenDefinitionToldAsNotFound(Receiver):
    def check_limits(self, message: Message, definition: Definition) -> None:
        try:
            super().check_limits(message, definition)
        except Refusal as refusal:
            raise Refusal(404, "not-found", refusal.diagnostics) from refusal


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
            if message.event == "servicerequest-request" and message.of("ServiceRequest"):
                self.submit(message, self.purpose(message))
            raise
