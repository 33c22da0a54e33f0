"""Answers that differ from a real one in one thing, as a system with a defect might have given them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import orjson

from bars_conformance.exchange import Answer, Exchange
from bars_conformance.profile import Patient

_STATUSES = (200, 201, 400, 401, 404, 409, 422, 500, 503)
_JSON = (("Content-Type", "application/fhir+json"),)
_DUPLICATE = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "error", "code": "duplicate", "details": {"coding": [{"code": "REC_CONFLICT"}]}}],
}
TEXTS = ("x-other", "2031-01-01T00:00:00", "2031-01-01T00:00:00+01:00")
_INDISCREET = "Traceback (most recent call last): _include of {0.given} {0.family}, {0.nhs_number}"

_Place = tuple[str, ...]
_Change = Callable[[dict[str, Any], str], dict[str, Any]]


def others(exchange: Exchange, patient: Patient) -> Iterator[tuple[str, Answer]]:
    """The answers, each with what it differs in; none if none came."""
    answer = exchange.answer
    if answer is None:
        return
    for status in _STATUSES:
        if status != answer.status:
            yield f"status {status}", replace(answer, status=status)
    yield "409 duplicate", Answer(409, _JSON, orjson.dumps(_DUPLICATE))
    yield "a page in HTML", Answer(answer.status, (("Content-Type", "text/html"),), b"<html></html>")
    for name, _ in answer.headers:
        rest = tuple(each for each in answer.headers if each[0] != name)
        yield f"no {name}", replace(answer, headers=rest)
        yield f"another {name}", replace(answer, headers=(*rest, (name, TEXTS[0])))
    if answer.resource is not None:
        texts = (*TEXTS, _INDISCREET.format(patient), exchange.request.url)
        for what, body in bodies(answer.resource, texts):
            yield what, replace(answer, body=orjson.dumps(body))
        for number in sorted(set(re.findall(rb"\d{10}", answer.body))):
            yield "another number", replace(answer, body=answer.body.replace(number, number[::-1]))


def bodies(resource: dict[str, Any], texts: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The resource without one thing, with one more, or with one of the texts in its place."""
    entries = resource.get("entry", [])
    kinds = {entry["resource"]["resourceType"]: entry for entry in entries}
    for kind, entry in kinds.items():
        without = [each for each in entries if each["resource"]["resourceType"] != kind]
        yield f"no {kind}", resource | {"entry": without}
        again = entry | {"resource": entry["resource"] | {"id": TEXTS[0]}}
        yield f"a {kind} more", resource | {"entry": [*entries, again]}
    for place in dict.fromkeys(_places(resource)):
        told = ".".join(place)
        yield f"no {told}", _changed(resource, place, _taken_out)
        for text in texts:
            yield f"{told} is {text}", _changed(resource, place, partial(_set, text))


def _places(node: object) -> Iterator[_Place]:
    """The paths of element names down to each value, through lists."""
    if isinstance(node, list):
        for item in node:
            yield from _places(item)
    elif isinstance(node, dict):
        for name, value in node.items():
            yield (name,)
            yield from ((name, *place) for place in _places(value))


def _changed(node: Any, place: _Place, change: _Change) -> Any:  # noqa: ANN401 - any JSON value
    """The document with a change wherever the path of names leads."""
    if isinstance(node, list):
        return [_changed(item, place, change) for item in node]
    name, *rest = place
    if not isinstance(node, dict) or name not in node:
        return node
    if not rest:
        return change(node, name)
    return node | {name: _changed(node[name], tuple(rest), change)}


def _taken_out(node: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key != name}


def _set(text: str, node: dict[str, Any], name: str) -> dict[str, Any]:
    return node | {name: text}
