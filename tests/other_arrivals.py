"""Conversations that differ from a real one in one thing, as a sender with a defect might have had them."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson
from other_answers import TEXTS, bodies

from bars_conformance.exchange import SentRequest
from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.receiving.conversation import Conversation
from bars_conformance.receiving.triggers import Outcome


def others(conversation: Conversation) -> Iterator[tuple[str, Conversation]]:
    """The conversations, each with what it differs in; of requests of one name, the last is changed."""
    last = conversation.last
    for outcome in Outcome:
        yield f"the sender says that it is {outcome}", _with_last(conversation, outcome=outcome)
    yield "nothing arrived", _with_last(conversation, arrivals=[])
    yield "the other way round", _with_last(conversation, arrivals=last.arrivals[::-1], before=frozenset())
    alike = [replace(each, token=last.arrivals[0].token) for each in last.arrivals]
    yield "one token for all", _with_last(conversation, arrivals=alike)
    yield (
        "all at once",
        _with_last(conversation, arrivals=[_at(each, last.arrivals[0]) for each in last.arrivals]),
    )
    for at, arrival in {each.name: (at, each) for at, each in enumerate(last.arrivals)}.values():
        before, after = last.arrivals[:at], last.arrivals[at + 1 :]
        rest = [each for each in last.arrivals if each.name != arrival.name]
        yield f"no {arrival.name}", _with_last(conversation, arrivals=rest, before=frozenset())
        yield f"{arrival.name} once", _with_last(conversation, arrivals=[*rest, arrival])
        done = Outcome.DONE
        yield (
            f"{arrival.name} once, and done",
            _with_last(conversation, arrivals=[*rest, arrival], outcome=done),
        )
        for what, changed in ((f"{arrival.name} again", arrival), *_changed(arrival)):
            yield what, _with_last(conversation, arrivals=[*before, arrival, changed, *after])
            yield f"{what}, alone", _with_last(conversation, arrivals=[*before, changed, *after])


def _with_last(conversation: Conversation, **changes: object) -> Conversation:
    acts = [*conversation.acts[:-1], replace(conversation.last, **changes)]  # type: ignore[arg-type] # its fields
    return Conversation(acts, conversation.told)


def _changed(arrival: Arrival) -> Iterator[tuple[str, Arrival]]:
    request = arrival.exchange.request
    for name, _ in request.headers:
        rest = tuple(each for each in request.headers if each[0] != name)
        yield f"no {name}", _with(arrival, replace(request, headers=rest))
        yield f"another {name}", _with(arrival, replace(request, headers=(*rest, (name, TEXTS[0]))))
    parts = urlsplit(request.url)
    query = parse_qsl(parts.query)
    for at, (name, _) in enumerate(query):
        for values in ([], *([(name, text)] for text in TEXTS)):
            asked = [*query[:at], *values, *query[at + 1 :]]
            yield (
                f"{name} is {values}",
                _with(arrival, replace(request, url=parts._replace(query=urlencode(asked)).geturl())),
            )
    yield "another id", replace(arrival, path=f"{(arrival.path or '').rpartition('/')[0]}/{TEXTS[0]}")
    if isinstance(arrival.body, dict):
        for what, body in bodies(arrival.body, TEXTS):
            yield what, _with(arrival, replace(request, body=orjson.dumps(body)))


def _at(arrival: Arrival, other: Arrival) -> Arrival:
    return replace(arrival, exchange=replace(arrival.exchange, started=other.exchange.started))


def _with(arrival: Arrival, request: SentRequest) -> Arrival:
    return replace(arrival, exchange=replace(arrival.exchange, request=request))
