"""How often and how fast a sender tries again, and in what form."""

# ruff: noqa: ARG002 - an override takes what the method takes

import json
from dataclasses import replace
from random import SystemRandom
from uuid import uuid4

from bars_conformance.reference.sender import Sender
from bars_conformance.reference.sender.transmission import Reply, Request
from bars_conformance.variants.variant import variant

_SERVER_ERROR = 500


@variant("pauses-that-triple", "Each pause before a retry is three times the one before.", rests_on="R-127")
class _PausesThatTriple(Sender):
    def pause(self, retry: int, reply: Reply) -> float:
        return max(0.07 * 3.0**retry, super().pause(0, reply))


@variant("pauses-by-steps", "Each pause before a retry is longer by as much.", rests_on="R-127")
class _PausesBySteps(Sender):
    def pause(self, retry: int, reply: Reply) -> float:
        return max(0.1 * (retry + 1), super().pause(0, reply))


@variant("pauses-by-chance", "Half of each pause before a retry is left to chance.", rests_on="R-127")
class _PausesByChance(Sender):
    def pause(self, retry: int, reply: Reply) -> float:
        share = SystemRandom().uniform(0.5, 1)
        return max(0.15 * 2.0**retry * share, super().pause(0, reply))


@variant("pauses-all-alike", "The pauses before retries are of one length.", rests_on="R-127", warned="TI-33")
class _PausesAllAlike(Sender):
    def pause(self, retry: int, reply: Reply) -> float:
        return max(0.2, super().pause(0, reply))


@variant("many-retries", "A request is tried seven times before it is given up.", rests_on="R-127")
class _ManyRetries(Sender):
    most_retries = 6
    first_pause_s = 0.06

    def pause(self, retry: int, reply: Reply) -> float:
        return max(0.06 * 1.4**retry, super().pause(0, reply))


@variant(
    "one-retry",
    "A request is tried twice before it is given up.",
    rests_on="R-127",
    declines=["fewer than two retries"],
)
class _OneRetry(Sender):
    most_retries = 1


@variant("retries-on-all-errors-of-servers", "Every 5xx is tried again.", rests_on="R-15")
class _RetriesOnAllErrorsOfServers(Sender):
    def is_passing(self, reply: Reply) -> bool:
        return reply.status >= _SERVER_ERROR or super().is_passing(reply)


@variant("errors-without-ids-given-up", "An error without the two ids is given up.", rests_on="R-15")
class _ErrorsWithoutIdsGivenUp(Sender):
    def lacks_ids(self, reply: Reply) -> bool:
        return False


@variant("token-kept", "A retry has the token of the first attempt, save after a 403.", rests_on="R-16")
class _TokenKept(Sender):
    refused = False

    def calls_for_retry(self, reply: Reply) -> bool:
        self.refused = reply.code == "SEND_FORBIDDEN"
        return super().calls_for_retry(reply)

    def again(self, request: Request) -> Request:
        return super().again(request) if self.refused else request


@variant(
    "no-retry-without-a-way-to-mend-the-token",
    "403 SEND_FORBIDDEN is given up: the token that was refused is the only one.",
    rests_on="R-24",
)
class _NoRetryWithoutAWayToMendTheToken(Sender):
    def is_passing(self, reply: Reply) -> bool:
        return reply.code != "SEND_FORBIDDEN" and super().is_passing(reply)


@variant("attempts-traced", "The HTTP stack gives each attempt trace headers of its own.", rests_on="R-16")
class _AttemptsTraced(Sender):
    def attempt(self, request: Request) -> Reply:
        trace, span = uuid4().hex, uuid4().hex[:16]
        traced = {
            "traceparent": f"00-{trace}-{span}-01",
            "X-B3-TraceId": trace,
            "X-Amzn-Trace-Id": f"Root=1-{trace[:8]}-{trace[8:]}",
        }
        return super().attempt(replace(request, headers={**request.headers, **traced}))


@variant(
    "retry-in-other-lines", "The JSON of a retry is in other lines than before.", rests_on="R-16 RFC-8259"
)
class _RetryInOtherLines(Sender):
    def again(self, request: Request) -> Request:
        again = super().again(request)
        return (
            replace(again, body=json.dumps(json.loads(again.body), indent=1).encode())
            if again.body
            else again
        )
