"""Fails that are known: a file that lets a pipeline go on, but not for ever and not unseen.

A YAML list; each entry names a ``scenario`` by its id, a ``reason``, an ``owner`` and a date ``until`` which
it holds. A known fail stays a fail in every report; it only asks for no exit code. An entry that is out of
date, or whose scenario no longer fails, asks for one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bars_conformance.verdict import HarnessError, Verdict


class KnownIssue(BaseModel):
    """One entry of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: str
    reason: str
    owner: str
    until: date


_ENTRIES = TypeAdapter(list[KnownIssue])


@dataclass(frozen=True)
class KnownIssues:
    """The entries of one file; none by default."""

    entries: tuple[KnownIssue, ...] = ()

    @classmethod
    def load(cls, path: Path) -> "KnownIssues":
        """Read the file; raises HarnessError with one sentence if it cannot be used."""
        try:
            document = yaml.safe_load(path.read_text(encoding="utf-8"))
            return cls(tuple(_ENTRIES.validate_python(document or [])))
        except OSError as error:
            raise HarnessError(f"{path}: cannot be read ({error.strerror}); check --known-issues.") from error
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "the file"
            raise HarnessError(
                f"{path}: {place}: {first['msg']}; each entry has scenario, reason, owner and until."
            ) from error
        except (yaml.YAMLError, ValueError) as error:  # ValueError: no UTF-8, or no such date
            raise HarnessError(f"{path}: not YAML; mend its syntax.") from error

    def excused(self, verdicts: Mapping[str, Verdict], today: date) -> dict[str, str]:
        """Ids of scenarios whose fail is known, to what is to be said of it."""
        return {
            entry.scenario: f"known issue of {entry.owner} until {entry.until}: {entry.reason}"
            for entry in self.entries
            if entry.until >= today and verdicts.get(entry.scenario) is Verdict.FAIL
        }

    def complaints(self, verdicts: Mapping[str, Verdict], today: date) -> list[str]:
        """What is wrong with the entries after a run with these verdicts, one sentence each."""
        said = []
        for entry in self.entries:
            found = verdicts.get(entry.scenario)
            if entry.until < today:
                said.append(
                    f"known issue {entry.scenario}: out of date since {entry.until}; mend or renew it."
                )
            elif found is Verdict.PASS:
                said.append(f"known issue {entry.scenario}: no longer fails; remove the entry.")
        return said
