"""Faults in refusing requests whose X-Request-ID or X-Correlation-ID is absent or no UUID."""

from collections.abc import Callable, Collection
from typing import Any

from starlette.requests import Request

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import CORRELATION_ID, INTEGRITY_HEADERS, REQUEST_ID, Call
from bars_conformance.reference.refusal import Refusal

_MALFORMED = "EH-46 FS-GEN-01 FS-GEN-03"
"""What asks for 400 value or invalid for any malformed header."""


def _tolerated(name: str, sentence: str, breaks: str, header: str, is_meant: Callable[[Call], bool]) -> None:
    """A fault in which some requests are answered without an id."""

    class Tolerated(Receiver):
        def check_integrity_header(self, call: Call, name: str) -> None:
            if name != header or name in call.headers or not is_meant(call):
                super().check_integrity_header(call, name)

    fault(name, sentence, breaks=breaks)(Tolerated)


def _any_text_accepted(
    name: str, sentence: str, breaks: str, headers: Collection[str], is_meant: Callable[[Call], bool]
) -> None:
    """A fault in which some ids of some requests may be any text."""

    class AnyTextAccepted(Receiver):
        def is_message_id(self, call: Call, name: str, text: str) -> bool:
            return (name in headers and is_meant(call)) or super().is_message_id(call, name, text)

    fault(name, sentence, breaks=breaks)(AnyTextAccepted)


_tolerated(
    "missing-correlation-id-tolerated-on-slot-search",
    "GET /Slot is answered without an X-Correlation-ID.",
    "EH-46 EH-49 FS-SLOT-23 TI-16",
    CORRELATION_ID,
    lambda call: call.path == "/Slot",
)
_tolerated(
    "missing-correlation-id-tolerated-on-messages",
    "A message is processed without an X-Correlation-ID.",
    "CM-11 EH-46 EH-49 FS-PM-02 TI-16",
    CORRELATION_ID,
    lambda call: call.is_message,
)
_tolerated(
    "missing-request-id-tolerated-on-metadata",
    "GET /metadata is answered without an X-Request-ID.",
    "EH-49 FS-META-06 TI-15",
    REQUEST_ID,
    lambda call: call.path == "/metadata",
)
_tolerated(
    "missing-request-id-tolerated-on-referral-reads",
    "GET /ServiceRequest/{id} is answered without an X-Request-ID.",
    "EH-49 FS-SR-12 TI-15",
    REQUEST_ID,
    lambda call: str(call.path).startswith("/ServiceRequest/"),
)
_tolerated(
    "missing-correlation-id-tolerated-on-booking-searches",
    "GET /Appointment for a patient is answered without an X-Correlation-ID.",
    "EH-49 FS-APPT-12 TI-16",
    CORRELATION_ID,
    lambda call: call.path == "/Appointment",
)
_any_text_accepted(
    "any-correlation-id-accepted-on-messages",
    "The X-Correlation-ID of a message may be any text.",
    f"CM-12 EH-49 FS-PM-01 {_MALFORMED}",
    {CORRELATION_ID},
    lambda call: call.is_message,
)
_any_text_accepted(
    "any-request-id-accepted-on-messages",
    "The X-Request-ID of a message may be any text.",
    f"CM-12 EH-49 FS-PM-01 FS-PM-06 {_MALFORMED}",
    {REQUEST_ID},
    lambda call: call.is_message,
)
_any_text_accepted(
    "any-request-id-accepted-on-slot-search",
    "The X-Request-ID of a slot search may be any text.",
    f"EH-49 FS-SLOT-24 {_MALFORMED}",
    {REQUEST_ID},
    lambda call: call.path == "/Slot",
)
_any_text_accepted(
    "any-correlation-id-accepted-on-definition-search",
    "The X-Correlation-ID of GET /MessageDefinition may be any text.",
    f"EH-49 FS-MSGDEF-09 {_MALFORMED}",
    {CORRELATION_ID},
    lambda call: call.path == "/MessageDefinition",
)
_any_text_accepted(
    "any-id-accepted-on-reads",
    "The ids of a read may be any text.",
    f"EH-49 FS-APPT-13 FS-MSGDEF-09 FS-SLOT-24 FS-SR-13 {_MALFORMED}",
    INTEGRITY_HEADERS,
    lambda call: not call.is_message,
)


@fault(
    "missing-ids-tolerated-on-metadata",
    "GET /metadata is answered if both ids are missing, but not if one is.",
    breaks="EH-49 FS-META-06 TI-14",
)
class _MissingIdsToleratedOnMetadata(Receiver):
    def check_integrity_headers(self, call: Call) -> None:
        if call.path != "/metadata" or any(name in call.headers for name in INTEGRITY_HEADERS):
            super().check_integrity_headers(call)


@fault(
    "ids-not-needed-on-reads-of-patients",
    "Bookings and referrals are read without any id.",
    breaks="EH-46 EH-49 FS-APPT-12 FS-SR-12 TI-14 TI-15 TI-16",
)
class _IdsNotNeededOnReadsOfPatients(Receiver):
    def check_integrity_header(self, call: Call, name: str) -> None:
        of_patients = str(call.path).startswith(("/Appointment", "/ServiceRequest"))
        if call.headers.get(name) or not of_patients:
            super().check_integrity_header(call, name)


@fault(
    "missing-ids-on-definition-search-told-as-unprocessable",
    "GET /MessageDefinition without its ids is answered 422 in place of 400.",
    breaks="EH-46 FS-MSGDEF-08 TI-14 TI-15 TI-16",
)
class _MissingIdsOnDefinitionSearchToldAsUnprocessable(Receiver):
    def id_missing(self, call: Call, name: str) -> Refusal:
        told = super().id_missing(call, name)
        return Refusal(422, told.issue, told.diagnostics) if call.path == "/MessageDefinition" else told


@fault(
    "missing-request-id-on-messages-told-as-unauthorised",
    "A message without X-Request-ID is answered 401 REC_UNAUTHORIZED in place of 400.",
    breaks="CM-11 EH-46 FS-GEN-03 FS-PM-02 TI-14 TI-15",
)
class _MissingRequestIdOnMessagesToldAsUnauthorised(Receiver):
    def id_missing(self, call: Call, name: str) -> Refusal:
        told = super().id_missing(call, name)
        return Refusal(401, "security", told.diagnostics) if call.is_message and name == REQUEST_ID else told


@fault(
    "empty-id-told-as-not-found",
    "A request with an empty id is answered 404.",
    breaks="EH-46 FS-GEN-01 FS-GEN-03",
)
class _EmptyIdToldAsNotFound(Receiver):
    def id_missing(self, call: Call, name: str) -> Refusal:
        if name in call.headers:
            return Refusal(404, "not-found", f"The header {name} is empty.")
        return super().id_missing(call, name)


@fault(
    "message-without-correlation-id-refused-yet-carried-out",
    "A message without X-Correlation-ID is answered 400, and carried out all the same.",
    breaks="FS-PM-02",
)
class _MessageWithoutCorrelationIdRefusedYetCarriedOut(Receiver):
    async def handle(self, call: Call, request: Request) -> dict[str, Any]:
        if call.is_message and REQUEST_ID in call.headers and CORRELATION_ID not in call.headers:
            call.body = await self.read_body(call, request)
            self.process_message(call)
        return await super().handle(call, request)


@fault(
    "malformed-message-ids-refused-yet-carried-out",
    "A message whose ids are missing or malformed is refused, and carried out all the same.",
    breaks="FS-PM-01 FS-PM-02",
)
class _MalformedMessageIdsRefusedYetCarriedOut(Receiver):
    async def handle(self, call: Call, request: Request) -> dict[str, Any]:
        try:
            return await super().handle(call, request)
        except Refusal as refusal:
            if call.is_message and not call.body and refusal.issue in ("required", "value"):
                call.body = await self.read_body(call, request)
                self.process_message(call)
            raise


@fault(
    "thirty-five-characters-pass-for-an-id",
    "An id that lacks its last character passes for a UUID.",
    breaks=f"CM-12 EH-49 FS-MSGDEF-09 FS-PM-01 FS-SLOT-24 {_MALFORMED}",
)
class _ThirtyFiveCharactersPassForAnId(Receiver):
    def is_message_id(self, call: Call, name: str, text: str) -> bool:
        return super().is_message_id(call, name, text) or super().is_message_id(call, name, f"{text}0")


@fault(
    "malformed-id-on-metadata-told-as-not-found",
    "GET /metadata with a malformed id is answered 404.",
    breaks=_MALFORMED,
)
class _MalformedIdOnMetadataToldAsNotFound(Receiver):
    def id_malformed(self, call: Call, name: str) -> Refusal:
        told = super().id_malformed(call, name)
        return Refusal(404, "not-found", told.diagnostics) if call.path == "/metadata" else told


@fault(
    "capital-letters-in-ids-refused",
    "An id in capital letters is refused as malformed.",
    breaks="TI-52",
)
class _CapitalLettersInIdsRefused(Receiver):
    def is_message_id(self, call: Call, name: str, text: str) -> bool:
        return super().is_message_id(call, name, text) and text == text.lower()
