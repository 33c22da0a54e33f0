from xml.etree import ElementTree as ET

import pytest
from sample_results import PAGE, STATEMENT, Item, exchange, of_every_verdict, results, scenario

from bars_conformance.report import junit
from bars_conformance.verdict import PROJECTIONS, Verdict


def cases(run: Item) -> list[ET.Element]:
    return list(tree(run).iter("testcase"))


def tree(run: Item) -> ET.Element:
    return ET.fromstring(junit.render(run))  # noqa: S314 - our own document


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_its_element(verdict: Verdict) -> None:
    (case,) = cases(results(scenario(verdict)))
    elements = {element.tag for element in case} - {"properties"}
    kind = PROJECTIONS[verdict].junit
    assert elements == {kind} - {"passed"} | ({"system-out"} if verdict is Verdict.WARNING else set())


@pytest.mark.parametrize(
    ("verdict", "tag"),
    [
        (Verdict.FAIL, "failure"),
        (Verdict.INCONCLUSIVE, "error"),
        (Verdict.ERROR, "error"),
    ],
)
def test_what_did_not_pass_is_typed_by_its_verdict(verdict: Verdict, tag: str) -> None:
    (case,) = cases(results(scenario(verdict)))
    (element,) = case.findall(tag)
    assert element.attrib == {"message": "expected 409 REC_CONFLICT duplicate, got 200", "type": verdict}


def test_the_counts_of_suites_and_run_agree() -> None:
    elsewhere = scenario(Verdict.FAIL, id="x", section="slots", role="api", duration_s=1.0)
    root = tree(results(*(scenario(verdict) for verdict in PROJECTIONS), elsewhere))
    counted = ("name", "tests", "failures", "errors", "skipped", "time")
    assert [root.get(name) for name in counted] == ["bars-conformance", "7", "2", "2", "1", "2.500"]
    assert [[suite.get(name) for name in counted] for suite in root] == [
        ["booking", "6", "1", "2", "1", "1.500"],
        ["slots", "1", "1", "0", "0", "1.000"],
    ]


def test_a_case_is_filed_under_role_section_and_feature() -> None:
    (case,) = cases(results(scenario(rulings=["R-06"], requirements=["TI-08", "TI-07"])))
    assert case.get("classname") == "receiver.booking.A booking is made once"
    assert [(p.get("name"), p.get("value")) for p in case.iter("property")] == [
        ("requirement", "TI-08"),
        ("requirement", "TI-07"),
        ("level", "MUST"),
        ("verdict", "pass"),
        ("ruling", "R-06"),
    ]


def test_a_failure_tells_all_that_is_needed_to_mend_it() -> None:
    (case,) = cases(results(scenario(Verdict.FAIL, rulings=["R-06"])))
    text = case.findtext("failure", "")
    for part in (
        f"TI-07 (MUST): {STATEMENT}",
        PAGE,
        "ruling R-06",
        "Step: Then the answer is 409",
        "Reason: expected 409 REC_CONFLICT duplicate, got 200",
        "Sent: POST https://receiver.example/FHIR/R4/$process-message",
        "Came back: 200 OK",
        "curl --include",
    ):
        assert part in text


def test_the_exchange_shown_is_the_last_before_the_verdict() -> None:
    judged = scenario(Verdict.FAIL, exchanges=[0, 1, 2])
    judged["steps"][0]["exchanges"] = [0]
    judged["steps"][1]["exchanges"] = [1]
    judged["steps"][3]["exchanges"] = [2]
    made = [exchange(status=status) for status in (201, 409, 503)]
    (case,) = cases(results(judged, exchanges=made))
    assert "Came back: 409 Conflict" in case.findtext("failure", "")


def test_a_scenario_that_sent_nothing_still_has_its_say() -> None:
    silent = scenario(Verdict.ERROR, exchanges=[], steps=[], reason=None)
    (case,) = cases(results(silent, exchanges=[]))
    assert "No reason was recorded." in case.findtext("error", "")


def test_the_message_is_one_line() -> None:
    (case,) = cases(results(scenario(Verdict.FAIL, reason="one\ntwo")))
    (failure,) = case.findall("failure")
    assert failure.get("message") == "one"
    assert "one\ntwo" in (failure.text or "")


def test_markup_in_evidence_stays_text() -> None:
    (case,) = cases(results(scenario(Verdict.FAIL, reason="<b>&]]>")))
    assert "<b>&]]>" in case.findtext("failure", "")


def test_the_document_says_what_it_is() -> None:
    assert junit.render(of_every_verdict()).startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')
