"""Faults in the decision table: a combination that has no branch is taken, or refused in another way.

Standard-Pattern-Composite-Messages/Standard-Pattern-For-Composites.
"""

from collections.abc import Callable

from bars_conformance.faults.fault import fault
from bars_conformance.faults.refusals import refused_as
from bars_conformance.faults.workflow import is_request
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Message
from bars_conformance.reference.workflow import Purpose


def _taking(
    name: str, sentence: str, breaks: str, purpose_: Purpose, is_meant: Callable[[Message], bool]
) -> None:
    class Taking(Receiver):
        def purpose(self, message: Message) -> Purpose:
            return purpose_ if is_meant(message) else super().purpose(message)

    fault(name, sentence, breaks=f"CM-10 {breaks}")(Taking)


_taking(
    "new-referral-with-any-care-plan-taken",
    "A new referral is taken whatever the status of its CarePlan.",
    "CM-24 FS-PM-04 FS-PM-13",
    Purpose.NEW,
    lambda message: is_request(message, "new", "referral") and message.status("CarePlan") != "completed",
)
_taking(
    "new-referral-with-any-encounter-taken",
    "A new referral is taken whatever the status of its Encounter.",
    "CM-25 FS-PM-04 FS-PM-14",
    Purpose.NEW,
    lambda message: is_request(message, "new", "referral", CarePlan="completed", ServiceRequest="active"),
)
_taking(
    "new-validation-with-any-care-plan-taken",
    "A new validation request is taken whatever the status of its CarePlan.",
    "CM-20 FS-PM-04 FS-PM-10",
    Purpose.NEW,
    lambda message: is_request(message, "new", "validation") and message.status("CarePlan") != "active",
)
_taking(
    "new-validation-with-any-encounter-taken",
    "A new validation request is taken whatever the status of its Encounter.",
    "CM-21 FS-PM-04 FS-PM-11",
    Purpose.NEW,
    lambda message: is_request(message, "new", "validation", CarePlan="active", ServiceRequest="active"),
)
_taking(
    "new-request-of-unknown-category-taken",
    "A new request of a category that there is not is taken as a referral.",
    "CM-26 FS-PM-04 FS-PM-15",
    Purpose.NEW,
    lambda message: is_request(message, "new", "unheard-of"),
)
_taking(
    "new-request-that-is-not-active-taken",
    "A new referral or validation request is taken whatever the status of its ServiceRequest.",
    "CM-27 FS-PM-04 FS-PM-16",
    Purpose.NEW,
    lambda message: (
        message.event == "servicerequest-request"
        and message.reason == "new"
        and message.status("ServiceRequest") != "active"
    ),
)
_taking(
    "referral-changed-to-any-status",
    "A changed referral of any status is taken as a cancellation.",
    "CM-35 CX-10 FS-PM-04 FS-PM-21",
    Purpose.CANCEL,
    lambda message: is_request(message, "update", "referral"),
)
_taking(
    "validation-changed-to-any-status",
    "The update of a validation request to any status is taken.",
    "CM-32 FS-PM-04 FS-PM-19",
    Purpose.UPDATE,
    lambda message: (
        is_request(message, "update", "validation")
        and message.status("ServiceRequest") not in {"revoked", "entered-in-error"}
    ),
)
_taking(
    "changed-request-of-unknown-category-taken",
    "A changed request of a category that there is not is taken as a cancellation.",
    "CM-36 FS-PM-04 FS-PM-22",
    Purpose.CANCEL,
    lambda message: is_request(message, "update", "unheard-of"),
)
_taking(
    "new-booking-of-any-status-taken",
    "A new booking is taken whatever the status of its Appointment.",
    "CM-52 FS-PM-04 FS-PM-40",
    Purpose.NEW,
    lambda message: message.event == "booking-request" and message.reason == "new",
)
_taking(
    "booking-changed-to-any-status",
    "The update of a booking to any status is taken.",
    "CM-56 CX-12 FS-PM-04 FS-PM-39",
    Purpose.UPDATE,
    lambda message: (
        message.event == "booking-request"
        and message.reason == "update"
        and message.status("Appointment") not in {"cancelled", "entered-in-error"}
    ),
)
_taking(
    "unknown-reason-taken-as-new",
    "A message of a reason that there is not is taken as a new one.",
    "CM-37 CM-42 CM-46 CM-57 FS-PM-04 FS-PM-23 FS-PM-27 FS-PM-30 FS-PM-40 WF-09 WF-11",
    Purpose.NEW,
    lambda message: message.reason == "unheard-of",
)


@fault(
    "unknown-workflow-told-as-unprocessable",
    "A combination that has no branch is answered 422 with the issue code processing.",
    breaks=(
        "CM-20 CM-21 CM-24 CM-25 CM-26 CM-27 CM-32 CM-35 CM-36 CM-37 CM-38 CM-41 CM-42 CM-46 CM-48 CM-49 "
        "CM-52 CM-56 CM-57 CX-10 CX-12 CX-16 EH-46 FS-PM-04 FS-PM-10 FS-PM-11 FS-PM-13 FS-PM-14 FS-PM-15 "
        "FS-PM-16 FS-PM-19 FS-PM-21 FS-PM-22 FS-PM-23 FS-PM-24 FS-PM-27 FS-PM-30 FS-PM-32 FS-PM-33 FS-PM-39 "
        "FS-PM-40 WF-09 WF-11"
    ),
)
class _UnknownWorkflowToldAsUnprocessable(Receiver):
    def purpose(self, message: Message) -> Purpose:
        with refused_as(422, "processing", instead_of="invariant"):
            return super().purpose(message)
