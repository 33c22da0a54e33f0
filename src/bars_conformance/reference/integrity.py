"""Duplicates: which messages are known, and what is told to one that comes again.

Transactional-integrity/Receiver-responsibilities, Transactional-integrity/Failure-Scenarios.
"""

# ruff: noqa: ARG002 - a method takes what its overrides may go by

from bars_conformance.reference.call import REQUEST_ID, Call
from bars_conformance.reference.premises import Admission, Premises
from bars_conformance.reference.refusal import Refusal


class Integrity(Premises):
    """Lets every message in once; only messages, as repeated reads do no harm."""

    def admit(self, call: Call) -> Admission:
        """Let a message in, or refuse it if it was let in before."""
        key = self.message_key(call)
        known = self.known(call, key)
        if known is not None:
            raise self.repeated(call, known)
        admission = self.holdings.admissions[key] = Admission()
        return admission

    def message_key(self, call: Call) -> str:
        """What a message is known by.

        The pair of ids identifies it, and the pseudo code of Bundle-Processing refuses a known
        X-Request-ID whatever the X-Correlation-ID: the former alone does for both. Ids are UUIDs, so
        their letter case does not matter.
        """
        return call.headers[REQUEST_ID].lower()

    def known(self, call: Call, key: str) -> Admission | None:
        """The admission of the same message, if it was let in before."""
        return self.holdings.admissions.get(key)

    def repeated(self, call: Call, known: Admission) -> Refusal:
        """What a repeated message is told: how the first one fared."""
        if known.failure is not None:
            return self.failed_before(call, known.failure)
        return self.duplicate(call) if known.done else self.too_early(call)

    def failed_before(self, call: Call, failure: Refusal) -> Refusal:
        """A retry of a message that failed is told that failure."""
        return failure

    def duplicate(self, call: Call) -> Refusal:
        """A retry of a message that was processed."""
        return Refusal(409, "duplicate", "A message with this X-Request-ID has been processed already.")

    def too_early(self, call: Call) -> Refusal:
        """A retry of a message that is still in progress."""
        return Refusal(425, "duplicate", "A message with this X-Request-ID is still being processed.")

    def failed(self, admission: Admission, failure: Refusal) -> None:
        """Remember that a message failed and how."""
        admission.failure = failure

    def completed(self, admission: Admission) -> None:
        """Remember that a message was processed."""
        admission.done = True
