"""A pytest plugin for runs in which one step of every scenario comes out as the opposite of what it was.

``OPPOSITE`` names the step: ``then 1`` is the first Then, ``given 2`` the second Given. A Then that is turned
finds fault where there is none. A Given that is turned is refused, or accepted where it says that it is
refused; what it claims is not so, a hook does not work, and nothing arrives where the suite listens. Of
scenarios that turn a Given of the same words, the first is run.

Before it is turned, a Then is tried with answers that differ from the real one in one thing. The file
``NOTES`` tells what each noticed; of the examples of an outline, the first is tried.
"""

import json
import os
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
import trials
from pytest_bdd.parser import Scenario, ScenarioTemplate, Step
from pytest_bdd.scenario import scenario_wrapper_template_registry

from bars_conformance.claims import Claims
from bars_conformance.client import Call, Client
from bars_conformance.exchange import Answer, Exchange
from bars_conformance.finding import Finding, require
from bars_conformance.receiving.conversation import Act, Conversation
from bars_conformance.receiving.logbook import Logbook
from bars_conformance.receiving.respondent import Respondent
from bars_conformance.receiving.scene import Plan, Scene
from bars_conformance.receiving.stagings import STAGINGS
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent
from bars_conformance.verdict import NonConformance, NotApplicable

KIND, NUMBER = os.environ["OPPOSITE"].split()
_CLAIM = re.compile(r"\b(claims?|asks for|profile tells)\b")
_REFUSAL = re.compile(r"\b(refuses|failed)\b")
_READ = ("/Appointment", "/DocumentReference", "/ServiceRequest")
_ACCEPTED, _REFUSED = Answer(200, (), b""), Answer(500, (), b"")
_NEEDS = ("need", "need_limit", "need_listed", "need_no_event", "need_no_interaction", "need_told")

NOTES: dict[str, dict[str, object]] = {}


class _Turned:
    """What the library does while a step is turned."""

    now = False
    claimed = False
    answer = _REFUSED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out scenarios that have no such step, or none but such as another has."""
    first: dict[object, pytest.Item] = {}
    for item in items:
        step = _step_of(scenario_wrapper_template_registry[item.function])  # type: ignore[attr-defined]
        if step is not None:
            first.setdefault(step.name if KIND == "given" else item, item)
    items[:] = first.values()


def pytest_collection_finish() -> None:
    """Put what turns into the places where the steps find it."""
    if KIND == "then":
        _put(Client, "send", trials.overhearing)
        for name, module in sys.modules.items():
            if name.startswith("steps.") and hasattr(module, "require"):
                vars(module)["require"] = _require
    else:
        _put(Client, "send", _sending)
        _put(Client, "work_hook", _working)
        _put(Logbook, "read", _reading)
        _put(Requester, "_noted", _noting)
        _put(Plan, "next", _not_meeting)
        _put(Respondent, "_act", _not_seeing)
        for name in _NEEDS:
            _put(Claims, name, _needing)


def pytest_bdd_before_step_call(
    request: pytest.FixtureRequest,
    scenario: Scenario,
    step: Step,
    step_func: Callable[..., object],
    step_func_args: dict[str, Any],
) -> None:
    """Try a Then, and turn the step if it is the one."""
    if step is not _step_of(scenario):
        return
    name = f"{request.node.nodeid.partition('[')[0]}: {step.name}"
    if KIND == "then" and name not in NOTES:
        NOTES[name] = trials.tried(request, step_func, step_func_args)
    _Turned.now, _Turned.claimed = True, bool(_CLAIM.search(step.name))
    _Turned.answer = _ACCEPTED if _REFUSAL.search(step.name) else _REFUSED


def pytest_bdd_after_step() -> None:
    """What comes next is as it is."""
    _Turned.now = False


def pytest_bdd_step_error() -> None:
    """Likewise."""
    _Turned.now = False


def pytest_sessionfinish() -> None:
    """Write down what was noticed."""
    Path(os.environ["NOTES"]).write_text(json.dumps(NOTES), encoding="utf-8")


def _step_of(scenario: Scenario | ScenarioTemplate) -> Step | None:
    steps = [step for step in scenario.steps if step.type == KIND]
    return steps[int(NUMBER) - 1] if len(steps) >= int(NUMBER) else None


def _put(owner: type, name: str, turning: Callable[..., object]) -> None:
    setattr(owner, name, turning(getattr(owner, name)))


def _require(*findings: Finding | None) -> None:
    """Find fault with what is without, if there is anything to judge."""
    if not _Turned.now:
        require(*findings)
    elif findings and not any(findings):
        raise NonConformance("the opposite of what was found")


def _sending(send: Callable[[Client, Call], Exchange]) -> Callable[[Client, Call], Exchange]:
    """Reads are judged where they are sent."""

    @wraps(send)
    def turned(client: Client, call: Call) -> Exchange:
        exchange = send(client, call)
        return replace(exchange, answer=_Turned.answer) if _Turned.now and _is_read(call) else exchange

    return turned


def _noting(noted: Callable[[Requester, Sent], Sent]) -> Callable[[Requester, Sent], Sent]:
    """All else is judged once it was noted as it was, so that what was made is put away."""

    @wraps(noted)
    def turned(requester: Requester, sent: Sent) -> Sent:
        sent = noted(requester, sent)
        if not _Turned.now or _is_read(sent.call):
            return sent
        return replace(sent, exchange=replace(sent.exchange, answer=_Turned.answer))

    return turned


def _working(work: Callable[[Client, str, str], Exchange]) -> Callable[[Client, str, str], Exchange]:
    @wraps(work)
    def turned(client: Client, method: str, url: str) -> Exchange:
        exchange = work(client, method, url)
        return replace(exchange, answer=_REFUSED) if _Turned.now else exchange

    return turned


def _reading(read: Callable[[Logbook], list[Exchange]]) -> Callable[[Logbook], list[Exchange]]:
    @wraps(read)
    def turned(logbook: Logbook) -> list[Exchange]:
        arrived = read(logbook)
        return [] if _Turned.now else arrived

    return turned


def _needing(need: Callable[..., None]) -> Callable[..., None]:
    @wraps(need)
    def turned(claims: Claims, *what: object) -> None:
        need(claims, *what)
        if _Turned.now and _Turned.claimed:
            raise NotApplicable("the opposite of what is claimed")

    return turned


def _not_meeting(meets: Callable[[Plan, str], object]) -> Callable[[Plan, str], object]:
    """No situation comes about."""
    return wraps(meets)(lambda _plan, _name: None)


def _not_seeing(act: Callable[..., Act]) -> Callable[..., Act]:
    """The sender does not send what would show it how the receiver differs."""
    telling = {staging.seen_by for staging in STAGINGS.values()}

    @wraps(act)
    def turned(respondent: Respondent, task: str, scene: Scene, conversation: Conversation) -> Act:
        made = act(respondent, task, scene, conversation)
        if scene.plans:
            return made
        return replace(made, arrivals=[each for each in made.arrivals if each.name not in telling])

    return turned


def _is_read(call: Call) -> bool:
    return call.method == "GET" and call.path.startswith(_READ)
