"""We send what we demand: the suite's own valid requests pass the checks of what a sender sends.

The requests of a run about a receiver, those that a scenario sends as valid ones and that were accepted,
become conversations of a sender, and each Then of the role sender judges all that it can be about.
"""

from typing import TYPE_CHECKING

import pytest
from crosswise import Crosswise, conversations, following, recording

from bars_conformance.receiving.respondent import Respondent
from bars_conformance.requester import Requester
from bars_conformance.run import Order, Run
from bars_conformance.runner import conduct

if TYPE_CHECKING:
    from bars_conformance.sent import Sent

SECTIONS = (
    "headers",
    "capability",
    "message-definitions",
    "slots",
    "process-message",
    "appointments",
    "referrals",
    "cancellation",
)
"""Those that send every kind of request; the others wait long, or play at other things with the same ones."""

EXCLUDED = {
    "comes before": "Each scenario brings about its own state. What a sender has to find out first the suite "
    "knows: the statement is read once by each worker, and the record that is cancelled was just made.",
    "is of a slot that was offered": "The search that finds the slot is no request of the scenario's.",
    "asks for context by a use case": "CN-19 is a should for a sender of one use case; the suite asks for "
    "the definitions of all.",
    "the sender has": "Nobody says of the suite whether it takes a request for done.",
    "token": "The reference receiver gives none; how the suite signs in has tests of its own.",
}
"""Which Thens are not held against the suite, and why. Scenarios with a Given are not asked at all: a retry
is what scenarios of the role receiver send on purpose, and no answer of a sender to a situation."""

NOT_PLAYED = ("rebooks", "refers again", "refers a patient and books for the referral")
"""What no scenario about a receiver does by messages alone."""


def _conducted(role: str, *arguments: str, plugin: object = None) -> Run:
    run = Run.start(Order(role=role), workers=1)
    run.folder = None
    try:
        conduct(run, arguments, *([plugin] if plugin else []))
    finally:
        run.close()
    return run


def _is_excluded(step: str) -> bool:
    return any(words in step for words in EXCLUDED)


def test_what_the_suite_sends_passes_what_it_asks_of_senders(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Sent] = []
    for name, watching in (("_noted", recording), ("follow_up", following)):
        monkeypatch.setattr(Requester, name, watching(getattr(Requester, name), kept))
    run = _conducted("receiver", *(f"--section={each}" for each in SECTIONS))
    found = conversations(kept, run.profile)
    crosswise = Crosswise(found)
    monkeypatch.setattr(Respondent, "played", crosswise.played)
    _conducted("sender", plugin=crosswise)
    wrong = {step: told[0] for step, told in crosswise.findings.items() if not _is_excluded(step)}
    assert wrong == {}
    assert {each for each in crosswise.asked - crosswise.judged.keys() if not _is_excluded(each)} == set()
    assert [words for words in EXCLUDED if not any(words in step for step in crosswise.asked)] == []
    assert not found.keys() & set(NOT_PLAYED)
    assert min(len(each) for each in found.values()) > 10
