"""The reference sender: does what it is asked to do, and remembers what became of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import uuid4

from bars_conformance.reference.definitions import BOOKING, BOOKING_CANCELLED, REFERRAL, REFERRAL_CANCELLED
from bars_conformance.reference.sender.errand import Errand
from bars_conformance.reference.sender.inbox import Inbox

_CANCELLATION = {"Appointment": BOOKING_CANCELLED, "ServiceRequest": REFERRAL_CANCELLED}


class Sender(Inbox):
    """A conformant sender of bookings and referrals, all in memory.

    Every behaviour is a small method, so that a subclass can differ in one. It keeps apart what it is told of
    different addresses, and works several errands at a time.
    """

    def perform(self, task: str, errand: Errand) -> str:
        """Do what is asked; the reference of what was made or changed, empty if nothing was.

        Raises GivenUp if it does not come about.
        """
        return self.tasks[task](errand)

    @property
    def tasks(self) -> Mapping[str, Callable[[Errand], str]]:
        """What can be asked of it, by name."""
        return {
            "discover": self.look_around,
            "clear-cache": self.look_again,
            "book": self.book,
            "rebook": self.rebook,
            "update": self.amend,
            "cancel": self.cancel,
            "cancel-by-put": self.cancel_by_put,
            "rebook-by-put": self.rebook_by_put,
            "rebook-by-patch": self.rebook_by_patch,
            "find-pointer": self.find,
            "refer": self.refer,
            "respond": self.respond,
            "refer-onward": self.pass_on,
            "re-refer": self.refer_again,
        }

    def look_around(self, errand: Errand) -> str:
        """Find out what a service takes, and what it holds of a patient."""
        conversation = self.new_conversation()
        self.discover(errand, conversation)
        for resource in ("Appointment", "ServiceRequest"):
            self.of_patient(errand, resource, conversation)
        return ""

    def look_again(self, errand: Errand) -> str:
        """Forget what was found out, which is never kept here, and find it out anew."""
        return self.look_around(errand)

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
        self.await_response(message)
        reference = self.send_new(errand, message, conversation, "ServiceRequest")
        if reference:
            self.cases[errand.url, reference].journey = journey
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
        self.current(errand, self.case(errand))
        made = self.book_instead(errand)
        self.cancel(errand)
        return made

    def book_instead(self, errand: Errand) -> str:
        """Book another slot, with a word on which booking it takes the place of."""
        return self.book(replace(errand, reference="", replaces=errand.reference))

    def cancel_by_put(self, errand: Errand) -> str:
        """Cancel a booking by putting it back as it was read, but cancelled."""
        case = self.case(errand)
        held = self.current(errand, case)
        self.write(errand, "PUT", self.cancelled(held), self.later_conversation(case))
        return case.reference

    def rebook_by_put(self, errand: Errand) -> str:
        """Book another slot in place of the one that is booked, and then cancel that by PUT."""
        made = self.book_instead(errand)
        self.cancel_by_put(errand)
        return made

    def rebook_by_patch(self, errand: Errand) -> str:
        """Likewise by PATCH."""
        made = self.book_instead(errand)
        case = self.case(errand)
        held = self.current(errand, case)
        self.write(errand, "PATCH", self.change(held), self.later_conversation(case))
        return made

    def refer_again(self, errand: Errand) -> str:
        """Revoke a referral and send a new one of the same journey."""
        case = self.case(errand)
        self.cancel(errand)
        return self.refer_on_journey(errand, self.later_conversation(case), case.journey)

    def pass_on(self, errand: Errand) -> str:
        """Refer a patient onward who was referred to here."""
        return self.refer_on_journey(errand, self.passing_on(errand), self.journey_of(errand))

    def passing_on(self, errand: Errand) -> str:
        """The X-Correlation-ID of an onward referral."""
        return self.conversation_with(errand)
