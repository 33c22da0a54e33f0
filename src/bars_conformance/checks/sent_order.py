"""In which order a sender does things: what it finds out before it sends.

Each check takes the names of the requests that arrived, in order, as the features call them.
"""

from collections.abc import Collection, Sequence

from bars_conformance.finding import Finding
from bars_conformance.verdict import Inconclusive


def precedes(names: Sequence[str], first: str, then: str, before: Collection[str] = ()) -> Finding | None:
    """A request named ``first`` comes before each one named ``then``; ``before`` are those of earlier times.

    Raises Inconclusive if there is none named ``then``.
    """
    if then not in names:
        raise Inconclusive(f"the sender sent no {then.removeprefix('a ')}")
    if first in before or first in names[: names.index(then)]:
        return None
    return Finding("order of requests", f"{first} before {then}", ", ".join(names))


def is_sent(names: Sequence[str], name: str) -> Finding | None:
    """A request of this name is among those that arrived."""
    return None if name in names else Finding("requests", name, ", ".join(names) or "none")


def is_not_sent(names: Sequence[str], name: str) -> Finding | None:
    """No request of this name is among those that arrived; raises Inconclusive if nothing arrived at all."""
    if not names:
        raise Inconclusive("the sender sent nothing at all")
    return Finding("requests", f"none that is {name}", ", ".join(names)) if name in names else None
