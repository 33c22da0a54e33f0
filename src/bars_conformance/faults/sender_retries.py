"""Senders that try again wrongly, or not at all."""

# ruff: noqa: ARG002 - an override takes what the method takes

import json
from dataclasses import replace
from http import HTTPStatus
from uuid import uuid4

from bars_conformance.faults.fault import fault
from bars_conformance.reference.call import CORRELATION_ID, REQUEST_ID
from bars_conformance.reference.sender import Sender
from bars_conformance.reference.sender.errand import Json
from bars_conformance.reference.sender.transmission import Reply, Request


@fault("no-retry-without-answer", "A message that nobody answered is given up.", breaks="TI-20 TI-27 TI-21")
class _NoRetryWithoutAnswer(Sender):
    def never_arrived(self, reply: Reply) -> bool:
        return False

    def lacks_ids(self, reply: Reply) -> bool:
        return reply.status != 0 and super().lacks_ids(reply)

    def lacks_outcome(self, reply: Reply) -> bool:
        return reply.status != 0 and super().lacks_outcome(reply)


@fault(
    "answer-without-ids-taken-for-done",
    "An error without the two ids is passed over as if all were well.",
    breaks="TI-34",
)
class _AnswerWithoutIdsTakenForDone(Sender):
    def lacks_ids(self, reply: Reply) -> bool:
        return False

    def resource_of(self, reply: Reply) -> Json:
        return {} if reply.status and super().lacks_ids(reply) else super().resource_of(reply)


@fault("no-retry-without-outcome", "An error without an OperationOutcome is given up.", breaks="TI-35")
class _NoRetryWithoutOutcome(Sender):
    def lacks_outcome(self, reply: Reply) -> bool:
        return reply.status == 0


def _gives_up(status: int, *codes: str) -> type[Sender]:
    class GivesUp(Sender):
        def is_passing(self, reply: Reply) -> bool:
            is_meant = reply.status == status and (not codes or reply.code in codes)
            return not is_meant and super().is_passing(reply)

    return GivesUp


fault("no-retry-on-408", "408 REC_TIMEOUT is given up.", breaks="TI-36")(_gives_up(408))
fault("no-retry-on-429-of-the-receiver", "429 REC_TOO_MANY_REQUESTS is given up.", breaks="TI-37")(
    _gives_up(429, "REC_TOO_MANY_REQUESTS")
)
fault("no-retry-on-503-of-the-receiver", "503 REC_SERVICE_UNAVAILABLE is given up.", breaks="TI-38")(
    _gives_up(503, "REC_SERVICE_UNAVAILABLE")
)
fault("no-retry-on-504", "504 TIMEOUT is given up.", breaks="TI-39")(_gives_up(504, "TIMEOUT"))
fault("no-retry-on-500-of-too-many-requests", "500 PROXY_TOO_MANY_REQUESTS is given up.", breaks="TI-40")(
    _gives_up(500, "PROXY_TOO_MANY_REQUESTS")
)
fault("no-retry-on-503-of-the-api", "503 PROXY_UNAVAILABLE is given up.", breaks="TI-41")(
    _gives_up(503, "PROXY_UNAVAILABLE")
)
fault("no-retry-on-429-of-the-api", "429 SEND_TOO_MANY_REQUESTS is given up.", breaks="TI-42")(
    _gives_up(429, "SEND_TOO_MANY_REQUESTS")
)


@fault(
    "retry-of-403-with-the-same-token",
    "403 SEND_FORBIDDEN is tried again with the token that was refused.",
    breaks="TI-43",
)
class _RetryWithTheSameToken(Sender):
    def again(self, request: Request) -> Request:
        return request


@fault("retry-under-a-new-request-id", "A retry has a new X-Request-ID.", breaks="TI-20 TI-27 TI-31 TI-25")
class _RetryUnderANewRequestId(Sender):
    def again(self, request: Request) -> Request:
        again = super().again(request)
        return replace(again, headers={**again.headers, REQUEST_ID: str(uuid4())})


@fault(
    "retry-under-a-new-correlation-id",
    "A retry has a new X-Correlation-ID.",
    breaks="TI-20 TI-27 TI-31 TI-25",
)
class _RetryUnderANewCorrelationId(Sender):
    def again(self, request: Request) -> Request:
        again = super().again(request)
        return replace(again, headers={**again.headers, CORRELATION_ID: str(uuid4())})


@fault("retry-with-a-new-timestamp", "The Bundle of a retry has another timestamp.", breaks="TI-30")
class _RetryWithANewTimestamp(Sender):
    def again(self, request: Request) -> Request:
        bundle = json.loads(request.body or b"{}")
        bundle["timestamp"] = "2030-01-01T00:00:00.0000000+00:00"
        return replace(super().again(request), body=json.dumps(bundle).encode() if request.body else None)


@fault("retry-with-a-counter", "A retry says in a header which attempt it is.", breaks="TI-32")
class _RetryWithACounter(Sender):
    def again(self, request: Request) -> Request:
        again = super().again(request)
        return replace(again, headers={**again.headers, "X-Attempt": "2"})


@fault("retry-with-another-accept", "A retry takes any version.", breaks="TI-32")
class _RetryWithAnotherAccept(Sender):
    def again(self, request: Request) -> Request:
        again = super().again(request)
        return replace(again, headers={**again.headers, "Accept": "application/fhir+json"})


@fault("retry-without-a-pause", "Retries follow at once.", breaks="TI-20 TI-33")
class _RetryWithoutAPause(Sender):
    def pause(self, retry: int, reply: Reply) -> float:
        return 0


@fault("retry-after-ever-the-same-pause", "The pauses between attempts do not grow.", breaks="TI-33")
class _RetryAfterTheSamePause(Sender):
    def pause(self, retry: int, reply: Reply) -> float:
        return max(0.3, super().pause(0, reply))


@fault("retry-before-retry-after", "Retry-After is not looked at.", breaks="TI-33")
class _RetryBeforeRetryAfter(Sender):
    def pause(self, retry: int, reply: Reply) -> float:
        return self.first_pause_s * float(2**retry)


@fault("retry-after-a-duplicate", "409 duplicate calls for another attempt.", breaks="TI-45")
class _RetryAfterADuplicate(Sender):
    most_retries = 2

    def is_conclusive(self, reply: Reply) -> bool:
        return False

    def is_passing(self, reply: Reply) -> bool:
        return reply.issue == "duplicate" or super().is_passing(reply)

    def resource_of(self, reply: Reply) -> Json:
        return {} if reply.issue == "duplicate" else super().resource_of(reply)


@fault("duplicate-taken-for-failure", "409 duplicate on a retry counts as a failure.", breaks="TI-21")
class _DuplicateTakenForFailure(Sender):
    def resource_of(self, reply: Reply) -> Json:
        return super().resource_of(
            replace(reply, status=400, resource=None) if reply.status == HTTPStatus.CONFLICT else reply
        )


@fault("conflict-taken-for-done", "409 conflict over a slot counts as done.", breaks="TI-21")
class _ConflictTakenForDone(Sender):
    def resource_of(self, reply: Reply) -> Json:
        return {} if reply.status == HTTPStatus.CONFLICT else super().resource_of(reply)
