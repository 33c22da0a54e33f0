"""Messages refused with another of the statuses and codes that the guide prints, or allows."""

from bars_conformance.reference import Receiver
from bars_conformance.reference.diary import Slot
from bars_conformance.reference.records import Record
from bars_conformance.reference.refusal import Refusal
from bars_conformance.variants.otherwise import refusing_otherwise
from bars_conformance.variants.variant import variant

refusing_otherwise(
    "unreadable-bodies-invalid",
    "A body that is no Bundle, or no JSON, is 400 invalid.",
    "R-35",
    "read_bundle",
    (400, "invalid"),
)
refusing_otherwise(
    "no-message-unprocessable",
    "A Bundle that is no message is 422 processing.",
    "R-35",
    "check_bundle_type check_header",
    (422, "processing"),
)
refusing_otherwise(
    "no-message-structure",
    "A Bundle that is no message is 400 structure.",
    "R-35",
    "check_bundle_type check_header",
    (400, "structure"),
)
refusing_otherwise(
    "bad-times-invariant",
    "A time that is none, or lacks its offset, is 400 invariant.",
    "R-35 R-115",
    "read_message",
    (400, "invariant"),
    instead_of="value",
)
refusing_otherwise(
    "foreign-version-not-acceptable",
    "A Bundle of another major version is 406 processing.",
    "R-59",
    "check_version",
    (406, "processing"),
    instead_of="not-supported",
)
refusing_otherwise(
    "nothing-current-unprocessable",
    "A message about what is not held, or not current, is 422 processing.",
    "R-71",
    "held check_current",
    (422, "processing"),
)
refusing_otherwise(
    "nothing-current-invariant",
    "A message about what is not held, or not current, is 400 invariant.",
    "R-71",
    "held check_current",
    (400, "invariant"),
)
refusing_otherwise(
    "foreign-messages-forbidden",
    "A message to another service or organisation is 403 forbidden.",
    "R-85",
    "check_destination check_receiver",
    (403, "forbidden"),
)
refusing_otherwise(
    "foreign-messages-unprocessable",
    "A message to another service or organisation is 422 invalid.",
    "R-85",
    "check_destination check_receiver",
    (422, "invalid"),
)
refusing_otherwise(
    "no-source-invariant",
    "A message that does not say where answers go is 400 invariant.",
    "R-85",
    "check_source",
    (400, "invariant"),
)
refusing_otherwise(
    "use-cases-not-acceptable",
    "A use case that is not supported is 406 not-supported.",
    "R-91",
    "check_use_case",
    (406, "not-supported"),
)
refusing_otherwise(
    "use-cases-bad-request",
    "A use case that is not supported is 400 not-supported.",
    "R-91",
    "check_use_case",
    (400, "not-supported"),
)
refusing_otherwise(
    "definition-broken-unprocessable",
    "A message that breaks its MessageDefinition is 422 invariant.",
    "R-84",
    "check_definition check_limits check_focus",
    (422, "invariant"),
)
refusing_otherwise(
    "definition-broken-structure",
    "A message that breaks its MessageDefinition is 400 structure.",
    "R-84",
    "check_limits",
    (400, "structure"),
)
refusing_otherwise(
    "response-to-nothing-invariant",
    "A response to a request that was never sent is 400 invariant.",
    "R-66",
    "request_answered",
    (400, "invariant"),
)
refusing_otherwise(
    "stranger-conflict",
    "A message about the record of another patient is 409 conflict.",
    "R-82",
    "check_patient",
    (409, "conflict"),
)
refusing_otherwise(
    "stranger-invariant",
    "A message about the record of another patient is 400 invariant.",
    "R-82",
    "check_patient",
    (400, "invariant"),
)


@variant("slot-unknown-not-found", "A booking of a slot that is not there is 404.", rests_on="R-71")
class _SlotUnknownNotFound(Receiver):
    def bookable(self, slot: Slot | None, record: Record | None) -> Slot:
        if slot is None:
            raise Refusal(404, "not-found", "The booking names no slot of this receiver.")
        return super().bookable(slot, record)
