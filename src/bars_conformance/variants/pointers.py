"""Variants of how a receiver keeps its pointers at the API (Receiver-DocumentReference, R-113)."""

# ruff: noqa: ARG002 - an override takes what the method takes

from collections.abc import Callable
from typing import Any

import httpx

from bars_conformance.reference import Receiver
from bars_conformance.reference.records import Record
from bars_conformance.standard import URL
from bars_conformance.variants.variant import variant

Json = dict[str, Any]


@variant(
    "pointers-saved-before-the-answer",
    "The receiver saves, updates and deletes its pointers at the API before it answers the sender.",
    rests_on="R-113",
)
class _PointersSavedBeforeTheAnswer(Receiver):
    def afterwards(self, work: Callable[[Record], None], record: Record) -> None:
        if self.configuration.api_url is not None:
            self.attempt(work, record)


@variant(
    "pointer-to-what-ended-is-superseded",
    "When a booking or referral is cancelled, its pointer at the API is not deleted but superseded.",
    rests_on="R-113",
)
class _PointerToWhatEndedIsSuperseded(Receiver):
    def keep_up(self, record: Record) -> None:
        if record.is_current or record.saved_as is None:
            super().keep_up(record)
        else:
            held = self.read_at_api(record)
            self.call_api("PUT", f"/{record.saved_as}", {**held, "status": "superseded"})


@variant(
    "pointer-read-by-a-search",
    "Before it writes a pointer at the API, the receiver searches for those of the patient.",
    rests_on="R-113",
)
class _PointerReadByASearch(Receiver):
    def read_at_api(self, record: Record) -> Json:
        number = self.pointer(record)["subject"]["identifier"]["value"]
        found = self.call_api("GET", f"?subject:identifier={URL.nhs_number}|{number}").json()
        return next(
            entry["resource"] for entry in found["entry"] if entry["resource"]["id"] == record.saved_as
        )


@variant(
    "pointer-verified-once-it-is-saved",
    "The receiver reads a new pointer back from the API to see that it is right.",
    rests_on="R-113",
)
class _PointerVerifiedOnceItIsSaved(Receiver):
    def save(self, record: Record) -> None:
        super().save(record)
        self.read_at_api(record)


@variant(
    "pointer-posted-with-an-id",
    "The receiver posts a pointer with an id, and takes that of the answer from its body.",
    rests_on="R-113",
)
class _PointerPostedWithAnId(Receiver):
    def pointer(self, record: Record) -> Json:
        return {"id": f"{self.configuration.ods_code}-{record.id}", **super().pointer(record)}

    def renewed(self, held: Json, record: Record) -> Json:
        return {**super().renewed(held, record), "id": held["id"]}

    def id_given(self, record: Record, answer: httpx.Response) -> str:
        return str(answer.json()["id"])
