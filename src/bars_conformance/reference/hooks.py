"""The test hooks: states that a request alone cannot bring a receiver into."""

import asyncio


class Hooks:
    """What the next request or message is to suffer; each is used once.

    ``slow``: the next request takes longer than 5000 ms. ``hold``: the next message stays in progress
    until ``release``. ``fail``: the next message fails inside the receiver; ``fail_read``: the next read or
    search does.
    """

    def __init__(self) -> None:
        """No hook is set, and none can be from outside until ``enabled``."""
        self.enabled = False
        self._set: set[str] = set()
        self._gates: list[asyncio.Event] = []

    def set(self, name: str) -> None:
        """Lay a hook out for the next request that it concerns."""
        self._set.add(name)

    def take(self, name: str) -> bool:
        """Whether this hook is set; it no longer is."""
        if name not in self._set:
            return False
        self._set.discard(name)
        return True

    async def held(self) -> None:
        """Wait until ``release``."""
        gate = asyncio.Event()
        self._gates.append(gate)
        await gate.wait()

    def release(self) -> None:
        """Let go of what is held and drop a hold that nothing has run into yet."""
        self._set.discard("hold")
        for gate in self._gates:
            gate.set()
        self._gates.clear()

    def clear(self) -> None:
        """Drop all hooks; what is held stays so, for its owner to abandon."""
        self._set.clear()
        self._gates.clear()
