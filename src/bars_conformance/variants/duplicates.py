"""What counts as known already, and in which order a receiver looks (Transactional-integrity)."""

from typing import Any

from starlette.requests import Request

from bars_conformance.reference import Receiver
from bars_conformance.reference.bundle import Entry, Message
from bars_conformance.reference.call import Call
from bars_conformance.reference.headers import IDENTITY_HEADERS
from bars_conformance.reference.records import Record
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.workflow import Purpose
from bars_conformance.variants.variant import variant

Json = dict[str, Any]


@variant("reads-known-by-their-ids", "A read that is repeated under its ids is refused.", rests_on="R-04")
class _ReadsKnownByTheirIds(Receiver):
    def look_up(self, call: Call) -> Json:
        self.completed(self.admit(call))
        return super().look_up(call)


@variant(
    "bundles-known-by-their-id",
    "A Bundle whose id has been processed is refused under new ids with 409 conflict.",
    rests_on="R-10",
)
class _BundlesKnownByTheirId(Receiver):
    def submit(self, message: Message, purpose: Purpose) -> Json:
        known: set[object] = vars(self.holdings).setdefault("bundles", set())
        if message.bundle.get("id") in known:
            raise Refusal(409, "conflict", "A Bundle of this id has been processed before.")
        answer = super().submit(message, purpose)
        known.add(message.bundle.get("id"))
        return answer


@variant("access-before-all-else", "Access control comes before the check of the ids.", rests_on="R-34")
class _AccessBeforeAllElse(Receiver):
    async def handle(self, call: Call, request: Request) -> Json:
        self.check_access(call)
        return await super().handle(call, request)


@variant(
    "media-types-before-ids",
    "Whether the answer can be given in the media type wanted is looked at first.",
    rests_on="R-34",
)
class _MediaTypesBeforeIds(Receiver):
    async def handle(self, call: Call, request: Request) -> Json:
        self.check_route(call)
        self.negotiate(call)
        return await super().handle(call, request)


@variant(
    "workflow-before-contents",
    "The workflow of a message is looked at before its destination and contents.",
    rests_on="R-34",
)
class _WorkflowBeforeContents(Receiver):
    def check_contents(self, message: Message) -> None:
        self.check_event(message)
        self.purpose(message)
        super().check_contents(message)


@variant(
    "no-update-after-a-local-change",
    "After a local change every update is refused, also one that is later.",
    rests_on="R-12",
)
class _NoUpdateAfterALocalChange(Receiver):
    def check_local_changes(self, record: Record, focus: Entry) -> None:
        if record.touched is not None and focus.resource.get("status") in ("active", "on-hold", "booked"):
            raise self.changed_here()
        super().check_local_changes(record, focus)


@variant(
    "older-updates-refused",
    "An update that is not later than what is held is refused with 409 conflict.",
    rests_on="R-13",
)
class _OlderUpdatesRefused(Receiver):
    def check_local_changes(self, record: Record, focus: Entry) -> None:
        super().check_local_changes(record, focus)
        self.check_later(record, focus)


@variant(
    "requester-headers-obligatory",
    "A request without one of the requester headers is refused, save for discovery.",
    rests_on="R-38",
)
class _RequesterHeadersObligatory(Receiver):
    def check_identity(self, call: Call) -> None:
        super().check_identity(call)
        for name in IDENTITY_HEADERS:
            if name not in call.headers and call.path not in ("/metadata", "/MessageDefinition"):
                raise Refusal(400, "required", f"The header {name} is missing.")


@variant(
    "requester-headers-passed-over",
    "Requester headers that cannot be read are passed over.",
    rests_on="R-39",
)
class _RequesterHeadersPassedOver(Receiver):
    def identity(self, call: Call, name: str) -> Json:
        try:
            return super().identity(call, name)
        except Refusal:
            return {}

    def check_target(self, target: Json) -> None:
        if target:
            super().check_target(target)
