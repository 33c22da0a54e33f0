"""What README and docs say is so: commands, files, profiles, verdicts, the two commands of a fresh clone."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from bars_conformance import features, profile, profile_file
from bars_conformance.cli import _parser
from bars_conformance.faults import FAULTS
from bars_conformance.known_issues import KnownIssue, KnownIssues
from bars_conformance.profile_hooks import HookName
from bars_conformance.requirements import Requirement, catalogue
from bars_conformance.variants import VARIANTS
from bars_conformance.verdict import PROJECTIONS, USAGE_ERROR, Verdict

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "reports" / "README.md",
    *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name != "rulings.md"),
]
TEXTS = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in PAGES}
README = TEXTS["README.md"]
PROFILES = TEXTS["docs/profiles.md"]

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"(?<![\w/.-])bars-conformance((?: +[^\s|&;]+)+)")
_FOLDERS = "benchmarks|docs|features|fixtures|reports|src|steps|tests"
_ID = re.compile(r"\b(?:[A-Z]+-)?[A-Z]+-\d\d\b")


def fenced(text: str, language: str) -> list[str]:
    return [
        re.sub(f"^{indent}", "", body, flags=re.MULTILINE)
        for indent, found, body in _FENCE.findall(text)
        if found == language
    ]


def inline(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", _FENCE.sub("", text))


def commands(text: str) -> Iterator[list[str]]:
    """What follows ``bars-conformance`` wherever it is called, as the shell parts it."""
    for code in (*fenced(text, "sh"), *fenced(text, "yaml"), *inline(text)):
        for line in code.splitlines():
            for words in _COMMAND.findall(line.partition(" #")[0]):
                yield shlex.split(words)


def tables(text: str) -> Iterator[list[dict[str, str]]]:
    for block in re.findall(r"(?:^\|.*\n)+", _FENCE.sub("", text), flags=re.MULTILINE):
        head, _, *rows = [[cell.strip() for cell in row.strip("| ").split("|")] for row in block.splitlines()]
        yield [dict(zip(head, row, strict=True)) for row in rows]


def rows(text: str, first: str) -> list[dict[str, str]]:
    """The rows of all tables whose first column has this head."""
    return [row for table in tables(text) for row in table if next(iter(row)) == first]


def loaded(text: str, folder: Path) -> profile.Profile:
    path = folder / "profile.yaml"
    path.write_text(text, encoding="utf-8")
    return profile_file.load(path, dict.fromkeys(re.findall(r"\$\{(\w+)\}", text), "https://sut.example"))


ALL_COMMANDS = [(page, words) for page, text in TEXTS.items() for words in commands(text)]
SNIPPETS = [(page, block) for page, text in TEXTS.items() for block in fenced(text, "yaml")]
PROFILE_SNIPPETS = [block for _, block in SNIPPETS if block.startswith("spec:")]


@pytest.mark.parametrize("page", TEXTS)
def test_every_command_is_one(page: str) -> None:
    for words in commands(TEXTS[page]):
        own = words[: words.index("--")] if "--" in words else words
        assert _parser().parse_args(own), words


def test_commands_were_found() -> None:
    assert {words[0] for _, words in ALL_COMMANDS} == {
        *("run", "check", "requirements", "init", "report", "reference", "faults")
    }


@pytest.mark.parametrize("page", TEXTS)
def test_every_option_is_one(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in {words[0] for _, words in ALL_COMMANDS}:
        with pytest.raises(SystemExit):
            _parser().parse_args([command, "--help"])
    known = set(re.findall(r"(?<!\w)--?[a-z-]+", capsys.readouterr().out))
    assert {code.split()[0] for code in inline(TEXTS[page]) if code.startswith("-")} <= known


@pytest.mark.parametrize("page", TEXTS)
def test_every_fault_and_requirement_is_known(page: str) -> None:
    for words in commands(TEXTS[page]):
        assert {value for option, value in pairwise(words) if option in ("--fault", "--only")} <= set(FAULTS)
    ids = {found for found in _ID.findall(TEXTS[page]) if not features.is_ruling(found)}
    assert ids <= set(catalogue())


@pytest.mark.parametrize("page", TEXTS)
def test_every_link_leads_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", TEXTS[page]):
        assert (ROOT / page).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("page", TEXTS)
def test_every_path_exists(page: str) -> None:
    for code in inline(TEXTS[page]):
        if re.fullmatch(rf"(?:{_FOLDERS})/[\w./-]*", code):
            assert (ROOT / code).exists(), code
        elif re.fullmatch(r"\w+(?:\.py|/)", code):
            assert any((folder / code).exists() for folder in (ROOT, ROOT / "src" / "bars_conformance")), code


@pytest.mark.parametrize("snippet", PROFILE_SNIPPETS, ids=range(len(PROFILE_SNIPPETS)))
def test_every_profile_loads(snippet: str, tmp_path: Path) -> None:
    assert loaded(snippet, tmp_path).in_production is False


def test_every_part_of_a_profile_loads(tmp_path: Path) -> None:
    whole = yaml.safe_load(PROFILE_SNIPPETS[0])
    parts = [part for part in _mappings() if "spec" not in part and part.keys() <= whole.keys() | {"hooks"}]
    assert parts
    for part in parts:
        assert loaded(yaml.safe_dump(whole | part), tmp_path)


def _mappings() -> list[dict[str, Any]]:
    documents = [yaml.safe_load(block) for _, block in SNIPPETS if "${{" not in block and "$(" not in block]
    return [document for document in documents if isinstance(document, dict)]


def test_every_snippet_is_yaml() -> None:
    for _, block in SNIPPETS:
        yaml.safe_load(block)


def test_every_field_of_a_profile_is_told() -> None:
    told = [name for row in rows(PROFILES, "field") for name in re.findall(r"`(\w+)`", row["field"])]
    assert told == list(profile.Profile.model_fields)


def test_every_entry_of_supports_is_told() -> None:
    told = [name for row in rows(PROFILES, "entry") for name in re.findall(r"`([\w-]+)`", row["entry"])]
    assert sorted(told) == sorted(profile.Feature)


def test_every_hook_is_told() -> None:
    told = [row["hook"].strip("`") for row in rows(PROFILES, "hook")]
    assert sorted(told) == sorted(HookName)


def test_known_issues_load_and_name_scenarios(tmp_path: Path) -> None:
    lists = [block for _, block in SNIPPETS if block.startswith("- scenario:")]
    assert lists
    for block in lists:
        path = tmp_path / "known-issues.yaml"
        path.write_text(block, encoding="utf-8")
        for entry in KnownIssues.load(path).entries:
            assert any(_is_of(entry, title) for title in features.titles()), entry.scenario


def _is_of(entry: KnownIssue, title: features.Title) -> bool:
    return entry.scenario.startswith(title.place.scenario_id(title.name))


def test_requirements_in_snippets_are_as_in_the_catalogue() -> None:
    told = [entry for _, block in SNIPPETS if block.startswith("- id:") for entry in yaml.safe_load(block)]
    assert told
    names = {field.name for field in fields(Requirement)}
    for entry in told:
        requirement = catalogue()[entry["id"]]
        assert entry.keys() <= names
        for name in ("level", "actor", "page", "statement", "testability", "needs"):
            assert entry[name] == getattr(requirement, name)


def test_gherkin_is_as_in_the_features() -> None:
    steps = {
        line.strip()
        for path in (ROOT / "features").rglob("*.feature")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    blocks = [block for text in TEXTS.values() for block in fenced(text, "gherkin")]
    assert blocks
    for line in (line.strip() for block in blocks for line in block.splitlines()):
        assert line in steps or any(_fits(line, step) for step in steps), line


def _fits(line: str, step: str) -> bool:
    """Whether a step with <placeholders> can read so."""
    pattern = re.sub(r"\\?<.+?>", ".+", re.escape(step))
    return "<" in step and re.fullmatch(pattern, line) is not None


@pytest.mark.parametrize("page", TEXTS)
def test_every_scenario_named_by_section_and_file_is_one(page: str) -> None:
    known = {f"{each.place.section}/{each.place.subject}: {each.name}" for each in features.titles()}
    assert {code for code in inline(TEXTS[page]) if re.match(r"[a-z-]+/[a-z-]+: ", code)} <= known


def test_the_scenarios_against_tkw_were_found() -> None:
    named = [code for code in inline(TEXTS["docs/tkw.md"]) if re.match(r"[a-z-]+/[a-z-]+: ", code)]
    assert len(set(named)) > 100


def test_verdicts_are_as_projected() -> None:
    told = [row for row in rows(README, "verdict") if "JUnit" in row]
    assert {row["verdict"]: (row["exit code"], row["JUnit"], row["Allure"]) for row in told} == {
        f"`{verdict}`": (str(projection.exit_code), projection.junit, projection.allure)
        for verdict, projection in PROJECTIONS.items()
    }


def test_every_verdict_is_told_to_auditors() -> None:
    told = [row["verdict"].strip("`") for row in rows(TEXTS["docs/reading-a-report.md"], "verdict")]
    assert sorted(told) == sorted(Verdict)


@pytest.mark.parametrize("page", ["README.md", "docs/ci.md"])
def test_exit_codes_are_as_projected(page: str) -> None:
    codes = {projection.exit_code for projection in PROJECTIONS.values()} | {USAGE_ERROR}
    assert [row["code"] for row in rows(TEXTS[page], "code")] == [f"`{code}`" for code in sorted(codes)]


def test_the_readme_names_every_section_and_no_other() -> None:
    covered = README.partition("## What it covers")[2].partition("\n## ")[0]
    told = set(re.findall(r"^- ([a-z ]+):", covered, flags=re.MULTILINE))
    assert told == {title.place.title for title in features.titles()}


@pytest.mark.parametrize("job", ["main", "test"])
def test_a_marked_command_is_one_line_that_sets_up_everything(job: str) -> None:
    (command,) = re.findall(rf"^<!-- {job}-command -->\n+```sh\n(.+)\n```$", README, flags=re.MULTILINE)
    steps = command.split(" && ")
    assert steps[0] == "python3 -m venv .venv"
    assert steps[-1] == {"main": ".venv/bin/bars-conformance run", "test": ".venv/bin/pytest -n auto"}[job]


def test_the_readme_counts_the_faults_and_variants() -> None:
    broken = set().union(*(each.breaks for each in FAULTS.values()))
    told = f"{len(FAULTS)} seeded faults, which break {len(broken)} requirements, and {len(VARIANTS)} lawful"
    assert told in " ".join(README.split())
