"""In which order a sender does things: what it finds out before it sends.

Each check takes the names of the requests that arrived, in order, as the features call them, and looks for
one name or, where the guide leaves the way open, several: ``a new booking or POST /Appointment``.
"""

from collections.abc import Collection, Sequence

from bars_conformance.finding import Finding
from bars_conformance.verdict import Inconclusive

_OR = " or "


def precedes(names: Sequence[str], first: str, then: str, before: Collection[str] = ()) -> Finding | None:
    """A request named ``first`` comes before each one named ``then``; ``before`` are those of earlier times.

    Raises Inconclusive if there is none named ``then``.
    """
    places = [place for place, name in enumerate(names) if name in then.split(_OR)]
    if not places:
        raise Inconclusive(f"the sender sent no {then.removeprefix('a ')}")
    if first in before or first in names[: places[0]]:
        return None
    return Finding("order of requests", f"{first} before {then}", ", ".join(names))


def is_sent(names: Sequence[str], name: str) -> Finding | None:
    """A request of this name is among those that arrived."""
    found = any(each in names for each in name.split(_OR))
    return None if found else Finding("requests", name, ", ".join(names) or "none")


def is_not_sent(names: Sequence[str], name: str) -> Finding | None:
    """No request of this name is among those that arrived; raises Inconclusive if nothing arrived at all."""
    if not names:
        raise Inconclusive("the sender sent nothing at all")
    return Finding("requests", f"none that is {name}", ", ".join(names)) if name in names else None
