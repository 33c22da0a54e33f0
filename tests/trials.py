"""A Then that judges other answers or requests than the real ones, until it notices."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial, wraps
from typing import Any

import other_arrivals
import pytest
from other_answers import others

from bars_conformance.client import Call, Client
from bars_conformance.exchange import Exchange
from bars_conformance.plugin import RECORD
from bars_conformance.verdict import HarnessError, NonConformance

_SLOW_MS = 60_000

Judge = Callable[..., object]
_Changed = Callable[[Exchange], Iterator[tuple[str, Exchange]]]


class _Asked:
    """What a Then asks of the system while it judges: overheard, or answered from here."""

    overheard: list[Exchange] | None = None
    replayed: list[Exchange] = []  # noqa: RUF012 - there is one


def overhearing(send: Callable[[Client, Call], Exchange]) -> Callable[[Client, Call], Exchange]:
    """Client.send, for trials to listen to and to answer in place of."""

    @wraps(send)
    def heard(client: Client, call: Call) -> Exchange:
        if _Asked.replayed:
            return _Asked.replayed.pop(0)
        exchange = send(client, call)
        if _Asked.overheard is not None:
            _Asked.overheard.append(exchange)
        return exchange

    return heard


def tried(request: pytest.FixtureRequest, step: Judge, arguments: Mapping[str, Any]) -> dict[str, object]:
    """With how many answers a Then was tried, the one that it noticed, and what broke it."""
    count, broken = 0, list[str]()
    for what, judge in _trials(request, partial(step, **arguments), arguments):
        count += 1
        try:
            judge()
        except NonConformance:
            return {"tried": count, "noticed": what, "broken": broken}
        except HarnessError:
            pass
        except Exception as error:  # noqa: BLE001 - whatever breaks it is told
            broken.append(f"{what}: {error!r}")
    return {"tried": count, "noticed": None, "broken": broken}


def _trials(
    request: pytest.FixtureRequest, judge: Judge, arguments: Mapping[str, Any]
) -> Iterator[tuple[str, Judge]]:
    """The Then with each of the other answers, or requests of a sender, in place of what it is given."""
    if (conversation := arguments.get("conversation")) is not None:
        for what, changed_one in other_arrivals.others(conversation):
            yield what, partial(judge, conversation=changed_one)
        return
    patient = request.getfixturevalue("requester").patient
    earlier = list(request.node.stash[RECORD].exchanges)

    def changed(exchange: Exchange) -> Iterator[tuple[str, Exchange]]:
        for what, other in others(exchange, patient):
            yield what, replace(exchange, answer=other)
        for each in earlier:
            yield "an earlier answer", replace(exchange, answer=each.answer)

    yield from _of_asked(judge, changed)
    if (sent := arguments.get("sent")) is not None:
        for what, other in changed(sent.exchange):
            yield what, partial(judge, sent=replace(sent, exchange=other))
    if (answers := arguments.get("answers")) is not None:
        yield from _of_several(judge, answers, changed)


def _of_asked(judge: Judge, changed: _Changed) -> Iterator[tuple[str, Judge]]:
    _Asked.overheard = []
    try:
        judge()
    except HarnessError:
        pass
    finally:
        asked, _Asked.overheard = _Asked.overheard, None
    for at, exchange in enumerate(asked):
        for what, other in changed(exchange):
            yield what, partial(_replayed, judge, [*asked[:at], other, *asked[at + 1 :]])


def _of_several(
    judge: Judge, answers: Mapping[str, Exchange], changed: _Changed
) -> Iterator[tuple[str, Judge]]:
    slow = {name: replace(exchange, duration_ms=_SLOW_MS) for name, exchange in answers.items()}
    yield "slow answers", partial(judge, answers=slow)
    for name, exchange in answers.items():
        for what, other in changed(exchange):
            yield what, partial(judge, answers={**answers, name: other})


def _replayed(judge: Judge, exchanges: list[Exchange]) -> object:
    _Asked.replayed = exchanges
    try:
        return judge()
    finally:
        _Asked.replayed = []
