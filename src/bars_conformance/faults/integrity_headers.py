"""Faults in refusing requests whose X-Request-ID or X-Correlation-ID is absent or no UUID."""

from typing import Any

from starlette.requests import Request

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import CORRELATION_ID, INTEGRITY_HEADERS, REQUEST_ID, Call
from bars_conformance.reference.refusal import Refusal

_MALFORMED = "EH-46 FS-GEN-01 FS-GEN-03"
"""What asks for 400 value or invalid for any malformed header."""


@fault(
    "missing-correlation-id-tolerated-on-slot-search",
    "GET /Slot is answered without an X-Correlation-ID.",
    breaks="EH-46 EH-49 FS-SLOT-23 TI-16",
)
class _MissingCorrelationIdToleratedOnSlotSearch(Receiver):
    def check_integrity_header(self, call: Call, name: str) -> None:
        if call.path != "/Slot" or name != CORRELATION_ID or name in call.headers:
            super().check_integrity_header(call, name)


@fault(
    "missing-correlation-id-tolerated-on-messages",
    "A message is processed without an X-Correlation-ID.",
    breaks="CM-11 EH-46 EH-49 FS-PM-02 TI-16",
)
class _MissingCorrelationIdToleratedOnMessages(Receiver):
    def check_integrity_header(self, call: Call, name: str) -> None:
        if not call.is_message or name != CORRELATION_ID or name in call.headers:
            super().check_integrity_header(call, name)


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
    "missing-request-id-tolerated-on-metadata",
    "GET /metadata is answered without an X-Request-ID.",
    breaks="EH-49 FS-META-06 TI-15",
)
class _MissingRequestIdToleratedOnMetadata(Receiver):
    def check_integrity_header(self, call: Call, name: str) -> None:
        if call.path != "/metadata" or name != REQUEST_ID or name in call.headers:
            super().check_integrity_header(call, name)


@fault(
    "missing-request-id-tolerated-on-referral-reads",
    "GET /ServiceRequest/{id} is answered without an X-Request-ID.",
    breaks="EH-49 FS-SR-12 TI-15",
)
class _MissingRequestIdToleratedOnReferralReads(Receiver):
    def check_integrity_header(self, call: Call, name: str) -> None:
        one = str(call.path).startswith("/ServiceRequest/")
        if not one or name != REQUEST_ID or name in call.headers:
            super().check_integrity_header(call, name)


@fault(
    "missing-correlation-id-tolerated-on-booking-searches",
    "GET /Appointment for a patient is answered without an X-Correlation-ID.",
    breaks="EH-49 FS-APPT-12 TI-16",
)
class _MissingCorrelationIdToleratedOnBookingSearches(Receiver):
    def check_integrity_header(self, call: Call, name: str) -> None:
        if call.path != "/Appointment" or name != CORRELATION_ID or name in call.headers:
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
    "thirty-five-characters-pass-for-an-id",
    "An id that lacks its last character passes for a UUID.",
    breaks=f"CM-12 EH-49 FS-MSGDEF-09 FS-PM-01 FS-SLOT-24 {_MALFORMED}",
)
class _ThirtyFiveCharactersPassForAnId(Receiver):
    def is_message_id(self, call: Call, name: str, text: str) -> bool:
        return super().is_message_id(call, name, text) or super().is_message_id(call, name, f"{text}0")


@fault(
    "any-correlation-id-accepted-on-messages",
    "The X-Correlation-ID of a message may be any text.",
    breaks=f"CM-12 EH-49 FS-PM-01 {_MALFORMED}",
)
class _AnyCorrelationIdAcceptedOnMessages(Receiver):
    def is_message_id(self, call: Call, name: str, text: str) -> bool:
        return (call.is_message and name == CORRELATION_ID) or super().is_message_id(call, name, text)


@fault(
    "any-request-id-accepted-on-slot-search",
    "The X-Request-ID of a slot search may be any text.",
    breaks=f"EH-49 FS-SLOT-24 {_MALFORMED}",
)
class _AnyRequestIdAcceptedOnSlotSearch(Receiver):
    def is_message_id(self, call: Call, name: str, text: str) -> bool:
        return (call.path == "/Slot" and name == REQUEST_ID) or super().is_message_id(call, name, text)


@fault(
    "any-correlation-id-accepted-on-definition-search",
    "The X-Correlation-ID of GET /MessageDefinition may be any text.",
    breaks=f"EH-49 FS-MSGDEF-09 {_MALFORMED}",
)
class _AnyCorrelationIdAcceptedOnDefinitionSearch(Receiver):
    def is_message_id(self, call: Call, name: str, text: str) -> bool:
        there = call.path == "/MessageDefinition"
        return (there and name == CORRELATION_ID) or super().is_message_id(call, name, text)


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
