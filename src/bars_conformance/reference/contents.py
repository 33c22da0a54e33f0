"""The checks of a message before its workflow: Bundle, header, destination, definition, focus, use case.

Failure-Scenarios-1.1.x/Bundle-Processing, Standard-Pattern-Composite-Messages/Message-Headers.
"""

from typing import Any

from bars_conformance.reference import bodies, media
from bars_conformance.reference.bundle import Entry, Message, at, codes, listed, read_entries
from bars_conformance.reference.call import Call
from bars_conformance.reference.definitions import DEFINITIONS, USE_CASE_SYSTEM, Definition
from bars_conformance.reference.diary import Service
from bars_conformance.reference.headers import CORE_VERSION
from bars_conformance.reference.premises import Premises
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.times import settle_times
from bars_conformance.standard import URL

REQUEST = "servicerequest-request"
RESPONSE = "servicerequest-response"
BOOKING_REQUEST = "booking-request"
FOCUS = {
    REQUEST: ("ServiceRequest",),
    RESPONSE: ("ServiceRequest", "Encounter"),
    BOOKING_REQUEST: ("Appointment",),
}
"""What the root resource may be for each event."""


class Contents(Premises):
    """Checks a message stage by stage; each stage is a method."""

    def read_message(self, call: Call) -> Message:
        """The message in the body of a call: a Bundle that can be processed."""
        bundle = self.read_bundle(call)
        self.check_version(bundle)
        self.check_bundle_type(bundle)
        settle_times(bundle, "Bundle")
        message = Message(bundle, read_entries(bundle), call.headers)
        self.check_header(message)
        return message

    def check_contents(self, message: Message) -> None:
        """Refuse a message that is not for us, or does not hold what its definition asks."""
        self.check_event(message)
        service = self.check_destination(message)
        self.check_receiver(message)
        self.check_source(message)
        definition = self.check_definition(message, service)
        self.check_limits(message, definition)
        self.check_use_case(self.check_focus(message), definition)

    def read_bundle(self, call: Call) -> dict[str, Any]:
        """The Bundle in the body."""
        bundle = bodies.parse(call.body)
        if at(bundle, "resourceType") != "Bundle" or not isinstance(bundle, dict):
            raise Refusal(400, "structure", "The body is not a Bundle.")
        return bundle

    def check_version(self, bundle: dict[str, Any]) -> None:
        """Refuse a Bundle without a version and one of another major version."""
        version = at(bundle, "meta", "versionId")
        if not version:
            raise Refusal(400, "invariant", "Bundle.meta.versionId is missing.")
        if not media.same_major(str(version), CORE_VERSION):
            raise Refusal(422, "not-supported", "Bundle.meta.versionId must be of major version 1.")

    def check_bundle_type(self, bundle: dict[str, Any]) -> None:
        """Refuse a Bundle that is no message."""
        if bundle.get("type") != "message":
            raise Refusal(400, "invariant", "Bundle.type must be message.")

    def check_header(self, message: Message) -> None:
        """Refuse a message that does not begin with its MessageHeader."""
        if message.entries[0].type != "MessageHeader":
            raise Refusal(400, "invariant", "The first entry of the Bundle must be a MessageHeader.")

    def check_event(self, message: Message) -> None:
        """Refuse an event that has no branch in the decision table."""
        if message.event not in FOCUS:
            raise Refusal(
                400, "invariant", "MessageHeader.eventCoding is not an event that starts a workflow."
            )

    def check_destination(self, message: Message) -> Service:
        """The service the message is for, which must be one of ours."""
        system, _, number = str(at(message.header, "destination", 0, "endpoint")).rpartition("|")
        service = self.holdings.diary.services.get(number)
        if service is None or system.lower() != URL.service_id.lower():
            raise Refusal(
                404, "not-found", "MessageHeader.destination.endpoint names a service not hosted here."
            )
        return service

    def check_receiver(self, message: Message) -> None:
        """Refuse a message to another organisation."""
        receiver = message.resolve(at(message.header, "destination", 0, "receiver", "reference"))
        if receiver is None or not self.is_ours(receiver):
            raise Refusal(
                400, "value", "MessageHeader.destination.receiver must be this receiver's organisation."
            )

    def is_ours(self, organisation: Entry) -> bool:
        """Whether an Organization has our ODS code."""
        return any(
            at(each, "value") == self.configuration.ods_code
            and str(at(each, "system")).lower() == URL.organisation.lower()
            for each in listed(organisation.resource.get("identifier"))
        )

    def check_source(self, message: Message) -> None:
        """Refuse a message that does not say where answers go."""
        if not at(message.header, "source", "endpoint"):
            raise Refusal(400, "required", "MessageHeader.source.endpoint is missing.")

    def check_definition(self, message: Message, service: Service) -> Definition:
        """The definition the message follows, which must be one we publish for the service and event."""
        definition = DEFINITIONS.get(message.definition or "")
        if (
            definition is None
            or definition.national.event != message.event
            or not definition.accepted_for(service)
        ):
            raise Refusal(
                400,
                "invariant",
                "MessageHeader.definition is not one that this service publishes for the event.",
            )
        return definition

    def check_limits(self, message: Message, definition: Definition) -> None:
        """Refuse a message with fewer or more resources of a type than its definition allows."""
        for kind, (least, most) in definition.limits.items():
            count = len(message.of(kind))
            if count < least:
                raise Refusal(400, "invariant", f"The message needs at least {least} {kind}; it has {count}.")
            if most is not None and count > most:
                raise Refusal(
                    400, "invariant", f"The message may have at most {most} {kind}; it has {count}."
                )

    def check_focus(self, message: Message) -> Entry:
        """The focus of the message, which must be the root resource of its event."""
        focus = message.focus
        expected = FOCUS[message.event or ""]
        if focus is None or focus.type not in expected:
            raise Refusal(
                400,
                "invariant",
                f"MessageHeader.focus must point at the {' or '.join(expected)} of the Bundle.",
            )
        return focus

    def check_use_case(self, focus: Entry, definition: Definition) -> None:
        """Refuse a use case that the definition does not name; requests must have one.

        Bookings, cancellations and what is about an Encounter may do without (Use-Case-Categories).
        """
        concepts = focus.resource.get("category" if focus.type == "ServiceRequest" else "serviceCategory")
        given = codes(concepts, USE_CASE_SYSTEM)
        optional = focus.type != "ServiceRequest" or definition.cancels
        if not given and optional:
            return
        if not set(given) & set(definition.use_cases):
            raise Refusal(
                422, "not-supported", "The use case is not one that the service accepts this message for."
            )
