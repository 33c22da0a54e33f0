"""The receiver that the suite plays behind an API, to see what arrives there and to fail as receivers do.

It listens while a request is under way, on a port of the loopback interface that the profile names; so one
scenario at a time has it, and in between the API finds nobody there.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bars_conformance import certificates, differences
from bars_conformance.checks import relay
from bars_conformance.client import FHIR_JSON, TARGET, Call, Client, target
from bars_conformance.exchange import Answer, Exchange, SentRequest
from bars_conformance.profile import NoAuth, OwnReceiver
from bars_conformance.receiving import wire
from bars_conformance.receiving.situations import with_ids
from bars_conformance.reference.server import listening
from bars_conformance.relayed import Relayed
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent, reached
from bars_conformance.standard import URL
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

_ACCEPTS = "accepts it"
_TOO_SLOW = "does not answer in time"
_NO_ANSWER = "the test gives no answer"
_DUMMY_TOKEN = "Bearer conformance-test-of-what-is-passed-on"  # noqa: S105 - opens nothing


def by_way_of_the_api(requester: Requester, request: str, how: str) -> Sent:
    """Send a new request of this name, through the API, to a receiver of ours that fares so.

    ``how`` is a key of FATES. Where that is a failure, a like request is sent first that it accepts: what
    does not arrive there does not fail there either. Raises NotApplicable if the profile has no own_receiver,
    and Inconclusive if its port cannot be had, the first request does not arrive, or the API waits for a slow
    receiver for longer than the suite waits for the API: no page says for how long it may.
    """
    if how not in FATES:
        raise HarnessError(f"no receiver '{how}'; the features know {', '.join(FATES)}.")
    place, composed = _addressed(requester, request)
    if how != _ACCEPTS:
        _need_arrival(requester, place, composed)
    exchange, relayed = _relayed(requester, place, composed, FATES[how])
    if how == _TOO_SLOW and exchange.answer is None and not exchange.cut_off:
        raise Inconclusive(
            f"the API gave {exchange.error}; limits.timeout_s has to be longer than it waits for a receiver"
        )
    return Sent(request, composed, composed, exchange, relayed=relayed)


def refused_behind_the_api(requester: Requester, request: str, difference: str, refusal: str) -> Sent:
    """Send a request that is wrong in one thing, through the API, to a receiver of ours that refuses that.

    ``refusal`` is told as "406 REC_NOT_ACCEPTABLE, issue processing". The API may refuse the request itself
    or leave it to the receiver; should it pass on something better than it got, the receiver accepts that.
    Raises as ``by_way_of_the_api`` does.
    """
    place, composed = _addressed(requester, request)
    _need_arrival(requester, place, composed)
    call = differences.parse(difference, requester.profile)(composed)
    status, code, issue = refusal.replace(", issue", "").split()
    answer = _answer(int(status), _outcome(code, issue, "This receiver cannot take that."))
    exchange, relayed = _relayed(requester, place, call, answer, composed)
    return Sent(request, composed, call, exchange, relayed=relayed)


def _addressed(requester: Requester, request: str) -> tuple[OwnReceiver, Call]:
    """Where the receiver of ours is, which the scenario has from now on, and a request to it."""
    place = requester.profile.own_receiver
    if place is None:
        raise NotApplicable("the profile names no own_receiver")
    composed = requester.compose(request).with_header(TARGET, target(place.target))
    if isinstance(requester.profile.auth, NoAuth):
        composed = composed.with_header("Authorization", _DUMMY_TOKEN)
    requester.leases.await_one("receiver of the suite's own", ["own_receiver"])
    return place, composed


def _need_arrival(requester: Requester, place: OwnReceiver, composed: Call) -> None:
    if not _relayed(requester, place, composed.with_fresh_ids(), FATES[_ACCEPTS])[1].arrived:
        raise Inconclusive("a request that it would accept did not arrive at the receiver of the suite")


def _relayed(
    requester: Requester, place: OwnReceiver, call: Call, answer: Answer | None, sound: Call | None = None
) -> tuple[Exchange, Relayed]:
    """What came of a call; the answer is to what is wrong with it, if there is a ``sound`` one to compare."""

    def is_meant(request: SentRequest) -> bool:
        return sound is None or relay.is_kept(request, call, sound)

    with _played(place, answer, requester.client, is_meant) as relayed:
        return reached(requester.client.send(call)), relayed


def _outcome(code: str, issue: str, text: str) -> bytes:
    """An OperationOutcome as no other would write it, so that one sees whether it was passed on as it is."""
    coding = {"system": URL.error_code, "code": code}
    issues = [{"severity": "error", "code": issue, "details": {"coding": [coding]}, "diagnostics": text}]
    outcome = {"issue": issues, "id": "of-the-suite", "resourceType": "OperationOutcome"}
    return orjson.dumps(outcome, option=orjson.OPT_INDENT_2)


def _answer(status: int, body: bytes = b"", media_type: str | None = FHIR_JSON) -> Answer:
    return Answer(status, (("Content-Type", media_type),) if body and media_type else (), body)


_PAGE = b"<!doctype html><title>500</title><h1>Internal Server Error</h1>"
_OWN_FAILURE = _outcome("REC_SERVER_ERROR", "no-store", "The storage of this receiver is full.")
_OWN_REFUSAL = _outcome("REC_UNPROCESSABLE_ENTITY", "business-rule", "This receiver wants another day.")
_NOTHING_WRONG = _answer(200, b'{ "resourceType" : "Bundle", "type" : "searchset", "total" : 0 }')

FATES: Mapping[str, Answer | None] = MappingProxyType(
    {
        "refuses the connection": None,
        _TOO_SLOW: Answer(0, (), b""),
        "answers 500 without a body": _answer(500),
        "answers 500 in HTML": _answer(500, _PAGE, "text/html"),
        "answers 503 without a body": _answer(503),
        "answers 504 without a body": _answer(504),
        "fails with an OperationOutcome of its own": _answer(500, _OWN_FAILURE),
        "refuses it with an OperationOutcome of its own": _answer(422, _OWN_REFUSAL),
        _ACCEPTS: _NOTHING_WRONG,
    }
)
"""How the receiver may fare, by the words of the features: what it answers, status 0 for nothing in time."""


@contextmanager
def _played(
    place: OwnReceiver, answer: Answer | None, client: Client, is_meant: Callable[[SentRequest], bool]
) -> Iterator[Relayed]:
    """Listen while the block lasts; what arrived is known after it, and is evidence of the scenario.

    What the ``answer`` is not meant for is accepted.
    """
    tls = certificates.of_own_receiver(place.tls) if place.tls else None
    relayed = Relayed([], answer, None if tls is None else [])
    if tls is not None:
        tls.sni_callback = lambda _, name, __: relayed.greetings.append(name)
    with ExitStack() as opened:
        if answer is not None:
            try:
                opened.enter_context(
                    listening(_Receiver(answer, relayed, client, is_meant), place.port, tls=tls)
                )
            except HarnessError as error:
                raise Inconclusive(f"the own_receiver of the profile: {error}") from error
        yield relayed


class _Receiver:
    """Notes a request, whatever it is, and gives its one answer; status 0 is none before the API hangs up.

    What arrives is recorded before it is answered: the scenario goes on when the API has the answer.
    """

    def __init__(
        self, answer: Answer, relayed: Relayed, client: Client, is_meant: Callable[[SentRequest], bool]
    ) -> None:
        self._answer, self._relayed, self._client, self._is_meant = answer, relayed, client, is_meant

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started, clock = datetime.now(UTC), time.perf_counter()
        body, _ = await wire.read(receive)
        request = wire.request(scope, body)
        self._relayed.arrived.append(request)
        if self._relayed.certified is not None:
            self._relayed.certified.append(scope["state"]["certified"])
        answer = self._given(request) if self._answer.status else None
        took = (time.perf_counter() - clock) * 1000
        error, redactor = None if answer else _NO_ANSWER, self._client.redactor
        self._client.record(Exchange(started, took, request, answer, error, arrived=True, redactor=redactor))
        if answer:
            await wire.answered(answer, send)
        else:
            await wire.hung_up(receive)

    def _given(self, request: SentRequest) -> Answer:
        answer = self._answer if self._is_meant(request) else _NOTHING_WRONG
        closing = replace(answer, headers=(*answer.headers, ("Connection", "close")))
        return with_ids(closing, request.headers)

    def unreadable(self) -> Response:
        return Response(status_code=400)

    async def close(self) -> None:
        return
