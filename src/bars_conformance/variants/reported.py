"""Choices that rulings call lawful but report: the suite may warn of them, and fails none."""

# ruff: noqa: ARG002 - an override takes what the method takes

from typing import Any
from uuid import uuid4

from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Message
from bars_conformance.reference.call import CORRELATION_ID, Call
from bars_conformance.reference.instants import now
from bars_conformance.reference.premises import Admission
from bars_conformance.reference.records import CURRENT, Record
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.workflow import unknown
from bars_conformance.variants.variant import variant

Json = dict[str, Any]


@variant(
    "known-by-both-ids",
    "A message is a duplicate only if both its ids are known together.",
    rests_on="R-01",
    warned="TI-12",
)
class _KnownByBothIds(Receiver):
    def message_key(self, call: Call) -> str:
        return f"{super().message_key(call)} {call.headers[CORRELATION_ID].lower()}"


@variant(
    "failures-known-as-duplicates",
    "The retry of a message that had failed is refused as a duplicate.",
    rests_on="R-03",
    warned="TI-26",
)
class _FailuresKnownAsDuplicates(Receiver):
    def failed_before(self, call: Call, failure: Refusal) -> Refusal:
        return self.duplicate(call)


@variant(
    "bundle-ids-of-its-own",
    "The answer to a message has a Bundle.id of the receiver's own.",
    rests_on="R-73",
    warned="CM-07",
)
class _BundleIdsOfItsOwn(Receiver):
    def answer_id(self, message: Message) -> str:
        return str(uuid4())


@variant(
    "stamped-on-arrival",
    "What is held has the time at which it came as lastUpdated.",
    rests_on="R-70",
    warned="CM-64",
)
class _StampedOnArrival(Receiver):
    def store(self, record: Record) -> None:
        super().store(record)
        record.resource["meta"]["lastUpdated"] = now()


@variant(
    "validations-of-the-triaged-only",
    "A validation is taken with Encounter.status triaged only, as Application 4 has it.",
    rests_on="R-62",
    warned="CM-18 CM-19 CM-30 CM-31 FS-PM-09 FS-PM-18",
)
class _ValidationsOfTheTriagedOnly(Receiver):
    def check_validation(self, message: Message) -> None:
        super().check_validation(message)
        if message.status("Encounter") != "triaged":
            raise unknown("a new validation request needs Encounter.status triaged")


@variant(
    "ended-records-not-found",
    "A search shows no bookings or referrals that were ended.",
    rests_on="R-106",
    warned="AP-34 CF-45",
)
class _EndedRecordsNotFound(Receiver):
    def search_by_patient(self, call: Call, kind: str) -> Json:
        found = super().search_by_patient(call, kind)
        current = [each for each in found.get("entry", ()) if each["resource"].get("status") in CURRENT[kind]]
        found.pop("entry", None)
        return {**found, "total": len(current)} | ({"entry": current} if current else {})


@variant(
    "refused-by-access-and-remembered",
    "The ids of a message that access control refuses are known from then on.",
    rests_on="R-09",
    warned="TI-19",
)
class _RefusedByAccessAndRemembered(Receiver):
    def check_access(self, call: Call) -> None:
        try:
            super().check_access(call)
        except Refusal:
            if call.is_message:
                self.holdings.admissions[self.message_key(call)] = Admission(done=True)
            raise
