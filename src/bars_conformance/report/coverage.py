"""Which requirements a run judged, which it could not, and which it was not about."""

from dataclasses import dataclass

from bars_conformance.report.run import Item, Run


@dataclass(frozen=True)
class Coverage:
    """Every requirement of the results, in exactly one of four lists."""

    judged: list[Item]
    to_attest: list[Item]
    uncovered: list[Item]
    elsewhere: list[Item]

    @property
    def asked(self) -> list[Item]:
        """The requirements that concern the roles under test."""
        return [*self.judged, *self.to_attest, *self.uncovered]


def coverage(run: Run) -> Coverage:
    """Sort the requirements: judged, to be attested, not covered, or asked of other roles only."""
    asked_of = run.roles | {"all"}
    sorted_out = Coverage([], [], [], [])
    for requirement in run.results["requirements"]:
        if requirement["verdict"] is not None:
            sorted_out.judged.append(requirement)
        elif requirement["actor"] not in asked_of:
            sorted_out.elsewhere.append(requirement)
        elif requirement["testability"] == "attestation":
            sorted_out.to_attest.append(requirement)
        else:
            sorted_out.uncovered.append(requirement)
    return sorted_out
