"""Senders that keep to themselves what they hold, or keep for ever what they were told."""

# ruff: noqa: ARG002 - an override takes what the method takes

from bars_conformance.faults.fault import fault
from bars_conformance.reference.sender import Errand, Sender
from bars_conformance.reference.sender.errand import Json
from bars_conformance.reference.sender.identity import Headers

_REQUESTER = ("NHSD-End-User-Organisation", "NHSD-Requesting-Practitioner", "NHSD-Requesting-Software")


@fault("cache-that-cannot-be-emptied", "What was read once of a service is never read anew.", breaks="CF-14")
class _CacheThatCannotBeEmptied(Sender):
    def look_again(self, errand: Errand) -> str:
        return ""


@fault("definitions-stay-in-the-cache", "Only the CapabilityStatement is read anew.", breaks="CF-14")
class _DefinitionsStayInTheCache(Sender):
    def look_again(self, errand: Errand) -> str:
        self.check_capabilities(self.get(errand, "/metadata", self.new_conversation()))
        return ""


def _leaves_out(name: str, sentence: str, header: str) -> None:
    class LeavesOut(Sender):
        def headers(self, errand: Errand, correlation_id: str) -> Headers:
            headers = super().headers(errand, correlation_id)
            return {key: value for key, value in headers.items() if key != header}

    fault(name, sentence, breaks="HDR-18")(LeavesOut)


for _name, _header in zip(("organisation", "practitioner", "software"), _REQUESTER, strict=True):
    _leaves_out(f"{_name}-kept-back", f"The {_name} is not named.", _header)


@fault("requester-kept-back-in-reads", "Who is behind a read of slots is not told.", breaks="HDR-18")
class _RequesterKeptBackInReads(Sender):
    _silent = False

    def slots(self, errand: Errand, correlation_id: str) -> Json:
        self._silent = True
        try:
            return super().slots(errand, correlation_id)
        finally:
            self._silent = False

    def headers(self, errand: Errand, correlation_id: str) -> Headers:
        headers = super().headers(errand, correlation_id)
        return {name: value for name, value in headers.items() if not (self._silent and name in _REQUESTER)}
