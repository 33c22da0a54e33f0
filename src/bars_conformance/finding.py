"""What a check says when it does not hold."""

from dataclasses import dataclass

from bars_conformance.verdict import Inconclusive, NonConformance

_LONGEST = 500


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it must be: where, what was expected there, what is there."""

    where: str
    expected: str
    actual: str

    def __str__(self) -> str:
        """One line, as it stands in reports; what is there may be of any length and is cut."""
        actual = self.actual if len(self.actual) <= _LONGEST else f"{self.actual[:_LONGEST]}…"
        return f"{self.where}: expected {self.expected}, got {actual}"


def require(*findings: Finding | None) -> None:
    """Raise NonConformance if there is any finding; its text has one line for each.

    Each thing that was judged is a finding or None; raises Inconclusive if nothing was.
    """
    if not findings:
        raise Inconclusive("there was nothing to judge")
    found = [str(finding) for finding in findings if finding is not None]
    if found:
        raise NonConformance("\n".join(found))
