"""Faults in what the CapabilityStatement says (Core-Functionality-Requirements/All, Content negotiation)."""

# ruff: noqa: ARG002 - an override takes what the method takes

from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal
from bars_conformance.standard import URL

Json = dict[str, Any]
_READS = "AP-04 AP-05 AP-37 CF-42 FS-APPT-13 FS-SR-13"
_SEARCHES = "AP-07 CF-42 FS-APPT-13 FS-APPT-14 FS-SR-13 FS-SR-14"
_WRITES = "AP-10 AP-14 AP-15 AP-16 AP-18 AP-20 AP-22 AP-23 AP-24 AP-26 AP-31 AP-38"
_BOOKING = f"{URL.message_definition}bars-message-booking-request"


def _without(resource: Json, element: str) -> Json:
    return {name: value for name, value in resource.items() if name != element}


@fault(
    "capability-statement-in-a-bundle",
    "GET /metadata is answered with a Bundle that holds the CapabilityStatement.",
    breaks="CF-02 FS-META-01",
)
class _CapabilityStatementInABundle(Receiver):
    def capability_statement(self, call: Call) -> Json:
        inner = super().capability_statement(call)
        return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": inner}]}


@fault(
    "capability-statement-of-stu3",
    "CapabilityStatement.fhirVersion is 3.0.2.",
    breaks="CF-03",
)
class _CapabilityStatementOfStu3(Receiver):
    def capability_statement(self, call: Call) -> Json:
        return {**super().capability_statement(call), "fhirVersion": "3.0.2"}


@fault(
    "capabilities-told-of-a-client-only",
    "CapabilityStatement.rest is of mode client, though the system is a server.",
    breaks="CF-03 CN-34",
)
class _CapabilitiesToldOfAClientOnly(Receiver):
    def rest(self) -> Json:
        return {**super().rest(), "mode": "client"}


@fault(
    "no-supported-messages",
    "The CapabilityStatement has no messaging.supportedMessage.",
    breaks="CF-03 CN-16",
)
class _NoSupportedMessages(Receiver):
    def capability_statement(self, call: Call) -> Json:
        return _without(super().capability_statement(call), "messaging")


@fault(
    "core-version-missing",
    "The CapabilityStatement has no version.",
    breaks="CN-11",
)
class _CoreVersionMissing(Receiver):
    def capability_statement(self, call: Call) -> Json:
        return _without(super().capability_statement(call), "version")


@fault(
    "core-version-of-the-wrong-major",
    "CapabilityStatement.version is 2.0.0, though Core 1 is spoken.",
    breaks="CN-11",
)
class _CoreVersionOfTheWrongMajor(Receiver):
    def capability_statement(self, call: Call) -> Json:
        return {**super().capability_statement(call), "version": "2.0.0"}


def _booking_announced(name: str, mode: str) -> None:
    class BookingAnnounced(Receiver):
        def supported_messages(self) -> list[dict[str, str]]:
            return [
                {**each, "mode": mode} if each["definition"] == _BOOKING else each
                for each in super().supported_messages()
            ]

    fault(name, f"supportedMessage.mode of the booking request is {mode}.", breaks="CN-16")(BookingAnnounced)


_booking_announced("booking-announced-as-sent-and-received", "both")
_booking_announced("booking-announced-as-sent", "sender")


@fault(
    "cancellations-not-announced",
    "supportedMessage leaves out the cancellations, which have MessageDefinitions.",
    breaks="CN-16",
)
class _CancellationsNotAnnounced(Receiver):
    def supported_messages(self) -> list[dict[str, str]]:
        return [each for each in super().supported_messages() if "cancelled" not in each["definition"]]


@fault(
    "listed-searches-not-built",
    "GET /Appointment and GET /ServiceRequest are listed, and answered 501.",
    breaks=f"CN-17 {_SEARCHES}",
)
class _ListedSearchesNotBuilt(Receiver):
    def search_by_patient(self, call: Call, kind: str) -> Json:
        raise self.not_implemented(call)


@fault(
    "listed-reads-not-built",
    "GET of an Appointment or ServiceRequest by its id is listed, and answered 405.",
    breaks=f"CN-17 DP-25 FU-12 {_READS}",
)
class _ListedReadsNotBuilt(Receiver):
    def read(self, call: Call, kind: str, identifier: str) -> Json:
        raise self.method_not_allowed(call, ())


@fault(
    "listed-writes-not-built",
    "Appointments can be created, updated and patched by the CapabilityStatement; all of it is answered 501.",
    breaks=f"CN-17 {_WRITES}",
)
class _ListedWritesNotBuilt(Receiver):
    def methods(self, call: Call) -> tuple[tuple[str, ...], tuple[str, ...]]:
        served, unbuilt = super().methods(call)
        if not (call.path or "").startswith("/Appointment"):
            return served, unbuilt
        return ("GET",), (*served, *unbuilt)


@fault(
    "listed-slot-search-not-built",
    "GET /Slot is listed, and answered 404 as a path that is not there.",
    breaks="AP-08 CF-15 CN-17 FS-SLOT-30",
)
class _ListedSlotSearchNotBuilt(Receiver):
    def search_slots(self, call: Call) -> Json:
        raise Refusal(404, "not-supported", "There is no such path.")


@fault(
    "listed-definition-search-not-built",
    "GET /MessageDefinition is listed, and answered 501.",
    breaks="CF-05 CN-17",
)
class _ListedDefinitionSearchNotBuilt(Receiver):
    def search_definitions(self, call: Call) -> Json:
        raise self.not_implemented(call)


@fault(
    "searches-not-listed",
    "The CapabilityStatement lists no search-type, though all searches are served.",
    breaks="CN-34",
)
class _SearchesNotListed(Receiver):
    def rest(self) -> Json:
        rest = super().rest()
        for each in rest["resource"]:
            each["interaction"] = [{"code": "read"}]
        return rest


@fault(
    "referral-reads-and-operation-not-listed",
    "The CapabilityStatement lists neither ServiceRequest nor the operation for messages.",
    breaks="CN-34",
)
class _ReferralReadsAndOperationNotListed(Receiver):
    def rest(self) -> Json:
        rest = _without(super().rest(), "operation")
        return {**rest, "resource": [each for each in rest["resource"] if each["type"] != "ServiceRequest"]}
