"""The reference sender: does what it is asked to do, and remembers what became of it."""

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from bars_conformance.reference.bundle import listed
from bars_conformance.reference.definitions import BOOKING, BOOKING_CANCELLED, REFERRAL, REFERRAL_CANCELLED
from bars_conformance.reference.sender.errand import Case, Errand, GivenUp, Json
from bars_conformance.reference.sender.messages import Messages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CURRENT = {"Appointment": "booked", "ServiceRequest": "active"}
_CANCELLATION = {"Appointment": BOOKING_CANCELLED, "ServiceRequest": REFERRAL_CANCELLED}


class Sender(Messages):
    """A conformant sender of bookings and referrals, all in memory.

    Every behaviour is a small method, so that a subclass can differ in one. It keeps apart what it is told of
    different addresses, and works several errands at a time.
    """

    def __init__(self) -> None:
        """Nothing is booked or referred yet."""
        super().__init__()
        self.cases: dict[tuple[str, str], Case] = {}

    def perform(self, task: str, errand: Errand) -> str:
        """Do what is asked; the reference of what was made or changed, empty if nothing was.

        Raises GivenUp if it does not come about, and KeyError if there is no such task.
        """
        tasks: Mapping[str, Callable[[Errand], str]] = {
            "discover": self.look_around,
            "book": self.book,
            "rebook": self.rebook,
            "update": self.amend,
            "cancel": self.cancel,
            "refer": self.refer,
            "re-refer": self.refer_again,
        }
        return tasks[task](errand)

    def look_around(self, errand: Errand) -> str:
        """Find out what a service takes, and what it holds of a patient."""
        conversation = self.new_conversation()
        self.discover(errand, conversation)
        for resource in ("Appointment", "ServiceRequest"):
            self.of_patient(errand, resource, conversation)
        return ""

    def book(self, errand: Errand) -> str:
        """Book a slot, for a referral if one is named."""
        referral = self.cases.get((errand.url, errand.reference))
        conversation = self.conversation_of(referral)
        self.agree(errand, BOOKING, conversation)
        offered = self.slots(errand, conversation)
        return self.send_new(errand, self.booking(errand, offered, referral), conversation, "Appointment")

    def refer(self, errand: Errand) -> str:
        """Refer a patient."""
        return self.refer_on_journey(errand, self.new_conversation(), str(uuid4()))

    def refer_on_journey(self, errand: Errand, conversation: str, journey: str) -> str:
        """Refer a patient who is on a journey."""
        self.agree(errand, REFERRAL, conversation)
        message = self.referral(errand, journey)
        reference = self.send_new(errand, message, conversation, "ServiceRequest")
        if reference:
            self.cases[errand.url, reference].journey = journey
        return reference

    def conversation_of(self, case: Case | None) -> str:
        """The conversation that a case is part of; a new one without a case."""
        return case.correlation_id if case else self.new_conversation()

    def send_new(self, errand: Errand, message: Json, conversation: str, kind: str) -> str:
        """Send a new message and remember what the receiver made of it."""
        answer = self.submit(errand, "POST", "/$process-message", conversation, message)
        made = [each["resource"].get("id") for each in listed(answer.get("entry"))]
        kinds = [each["resource"]["resourceType"] for each in listed(answer.get("entry"))]
        if kind not in kinds:
            return ""
        reference = f"{kind}/{made[kinds.index(kind)]}"
        self.cases[errand.url, reference] = Case(reference, message, answer, conversation)
        return reference

    def amend(self, errand: Errand) -> str:
        """Change a booking."""
        case = self.case(errand)
        held = self.current(errand, case)
        self.agree(errand, BOOKING, self.later_conversation(case))
        self.send_later(errand, case, self.update(case, held))
        return case.reference

    def cancel(self, errand: Errand) -> str:
        """Cancel a booking or referral."""
        case = self.case(errand)
        held = self.current(errand, case)
        kind = case.reference.partition("/")[0]
        self.agree(errand, _CANCELLATION[kind], self.later_conversation(case))
        self.send_later(errand, case, self.cancellation(case, held))
        return case.reference

    def rebook(self, errand: Errand) -> str:
        """Book another slot in place of the one that is booked, and then cancel that."""
        case = self.case(errand)
        self.current(errand, case)
        made = self.book(replace(errand, reference=""))
        self.cancel(errand)
        return made

    def refer_again(self, errand: Errand) -> str:
        """Revoke a referral and send a new one of the same journey."""
        case = self.case(errand)
        self.cancel(errand)
        return self.refer_on_journey(errand, self.later_conversation(case), case.journey)

    def case(self, errand: Errand) -> Case:
        """What was sent before."""
        case = self.cases.get((errand.url, errand.reference))
        if case is None:
            raise GivenUp(f"{errand.reference} was not sent from here")
        return case

    def current(self, errand: Errand, case: Case) -> Json:
        """A booking or referral as the receiver holds it, which must be current there."""
        held = self.held(errand, case.reference, self.later_conversation(case))
        if not self.is_current(held):
            raise GivenUp(f"{case.reference} is no longer current")
        return held

    def is_current(self, held: Json) -> bool:
        """Whether a booking or referral can still be changed."""
        return held.get("status") == _CURRENT.get(str(held.get("resourceType")))

    def later_conversation(self, case: Case) -> str:
        """The X-Correlation-ID of what follows on a message."""
        return case.correlation_id

    def send_later(self, errand: Errand, case: Case, message: Json) -> None:
        """Send what follows on a message."""
        self.submit(errand, "POST", "/$process-message", self.later_conversation(case), message)
