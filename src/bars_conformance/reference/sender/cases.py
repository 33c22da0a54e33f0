"""What the sender remembers of what it sent, and how it goes on from there."""

from bars_conformance.reference.bundle import listed
from bars_conformance.reference.sender.errand import Case, Errand, GivenUp, Json
from bars_conformance.reference.sender.messages import Messages

_CURRENT = {"Appointment": "booked", "ServiceRequest": "active"}


class Cases(Messages):
    """Keeps the bookings and referrals of each address apart, all in memory."""

    def __init__(self) -> None:
        """Nothing is booked or referred yet."""
        super().__init__()
        self.cases: dict[tuple[str, str], Case] = {}

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

    def write(self, errand: Errand, method: str, document: Json, conversation: str) -> None:
        """Put or patch an Appointment at the receiver (Appointment-StandardPattern)."""
        self.submit(errand, method, f"/Appointment/{document['id']}", conversation, document)
