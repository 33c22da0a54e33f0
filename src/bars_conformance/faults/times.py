"""Faults in the times that are read and told (BaRS-FHIR-Usage/How-to-handle-times, LastUpdatedDate)."""

import re
from abc import ABC, abstractmethod
from datetime import timedelta
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.faults.message_answers import Answering
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.instants import Instant, now
from bars_conformance.reference.refusal import Refusal

Json = dict[str, Any]


class _Reading(Receiver, ABC):
    """Reads the times of a message in another way."""

    def read_bundle(self, call: Call) -> Json:
        bundle: Json = self._reread(super().read_bundle(call))
        return bundle

    def _reread(self, node: Any) -> Any:  # noqa: ANN401 - any JSON value
        if isinstance(node, dict):
            return {name: self._reread(value) for name, value in node.items()}
        if isinstance(node, list):
            return [self._reread(each) for each in node]
        return self.time(node) if isinstance(node, str) and re.match(r"\d{4}-\d\d-\d\dT", node) else node

    @abstractmethod
    def time(self, text: str) -> str:
        """What is made of a time of the message."""


@fault(
    "fractions-of-seven-digits-refused",
    "A time whose fraction has seven digits that are not zero at the end is refused.",
    breaks="FU-17",
)
class _FractionsOfSevenDigitsRefused(_Reading):
    def time(self, text: str) -> str:
        if re.search(r"\.\d{6}[1-9]", text):
            raise Refusal(400, "value", "A time has more than six digits of a fraction.")
        return text


@fault("other-offsets-refused", "A time with another offset than zero is refused.", breaks="FU-19")
class _OtherOffsetsRefused(_Reading):
    def time(self, text: str) -> str:
        if not text.endswith(("Z", "+00:00")) and re.search(r"[+-]\d\d:\d\d$", text):
            raise Refusal(400, "value", "A time is not in UTC.")
        return text


@fault("offset-cut-off", "The offset of a time is cut off, and the time taken as UTC.", breaks="FU-20")
class _OffsetCutOff(_Reading):
    def time(self, text: str) -> str:
        return re.sub(r"[+-]\d\d:\d\d$", "+00:00", text)


@fault(
    "time-without-offset-guessed",
    "A time without its offset is taken as UTC.",
    breaks="CM-10 FU-26",
)
class _TimeWithoutOffsetGuessed(_Reading):
    def time(self, text: str) -> str:
        return text if re.search(r"(Z|[+-]\d\d:\d\d)$", text) else f"{text}+00:00"


@fault(
    "time-that-is-none-told-as-not-found",
    "A message with a time that is none is answered 404.",
    breaks="FU-25 FU-26",
)
class _TimeThatIsNoneToldAsNotFound(Receiver):
    def process_message(self, call: Call) -> Json:
        try:
            return super().process_message(call)
        except Refusal as refusal:
            if "is not a time that FHIR knows" not in refusal.diagnostics:
                raise
            raise Refusal(404, "not-found", refusal.diagnostics) from refusal


@fault(
    "patient-without-last-updated",
    "The Patient comes back without meta.lastUpdated.",
    breaks="FU-23",
)
class _PatientWithoutLastUpdated(Answering):
    def made_of(self, answer: Json) -> Json:
        for entry in answer["entry"]:
            if entry["resource"]["resourceType"] == "Patient":
                del entry["resource"]["meta"]["lastUpdated"]
        return answer


@fault(
    "answer-stamped-without-offset",
    "The answer to a message has a timestamp without its offset.",
    breaks="FU-16",
)
class _AnswerStampedWithoutOffset(Answering):
    def made_of(self, answer: Json) -> Json:
        return {**answer, "timestamp": now().removesuffix("+00:00")}


@fault(
    "answer-stamped-at-another-offset",
    "The answer to a message has a timestamp at the offset +01:00.",
    breaks="FU-18",
)
class _AnswerStampedAtAnotherOffset(Answering):
    def made_of(self, answer: Json) -> Json:
        moment = Instant.now().second + timedelta(hours=1)
        return {**answer, "timestamp": f"{moment:%Y-%m-%dT%H:%M:%S}+01:00"}
