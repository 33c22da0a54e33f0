"""Faults in knowing a message again (Transactional-integrity/Receiver-responsibilities)."""

# ruff: noqa: ARG002 - an override takes what the method takes

from abc import ABC, abstractmethod
from contextvars import ContextVar
from typing import Any

from starlette.requests import Request

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver, bodies
from bars_conformance.reference.bundle import Message, at
from bars_conformance.reference.call import CORRELATION_ID, Call
from bars_conformance.reference.premises import Admission
from bars_conformance.reference.refusal import Refusal

_REFUSED_OTHERWISE = "TI-10 TI-11 TI-12 TI-18 TI-50 TI-52 CM-13 EH-46 FS-PM-03"
"""What asks for 409 REC_CONFLICT duplicate."""

_FEW = 5

_connection: ContextVar[object] = ContextVar("connection")


def _posted(call: Call, *path: str | int) -> Any:  # noqa: ANN401 - any JSON value
    """What the MessageHeader of a posted message has down a path."""
    return at(bodies.parse(call.body), "entry", 0, "resource", *path)


class _Forgetful(Receiver, ABC):
    """Does not know some of the messages again that it processed."""

    @abstractmethod
    def forgets(self, call: Call, key: str) -> bool:
        """Whether a message that was processed under this key is not known any more."""

    def known(self, call: Call, key: str) -> Admission | None:
        known = super().known(call, key)
        return None if known and known.done and self.forgets(call, key) else known


@fault(
    "referral-duplicates-accepted",
    "A referral that was processed is processed again when it is repeated; bookings are not.",
    breaks=f"{_REFUSED_OTHERWISE} HDR-07",
)
class _ReferralDuplicatesAccepted(_Forgetful):
    def forgets(self, call: Call, key: str) -> bool:
        return bool(_posted(call, "eventCoding", "code") == "servicerequest-request")


@fault(
    "cancellation-duplicates-processed-again",
    "A repeated cancellation is taken for a new one and refused because its record is no longer current.",
    breaks=f"{_REFUSED_OTHERWISE} HDR-07",
)
class _CancellationDuplicatesProcessedAgain(_Forgetful):
    def forgets(self, call: Call, key: str) -> bool:
        return str(_posted(call, "definition")).endswith("-cancelled")


@fault(
    "duplicates-known-on-their-connection-only",
    "A message that was processed is known on the connection that it came by, and on no other.",
    breaks=f"{_REFUSED_OTHERWISE} HDR-07",
)
class _DuplicatesKnownOnTheirConnectionOnly(_Forgetful):
    async def handle(self, call: Call, request: Request) -> dict[str, Any]:
        _connection.set(request.client)
        return await super().handle(call, request)

    def forgets(self, call: Call, key: str) -> bool:
        return f"{key} {_connection.get()}" not in self.holdings.admissions

    def admit(self, call: Call) -> Admission:
        admission = super().admit(call)
        self.holdings.admissions[f"{self.message_key(call)} {_connection.get()}"] = admission
        return admission


@fault(
    "duplicates-known-until-five-others-have-come",
    "Of the messages that were processed only the last five are known.",
    breaks=f"{_REFUSED_OTHERWISE} HDR-07",
)
class _DuplicatesKnownUntilFiveOthersHaveCome(_Forgetful):
    def forgets(self, call: Call, key: str) -> bool:
        return key not in list(self.holdings.admissions)[-_FEW:]


@fault(
    "duplicates-told-as-conflict",
    "A duplicate is answered 409 REC_CONFLICT with the issue code conflict in place of duplicate.",
    breaks=_REFUSED_OTHERWISE,
)
class _DuplicatesToldAsConflict(Receiver):
    def duplicate(self, call: Call) -> Refusal:
        return Refusal(409, "conflict", super().duplicate(call).diagnostics)


@fault(
    "booking-duplicates-told-as-bad-request",
    "A repeated booking is answered 400 REC_BAD_REQUEST duplicate; a repeated referral is answered well.",
    breaks=_REFUSED_OTHERWISE,
)
class _BookingDuplicatesToldAsBadRequest(Receiver):
    def duplicate(self, call: Call) -> Refusal:
        told = super().duplicate(call)
        booking = _posted(call, "eventCoding", "code") == "booking-request"
        return Refusal(400, told.issue, told.diagnostics) if booking else told


@fault(
    "duplicate-referrals-stored-though-refused",
    "A repeated referral is answered 409, and stored a second time all the same.",
    breaks="HDR-07 TI-10 TI-50",
)
class _DuplicateReferralsStoredThoughRefused(Receiver):
    def duplicate(self, call: Call) -> Refusal:
        referral = _posted(call, "eventCoding", "code") == "servicerequest-request"
        if referral and _posted(call, "reason", "coding", 0, "code") == "new":
            self.process_message(call)
        return super().duplicate(call)


@fault(
    "known-request-id-with-other-correlation-id-malformed",
    "A known X-Request-ID that comes with another X-Correlation-ID is called malformed, with 400.",
    breaks="TI-12",
)
class _KnownRequestIdWithOtherCorrelationIdMalformed(Receiver):
    def admit(self, call: Call) -> Admission:
        admission = super().admit(call)
        self.holdings.admissions[self._pair(call)] = admission
        return admission

    def repeated(self, call: Call, known: Admission) -> Refusal:
        if self._pair(call) in self.holdings.admissions:
            return super().repeated(call, known)
        return Refusal(400, "value", "The X-Correlation-ID is not that of the message.")

    def _pair(self, call: Call) -> str:
        return f"{self.message_key(call)} {call.headers[CORRELATION_ID].lower()}"


@fault(
    "same-ids-with-other-body-accepted",
    "A message under known ids is taken for new if its body differs from the first.",
    breaks="TI-10 TI-50",
)
class _SameIdsWithOtherBodyAccepted(Receiver):
    def message_key(self, call: Call) -> str:
        return f"{super().message_key(call)} {hash(call.body)}"


@fault(
    "same-body-under-fresh-ids-told-as-duplicate",
    "A message under fresh ids is refused as a duplicate if its Bundle was processed before.",
    breaks="TI-17 TI-51",
)
class _SameBodyUnderFreshIdsToldAsDuplicate(Receiver):
    def known(self, call: Call, key: str) -> Admission | None:
        twin = super().known(call, self._twin(call))
        return super().known(call, key) or (twin if twin and twin.done else None)

    def admit(self, call: Call) -> Admission:
        admission = super().admit(call)
        self.holdings.admissions[self._twin(call)] = admission
        return admission

    def _twin(self, call: Call) -> str:
        return f"body {hash(call.body)}"


@fault(
    "new-message-in-known-conversation-told-as-duplicate",
    "A new referral or booking under a known X-Correlation-ID is refused as a duplicate.",
    breaks="AP-02 CF-26 CF-33 CF-37 TI-13 TI-17",
)
class _NewMessageInKnownConversationToldAsDuplicate(Receiver):
    def known(self, call: Call, key: str) -> Admission | None:
        conversation = f"conversation {call.headers[CORRELATION_ID].lower()}"
        known = super().known(call, key)
        if known or _posted(call, "reason", "coding", 0, "code") != "new":
            return known
        before = super().known(call, conversation)
        self.holdings.admissions.setdefault(conversation, Admission(done=True))
        return before


@fault(
    "follow-ups-told-as-duplicates",
    "An update or cancellation, which comes in a known conversation, is refused as a duplicate.",
    breaks=(
        "AP-02 CF-25 CF-32 CX-01 CX-08 CX-09 CX-10 CX-12 CX-15 CX-18 "
        "CM-01 CM-02 CM-28 CM-29 CM-30 CM-31 CM-33 CM-34 CM-35 CM-36 CM-42 CM-44 CM-45 CM-46 CM-53 CM-54 "
        "CM-55 FS-PM-04 FS-PM-17 FS-PM-18 FS-PM-20 FS-PM-21 FS-PM-22 FS-PM-27 FS-PM-29 FS-PM-30 FS-PM-36 "
        "FS-PM-37 FS-PM-38 TI-13 TI-17"
    ),
)
class _FollowUpsToldAsDuplicates(Receiver):
    def check_contents(self, message: Message) -> None:
        super().check_contents(message)
        if message.reason == "update":
            raise Refusal(409, "duplicate", "The conversation is known already.")


@fault(
    "ids-compared-by-letter-case",
    "A duplicate is not known again when its ids are written in capitals.",
    breaks="TI-52",
)
class _IdsComparedByLetterCase(Receiver):
    def message_key(self, call: Call) -> str:
        return call.headers["X-Request-ID"]


@fault(
    "taken-slot-told-as-duplicate",
    "A booking of a slot that is taken is answered 409 with the issue code reserved for duplicates.",
    breaks="AP-31 CM-51 CM-69 CM-70 EH-28 EH-46 FS-PM-35 TI-17",
)
class _TakenSlotToldAsDuplicate(Receiver):
    def slot_taken(self) -> Refusal:
        return Refusal(409, "duplicate", super().slot_taken().diagnostics)


@fault(
    "local-change-told-as-duplicate",
    "A message that collides with a local change is answered 409 with the issue code duplicate.",
    breaks="CM-60 EH-46 FS-PM-05 FS-PM-43 FS-PM-49 TI-17",
)
class _LocalChangeToldAsDuplicate(Receiver):
    def changed_here(self) -> Refusal:
        return Refusal(409, "duplicate", super().changed_here().diagnostics)
