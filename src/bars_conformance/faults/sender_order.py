"""Senders that do things in the wrong order, or without looking first."""

# ruff: noqa: ARG002 - an override takes what the method takes

from dataclasses import replace

from bars_conformance.faults.fault import fault
from bars_conformance.reference.sender import Errand, Sender
from bars_conformance.reference.sender.errand import Case, GivenUp, Json


@fault(
    "update-without-reading",
    "A booking is changed or cancelled without reading it first.",
    breaks="AP-12 AP-13 CX-03 CX-04 CX-82",
)
class _UpdateWithoutReading(Sender):
    def current(self, errand: Errand, case: Case) -> Json:
        if case.reference.startswith("Appointment/"):
            return {}
        return super().current(errand, case)


@fault(
    "referral-cancelled-without-reading",
    "A referral is cancelled without reading it first.",
    breaks="CX-03 CX-04",
)
class _ReferralCancelledWithoutReading(Sender):
    def current(self, errand: Errand, case: Case) -> Json:
        if case.reference.startswith("ServiceRequest/"):
            return {}
        return super().current(errand, case)


@fault("cancellation-of-what-is-over", "What the receiver has ended is cancelled once more.", breaks="CX-04")
class _CancellationOfWhatIsOver(Sender):
    def is_current(self, held: Json) -> bool:
        return True


@fault("rebooked-and-not-cancelled", "A rebooking leaves the earlier booking open.", breaks="CF-30")
class _RebookedAndNotCancelled(Sender):
    def rebook(self, errand: Errand) -> str:
        self.current(errand, self.case(errand))
        return self.book(replace(errand, reference=""))


@fault("cancelled-in-place-of-rebooked", "A rebooking cancels, and that is all.", breaks="CF-30")
class _CancelledInPlaceOfRebooked(Sender):
    def rebook(self, errand: Errand) -> str:
        self.slots(errand, self.later_conversation(self.case(errand)))
        return self.cancel(errand)


@fault("referred-twice", "A referral is made anew before the earlier one is revoked.", breaks="CF-36")
class _ReferredTwice(Sender):
    def refer_again(self, errand: Errand) -> str:
        case = self.case(errand)
        made = self.refer_on_journey(errand, self.later_conversation(case), case.journey)
        self.cancel(errand)
        return made


@fault("referrals-not-made", "A referral is never sent.", breaks="CF-34 CN-21")
class _ReferralsNotMade(Sender):
    def refer_on_journey(self, errand: Errand, conversation: str, journey: str) -> str:
        self.discover(errand, conversation)
        raise GivenUp("the queue is not worked off")


@fault(
    "referral-cancelled-at-the-sender-only",
    "The receiver is not told that a referral is cancelled.",
    breaks="CF-35 CF-36",
)
class _ReferralCancelledLocally(Sender):
    def send_later(self, errand: Errand, case: Case, message: Json) -> None:
        if case.reference.startswith("Appointment/"):
            super().send_later(errand, case, message)


@fault(
    "slots-at-other-offsets-not-understood",
    "Slots whose times are not in UTC are passed over.",
    breaks="FU-21",
)
class _OtherOffsetsNotUnderstood(Sender):
    def chosen(self, errand: Errand, offered: Json) -> tuple[Json, Json, Json]:
        entries = offered.get("entry", [])
        slots = [each for each in entries if str(each["resource"].get("start", "+00:00")).endswith("+00:00")]
        return super().chosen(errand, offered | {"entry": slots})


@fault(
    "slots-not-asked-for", "A slot is booked that was offered for an earlier booking.", breaks="AP-11 AP-28"
)
class _SlotsNotAskedFor(Sender):
    def book(self, errand: Errand) -> str:
        kept = getattr(self, "_kept", None)
        if kept is None:
            self._kept = self.slots(errand, self.new_conversation())
        return super().book(errand)

    def slots(self, errand: Errand, correlation_id: str) -> Json:
        return getattr(self, "_kept", None) or super().slots(errand, correlation_id)
