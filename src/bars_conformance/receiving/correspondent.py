"""What the suite itself sends to a sender: a referral, and a response to one of the sender's own.

The roles are reversed then (End-to-end-workflow/Reversing-Roles, Transactional-integrity/Onwards-Referrals).
"""

from pathlib import Path
from typing import Any

from bars_conformance import fhir, interactions, messages
from bars_conformance.checks.sent_identifiers import SERVICE
from bars_conformance.client import CORRELATION_ID, TARGET, Client, target
from bars_conformance.exchange import Exchange
from bars_conformance.profile import Inbound, Profile, ServiceId, Services
from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.receiving.scene import Scene
from bars_conformance.reference.records import OwnRequest
from bars_conformance.sharing import RightOfWay
from bars_conformance.verdict import Inconclusive, NotApplicable

_USE_CASE = "a1t1"

Json = dict[str, Any]


class Correspondent:
    """Writes to the $process-message endpoint that the profile names."""

    def __init__(self, profile: Profile, shared: Path) -> None:
        """``shared`` is a folder that all workers see."""
        self._profile = profile
        self._right_of_way = RightOfWay(shared)

    def need(self) -> Inbound:
        """Where the system takes messages; raises NotApplicable if the profile does not tell."""
        if self._profile.inbound is None:
            raise NotApplicable("the profile names no inbound endpoint of the sender")
        return self._profile.inbound

    def refer(self, scene: Scene) -> Exchange:
        """What comes of referring the patient of the scene to the system; a response to it is awaited."""
        profile = self._profile
        patient = next(each for each in profile.patients if each.nhs_number == scene.nhs_number)
        ours = profile.sender.model_copy(update={"endpoint": profile.services.bookable})
        parties = messages.Parties(ours, profile.ods_code, self.need().service, patient)
        message = messages.referral(parties, use_case=_USE_CASE)
        scene.receiver.holdings.own_requests[message["id"]] = OwnRequest(message)
        return self._sent(message, self.need().service)

    def respond(self, referral: Arrival) -> Exchange:
        """What comes of telling the system that a patient of its referral did not attend.

        Raises Inconclusive if the referral is not such that it can be responded to.
        """
        self.need()
        try:
            message = messages.did_not_attend(referral.body)
            endpoint = messages.value(referral.body, "MessageHeader.source.endpoint")
            sender = messages.value(referral.body, "MessageHeader.sender")
        except (KeyError, IndexError, TypeError, AttributeError, StopIteration) as error:
            raise Inconclusive("no response can be made of the referral that the sender sent") from error
        if (finding := fhir.structure(message)) is not None:
            raise Inconclusive(f"no response can be made of the referral that the sender sent; {finding}")
        if SERVICE.fullmatch(str(endpoint)) is None or not fhir.resolved(
            referral.body, "Organization", [sender]
        ):
            raise Inconclusive(
                "the referral that the sender sent does not tell whom to respond to, and where"
            )
        system, _, value = endpoint.rpartition("|")
        service = ServiceId(system=system or "none", value=value or "none")
        return self._sent(message, service, referral.header(CORRELATION_ID))

    def _sent(self, message: Json, service: ServiceId, conversation: str | None = None) -> Exchange:
        inbound = self.need()
        profile = self._profile.model_copy(
            update={"base_url": inbound.base_url, "services": Services(bookable=inbound.service)}
        )
        call = interactions.process_message(profile, message, _USE_CASE).with_header(TARGET, target(service))
        if conversation:
            call = call.with_header(CORRELATION_ID, conversation)
        client = Client(profile, lambda _: None, self._right_of_way)
        try:
            return client.send(call)
        finally:
            client.close()
