"""Works the hooks of a profile: they bring about states of the system that HTTP alone cannot."""

import subprocess

from bars_conformance.client import Client
from bars_conformance.profile import HookName, Profile
from bars_conformance.verdict import Inconclusive, NotApplicable

_COMMAND_LIMIT_S = 30


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

    def work(self, name: str, resource_id: str = "") -> None:
        """Work one hook; ``{id}`` in it becomes ``resource_id``.

        Raises NotApplicable if the profile lacks it, Inconclusive if it does not work.
        """
        self.need(name)
        hook = self._hooks[HookName(name)]
        if hook.http is not None:
            exchange = self._client.work_hook(hook.http.method, hook.http.url.replace("{id}", resource_id))
            if exchange.answer is None or not exchange.answer.accepted:
                raise Inconclusive(f"the hook {name} did not work: {exchange}")
        elif hook.command is not None:
            self._run(name, [argument.replace("{id}", resource_id) for argument in hook.command])

    def _run(self, name: str, command: list[str]) -> None:
        try:
            done = subprocess.run(  # noqa: S603 - an argument list of the profile, without a shell
                command, capture_output=True, timeout=_COMMAND_LIMIT_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Inconclusive(f"the hook {name} did not work: {error}") from error
        if done.returncode:
            raise Inconclusive(f"the hook {name} ended with exit code {done.returncode}")
