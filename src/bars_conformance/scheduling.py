"""Which worker of xdist is given which scenarios."""

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from bars_conformance import slow_message


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Hands scenarios out one by one, and to one worker those that judge the slow message."""

    def _split_scope(self, nodeid: str) -> str:
        path, _, _ = nodeid.partition("::")
        return path if path == slow_message.FEATURE else nodeid
