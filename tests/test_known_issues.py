"""Known issues: what is excused, until when, and what is complained of."""

from datetime import date
from pathlib import Path

import pytest

from bars_conformance.known_issues import KnownIssues
from bars_conformance.verdict import HarnessError, Verdict

TODAY = date(2026, 11, 20)
FILE = """
- {scenario: r/s/a, reason: ticket 1, owner: ACME, until: 2026-11-20}
- {scenario: r/s/b, reason: ticket 2, owner: ACME, until: 2026-11-19}
- {scenario: r/s/c, reason: ticket 3, owner: ACME, until: 2027-01-01}
"""


@pytest.fixture
def known(tmp_path: Path) -> KnownIssues:
    (tmp_path / "known.yaml").write_text(FILE)
    return KnownIssues.load(tmp_path / "known.yaml")


def test_a_fail_is_excused_up_to_its_day(known: KnownIssues) -> None:
    verdicts = dict.fromkeys(("r/s/a", "r/s/b", "r/s/other"), Verdict.FAIL)
    assert known.excused(verdicts, TODAY) == {"r/s/a": "known issue of ACME until 2026-11-20: ticket 1"}


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.FAIL])
def test_nothing_but_a_fail_is_excused(known: KnownIssues, verdict: Verdict) -> None:
    assert known.excused({"r/s/a": verdict}, TODAY) == {}


def test_an_entry_out_of_date_is_complained_of_whatever_became_of_its_scenario(known: KnownIssues) -> None:
    said = "known issue r/s/b: out of date since 2026-11-19; mend or renew it."
    assert known.complaints({}, TODAY) == [said]
    assert known.complaints({"r/s/b": Verdict.PASS}, TODAY) == [said]


def test_an_entry_whose_scenario_passes_is_complained_of(known: KnownIssues) -> None:
    said = "known issue r/s/c: no longer fails; remove the entry."
    assert said in known.complaints({"r/s/c": Verdict.PASS}, TODAY)
    assert said not in known.complaints({"r/s/c": Verdict.INCONCLUSIVE}, TODAY)


def test_no_file_knows_no_issue() -> None:
    assert KnownIssues().excused({"r/s/a": Verdict.FAIL}, TODAY) == {}
    assert KnownIssues().complaints({}, TODAY) == []


def test_an_empty_file_knows_none(tmp_path: Path) -> None:
    (tmp_path / "known.yaml").write_text("# none\n")
    assert KnownIssues.load(tmp_path / "known.yaml") == KnownIssues()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"- {scenario: r/s/a, reason: x, owner: y}", "0.until: Field required"),
        (b"- {scenario: r/s/a, reason: x, owner: y, until: soon}", "0.until: "),
        (b"- {scenario: r/s/a, reason: x, owner: y, until: 2026-13-01}", "not YAML"),
        (b"- {scenario: r/s/a, reason: x, owner: y, until: 2026-12-01, level: 1}", "0.level: "),
        (b"scenario: r/s/a", "the file: "),
        (b"- [", "not YAML"),
        (b"\xff\xfe", "not YAML"),
        (b"- \x00", "not YAML"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_sentence(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "known.yaml"
    file.write_bytes(content)
    with pytest.raises(HarnessError) as raised:
        KnownIssues.load(file)
    assert str(raised.value).startswith(f"{file}: {said}")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ["nowhere.yaml", "."])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(HarnessError, match=r"cannot be read .*; check --known-issues"):
        KnownIssues.load(tmp_path / name)
