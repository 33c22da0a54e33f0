"""How a person meets a verdict: a symbol, a word and what it means. Never a colour alone."""

from typing import NamedTuple

from bars_conformance.verdict import Verdict


class Entry(NamedTuple):
    """A verdict as it is shown."""

    symbol: str
    word: str
    meaning: str


GLOSSARY = {
    Verdict.PASS: Entry("✓", "Pass", "Every check held."),
    Verdict.FAIL: Entry("✗", "Fail", "A check of a MUST did not hold."),
    Verdict.WARNING: Entry("!", "Warning", "A check of a SHOULD did not hold."),
    Verdict.INCONCLUSIVE: Entry("?", "Inconclusive", "The scenario could not get as far as its check."),
    Verdict.NOT_APPLICABLE: Entry(
        "–",  # noqa: RUF001 - a dash is what is meant
        "Not applicable",
        "The system does not claim this, or its profile lacks what the scenario needs.",
    ),
    Verdict.ERROR: Entry("‼", "Suite error", "The suite went wrong; this says nothing of the system."),
}
"""In the order in which reports list them."""

NOT_REACHED = Entry("○", "Not reached", "An earlier step did not hold.")
