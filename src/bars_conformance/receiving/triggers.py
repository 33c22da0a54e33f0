"""Sets a sender in motion: by a request, an argument list, or a person."""

import shlex
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import httpx
import orjson

from bars_conformance.client import encoded
from bars_conformance.exchange import Answer, Exchange, SentRequest
from bars_conformance.profile import Profile
from bars_conformance.profile_hooks import Hook, TriggerName
from bars_conformance.receiving.person import asked
from bars_conformance.receiving.scene import Scene
from bars_conformance.verdict import Inconclusive, NotApplicable

_GAVE_UP_CODE = 1
_MOST_TOLD = 1000


class Outcome(StrEnum):
    """What a sender says became of what it was asked to do."""

    DONE = "done"
    GIVEN_UP = "given up"
    UNTOLD = "untold"


_BY_STATUS = {200: Outcome.DONE, 204: Outcome.DONE, 202: Outcome.UNTOLD, 502: Outcome.GIVEN_UP}


@dataclass(frozen=True)
class Pulled:
    """A trigger that was pulled: what the sender says of it, and the evidence."""

    outcome: Outcome
    exchange: Exchange


class Triggers:
    """The triggers of one profile."""

    def __init__(self, profile: Profile) -> None:
        self._triggers = profile.triggers
        self._service = profile.services.bookable
        self._limit_s = profile.limits.trigger_s
        self._quiet_s = profile.limits.quiet_s
        self._skipped: dict[str, str] = {}

    def need(self, *names: str) -> None:
        """Raise NotApplicable unless the profile has these triggers, and nobody has skipped one."""
        missing = [name for name in names if TriggerName(name) not in self._triggers]
        if missing:
            raise NotApplicable(f"the profile has no trigger {', '.join(missing)}")
        for name in names:
            if name in self._skipped:
                raise NotApplicable(f"skipped by hand: {self._skipped[name]}")

    def pull(self, name: str, about: Mapping[str, str], scene: Scene, expected: frozenset[str]) -> Pulled:
        """Have the sender do one thing, and wait until it says that it is over.

        ``about`` tells where, for whom and what; a person is waited for until one of the ``expected``
        requests comes. Raises NotApplicable if there is no such trigger or the person skips it, and
        Inconclusive if it does not work.
        """
        self.need(name)
        trigger = self._triggers[TriggerName(name)]
        if trigger == "manual":
            return self._asked(name, about, scene, expected)
        started, clock = datetime.now(UTC), time.perf_counter()
        work = self._run if trigger.http is None else self._requested
        request, answer, outcome = work(trigger, about)
        return Pulled(outcome, Exchange(started, (time.perf_counter() - clock) * 1000, request, answer))

    def _requested(self, trigger: Hook, about: Mapping[str, str]) -> tuple[SentRequest, Answer, Outcome]:
        call = trigger.http
        assert call is not None  # noqa: S101 - the caller has looked
        body = orjson.dumps(dict(about))
        headers = {"Content-Type": "application/json"}
        try:
            answer = httpx.request(
                call.method,
                call.url,
                content=body,
                headers=headers,
                timeout=self._limit_s,
                trust_env=False,
                verify=call.url.startswith("https:"),
            )
        except httpx.HTTPError as error:
            raise Inconclusive(f"the trigger {call.url} did not work: {error}") from error
        request = SentRequest(call.method, call.url, tuple(headers.items()), body)
        told = Answer(answer.status_code, tuple(answer.headers.items()), answer.content)
        if answer.status_code not in _BY_STATUS:
            raise Inconclusive(
                f"the trigger {call.url} answered {answer.status_code}; it takes 200 for done, 202 for under "
                f"way and 502 for given up"
            )
        return request, told, _BY_STATUS[answer.status_code]

    def _run(self, trigger: Hook, about: Mapping[str, str]) -> tuple[SentRequest, Answer, Outcome]:
        command = [_filled(argument, about) for argument in trigger.command or ()]
        try:
            done = subprocess.run(  # noqa: S603 - an argument list of the profile, without a shell
                command, capture_output=True, timeout=self._limit_s, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Inconclusive(f"the trigger {shlex.join(command)} did not work: {error}") from error
        if done.returncode not in (0, _GAVE_UP_CODE):
            raise Inconclusive(
                f"the trigger {shlex.join(command)} ended with exit code {done.returncode}; it takes 0 for "
                f"done and 1 for given up"
            )
        outcome = Outcome.GIVEN_UP if done.returncode else Outcome.DONE
        request = SentRequest("command", shlex.join(command), (), None)
        return request, Answer(200, (), (done.stdout + done.stderr)[-_MOST_TOLD:]), outcome

    def _asked(self, name: str, about: Mapping[str, str], scene: Scene, expected: frozenset[str]) -> Pulled:
        started, clock = datetime.now(UTC), time.perf_counter()
        instruction = instruction_for(name, about)
        advice = self._advice(about, scene, expected)
        skipped = asked(instruction, advice, self._limit_s, scene.watched(expected))
        if skipped is not None:
            self._skipped[name] = f"{skipped or 'no reason given'} ({instruction})"
            self.need(name)
        request = SentRequest("person", instruction, (), None)
        return Pulled(Outcome.UNTOLD, Exchange(started, (time.perf_counter() - clock) * 1000, request))

    def _advice(self, about: Mapping[str, str], scene: Scene, expected: frozenset[str]) -> str:
        """What a person, or a sender that is set up by hand, has to know for it."""
        target = {"system": self._service.system, "value": self._service.value}
        lines = [
            f"  address   {about['url']}",
            f"  service   {about['service']}, by NHSD-Target-Identifier: {encoded(target)}",
            f"  receiver  organisation {about['receiver']}",
            f"  awaited   {' or '.join(sorted(expected))}; then all until {self._quiet_s:g} s are quiet",
            *(f"  meant     {plan}" for plan in scene.plans),
        ]
        return "\n".join(lines)


def instruction_for(name: str, about: Mapping[str, str]) -> str:
    """What a person must do now, in one sentence."""
    return _filled(_INSTRUCTIONS[TriggerName(name)], about)


_INSTRUCTIONS = {
    TriggerName.DISCOVER: "Have the sender look up service {service}, and what it holds of {nhs_number}.",
    TriggerName.BOOK: "Book the slot at {start} of service {service} for patient {nhs_number}.",
    TriggerName.REBOOK: "Move {reference} of patient {nhs_number} to the slot at {start}.",
    TriggerName.UPDATE: "Change the description of {reference} of patient {nhs_number}.",
    TriggerName.CANCEL: "Cancel {reference} of patient {nhs_number}.",
    TriggerName.REFER: "Refer patient {nhs_number} to service {service}.",
    TriggerName.RE_REFER: "Withdraw {reference} of patient {nhs_number}, and refer anew.",
    TriggerName.RESPOND: "Respond that patient {nhs_number} of {reference} did not attend.",
    TriggerName.REFER_ONWARD: "Refer patient {nhs_number} of {reference} on to service {service}.",
    TriggerName.FIND_POINTER: (
        "Find the newest booking of patient {nhs_number} at organisation {receiver} by its pointer, "
        "and open it."
    ),
    TriggerName.CLEAR_CACHE: (
        "Empty the cache of metadata, and have the sender look up anew what {service} can do."
    ),
    TriggerName.CANCEL_BY_PUT: "Cancel {reference} of patient {nhs_number} by PUT.",
    TriggerName.REBOOK_BY_PUT: (
        "Move {reference} of patient {nhs_number} to the slot at {start}, and cancel it by PUT."
    ),
    TriggerName.REBOOK_BY_PATCH: (
        "Move {reference} of patient {nhs_number} to the slot at {start}, and cancel it by PATCH."
    ),
}


def _filled(text: str, about: Mapping[str, str]) -> str:
    for name, value in about.items():
        text = text.replace(f"{{{name}}}", value)
    return text
