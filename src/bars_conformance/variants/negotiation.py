"""Versions and formats that a receiver takes or not, and what it calls that."""

from typing import Any

from bars_conformance.reference import Receiver, media
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal
from bars_conformance.variants.variant import variant


class _VersionRefused(Refusal):
    """What the pseudo-code of Content-negotiation tells of a version that is not served."""

    code = "REC_NOT_SUPPORTED"


@variant(
    "versions-not-supported",
    "A version that is not served is 406 REC_NOT_SUPPORTED not-supported, as the pseudo-code has it.",
    rests_on="R-44",
)
class _VersionsNotSupported(Receiver):
    def not_acceptable(self, call: Call) -> Refusal:
        refusal = super().not_acceptable(call)
        foreign = "version=" in call.headers.get("Accept", "")
        return _VersionRefused(406, "not-supported", refusal.diagnostics) if foreign else refusal


def _no_version(name: str, sentence: str, refusal: Refusal) -> None:
    class NoVersion(Receiver):
        def negotiate(self, call: Call) -> str:
            media_type = super().negotiate(call)
            ranges = media.accepted(call.headers.get("Accept", ""))
            if not any("version" in each.parameters or "xml" in each.type for each in ranges):
                raise refusal
            return media_type

    variant(name, sentence, rests_on="R-43")(NoVersion)


_no_version(
    "accept-needs-a-version",
    "An Accept header without a version is 406 processing.",
    Refusal(406, "processing", "Accept must name the version of the standard."),
)
_no_version(
    "accept-needs-a-version-else-bad-request",
    "An Accept header without a version is 400 required.",
    Refusal(400, "required", "Accept must name the version of the standard."),
)


@variant("older-majors-served", "Accept may ask for version 0 as well.", rests_on="R-43")
class _OlderMajorsServed(Receiver):
    def negotiate(self, call: Call) -> str:
        wanted = call.headers.get("Accept", "")
        if "version=0." in wanted:
            return media.negotiate(wanted.partition(";")[0], "1.1.4") or super().negotiate(call)
        return super().negotiate(call)


@variant(
    "target-undecodable-structure",
    "A target identifier that cannot be decoded is 400 structure.",
    rests_on="R-22 R-39",
)
class _TargetUndecodableStructure(Receiver):
    def identity(self, call: Call, name: str) -> dict[str, Any]:
        try:
            return super().identity(call, name)
        except Refusal as refusal:
            raise Refusal(400, "structure", refusal.diagnostics) from refusal


@variant(
    "async-refused", "The parameter async is refused with 400, as it is not used in BaRS.", rests_on="R-123"
)
class _AsyncRefused(Receiver):
    def check_route(self, call: Call) -> None:
        super().check_route(call)
        if call.parameters("async"):
            raise Refusal(400, "not-supported", "Messages are processed synchronously; leave async out.")
