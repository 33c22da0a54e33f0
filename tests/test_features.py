"""The features: what each scenario carries, how its steps read, and that no phrase is idle."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pytest_bdd.feature import get_features
from pytest_bdd.parser import Feature, FeatureParser, Step
from pytest_bdd.parsers import StepParser, get_parser
from sample_sut import PROFILE

from bars_conformance import differences, features
from bars_conformance.house import FEATURES, SUITE
from bars_conformance.repertoire import REQUESTS
from bars_conformance.requirements import catalogue

FILES = sorted(FEATURES.rglob("*.feature"))
VOCABULARIES = sorted(path for path in (SUITE / "steps").glob("*.py") if path.name != "__init__.py")
RULINGS = {ruling for requirement in catalogue().values() for ruling in requirement.rulings}
MOST_PHRASES = 80
ROLES = {"receiver", "api", "sender"}
HOSTED = {("receiver", "document-pointers"): "api"}
"""Where a system stands in the place of another one, whose rules it keeps (R-112)."""


@cache
def _parsed(path: Path) -> Feature:
    return FeatureParser(str(path.parent), path.name).parse()


@cache
def _steps() -> tuple[tuple[Path, Step], ...]:
    """All steps, those of outlines once for each example."""
    return tuple(
        (path, step)
        for path in FILES
        for template in _parsed(path).scenarios.values()
        for values in [row for examples in template.examples for row in examples.as_contexts()] or [{}]
        for step in template.render(values).steps
    )


def _role(path: Path) -> str:
    return features.Place.of(path).role


def _speaks(path: Path, file: str) -> bool:
    """Whether a feature is told in the phrases of a file of steps."""
    return f"steps.{file}" in features.vocabularies(_role(path))


def test_no_tag_of_a_feature_is_overlooked_in_its_text() -> None:
    for title in features.titles():
        assert title.tags <= features.tags_in(title.path)


def test_there_are_features() -> None:
    assert len(FILES) > 10
    assert len(get_features([str(FEATURES)])) == len(FILES)


@pytest.mark.parametrize("title", features.titles(), ids=lambda title: title.place.scenario_id(title.name))
def test_a_scenario_carries_known_requirements_and_rulings(title: features.Title) -> None:
    assert title.requirements
    assert title.requirements <= catalogue().keys()
    rulings = title.tags - title.requirements
    assert rulings <= RULINGS
    assert rulings <= {ruling for id_ in title.requirements for ruling in catalogue()[id_].rulings}
    assert title.place.role in ROLES


@pytest.mark.parametrize("title", features.titles(), ids=lambda title: title.place.scenario_id(title.name))
def test_a_scenario_stands_under_the_role_that_its_requirements_bind(title: features.Title) -> None:
    actors = {catalogue()[id_].actor for id_ in title.requirements}
    stands_in_for = HOSTED.get((title.place.role, title.place.section))
    assert actors & {title.place.role, "all", stands_in_for}, actors


def test_no_two_scenarios_of_a_section_have_the_same_title() -> None:
    counted = Counter((title.place.role, title.place.section, title.name) for title in features.titles())
    assert [title for title, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_feature_file_is_written_as_the_others(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"^  Rule: \S", text, re.MULTILINE)
    assert re.match(r"Feature: \S.*\n  \S", text), "a feature says what it is about"
    assert all(template.rule for template in _parsed(path).scenarios.values())
    assert len(text.splitlines()) < 200


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_no_step_holds_a_url_json_a_wait_or_markup(path: Path) -> None:
    for step in [step for file, step in _steps() if file == path]:
        cells = [cell for row in (step.datatable.raw() if step.datatable else []) for cell in row]
        for text in (step.name, *map(str, cells)):
            unquoted = re.sub(r'"[^"]*"', '""', text)
            assert "://" not in unquoted
            assert not re.search(r"[{}<>]", unquoted), text
            assert not re.search(r"\b(wait|sleep|seconds?)\b", unquoted), text
        assert step.docstring is None


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_what_is_judged_stands_last(path: Path) -> None:
    for template in _parsed(path).scenarios.values():
        kinds = [step.type for step in template.steps]
        assert kinds == sorted(kinds, key=["given", "when", "then"].index), template.name
        assert "then" in kinds, template.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_request_and_difference_is_known(path: Path) -> None:
    for step in [step for file, step in _steps() if file == path]:
        if found := re.search(
            r"\ba like request (?:is sent )?((?:with|without|from) .+?)(?: is sent to a receiver .+)?$",
            step.name,
        ):
            differences.parse(found[1], PROFILE)
        if found := re.match(r"the receiver accepts (GET /\S+|a new \w+)$", step.name):
            assert found[1] in REQUESTS, step.name


def _phrases() -> list[tuple[str, str, StepParser]]:
    """File, kind and parser of every step that is defined, read from the sources."""
    found = []
    for path in VOCABULARIES:
        scope: dict[str, object] = {}
        module = ast.parse(path.read_text(encoding="utf-8"))
        for node in module.body:
            if isinstance(node, ast.Import | ast.ImportFrom | ast.Assign):
                exec(compile(ast.Module([node], []), str(path), "exec"), scope)  # noqa: S102 - the imports and patterns of the file
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") in (
                        "given",
                        "when",
                        "then",
                    ):
                        phrase = eval(compile(ast.Expression(decorator.args[0]), str(path), "eval"), scope)  # noqa: S307 - likewise
                        found.append((path.stem, str(getattr(decorator.func, "id", "")), get_parser(phrase)))
    return found


PHRASES = _phrases()


@pytest.mark.parametrize("role", sorted(ROLES))
def test_the_vocabulary_of_a_role_is_small(role: str) -> None:
    """What a step's look-up costs is the number of phrases that a run has loaded: those of its role."""
    loaded = {name.removeprefix("steps.") for name in features.vocabularies(role)}
    assert 10 < sum(file in loaded for file, _, _ in PHRASES) <= MOST_PHRASES


def test_every_vocabulary_is_loaded_and_the_sender_has_its_own() -> None:
    assert features.vocabularies("receiver") == features.vocabularies("api")
    loaded = [name for role in ("receiver", "sender") for name in features.vocabularies(role)]
    files = [name.removeprefix("steps.") for name in loaded if name.startswith("steps.")]
    assert sorted(files) == [path.stem for path in VOCABULARIES]


@pytest.mark.parametrize(("file", "kind", "parser"), PHRASES, ids=lambda each: getattr(each, "name", None))
def test_every_phrase_is_used(file: str, kind: str, parser: StepParser) -> None:
    heard = [step for path, step in _steps() if _speaks(path, file)]
    assert any(step.type == kind and parser.is_matching(step.name) for step in heard), file


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_step_has_one_meaning(path: Path) -> None:
    for step in {(step.type, step.name) for file, step in _steps() if file == path}:
        meant = [
            parser.name
            for file, kind, parser in PHRASES
            if _speaks(path, file) and kind == step[0] and parser.is_matching(step[1])
        ]
        assert len(meant) == 1, f"{step[1]!r} is meant by {meant}"


@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_vocabulary_is_thin(path: Path) -> None:
    module = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(module) if isinstance(node, ast.AsyncFunctionDef)]
    steps = {
        node.name: node for node in module.body if isinstance(node, ast.FunctionDef) and node.decorator_list
    }
    called = {
        node.func.id
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & steps.keys(), "no step calls a step"
    for name, step in steps.items():
        assert (step.end_lineno or 0) - step.lineno <= 12, name
