"""allure-results/: the run in the model of Allure, written by Allure's own logger."""

# mypy: disable-error-code="no-untyped-call"
# because Allure ships its logger without types

import json
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from allure_commons import model2
from allure_commons.logger import AllureFileLogger
from allure_commons.types import LabelType, LinkType, Severity

from bars_conformance.report import finding, guide, wire
from bars_conformance.report.run import Item, Run
from bars_conformance.verdict import PROJECTIONS, Level, Verdict

_NOT_REACHED = "skipped"
_SEVERITY = {
    Level.MUST: Severity.CRITICAL,
    Level.SHOULD: Severity.NORMAL,
    Level.MAY: Severity.MINOR,
    Level.INFO: Severity.TRIVIAL,
}


def write(results: Item, folder: Path) -> None:
    """Write one result for each scenario, its attachments, the environment and the categories.

    What the folder held before is removed. Names of files and ids follow from the results, so that a second
    writing gives the same folder.
    """
    run = Run(results)
    logger = AllureFileLogger(folder, clean=True)
    for index in sorted(run.places):
        exchange = results["exchanges"][index]
        logger.report_attached_data(wire.request(exchange), _source(run, index, "request"))
        logger.report_attached_data(wire.response(exchange), _source(run, index, "response"))
    for scenario in results["scenarios"]:
        logger.report_result(_result(run, scenario))
    (folder / "environment.properties").write_text(_environment(results), encoding="ascii")
    (folder / "categories.json").write_text(json.dumps(_categories(), indent=2) + "\n", encoding="utf-8")


def _result(run: Run, scenario: Item) -> model2.TestResult:
    start = _start(run, scenario["exchanges"]) or _milliseconds(run.results["started"])
    history = uuid5(NAMESPACE_URL, scenario["id"]).hex
    result = model2.TestResult(
        uuid=_uuid(run, scenario["id"]),
        historyId=history,
        testCaseId=history,
        fullName=scenario["id"],
        name=scenario["name"],
        titlePath=[scenario["role"], scenario["section"], scenario["feature"]],
        description="\n\n".join(f"{c['id']} ({c['level']}): {c['statement']}" for c in run.clauses(scenario)),
        status=PROJECTIONS[scenario["verdict"]].allure,
        statusDetails=_details(run, scenario),
        stage="finished",
        start=start,
        stop=start + round(scenario["duration_s"] * 1000),
        labels=_labels(run, scenario),
        links=_links(run, scenario),
        steps=[_step(run, step) for step in scenario["steps"]],
        attachments=_attachments(run, run.stray(scenario)),
    )
    result.file_pattern = f"{result.uuid}-result.json"  # the logger would draw a name at random
    return result


def _details(run: Run, scenario: Item) -> model2.StatusDetails:
    verdict = scenario["verdict"]
    if scenario["reason"] is None:
        return model2.StatusDetails(message=verdict)
    return model2.StatusDetails(
        message=f"{verdict}: {scenario['reason']}", trace=finding.account(run, scenario)
    )


def _labels(run: Run, scenario: Item) -> list[model2.Label]:
    role, section, feature = scenario["role"], scenario["section"], scenario["feature"]
    named = [
        (LabelType.EPIC, role),
        (LabelType.FEATURE, section),
        (LabelType.STORY, feature),
        (LabelType.PARENT_SUITE, role),
        (LabelType.SUITE, section),
        (LabelType.SUB_SUITE, feature),
        (LabelType.SEVERITY, _SEVERITY[run.level(scenario)].value),
        (LabelType.FRAMEWORK, "bars-conformance"),
        ("verdict", scenario["verdict"]),
    ]
    tags = [(LabelType.TAG, tag) for tag in (*scenario["requirements"], *scenario["rulings"])]
    return [model2.Label(name=name, value=value) for name, value in (*named, *tags)]


def _links(run: Run, scenario: Item) -> list[model2.Link]:
    pages = [(clause["id"], guide.link(clause["page"])) for clause in run.clauses(scenario)]
    return [model2.Link(type=LinkType.LINK, url=url, name=name) for name, url in pages if url]


def _step(run: Run, step: Item) -> model2.TestStepResult:
    exchanges = step.get("exchanges", [])
    start = _start(run, exchanges)
    shown = [(f"row {n}", " | ".join(row)) for n, row in enumerate(step.get("table", ()), start=1)]
    details = None
    if step["reason"] and step["verdict"] == Verdict.PASS:
        shown.append(("observed", step["reason"]))  # Allure shows the details of a step as an error
    elif step["reason"]:
        details = model2.StatusDetails(message=step["reason"])
    return model2.TestStepResult(
        name=f"{step['keyword']} {step['text']}",
        parameters=[model2.Parameter(name=name, value=value) for name, value in shown],
        status=PROJECTIONS[step["verdict"]].allure if step["verdict"] else _NOT_REACHED,
        statusDetails=details,
        stage="finished",
        start=start,
        stop=_stop(run, exchanges) if start else None,
        attachments=_attachments(run, exchanges),
    )


def _attachments(run: Run, exchanges: list[int]) -> list[model2.Attachment]:
    return [
        model2.Attachment(name=name, source=_source(run, index, side), type="text/plain")
        for index in exchanges
        for exchange in [run.results["exchanges"][index]]
        for side, name in (
            (
                "request",
                f"{'Arrived' if exchange.get('arrived') else 'Request'}: {wire.request_line(exchange)}",
            ),
            ("response", f"Response: {wire.status_line(exchange)}"),
        )
    ]


def _source(run: Run, index: int, side: str) -> str:
    return f"{_uuid(run, f'exchange {index} {side}')}-attachment.txt"


def _uuid(run: Run, name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{run.results['started']} {name}"))


def _start(run: Run, exchanges: list[int]) -> int | None:
    return min((_milliseconds(run.results["exchanges"][i]["started"]) for i in exchanges), default=None)


def _stop(run: Run, exchanges: list[int]) -> int | None:
    made = (run.results["exchanges"][i] for i in exchanges)
    return max((_milliseconds(e["started"]) + round(e["duration_ms"]) for e in made), default=None)


def _milliseconds(instant: str) -> int:
    return round(datetime.fromisoformat(instant).timestamp() * 1000)


def _categories() -> list[Item]:
    # The message of a result begins with its verdict: Allure has fewer states than we have verdicts.
    return [
        {
            "name": verdict.value,
            "matchedStatuses": [projection.allure],
            "messageRegex": rf"^{verdict}(:[\s\S]*)?$",
        }
        for verdict, projection in PROJECTIONS.items()
    ]


def _environment(results: Item) -> str:
    suite, sut = results["suite"], results["sut"]
    facts = {
        "suite": f"{suite['name']} {suite['version']}",
        "spec": results["spec"],
        "system": sut["name"],
        "supplier": sut["supplier"],
        "role": sut["role"],
        "base_url": sut["base_url"],
        "started": results["started"],
        "finished": results["finished"],
    }
    if "python" in suite:
        facts["python"] = suite["python"]
    # The escapes of a JSON string are escapes of a Java properties file too.
    return "".join(f"{name} = {json.dumps(value)[1:-1]}\n" for name, value in facts.items())
