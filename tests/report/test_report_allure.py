import json
from pathlib import Path

import pytest
from sample_results import Item, exchange, of_every_verdict, results, scenario

from bars_conformance.report import allure
from bars_conformance.verdict import PROJECTIONS, Verdict


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "allure-results"


def written(run: Item, folder: Path) -> list[Item]:
    allure.write(run, folder)
    return [json.loads(f.read_text(encoding="utf-8")) for f in sorted(folder.glob("*-result.json"))]


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_status_and_a_category(verdict: Verdict, folder: Path) -> None:
    (result,) = written(results(scenario(verdict)), folder)
    assert result["status"] == PROJECTIONS[verdict].allure
    assert {"name": "verdict", "value": verdict} in result["labels"]
    assert result["steps"][2]["status"] == PROJECTIONS[verdict].allure
    categories = json.loads((folder / "categories.json").read_text(encoding="utf-8"))
    assert [c["name"] for c in categories if _holds(c, result)] == [verdict]


def _holds(category: Item, result: Item) -> bool:
    prefix = category["messageRegex"].removeprefix("^").partition("(")[0]
    message = result["statusDetails"]["message"]
    return result["status"] in category["matchedStatuses"] and message.split(":")[0] == prefix


def test_a_result_is_one_gherkin_scenario_with_its_evidence(folder: Path) -> None:
    (result,) = written(results(scenario(Verdict.FAIL, rulings=["R-06"])), folder)
    assert [step["name"] for step in result["steps"]] == [
        "Given a free slot",
        "When the request is sent again with",
        "Then the answer is 409",
        "And one booking exists",
    ]
    assert [step["status"] for step in result["steps"]] == ["passed", "passed", "failed", "skipped"]
    assert result["steps"][1]["parameters"][1] == {"name": "row 2", "value": "X-Request-Id | the same"}
    request, response = result["steps"][1]["attachments"]
    assert request["name"] == "Request: POST https://receiver.example/FHIR/R4/$process-message"
    assert "Authorization: <redacted>" in (folder / request["source"]).read_text(encoding="utf-8")
    assert (folder / response["source"]).read_text(encoding="utf-8").startswith("200 OK\n")
    assert result["statusDetails"]["message"] == "fail: expected 409 REC_CONFLICT duplicate, got 200"
    assert "curl --include" in result["statusDetails"]["trace"]
    assert result["links"][0]["name"] == "TI-07"
    labels = [(label["name"], label["value"]) for label in result["labels"]]
    assert labels == [
        ("epic", "receiver"),
        ("feature", "booking"),
        ("story", "A booking is made once"),
        ("parentSuite", "receiver"),
        ("suite", "booking"),
        ("subSuite", "A booking is made once"),
        ("severity", "critical"),
        ("framework", "bars-conformance"),
        ("verdict", "fail"),
        ("tag", "TI-07"),
        ("tag", "R-06"),
    ]


def test_what_a_step_observed_is_no_error(folder: Path) -> None:
    observant = scenario()
    observant["steps"][0]["reason"] = "3 slots are free"
    (result,) = written(results(observant), folder)
    assert result["steps"][0]["parameters"] == [{"name": "observed", "value": "3 slots are free"}]
    assert "statusDetails" not in result["steps"][0]


def test_times_are_those_of_the_exchanges(folder: Path) -> None:
    (result,) = written(results(scenario()), folder)
    assert result["start"] == 1795338001250
    assert result["stop"] == result["start"] + 250
    assert (result["steps"][1]["start"], result["steps"][1]["stop"]) == (1795338001250, 1795338001292)
    assert "start" not in result["steps"][0]


def test_a_scenario_without_exchanges_starts_with_the_run(folder: Path) -> None:
    (result,) = written(results(scenario(Verdict.NOT_APPLICABLE, steps=[], exchanges=[])), folder)
    assert result["start"] == 1795338000000


def test_exchanges_outside_the_steps_belong_to_the_scenario(folder: Path) -> None:
    run = results(scenario(exchanges=[0, 1]), exchanges=[exchange(), exchange(status=None)])
    (result,) = written(run, folder)
    assert [a["name"] for a in result["attachments"]] == [
        "Request: POST https://receiver.example/FHIR/R4/$process-message",
        "Response: no response (timed out after 10 s)",
    ]


def test_history_holds_between_runs_and_identity_does_not(folder: Path) -> None:
    (first,) = written(results(scenario()), folder)
    (second,) = written(results(scenario(), started="2026-11-23T09:00:00Z"), folder)
    assert first["historyId"] == second["historyId"]
    assert first["uuid"] != second["uuid"]


def test_shared_evidence_is_written_once(folder: Path) -> None:
    written(of_every_verdict(), folder)
    assert len(list(folder.glob("*-attachment.txt"))) == 2


def test_nothing_of_an_earlier_run_remains(folder: Path) -> None:
    written(of_every_verdict(), folder)
    assert len(written(results(scenario()), folder)) == 1


def test_the_environment_survives_any_name(folder: Path) -> None:
    run = results(scenario())
    run["sut"]["name"] = "Café\nx = \\"
    run["suite"]["python"] = "3.11.7"
    allure.write(run, folder)
    lines = (folder / "environment.properties").read_text(encoding="ascii").splitlines()
    assert "system = Caf\\u00e9\\nx = \\\\" in lines
    assert "suite = bars-conformance 1.0.0" in lines
    assert "python = 3.11.7" in lines
