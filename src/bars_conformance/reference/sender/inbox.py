"""What comes in: the sender takes responses and referrals as a receiver does (Reversing-Roles)."""

from dataclasses import replace

from bars_conformance.reference.bundle import at
from bars_conformance.reference.call import CORRELATION_ID
from bars_conformance.reference.diary import Service
from bars_conformance.reference.premises import Configuration
from bars_conformance.reference.receiver import Receiver
from bars_conformance.reference.records import OwnRequest, Record
from bars_conformance.reference.sender.errand import Errand, GivenUp, Json
from bars_conformance.reference.sender.identity import NAME, ODS_CODE
from bars_conformance.reference.sender.parties import OWN_SERVICE
from bars_conformance.reference.sender.pointers import Pointers


class Inbox(Pointers):
    """Has a receiver of its own, and answers or passes on what came there."""

    def __init__(self) -> None:
        """Nothing has come yet."""
        super().__init__()
        self.receiver = self.new_receiver()

    def new_receiver(self) -> Receiver:
        """Who takes what comes in."""
        own = Service(OWN_SERVICE, NAME, has_schedule=False)
        return Receiver(Configuration(ods_code=ODS_CODE, name=NAME, services=(own,)))

    def await_response(self, message: Json) -> None:
        """Remember a request, so that a response to it is known."""
        self.receiver.holdings.own_requests[message["id"]] = OwnRequest(message)

    def respond(self, errand: Errand) -> str:
        """Tell who referred a patient that the patient did not attend."""
        response = self.receiver.respond_later(self.referred(errand).id)
        if response is None:
            raise GivenUp(f"nothing calls for a response to {errand.reference}")
        source = str(at(response["body"], "entry", 0, "resource", "destination", 0, "endpoint"))
        back = replace(errand, service=source.rpartition("|")[2])
        self.submit(back, "POST", "/$process-message", self.answering(errand), response["body"])
        return errand.reference

    def answering(self, errand: Errand) -> str:
        """The X-Correlation-ID of what is said back."""
        return self.conversation_with(errand)

    def conversation_with(self, errand: Errand) -> str:
        """The X-Correlation-ID of a referral that came in."""
        request = self.referred(errand).request
        return request.headers[CORRELATION_ID] if request else self.new_conversation()

    def journey_of(self, errand: Errand) -> str:
        """The journey that the patient of a referral is on."""
        resources = self.referred(errand).resources.values()
        journeys = (at(each, "episodeOfCare", 0, "reference") for each in resources)
        return str(next(filter(None, journeys), "")).rpartition("/")[2]

    def referred(self, errand: Errand) -> Record:
        """A referral that came in."""
        record = self.receiver.holdings.records.get(errand.reference.rpartition("/")[2])
        if record is None:
            raise GivenUp(f"{errand.reference} was not taken here")
        return record
