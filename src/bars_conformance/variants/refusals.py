"""Requests refused with another of the statuses and codes that the guide prints for the same case."""

from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.routes import Methods
from bars_conformance.variants.otherwise import refusing_otherwise
from bars_conformance.variants.variant import variant

refusing_otherwise(
    "ids-missing-invalid", "A missing id is 400 invalid.", "R-06", "id_missing", (400, "invalid")
)
refusing_otherwise(
    "ids-malformed-invalid", "A malformed id is 400 invalid.", "R-07", "id_malformed", (400, "invalid")
)
refusing_otherwise(
    "access-forbidden",
    "Access control answers 401 with issue code forbidden.",
    "R-25",
    "access_refused",
    (401, "forbidden"),
)
refusing_otherwise(
    "failures-transient", "A failure inside is 500 transient.", "R-27", "broken", (500, "transient")
)
refusing_otherwise(
    "failed-reads-broken",
    "A read that fails inside is 500 exception, not 503.",
    "R-27",
    "fail_read",
    (500, "exception"),
    declines="the status is 500",
)
refusing_otherwise(
    "too-early-processing",
    "A retry while the first copy is in progress is 425 processing.",
    "R-05",
    "too_early",
    (425, "processing"),
)
refusing_otherwise(
    "not-built-bad-request",
    "What is not implemented is 400 not-supported.",
    "R-30",
    "not_implemented",
    (400, "not-supported"),
)
refusing_otherwise(
    "too-costly-server-error",
    "A search that is too wide is 500 too-costly.",
    "R-28",
    "too_costly",
    (500, "too-costly"),
)
refusing_otherwise(
    "other-media-types-not-acceptable",
    "A body that is no FHIR is 406 processing.",
    "R-46",
    "check_content_type",
    (406, "processing"),
)
refusing_otherwise(
    "other-media-types-bad-request",
    "A body that is no FHIR is 400 invalid.",
    "R-46",
    "check_content_type",
    (400, "invalid"),
)
refusing_otherwise(
    "service-unknown-value",
    "A slot search of a service not hosted here is 400 value.",
    "R-52",
    "slot_service",
    (400, "value"),
    instead_of="not-found",
)
refusing_otherwise(
    "service-wrong-invariant",
    "A slot search of a service that is wrong or not hosted here is 400 invariant.",
    "R-52",
    "slot_service",
    (400, "invariant"),
    instead_of="not-found",
)
refusing_otherwise(
    "context-malformed-value",
    "A malformed context is 400 value.",
    "R-53",
    "contexts",
    (400, "value"),
    instead_of="invalid",
)
refusing_otherwise(
    "path-id-missing-not-found",
    "A path whose id is missing is 404, as a router has it.",
    "R-55",
    "check_path_id",
    (404, "not-found"),
    instead_of="required",
)
refusing_otherwise(
    "path-id-malformed-invalid",
    "A malformed id in the path is 400 invalid.",
    "R-55",
    "check_path_id",
    (400, "invalid"),
    instead_of="value",
)


@variant("service-unavailable-in-full", "503 comes with the code REC_SERVICE_UNAVAILABLE.", rests_on="R-19")
class _ServiceUnavailableInFull(Receiver):
    def error_code(self, call: Call, refusal: Refusal) -> str:
        code = super().error_code(call, refusal)
        return "REC_SERVICE_UNAVAILABLE" if code == "REC_UNAVAILABLE" else code


@variant(
    "strange-operation-not-found",
    "An operation that nobody knows is 404 not-found, as any path that is not there.",
    rests_on="R-30",
)
class _StrangeOperationNotFound(Receiver):
    def not_implemented(self, call: Call) -> Refusal:
        known = any(self.methods(call))
        return super().not_implemented(call) if known else self.path_not_found(call)


@variant(
    "verbs-not-built-not-allowed",
    "A verb of the standard that a path does not serve is 405.",
    rests_on="R-29 R-30 R-99",
)
class _VerbsNotBuiltNotAllowed(Receiver):
    def methods(self, call: Call) -> tuple[Methods, Methods]:
        served, unbuilt = super().methods(call)
        return served, () if served else unbuilt
