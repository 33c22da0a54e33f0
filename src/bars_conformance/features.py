"""Reads the feature files: which scenarios there are, and which requirements and rulings each carries."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pytest_bdd.exceptions import FeatureError
from pytest_bdd.parser import FeatureParser, ScenarioTemplate, Step

from bars_conformance.house import FEATURES, SUITE
from bars_conformance.verdict import HarnessError

_RULING = re.compile(r"R-\d+")
_TAG = re.compile(r"(?<=@)[\w-]+")


@dataclass(frozen=True)
class Place:
    """Where a feature stands in the house: ``features/<role>/<section>/<subject>.feature``."""

    role: str
    section: str
    subject: str

    @classmethod
    def of(cls, path: Path) -> "Place":
        """The place of a feature file; raises HarnessError if it stands elsewhere."""
        parts = path.relative_to(FEATURES).with_suffix("").parts
        if len(parts) != len(cls.__annotations__):
            raise HarnessError(f"{path}: a feature stands in features/<role>/<section>/; move it there.")
        return cls(*parts)

    @property
    def title(self) -> str:
        """The section's name as people say it."""
        return self.section.replace("-", " ")

    def scenario_id(self, name: str) -> str:
        """The stable id of a scenario of this feature."""
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        return f"{self.role}/{self.section}/{self.subject}/{slug}"


@dataclass(frozen=True)
class Title:
    """A scenario as it stands in its file; an outline counts once."""

    name: str
    path: Path
    line: int
    tags: frozenset[str]

    @property
    def place(self) -> Place:
        """Where its feature stands."""
        return Place.of(self.path)

    @property
    def requirements(self) -> frozenset[str]:
        """The requirements it carries, those of its examples included."""
        return frozenset(tag for tag in self.tags if not is_ruling(tag))


def share_words(role: str, other: str) -> bool:
    """Whether the features of two roles are told in the same phrases: those of a sender are not."""
    return (role == "sender") == (other == "sender")


def vocabularies(role: str) -> list[str]:
    """The modules with the phrases and the cast of a role: few, as each step looks through all of them."""
    names = sorted(path.stem for path in (SUITE / "steps").glob("[!_]*.py"))
    phrases = [f"steps.{name}" for name in names if share_words(role, name.partition("_")[0])]
    return ["bars_conformance.sender_cast", *phrases] if role == "sender" else phrases


def is_ruling(tag: str) -> bool:
    """Whether a tag names a ruling of docs/rulings.md."""
    return _RULING.fullmatch(tag) is not None


def requirements_and_rulings(tags: Iterable[str]) -> tuple[list[str], list[str]]:
    """The tags of a scenario, parted and sorted."""
    ordered = sorted(tags, key=lambda tag: [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", tag)])
    rulings = [tag for tag in ordered if is_ruling(tag)]
    return [tag for tag in ordered if tag not in rulings], rulings


@cache
def tags_in(path: Path) -> frozenset[str]:
    """All that may be a tag in a feature file, told from its text: to parse it takes much longer."""
    return frozenset(_TAG.findall(path.read_text(encoding="utf-8")))


@cache
def titles() -> tuple[Title, ...]:
    """All scenarios of all features, in the order of files and lines.

    Raises HarnessError for a file that is not Gherkin.
    """
    return tuple(title for path in sorted(FEATURES.rglob("*.feature")) for title in _titles(path))


def played(role: str) -> Iterator[tuple[Title, list[Step]]]:
    """The scenarios of a role with their steps, an outline once for each of its examples.

    Raises HarnessError for a file that is not Gherkin.
    """
    for path in sorted((FEATURES / role).rglob("*.feature")):
        for title, template in _templates(path):
            examples = [values for each in template.examples for values in each.as_contexts()]
            for values in examples or [{}]:
                yield title, template.render(values).steps


def covered() -> dict[str, list[str]]:
    """Ids of requirements to the names of the scenarios that carry them."""
    found: dict[str, list[str]] = {}
    for title in titles():
        for requirement in title.requirements:
            found.setdefault(requirement, []).append(title.name)
    return found


def _titles(path: Path) -> Iterator[Title]:
    return (title for title, _ in _templates(path))


def _templates(path: Path) -> Iterator[tuple[Title, ScenarioTemplate]]:
    try:
        feature = FeatureParser(str(path.parent), path.name).parse()
    except FeatureError as error:
        raise HarnessError(f"{path}: not a feature ({error}); mend its Gherkin.") from error
    for name, template in feature.scenarios.items():
        yield Title(name, path, template.line_number, _tags(template) | feature.tags), template


def _tags(template: ScenarioTemplate) -> frozenset[str]:
    of_rule = template.rule.tags if template.rule else set()
    of_examples = {tag for examples in template.examples for tag in examples.tags or ()}
    return frozenset(template.tags | of_rule | of_examples)
