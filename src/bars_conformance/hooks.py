"""Works the hooks of a profile: they bring about states of the system that HTTP alone cannot."""

import shlex
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError

from bars_conformance import fhir, messages
from bars_conformance.client import Client
from bars_conformance.exchange import Answer, Exchange, SentRequest
from bars_conformance.profile import Profile
from bars_conformance.profile_hooks import HookName
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

_COMMAND_LIMIT_S = 30

_NEEDED = {
    "referral": (
        *("Bundle.id", "MessageHeader.source.endpoint", "MessageHeader.sender.reference"),
        *("MessageHeader.destination.endpoint", "MessageHeader.destination.receiver.reference"),
        "ServiceRequest.status",
    ),
    "validation": ("Encounter.status", "CarePlan.status"),
}
"""What a request must have so that it can be responded to; a validation needs what a referral needs, too."""


class _Told(BaseModel):
    """A message that the system under test has sent: what the hook ``respond`` answers with."""

    headers: dict[str, str] = {}
    body: dict[str, Any]


class Hooks:
    """The hooks of one profile."""

    def __init__(self, profile: Profile, client: Client) -> None:
        self._hooks = profile.hooks
        self._client = client

    def need(self, *names: str) -> None:
        """Raise NotApplicable unless the profile has these hooks."""
        missing = [name for name in names if HookName(name) not in self._hooks]
        if missing:
            raise NotApplicable(f"the profile has no hook {', '.join(missing)}")

    def work(self, name: str, about: str = "") -> Exchange:
        """Work one hook; ``{id}`` in it becomes ``about``. The body of the answer is what a command wrote.

        Raises NotApplicable if the profile lacks it, Inconclusive if it does not work.
        """
        self.need(name)
        hook = self._hooks[HookName(name)]
        if hook.http is None:
            return _run(name, [argument.replace("{id}", about) for argument in hook.command or ()])
        exchange = self._client.work_hook(hook.http.method, hook.http.url.replace("{id}", about))
        if exchange.answer is None or not exchange.answer.accepted:
            raise Inconclusive(f"the hook {name} did not work: {exchange}")
        return exchange

    def ask(self, category: str) -> Exchange:
        """Have the system send a ``referral`` or ``validation`` of its own; the body of the answer is it.

        Raises NotApplicable if the profile lacks the hook or the body is empty, and Inconclusive if it is no
        message that can be responded to.
        """
        exchange = self.work("ask", category)
        answer = exchange.answer
        if answer is None or not answer.body.strip():
            raise NotApplicable(f"the hook ask says that the system sends no {category} requests of its own")
        for problem in _problems(answer, category):
            raise Inconclusive(
                f"the hook ask must answer with a {category} request that can be responded to: {problem}"
            )
        return exchange

    def respond(self, identifier: str) -> Answer:
        """Have the system respond to the referral or validation request of this id; its message, as sent.

        The message stands in the answer as if it had been received; without headers if they are not told.
        Raises NotApplicable if the profile lacks the hook or nothing calls for a response, and Inconclusive
        if no message is told.
        """
        answer = self.work("respond", identifier).answer
        if answer is None or not answer.body.strip():
            raise NotApplicable("the hook respond says that nothing calls for a response to this")
        try:
            told = _Told.model_validate_json(answer.body)
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            place = ".".join(map(str, problem["loc"])) or "the answer"
            raise Inconclusive(
                "the hook respond must answer with a JSON object of the headers and body that were sent: "
                f"{place}: {problem['msg']}"
            ) from error
        return Answer(answer.status, tuple(told.headers.items()), orjson.dumps(told.body))


def _run(name: str, command: list[str]) -> Exchange:
    started, clock = datetime.now(UTC), time.perf_counter()
    try:
        done = subprocess.run(  # noqa: S603 - an argument list of the profile, without a shell
            command, capture_output=True, timeout=_COMMAND_LIMIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Inconclusive(f"the hook {name} did not work: {error}") from error
    if done.returncode:
        raise Inconclusive(f"the hook {name} ended with exit code {done.returncode}")
    worked = SentRequest("command", shlex.join(command), (), None)
    return Exchange(started, (time.perf_counter() - clock) * 1000, worked, Answer(200, (), done.stdout))


def _problems(answer: Answer, category: str) -> Iterator[object]:
    """Why an answer is no request of this category that can be responded to; the first says all."""
    if (finding := fhir.is_a(answer, "Bundle")) is not None:
        yield finding
    message = answer.resource or {}
    if not all("resource" in entry and "fullUrl" in entry for entry in message.get("entry", ())):
        yield "an entry of it has no resource or no fullUrl"
    needed = _NEEDED["referral"] + (_NEEDED["validation"] if category == "validation" else ())
    yield from (f"it has no {path}" for path in needed if _lacks(message, path))
    if not all(messages.value(message, "MessageHeader.source.endpoint").rpartition("|")):
        yield "its MessageHeader.source.endpoint is not a system and a value with a bar between"
    if messages.category(message) != category:
        yield f"its ServiceRequest.category is not {category}"


def _lacks(message: dict[str, Any], path: str) -> bool:
    try:
        return not messages.value(message, path)
    except HarnessError:
        return True
