"""Plays the receiving side of a scenario: sets the scene, has the sender act, keeps what it sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bars_conformance import fhir
from bars_conformance.client import ORGANISATION, PRACTITIONER, SOFTWARE
from bars_conformance.exchange import Exchange, SentRequest
from bars_conformance.profile import Profile
from bars_conformance.receiving.application import Registered, registered
from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.receiving.conversation import Act, Conversation
from bars_conformance.receiving.correspondent import Correspondent
from bars_conformance.receiving.handshakes import CAME_TO_NOTHING
from bars_conformance.receiving.host import Host
from bars_conformance.receiving.listener import Listener
from bars_conformance.receiving.scene import MOST_KEPT, Plan, Scene
from bars_conformance.receiving.stagings import STAGINGS, Staging
from bars_conformance.receiving.token_endpoint import PATH as TOKEN_PATH
from bars_conformance.receiving.told import told
from bars_conformance.receiving.triggers import Outcome, Triggers
from bars_conformance.reference import Configuration
from bars_conformance.reference.diary import Service
from bars_conformance.sharing import Leases
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

PLAYS: Mapping[str, tuple[str, ...]] = {
    "looks up a service": ("discover",),
    "books a slot": ("book",),
    "updates its booking": ("book", "update"),
    "cancels its booking": ("book", "cancel"),
    "rebooks": ("book", "rebook"),
    "refers a patient": ("refer",),
    "cancels its referral": ("refer", "cancel"),
    "refers again": ("refer", "re-refer"),
    "refers a patient and books for the referral": ("refer", "book"),
    "cancels its booking for a referral": ("refer", "book", "cancel"),
    "cancels its booking by PUT": ("book", "cancel-by-put"),
    "rebooks by PUT": ("book", "rebook-by-put"),
    "takes a response to its referral": ("refer", "take a response"),
    "responds to a referral": ("take a referral", "respond"),
    "refers a patient on": ("take a referral", "refer-onward"),
    "looks up a service again after its cache was emptied": ("discover", "clear-cache"),
    "looks for a booking by its pointer": ("find-pointer",),
    "rebooks by PATCH": ("book", "rebook-by-patch"),
}
"""What a feature may have the sender do: its triggers in their order, and what the suite sends it."""

_EXPECTED = {
    "discover": frozenset({"GET /metadata", "GET /MessageDefinition"}),
    "book": frozenset({"a new booking", "POST /Appointment"}),
    "rebook": frozenset({"a new booking", "POST /Appointment", "a booking update"}),
    "update": frozenset({"a booking update", "PUT /Appointment/[id]", "PATCH /Appointment/[id]"}),
    "cancel": frozenset(
        {
            "a booking cancellation",
            "a referral cancellation",
            "PUT /Appointment/[id]",
            "PATCH /Appointment/[id]",
        }
    ),
    "refer": frozenset({"a new referral"}),
    "re-refer": frozenset({"a new referral"}),
    "respond": frozenset({"a response"}),
    "refer-onward": frozenset({"a new referral"}),
    "clear-cache": frozenset({"GET /metadata", "GET /MessageDefinition"}),
    "find-pointer": frozenset({"GET /Appointment/[id]"}),
    "cancel-by-put": frozenset({"PUT /Appointment/[id]"}),
    "rebook-by-put": frozenset({"PUT /Appointment/[id]"}),
    "rebook-by-patch": frozenset({"PATCH /Appointment/[id]"}),
}
"""By which request it is recognised that a sender does what it was asked to."""


_TOLD_IN = {ORGANISATION: "organisation", PRACTITIONER: "practitioner", SOFTWARE: "software"}

_MAY_BE_REMEMBERED = frozenset({"GET /metadata", "GET /MessageDefinition"})
"""What a sender need not ask again for a day (Content-Negotiation)."""

_STRANGE = "not of this conversation, and not judged: of another patient, an earlier test, or not of BaRS"


class Respondent:
    """The suite in the role that a sender under test speaks to; one a worker.

    What needs no attempt to fail is played once for each staging, and judged by all who ask for it.
    """

    _signed_in: Arrival | None = None

    def __init__(
        self,
        profile: Profile,
        listener: Listener,
        root: str,
        shared: Path,
        record: Callable[[Exchange], None],
    ) -> None:
        """``root`` is where the listener listens; ``shared`` a folder that all workers see."""
        self._profile = profile
        self._record = record
        self._listener = listener
        self._root = root
        self._url = root + urlsplit(profile.base_url).path
        self._triggers = Triggers(profile)
        self._correspondent = Correspondent(profile, shared)
        self._leases = Leases(shared)
        self._played: dict[tuple[str, str], Conversation | HarnessError] = {}
        self._seen: set[object] = set()
        self._names: set[str] = set()

    def application(self) -> Registered:
        """What the sender signs in as; raises NotApplicable if the profile does not tell."""
        application = registered(self._profile)
        if application is None:
            raise NotApplicable("the profile names no application that the sender signs in as")
        return application

    def need_held(self, header: str) -> None:
        """Raise NotApplicable unless the profile says that the sender holds what a header tells."""
        if _TOLD_IN[header] not in self._profile.holds:
            raise NotApplicable(f"the profile does not say that the sender holds its {_TOLD_IN[header]}")

    def played(self, doing: str, plans: Sequence[Plan] = (), staging: str = "") -> Conversation:
        """What comes of having the sender do something, in these situations.

        Raises NotApplicable if the profile lacks a trigger of it, Inconclusive if the sender does not do it.
        """
        if doing not in PLAYS:
            raise HarnessError(f"the features have no '{doing}'; they know {', '.join(PLAYS)}.")
        self._triggers.need(*(each for each in PLAYS[doing] if each in _EXPECTED))
        if not _EXPECTED.keys() >= set(PLAYS[doing]):
            self._correspondent.need()
        if plans:
            return self._play(doing, plans, staging)
        if (doing, staging) not in self._played:
            try:
                self._played[doing, staging] = self._play(doing, (), staging)
            except (NotApplicable, Inconclusive) as reason:
                self._played[doing, staging] = reason
        else:
            self._keep_evidence(self._played[doing, staging])
        return _said(self._played[doing, staging])

    def _play(self, doing: str, plans: Sequence[Plan], staged: str) -> Conversation:
        staging = STAGINGS[staged] if staged else Staging()
        patients = [patient.nhs_number for patient in self._profile.patients]
        number = self._leases.await_one("patient", (f"patient {each}" for each in patients)).split()[1]
        scene = Scene(self._receiver(staging.receiver), number, frozenset(self._seen))
        self._listener.scene = scene
        conversation = Conversation(issued=self._listener.tokens.issued, signed_in=self._signed_in)
        try:
            *first, last = PLAYS[doing]
            for task in first:
                self._prepared(task, scene, conversation)
            staging.meanwhile(scene)
            scene.plans = list(plans)
            conversation.told = told(self._profile, scene, scene.newest)
            conversation.acts.append(self._act(last, scene, conversation))
            conversation.unseen = "" if staging.seen_by in conversation.last.names else staging.seen_by
            conversation.needs_sight_of(staging.seen_by)
            _need_met(plans)
        finally:
            self._seen.update(each.message for each in scene.arrivals if each.message)
            self._listener.scene = None
            self._leases.give_back()
            asked = [each for each in scene.arrivals if each.is_token_request]
            self._signed_in = asked[-1] if asked else self._signed_in
            self._keep_evidence(conversation)
        return conversation

    def _prepared(self, task: str, scene: Scene, conversation: Conversation) -> None:
        """Have the sender do what comes before; raises Inconclusive if nothing comes of it."""
        act = self._act(task, scene, conversation)
        conversation.acts.append(act)
        comes_of_it = act.reference or task == "discover"
        if not comes_of_it or act.outcome is Outcome.GIVEN_UP:
            raise Inconclusive(f"the sender was to {task} first, and it did not come about: {act.outcome}")

    def _keep_evidence(self, conversation: Conversation | HarnessError) -> None:
        """Put all that arrived on record, what is not of the conversation marked as such."""
        if not isinstance(conversation, Conversation):
            return
        if conversation.signed_in is not None:
            self._record(conversation.signed_in.exchange)
        for act in conversation.acts:
            for exchange in (act.trigger, *(each.exchange for each in act.arrivals)):
                self._record(exchange)
            for each in act.strangers:
                self._record(replace(each.exchange, error=each.exchange.error or _STRANGE))

    def _written(self, task: str, scene: Scene, conversation: Conversation) -> Act:
        """The suite's own part: it sends what the sender is to take, who makes of it what is referred to."""
        if task == "take a referral":
            exchange = self._correspondent.refer(scene)
        else:
            exchange = self._correspondent.respond(conversation.one("a new referral"))
        answer = exchange.answer
        made = fhir.resources(answer.resource, "ServiceRequest") if answer and answer.accepted else []
        reference = next((f"ServiceRequest/{each['id']}" for each in made if "id" in each), "")
        outcome = Outcome.DONE if answer and answer.accepted else Outcome.GIVEN_UP
        return Act(task, outcome, exchange, [], reference=reference, is_of_the_suite=True)

    def _act(self, task: str, scene: Scene, conversation: Conversation) -> Act:
        if task not in _EXPECTED:
            return self._written(task, scene, conversation)
        before, strange = len(scene.arrivals), len(scene.strangers)
        known = set(scene.receiver.holdings.records)
        about = self._about(scene, conversation.last.reference if conversation.acts else "")
        pulled = self._triggers.pull(task, about, scene, _EXPECTED[task])
        scene.wait_for_quiet(self._profile.limits.quiet_s)
        self._need_agreement(scene, before)
        made = [each for key, each in scene.receiver.holdings.records.items() if key not in known]
        reference = made[-1].focus if made else about["reference"]
        if scene.refused:
            raise Inconclusive(
                f"the sender sent {scene.refused} requests more than the {MOST_KEPT} that are kept"
            )
        act = Act(
            task,
            pulled.outcome,
            pulled.exchange,
            scene.arrivals[before:],
            scene.strangers[strange:],
            reference,
            frozenset(self._names & _MAY_BE_REMEMBERED),
        )
        self._names.update(act.names)
        return act

    def _need_agreement(self, scene: Scene, before: int) -> None:
        """Keep that TLS handshakes failed; raise Inconclusive if nothing else came."""
        if self._listener.handshakes is None or not self._listener.handshakes.any_failed():
            return
        nothing = Exchange(datetime.now(UTC), 0, SentRequest("?", "", (), None), None, CAME_TO_NOTHING)
        if len(scene.arrivals) == before:
            self._record(nothing)
            raise Inconclusive(CAME_TO_NOTHING)
        scene.take(Arrival(nothing, None))

    def _about(self, scene: Scene, reference: str) -> dict[str, str]:
        """What a trigger is told: where to send, for whom, and about what."""
        service = self._profile.services.bookable.value
        diary = scene.receiver.holdings.diary
        slot = next(each for each in diary.slots(diary.services[service]) if diary.is_free(each))
        return {
            "url": self._url,
            "service": service,
            "receiver": self._profile.sender.ods_code,
            "nhs_number": scene.nhs_number,
            "slot": slot.id,
            "start": slot.start.isoformat(),
            "reference": reference,
            "token_url": self._root + TOKEN_PATH,
        }

    def _receiver(self, kind: type[Host]) -> Host:
        profile = self._profile
        service = Service(profile.services.bookable.value, profile.sender.name)
        return kind(
            Configuration(
                ods_code=profile.sender.ods_code,
                name=profile.sender.name,
                base_path=urlsplit(profile.base_url).path,
                services=(service,),
            )
        )


def _need_met(plans: Sequence[Plan]) -> None:
    """Raise Inconclusive if a situation did not come about."""
    for plan in plans:
        if not plan.met:
            raise Inconclusive(f"the sender sent no {plan.name.removeprefix('a ')}, so that nothing met it")


def _said(played: Conversation | HarnessError) -> Conversation:
    """A conversation; raises what kept it from coming about."""
    if isinstance(played, HarnessError):
        raise played
    return played
