import json
from pathlib import Path

import pytest
from sample_results import Item, of_every_verdict, results, scenario

from bars_conformance import report
from bars_conformance.verdict import HarnessError, Verdict


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    written = of_every_verdict()
    report.write(written, tmp_path / "run")
    assert report.read(tmp_path / "run") == written
    assert report.read(tmp_path / "run" / "results.json") == written


def test_a_run_leaves_every_report_and_nothing_else(tmp_path: Path) -> None:
    report.write(of_every_verdict(), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "results.json",
        "report.html",
        "junit.xml",
        "allure-results",
    }


def test_the_same_results_give_the_same_files(tmp_path: Path) -> None:
    def written(folder: Path) -> dict[Path, bytes]:
        report.write(of_every_verdict(), folder)
        report.write(of_every_verdict(), folder)
        return {f.relative_to(folder): f.read_bytes() for f in folder.rglob("*") if f.is_file()}

    assert written(tmp_path / "a") == written(tmp_path / "b")


def test_text_that_utf_8_cannot_carry_reaches_every_report(tmp_path: Path) -> None:
    broken = results(scenario(Verdict.FAIL, reason="got \ud800 and \x00 and \uffff"))
    report.write(broken, tmp_path)
    assert report.read(tmp_path) == broken
    assert "got ? and  and " in (tmp_path / "junit.xml").read_text(encoding="utf-8")
    assert "got ? and  and " in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"exit_code": 2}, r"at exit_code: 2 is not one of \[0, 1, 3, 4\]"),
        ({"extra": 1}, "at the top level: Additional properties are not allowed"),
        ({"summary": {}}, "at summary: '.*' is a required property"),
        ({"exchanges": []}, "scenario booking/pass names exchange 0, but 0 were recorded"),
        ({"requirements": []}, "scenario booking/pass names requirement TI-07, which is not listed"),
        ({"scenarios": []}, "requirement TI-07 names scenario booking/pass, which is not listed"),
    ],
)
def test_invalid_results_are_refused_in_one_sentence(change: Item, sentence: str) -> None:
    with pytest.raises(HarnessError, match=sentence) as refusal:
        report.check(results(scenario()) | change)
    assert "\n" not in str(refusal.value)


def test_a_complaint_about_something_long_stays_short() -> None:
    with pytest.raises(HarnessError) as refusal:
        report.check(results(scenario(feature=["long"] * 1000)))
    assert len(str(refusal.value)) < 500


def test_invalid_results_are_kept_though_not_reported(tmp_path: Path) -> None:
    invalid = results(scenario()) | {"exit_code": 2}
    with pytest.raises(HarnessError, match="exit_code"):
        report.write(invalid, tmp_path)
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8")) == invalid
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "There is no .*results.json: give the folder of a run"),
        (b"{", "is not JSON"),
        (b"\xff", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "cannot be used: The results do not follow the schema"),
        (b"{}", "cannot be used: The results do not follow the schema"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    tmp_path: Path,
    text: bytes | None,
    sentence: str,
) -> None:
    if text is not None:
        (tmp_path / "results.json").write_bytes(text)
    with pytest.raises(HarnessError, match=sentence) as refusal:
        report.read(tmp_path)
    assert "\n" not in str(refusal.value)


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HarnessError, match=r"cannot be written to .*: Not a directory; choose another"):
        report.write(of_every_verdict(), tmp_path / "file" / "run")


def test_an_interrupted_write_leaves_the_old_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report.write(of_every_verdict(), tmp_path)
    before = (tmp_path / "results.json").read_bytes()

    def interrupted(_: Path, __: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        report.write(results(scenario()), tmp_path)
    assert (tmp_path / "results.json").read_bytes() == before
