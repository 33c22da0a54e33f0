"""Faults in the synchronous answer to a message (Standard-Pattern-Composite-Messages)."""

# ruff: noqa: ARG002 - an override takes what the method takes

from abc import ABC, abstractmethod
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from starlette.responses import Response

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Entry, Message
from bars_conformance.reference.call import Call
from bars_conformance.reference.records import Record

Json = dict[str, Any]


class _AnsweringWith(Receiver):
    """Answers with another status of success: messages, unless a subclass means something else."""

    status_of_success: int

    def has_another_status(self, call: Call) -> bool:
        return call.is_message

    def render(
        self, call: Call, status: int, resource: Json, headers: dict[str, str] | None = None
    ) -> Response:
        meant = status == HTTPStatus.OK and self.has_another_status(call)
        return super().render(call, self.status_of_success if meant else status, resource, headers)


@fault(
    "message-answered-201",
    "A message that was taken is answered 201.",
    breaks="CM-05 CX-97 FS-PM-46 FS-PM-47 WF-13",
)
class _MessageAnswered201(_AnsweringWith):
    status_of_success = 201


@fault(
    "message-answered-202",
    "A message that was taken is answered 202, as if it were carried out later.",
    breaks="CM-04 CM-05 CX-97 FS-PM-46 FS-PM-47 WF-13 WF-14",
)
class _MessageAnswered202(_AnsweringWith):
    status_of_success = 202


@fault(
    "async-message-answered-202",
    "A message with the parameter async is answered 202.",
    breaks="WF-14",
)
class _AsyncMessageAnswered202(_AnsweringWith):
    status_of_success = 202

    def has_another_status(self, call: Call) -> bool:
        return call.is_message and bool(call.parameters("async"))


@fault(
    "reads-answered-203",
    "Every read, and every POST of an Appointment, is answered 203.",
    breaks="AP-10 WF-06",
)
class _ReadsAnswered203(_AnsweringWith):
    status_of_success = 203

    def has_another_status(self, call: Call) -> bool:
        return call.method == "GET"


@fault(
    "failed-read-answered-200",
    "A read that fails is answered 200 with an OperationOutcome of severity error.",
    breaks=(
        "AP-06 AP-07 CF-07 CF-08 CF-17 CF-18 CF-19 CF-41 CF-42 CN-20 CN-23 CN-24 EH-02 EH-27 EH-32 "
        "EH-46 EH-49 FS-APPT-01 FS-APPT-05 FS-APPT-06 FS-APPT-07 FS-APPT-09 FS-APPT-11 FS-APPT-12 "
        "FS-GEN-01 FS-GEN-03 FS-MSGDEF-04 FS-MSGDEF-05 FS-MSGDEF-06 FS-MSGDEF-07 FS-MSGDEF-08 "
        "FS-MSGDEF-09 FS-SLOT-11 FS-SLOT-12 FS-SLOT-14 FS-SLOT-15 FS-SLOT-17 FS-SLOT-18 FS-SLOT-21 "
        "FS-SLOT-22 FS-SLOT-23 FS-SLOT-24 FS-SLOT-31 FS-SLOT-32 FS-SR-01 FS-SR-05 FS-SR-06 FS-SR-07 "
        "FS-SR-09 FS-SR-11 FS-SR-12 TI-14 TI-15 TI-16 WF-07"
    ),
)
class _FailedReadAnswered200(Receiver):
    def render(
        self, call: Call, status: int, resource: Json, headers: dict[str, str] | None = None
    ) -> Response:
        paths = ("/MessageDefinition", "/Slot", "/Appointment", "/ServiceRequest")
        read = call.method == "GET" and str(call.path).startswith(paths)
        return super().render(call, 200 if read and status in (400, 404) else status, resource, headers)


class Answering(Receiver, ABC):
    """Answers messages with something made of the answer."""

    def answer(self, message: Message, record: Record) -> Json:
        """The answer, made into another one."""
        return self.made_of(super().answer(message, record))

    @abstractmethod
    def made_of(self, answer: Json) -> Json:
        """What is made of a right answer."""


@fault(
    "message-answered-with-an-outcome",
    "The cancellation of a referral is answered with an OperationOutcome of severity information.",
    breaks="CM-06 CX-97",
)
class _MessageAnsweredWithAnOutcome(Receiver):
    def answer(self, message: Message, record: Record) -> Json:
        if record.is_current:
            return super().answer(message, record)
        issue = {"severity": "information", "code": "informational", "diagnostics": "It was cancelled."}
        return {"resourceType": "OperationOutcome", "id": str(uuid4()), "issue": [issue]}


@fault(
    "answer-is-a-collection",
    "The answer to a message is a Bundle of type collection.",
    breaks="CM-06 CX-97",
)
class _AnswerIsACollection(Answering):
    def made_of(self, answer: Json) -> Json:
        return {**answer, "type": "collection"}


@fault(
    "answer-without-message-header",
    "The answer to a message lacks the MessageHeader.",
    breaks="CM-06 CX-97",
)
class _AnswerWithoutMessageHeader(Answering):
    def made_of(self, answer: Json) -> Json:
        return {**answer, "entry": answer["entry"][1:]}


@fault(
    "answer-under-another-bundle-id", "The answer to a message has a Bundle.id of its own.", breaks="CM-07"
)
class _AnswerUnderAnotherBundleId(Receiver):
    def answer_id(self, message: Message) -> str:
        return str(uuid4())


@fault("ids-of-the-sender-kept", "A resource keeps the id that the sender put on it.", breaks="CM-08")
class _IdsOfTheSenderKept(Receiver):
    def new_id(self, message: Message, entry: Entry) -> str:
        return str(entry.resource.get("id") or super().new_id(message, entry))


@fault(
    "answer-without-ids",
    "The referral or booking in the answer to a message has no id.",
    breaks="CM-08",
)
class _AnswerWithoutIds(Answering):
    def made_of(self, answer: Json) -> Json:
        for entry in answer["entry"]:
            if entry["resource"]["resourceType"] in ("Appointment", "ServiceRequest"):
                entry["resource"].pop("id", None)
        return answer


@fault(
    "answer-under-other-full-urls",
    "The entries of the answer to a message have fullUrls of their own.",
    breaks="CM-09",
)
class _AnswerUnderOtherFullUrls(Answering):
    def made_of(self, answer: Json) -> Json:
        entries = [{**entry, "fullUrl": f"urn:uuid:{uuid4()}"} for entry in answer["entry"]]
        return {**answer, "entry": entries}


@fault(
    "journey-id-replaced",
    "The Encounter comes back with a journey id of the receiver's own.",
    breaks="FU-15",
)
class _JourneyIdReplaced(Answering):
    def made_of(self, answer: Json) -> Json:
        for entry in answer["entry"]:
            if "episodeOfCare" in entry["resource"]:
                entry["resource"]["episodeOfCare"] = [{"reference": f"EpisodeOfCare/{uuid4()}"}]
        return answer
