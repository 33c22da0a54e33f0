"""The catalogue of requirements: every statement of the standard that binds or explains, and its coverage.

A requirement is covered by a scenario that carries its id. One that has none is to be attested, or says why
there is none. The data are in ``fixtures/core-1.1.4/requirements``, one file for each part of the guide.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from bars_conformance.house import STANDARD
from bars_conformance.standard import read
from bars_conformance.verdict import Level

Actor = Literal["receiver", "sender", "api", "all"]
Role = Literal["receiver", "sender", "api"]
Testability = Literal["automatic", "needs-config", "attestation"]


@dataclass(frozen=True)
class Expectation:
    """An answer that meets a requirement; a ``code`` or ``issue`` of None is not judged.

    ``basis`` says where it comes from: the ``row`` of the page itself, a ``sibling-row`` for the same
    stimulus, or an ``ambiguity`` of the guide.
    """

    status: int
    code: str | None = None
    issue: str | None = None
    basis: Literal["row", "sibling-row", "ambiguity"] | None = None


@dataclass(frozen=True)
class Requirement:
    """One statement of the standard.

    ``page`` is a page of the guide, or names the API specification or a published definition. ``basis`` tells
    what a level was inferred from where the page does not use the word itself. ``needs`` is what a scenario
    of it needs of the system under test, ``attest`` what the supplier shows where none can judge it, and
    ``reason`` why it has neither.
    """

    id: str
    level: Level
    actor: Actor
    page: str
    statement: str
    testability: Testability
    basis: str | None = None
    needs: str | None = None
    rulings: tuple[str, ...] = ()
    attest: str | None = None
    reason: str | None = None
    expect: tuple[Expectation, ...] = ()

    def binds(self, role: Role) -> bool:
        """Whether a system in this role has to meet it."""
        return self.actor in {role, "all"}


@cache
def catalogue() -> Mapping[str, Requirement]:
    """All requirements by id, in the order of the files and of the guide."""
    return MappingProxyType(
        {
            entry["id"]: _requirement(entry)
            for path in sorted((STANDARD / "requirements").glob("*.yaml"))
            for entry in read(path)
        },
    )


def binding(role: Role) -> list[Requirement]:
    """The requirements that bind a system in this role."""
    return [requirement for requirement in catalogue().values() if requirement.binds(role)]


def uncovered(covered: Container[str], role: Role | None = None) -> list[Requirement]:
    """The requirements that could have a scenario but have neither one nor a reason.

    ``covered`` holds the ids that scenarios carry; without a role all requirements are looked at.
    """
    return [
        requirement
        for requirement in (binding(role) if role else catalogue().values())
        if requirement.testability != "attestation"
        and requirement.reason is None
        and requirement.id not in covered
    ]


def _requirement(entry: dict[str, Any]) -> Requirement:
    return Requirement(
        **entry
        | {
            "level": Level(entry["level"]),
            "rulings": tuple(entry.get("rulings", ())),
            "expect": tuple(Expectation(**row) for row in entry.get("expect", ())),
        },
    )
