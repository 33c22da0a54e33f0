"""The decision table: what a message asks for.

Standard-Pattern-Composite-Messages/Standard-Pattern-For-Composites.
"""

from enum import Enum, auto

from bars_conformance.reference.bundle import Message
from bars_conformance.reference.contents import BOOKING_REQUEST
from bars_conformance.reference.premises import Premises
from bars_conformance.reference.refusal import Refusal


class Purpose(Enum):
    """What a message asks for, or that it says something of a request sent from here."""

    NEW = auto()
    UPDATE = auto()
    CANCEL = auto()
    RESPOND = auto()


class Workflow(Premises):
    """Reads the workflow variables of a message; every branch is a method."""

    def purpose(self, message: Message) -> Purpose:
        """What the message asks for; refuses a combination that has no branch."""
        match message.reason, message.event == BOOKING_REQUEST:
            case "new", True:
                return self.new_booking(message)
            case "update", True:
                return self.changed_booking(message)
            case "new", False:
                return self.new_request(message)
            case "update", False:
                return self.changed_request(message)
            case _:
                raise unknown("MessageHeader.reason must be new or update")

    def new_booking(self, message: Message) -> Purpose:
        """A new booking is booked; whether its slot is free is found out on submission."""
        if message.status("Appointment") != "booked":
            raise unknown("a new booking needs Appointment.status booked")
        return Purpose.NEW

    def changed_booking(self, message: Message) -> Purpose:
        """An update of a booking, or its cancellation."""
        match message.status("Appointment"):
            case "booked":
                return Purpose.UPDATE
            case "cancelled" | "entered-in-error":
                return Purpose.CANCEL
            case _:
                raise unknown(
                    "a changed booking needs Appointment.status booked, cancelled or entered-in-error"
                )

    def new_request(self, message: Message) -> Purpose:
        """A new referral or a new validation request."""
        if message.status("ServiceRequest") != "active":
            raise unknown("a new request needs ServiceRequest.status active")
        match message.categories():
            case ["referral"]:
                self.check_referral(message)
            case ["validation"]:
                self.check_validation(message)
            case _:
                raise unknown("ServiceRequest.category must be referral or validation")
        return Purpose.NEW

    def check_referral(self, message: Message) -> None:
        """A referral is sent when the sender's work is done."""
        if message.status("CarePlan") != "completed":
            raise unknown("a new referral needs CarePlan.status completed")
        if message.status("Encounter") not in {"triaged", "finished"}:
            raise unknown("a new referral needs Encounter.status triaged or finished")

    def check_validation(self, message: Message) -> None:
        """A validation is asked for while the sender's work goes on."""
        if message.status("CarePlan") != "active":
            raise unknown("a new validation request needs CarePlan.status active")
        if message.status("Encounter") not in {"triaged", "in-progress"}:
            raise unknown("a new validation request needs Encounter.status triaged or in-progress")

    def changed_request(self, message: Message) -> Purpose:
        """A cancellation, or the update of a validation request; the table has no update of a referral."""
        match message.categories(), message.status("ServiceRequest"):
            case ["referral"] | ["validation"], "revoked" | "entered-in-error":
                return Purpose.CANCEL
            case ["validation"], "active" | "on-hold":
                return Purpose.UPDATE
            case ["referral"], _:
                raise unknown("a changed referral needs ServiceRequest.status revoked or entered-in-error")
            case ["validation"], _:
                raise unknown(
                    "a changed validation request needs ServiceRequest.status active, on-hold, revoked "
                    "or entered-in-error"
                )
            case _:
                raise unknown("ServiceRequest.category must be referral or validation")


def unknown(why: str) -> Refusal:
    """The refusal of a combination of workflow variables that has no branch."""
    return Refusal(400, "invariant", f"This is no known workflow: {why}.")
