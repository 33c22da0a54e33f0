"""junit.xml, as GitHub and GitLab show it: a suite for each section, a case for each scenario."""

from collections import Counter
from xml.etree import ElementTree as ET

from bars_conformance.report import finding
from bars_conformance.report.run import Item, Run
from bars_conformance.verdict import PROJECTIONS, Verdict


def render(results: Item) -> str:
    """Return the results as JUnit XML; strings of the results must be legal in XML 1.0."""
    run = Run(results)
    root = ET.Element("testsuites", {"name": "bars-conformance", **_counts(results["scenarios"])})
    for section, scenarios in run.sections.items():
        facts = {"name": section, "timestamp": results["started"], **_counts(scenarios)}
        suite = ET.SubElement(root, "testsuite", facts)
        for scenario in scenarios:
            _case(suite, run, scenario)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _counts(scenarios: list[Item]) -> dict[str, str]:
    kinds = Counter(_kind(scenario) for scenario in scenarios)
    return {
        "tests": str(len(scenarios)),
        "failures": str(kinds["failure"]),
        "errors": str(kinds["error"]),
        "skipped": str(kinds["skipped"]),
        "time": _seconds(sum(scenario["duration_s"] for scenario in scenarios)),
    }


def _case(suite: ET.Element, run: Run, scenario: Item) -> None:
    case = ET.SubElement(
        suite,
        "testcase",
        classname=f"{scenario['role']}.{scenario['section']}.{scenario['feature']}",
        name=scenario["name"],
        time=_seconds(scenario["duration_s"]),
    )
    _properties(case, run, scenario)
    verdict, kind = scenario["verdict"], _kind(scenario)
    if kind == "skipped":
        ET.SubElement(case, kind, message=finding.headline(scenario)).text = scenario["reason"]
    elif kind != "passed":
        outcome = ET.SubElement(case, kind, message=finding.headline(scenario), type=verdict)
        outcome.text = finding.account(run, scenario)
    elif verdict != Verdict.PASS:
        ET.SubElement(case, "system-out").text = f"{verdict}\n{finding.account(run, scenario)}"


def _properties(case: ET.Element, run: Run, scenario: Item) -> None:
    properties = ET.SubElement(case, "properties")
    for name, values in (
        ("requirement", scenario["requirements"]),
        ("level", [run.level(scenario)]),
        ("verdict", [scenario["verdict"]]),
        ("ruling", scenario["rulings"]),
    ):
        for value in values:
            ET.SubElement(properties, "property", name=name, value=value)


def _kind(scenario: Item) -> str:
    return PROJECTIONS[scenario["verdict"]].junit


def _seconds(duration: float) -> str:
    return f"{duration:.3f}"
