"""Which worker of xdist is given which scenarios."""

from xdist.scheduler import LoadScopeScheduling

from bars_conformance import slow_message


class Scheduling(LoadScopeScheduling):
    """Hands scenarios out one by one, but to one worker those that judge the slow message: it is sent once."""

    def _split_scope(self, nodeid: str) -> str:
        path, _, _ = nodeid.partition("::")
        return path if path == slow_message.FEATURE else nodeid
