"""Faults in the decision table: a combination that has a branch is refused.

Standard-Pattern-Composite-Messages/Standard-Pattern-For-Composites.
"""

from collections.abc import Callable

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Message
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.workflow import Purpose, unknown

_CORE = "CM-01 CM-02"
_NEW = f"{_CORE} FU-05"


def _refusing(name: str, sentence: str, breaks: str, is_meant: Callable[[Message], bool]) -> None:
    class Refusing(Receiver):
        def purpose(self, message: Message) -> Purpose:
            if is_meant(message):
                raise unknown("this receiver does not know it")
            return super().purpose(message)

    fault(name, sentence, breaks=breaks)(Refusing)


def is_request(message: Message, reason: str, category: str, **statuses: str) -> bool:
    """Whether a message is a request of this reason and category, its resources of these statuses."""
    return (
        (message.event, message.reason) == ("servicerequest-request", reason)
        and message.categories() == [category]
        and all(message.status(kind) == status for kind, status in statuses.items())
    )


def _is_booking(message: Message, reason: str, status: str) -> bool:
    named = (message.event, message.reason) == ("booking-request", reason)
    return named and message.status("Appointment") == status


_refusing(
    "new-referral-with-encounter-finished-refused",
    "A new referral whose Encounter is finished is refused as an unknown workflow.",
    f"{_NEW} CF-37 CM-22 FS-PM-12",
    lambda message: is_request(message, "new", "referral", Encounter="finished"),
)
_refusing(
    "new-referral-with-encounter-triaged-refused",
    "A new referral whose Encounter is triaged is refused as an unknown workflow.",
    "CM-23 FS-PM-12",
    lambda message: is_request(message, "new", "referral", Encounter="triaged"),
)
_refusing(
    "new-validation-with-encounter-triaged-refused",
    "A new validation request whose Encounter is triaged is refused as an unknown workflow.",
    f"{_NEW} CM-18 FS-PM-09",
    lambda message: is_request(message, "new", "validation", Encounter="triaged"),
)
_refusing(
    "new-validation-with-encounter-in-progress-refused",
    "A new validation request whose Encounter is in progress is refused as an unknown workflow.",
    "CM-19 FS-PM-09",
    lambda message: is_request(message, "new", "validation", Encounter="in-progress"),
)
_refusing(
    "referral-entered-in-error-refused",
    "The cancellation of a referral that was entered in error is refused as an unknown workflow.",
    "CM-34 CX-10 FS-PM-20",
    lambda message: is_request(message, "update", "referral", ServiceRequest="entered-in-error"),
)
_refusing(
    "revoked-validation-refused",
    "The cancellation of a validation request by status revoked is refused as an unknown workflow.",
    f"{_CORE} CM-28 CX-01 CX-15 FS-PM-17",
    lambda message: is_request(message, "update", "validation", ServiceRequest="revoked"),
)
_refusing(
    "validation-entered-in-error-refused",
    "The cancellation of a validation request that was entered in error is refused as an unknown workflow.",
    "CM-29 FS-PM-17",
    lambda message: is_request(message, "update", "validation", ServiceRequest="entered-in-error"),
)
_refusing(
    "updated-validation-refused",
    "The update of an active validation request is refused as an unknown workflow.",
    f"{_CORE} CM-30 CM-63 FS-PM-18 FS-PM-45",
    lambda message: is_request(message, "update", "validation", ServiceRequest="active"),
)
_refusing(
    "validation-put-on-hold-refused",
    "The update of a validation request to on-hold is refused as an unknown workflow.",
    "CM-31 FS-PM-18",
    lambda message: is_request(message, "update", "validation", ServiceRequest="on-hold"),
)
_refusing(
    "new-booking-refused",
    "Every new booking is refused as an unknown workflow.",
    f"{_NEW} AP-02 AP-09 CF-37 CM-50 FS-PM-34 WF-02",
    lambda message: _is_booking(message, "new", "booked"),
)
_refusing(
    "updated-booking-refused",
    "Every update of a booking is refused as an unknown workflow.",
    f"{_CORE} AP-02 CM-55 FS-PM-38",
    lambda message: _is_booking(message, "update", "booked"),
)
_refusing(
    "cancelled-booking-refused",
    "The cancellation of a booking by status cancelled is refused as an unknown workflow.",
    f"{_CORE} AP-02 CF-25 CM-53 CX-01 CX-15 FS-PM-36",
    lambda message: _is_booking(message, "update", "cancelled"),
)


@fault(
    "booking-entered-in-error-told-as-conflict",
    "The cancellation of a booking that was entered in error is answered 409.",
    breaks="CM-54 CX-12 FS-PM-37",
)
class _BookingEnteredInErrorToldAsConflict(Receiver):
    def changed_booking(self, message: Message) -> Purpose:
        if message.status("Appointment") == "entered-in-error":
            raise Refusal(409, "conflict", "The booking cannot be taken back.")
        return super().changed_booking(message)
