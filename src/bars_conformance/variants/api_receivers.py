"""APIs that check little, in front of receivers that refuse otherwise: what those say is handed back."""

from typing import Any

from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.routes import Methods
from bars_conformance.variants.api_entrance import MissingIdsLeftToTheReceiver, OperationsLeftToTheReceiver
from bars_conformance.variants.variant import variant


class _Gateway(MissingIdsLeftToTheReceiver, OperationsLeftToTheReceiver):
    """Leaves ids and operations to the receivers."""


class _ReceiversOfTheFirstPhase(Receiver):
    """Refuse what they have not built as the first-of-type phase has it, and verbs as not implemented."""

    def not_implemented(self, call: Call) -> Refusal:
        return Refusal(400, "not-supported", super().not_implemented(call).diagnostics)

    def method_not_allowed(self, call: Call, served: Methods) -> Refusal:
        return Refusal(501, "not-supported", super().method_not_allowed(call, served).diagnostics)

    def id_missing(self, call: Call, name: str) -> Refusal:
        return Refusal(400, "invalid", super().id_missing(call, name).diagnostics)

    def id_malformed(self, call: Call, name: str) -> Refusal:
        return Refusal(400, "invalid", super().id_malformed(call, name).diagnostics)


@variant(
    "gateway-to-receivers-of-the-first-phase",
    "What the API leaves to receivers they tell as 501, or as 400 not-supported or invalid.",
    rests_on="R-06 R-21 R-29 R-30",
)
class _GatewayToReceiversOfTheFirstPhase(_Gateway):
    receiver_type = _ReceiversOfTheFirstPhase


class _ReceiversOfManyWords(Receiver):
    """Say more than they need to, of errors that are fatal; what they do not know is not there."""

    def not_implemented(self, call: Call) -> Refusal:
        return Refusal(404, "not-supported", super().not_implemented(call).diagnostics)

    def issue(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        return {**super().issue(call, refusal), "severity": "fatal"}

    def outcome(self, call: Call, refusal: Refusal) -> dict[str, Any]:
        outcome = super().outcome(call, refusal)
        hint = {"severity": "information", "code": "informational", "diagnostics": "It was node 7."}
        return {**outcome, "issue": [hint, *outcome["issue"]]}


@variant(
    "gateway-to-receivers-of-many-words",
    "What the API leaves to receivers they tell as fatal and beside a hint, what is not there as 404.",
    rests_on="R-21 R-30 R-31 R-33",
)
class _GatewayToReceiversOfManyWords(_Gateway):
    receiver_type = _ReceiversOfManyWords
