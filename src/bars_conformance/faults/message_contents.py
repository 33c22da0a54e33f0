"""Faults in the checks of a message: its Bundle, MessageHeader, destination, definition and use case."""

from contextlib import suppress
from typing import Any

from bars_conformance.faults.fault import fault
from bars_conformance.faults.refusals import refused_as
from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Entry, Message
from bars_conformance.reference.call import Call
from bars_conformance.reference.definitions import Definition
from bars_conformance.reference.diary import Service
from bars_conformance.reference.refusal import Refusal

Json = dict[str, Any]


@fault(
    "payload-without-version-taken",
    "A message without Bundle.meta.versionId is taken.",
    breaks="CM-10 CM-15 FS-PM-07",
)
class _PayloadWithoutVersionTaken(Receiver):
    def check_version(self, bundle: Json) -> None:
        meta = bundle.get("meta")
        if isinstance(meta, dict) and meta.get("versionId"):
            super().check_version(bundle)


@fault(
    "missing-version-told-as-required",
    "A message without Bundle.meta.versionId is answered 400 with the issue code required.",
    breaks="CM-15 FS-PM-07",
)
class _MissingVersionToldAsRequired(Receiver):
    def check_version(self, bundle: Json) -> None:
        meta = bundle.get("meta")
        if isinstance(meta, dict) and not meta.get("versionId"):
            raise Refusal(400, "required", "Bundle.meta.versionId is missing.")
        super().check_version(bundle)


@fault(
    "payload-of-any-version-taken",
    "A message is taken whatever its Bundle.meta.versionId says.",
    breaks="CM-16 FS-PM-08",
)
class _PayloadOfAnyVersionTaken(Receiver):
    def check_version(self, bundle: Json) -> None:
        meta = bundle.get("meta")
        if not (isinstance(meta, dict) and meta.get("versionId")):
            super().check_version(bundle)


@fault("bundle-of-any-type-taken", "A message is taken whatever its Bundle.type.", breaks="FU-07")
class _BundleOfAnyTypeTaken(Receiver):
    def check_bundle_type(self, bundle: Json) -> None:
        pass


@fault(
    "body-that-is-no-bundle-told-as-not-found",
    "A body that is JSON and no Bundle is answered 404.",
    breaks="EH-24 FU-08",
)
class _BodyThatIsNoBundleToldAsNotFound(Receiver):
    def read_bundle(self, call: Call) -> Json:
        with refused_as(404, "not-found"):
            return super().read_bundle(call)


@fault(
    "missing-message-header-told-as-not-found",
    "A message without a MessageHeader is answered 404.",
    breaks="CX-95 CX-96 FU-09",
)
class _MissingMessageHeaderToldAsNotFound(Receiver):
    def check_header(self, message: Message) -> None:
        if not message.of("MessageHeader"):
            raise Refusal(404, "not-found", "There is no MessageHeader in the Bundle.")
        super().check_header(message)


@fault(
    "message-verb-told-as-not-found",
    "Another verb than POST on $process-message is answered 404.",
    breaks="FS-GEN-01 FS-GEN-09 FU-06",
)
class _MessageVerbToldAsNotFound(Receiver):
    def check_route(self, call: Call) -> None:
        if call.path == "/$process-message" and call.method != "POST":
            raise Refusal(404, "not-found", "There is nothing here.")
        super().check_route(call)


@fault(
    "focus-guessed",
    "A message whose focus cannot be found is taken to be about its first fitting resource.",
    breaks="CM-10 MH-08 WF-12",
)
class _FocusGuessed(Receiver):
    def check_focus(self, message: Message) -> Entry:
        if message.focus is None:
            kind = "ServiceRequest" if message.event == "servicerequest-request" else "Appointment"
            message.header["focus"] = [{"reference": message.of(kind)[0].full_url}]
        return super().check_focus(message)


@fault(
    "unknown-event-told-as-not-implemented",
    "A message of an unknown event is answered 501.",
    breaks="CM-58 CM-59 FS-PM-41 FS-PM-42 WF-09 WF-10",
)
class _UnknownEventToldAsNotImplemented(Receiver):
    def check_event(self, message: Message) -> None:
        with refused_as(501, "not-supported"):
            super().check_event(message)


@fault(
    "booking-response-taken",
    "A booking-response is taken as if it were a booking-request.",
    breaks="CM-10 CM-58 FS-GEN-01 FS-GEN-04 FS-PM-41",
)
class _BookingResponseTaken(Receiver):
    def check_event(self, message: Message) -> None:
        if message.event == "booking-response":
            message.header["eventCoding"]["code"] = "booking-request"
        super().check_event(message)


@fault(
    "message-to-another-organisation-taken",
    "A message is taken whatever organisation it is for.",
    breaks="CM-10 MH-18",
)
class _MessageToAnotherOrganisationTaken(Receiver):
    def check_receiver(self, message: Message) -> None:
        pass


@fault(
    "message-to-another-service-taken",
    "A message is taken whatever service it is for.",
    breaks="CM-10 MH-19",
)
class _MessageToAnotherServiceTaken(Receiver):
    def check_destination(self, message: Message) -> Service:
        with suppress(Refusal):
            return super().check_destination(message)
        return next(iter(self.holdings.diary.services.values()))


@fault(
    "message-without-source-taken",
    "A message is taken that does not say where answers go.",
    breaks="CM-10 MH-33",
)
class _MessageWithoutSourceTaken(Receiver):
    def check_source(self, message: Message) -> None:
        pass


@fault(
    "message-of-unknown-definition-told-as-not-found",
    "A message of an unknown MessageDefinition is answered 404.",
    breaks="MH-15",
)
class _MessageOfUnknownDefinitionToldAsNotFound(Receiver):
    def check_definition(self, message: Message, service: Service) -> Definition:
        with refused_as(404, "not-found"):
            return super().check_definition(message, service)


@fault(
    "message-without-use-case-taken",
    "A request is taken that names no use case.",
    breaks="CM-10 UC-09",
)
class _MessageWithoutUseCaseTaken(Receiver):
    def check_use_case(self, focus: Entry, definition: Definition) -> None:
        try:
            super().check_use_case(focus, definition)
        except Refusal:
            if any(len(each.get("coding", ())) > 1 for each in focus.resource.get("category", ())):
                raise
