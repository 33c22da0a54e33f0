"""What a scenario that did not pass has to tell, in plain text for reports that have no layout."""

from collections.abc import Iterator

from bars_conformance.report import curl, guide, wire
from bars_conformance.report.run import Item, Run, decisive, turning_step

NO_REASON = "No reason was recorded."


def headline(scenario: Item) -> str:
    """Return the first line of the reason."""
    return (scenario["reason"] or NO_REASON).partition("\n")[0]


def account(run: Run, scenario: Item) -> str:
    """Return clause, failing step, reason, what was sent and came back, and how to send it again."""
    return "\n".join(_lines(run, scenario))


def _lines(run: Run, scenario: Item) -> Iterator[str]:
    for clause in run.clauses(scenario):
        yield f"{clause['id']} ({clause['level']}): {clause['statement']}"
        yield f"  {guide.link(clause['page']) or clause['page']}"
    for ruling in scenario["rulings"]:
        yield f"Rests on ruling {ruling}."
    yield ""
    step = turning_step(scenario)
    if step:
        yield f"Step: {step['keyword']} {step['text']}"
    yield f"Reason: {scenario['reason'] or NO_REASON}"
    index = decisive(scenario)
    if index is not None:
        exchange = run.results["exchanges"][index]
        yield ""
        yield f"Sent: {wire.request_line(exchange)}"
        yield f"Came back: {wire.status_line(exchange)}"
        yield ""
        yield "To send it again:"
        yield curl.command(exchange)
