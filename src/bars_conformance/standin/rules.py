"""What the features ask of a sender that shows in one request, or in it and those before it.

The scenarios of role sender say what a requirement asks; here their Then is put to any request as it arrives.
What only shows when it is known what the sender was told to do, or in what does not arrive, is left to a run.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pytest_bdd.parser import Step
from pytest_bdd.parsers import StepParser, parse
from pytest_bdd.parsers import re as regex

from bars_conformance import features, fhir
from bars_conformance.checks import sent_elements, sent_headers, sent_order, sent_parameters, sent_retries
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.receiving.arrivals import Arrival
from bars_conformance.receiving.conversation import Act, Conversation
from bars_conformance.receiving.triggers import Outcome
from bars_conformance.standin.context import Context
from bars_conformance.verdict import HarnessError

Words = dict[str, Any]
"""What a phrase leaves open, by name, and the ``table`` below it."""

Judge = Callable[[Context, Words], Iterable[Finding | None]]

SHOWN_BY_ONE_REQUEST = frozenset(
    {
        "looks up a service",
        "books a slot",
        "updates its booking",
        "cancels its booking",
        "refers a patient",
        "cancels its referral",
    }
)
"""What a sender does that is known by the request that it then sends."""

_FIRST_MEETS = parse("the first attempt of {name} meets {words}")
_EVERY_MEETS = parse("every attempt of {name} meets {words}")
_RECEIVER = parse("the receiver {words}")
_DOES = parse("the sender {doing}")

_SHOWS_GROWTH = 4
"""How many attempts it takes to see pauses grow."""


@dataclass(frozen=True)
class Rule:
    """A Then of a scenario: what it judges, its words (``name`` says of which requests), and how.

    ``receiver`` and ``met`` are the words of its Given: the kind of receiver, the situation of an attempt.
    """

    title: features.Title
    words: Words
    judge: Judge
    receiver: str = ""
    met: str = ""

    @property
    def name(self) -> str:
        """Which requests it is about, as features name them."""
        return str(self.words["name"])

    @property
    def requirements(self) -> list[str]:
        """The ids of the requirements."""
        return features.requirements_and_rulings(self.title.tags)[0]

    @property
    def rulings(self) -> list[str]:
        """The ids of the rulings it rests on."""
        return features.requirements_and_rulings(self.title.tags)[1]

    def judged(self, context: Context) -> list[Finding] | None:
        """What is wrong with a request; None if this rule is not about it, or cannot judge it."""
        earlier = [each.met for each in context.attempts[:-1]]
        if not context.arrival.is_a(self.name) or (self.receiver and self.receiver != context.receiver):
            return None
        if self.met and self.met not in earlier:
            return None
        try:
            found = list(self.judge(context, self.words))
        except HarnessError:  # nothing to judge it by: a slot that was searched for before we listened
            return None
        return [finding for finding in found if finding is not None] if found else None


@cache
def rules() -> tuple[Rule, ...]:
    """All rules of the features, each once."""
    found: dict[object, Rule] = {}
    for title, steps in features.played("sender"):
        given = [step for step in steps if step.type == "given"]
        done = [_read(_DOES, step) or {} for step in steps if step.type == "when"]
        if not {each.get("doing") for each in done} <= SHOWN_BY_ONE_REQUEST:
            continue
        for step in (each for each in steps if each.type == "then"):
            rule = _rule(title, step, given)
            if rule is not None:
                found.setdefault((title.tags, step.name, str(_cells(step)), rule.receiver, rule.met), rule)
    return tuple(found.values())


def _rule(title: features.Title, step: Step, given: list[Step]) -> Rule | None:
    """The rule of a Then; None if it cannot be put to a request as it arrives."""
    for phrase, judge in _PHRASES:
        if words := _read(phrase, step):
            return _placed(Rule(title, words | {"table": _cells(step)}, judge), given)
    return None


def _placed(rule: Rule, given: list[Step]) -> Rule | None:
    """The rule in the scene that its Given sets."""
    how = rule.words.get("how")
    for step in given:
        if found := _read(_FIRST_MEETS, step) or _read(_EVERY_MEETS, step):
            if how == "is sent again":
                return None
            # any failure calls for the same request again; only some for none
            rule = replace(rule, met=found["words"]) if how == "is sent once" else rule
        elif found := _read(_RECEIVER, step):
            rule = replace(rule, receiver=found["words"])
        else:
            return None
    return rule


def _read(phrase: StepParser, step: Step) -> Words | None:
    return phrase.parse_arguments(step.name) if phrase.is_matching(step.name) else None


def _cells(step: Step) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in step.datatable.raw()] if step.datatable else []


def _message(context: Context) -> dict[str, Any]:
    return sent_elements.message(context.arrival.body)


def _elements(context: Context, words: Words) -> Iterator[Finding | None]:
    for element, form in words["table"]:
        yield sent_elements.has(_message(context), element, form, context.told)


def _elements_if_at_all(context: Context, words: Words) -> Iterator[Finding | None]:
    for element, form in words["table"]:
        yield sent_elements.has_if_at_all(_message(context), element, form, context.told)


def _offered_slot(context: Context, words: Words) -> Iterator[Finding | None]:
    if context.searches is not None:
        arrivals = [*context.searches, context.arrival]
        act = Act("book", Outcome.UNTOLD, context.arrival.exchange, arrivals)
        yield Conversation([act]).offers(words["name"])


def _retry(context: Context, words: Words) -> Iterator[Finding | None]:
    attempts = list(_exchanges(context.attempts))
    if len(attempts) > 1 and ("longer" not in words["how"] or _may_grow(attempts)):
        yield sent_retries.judged(attempts, words["how"])


def _may_grow(attempts: list[Exchange]) -> bool:
    """Whether the pauses are the sender's to choose, and more than two, which may be alike by chance."""
    asked = any(each.answer and each.answer.header("Retry-After") for each in attempts)
    return len(attempts) >= _SHOWS_GROWTH and not asked


def _exchanges(arrivals: Iterable[Arrival]) -> Iterator[Exchange]:
    return (each.exchange for each in arrivals)


_PHRASES: tuple[tuple[StepParser, Judge], ...] = (
    (
        parse("every {name} carries {header} with {form}"),
        lambda context, words: [
            sent_headers.carries(context.arrival.exchange, words["header"], words["form"])
        ],
    ),
    (
        parse("any {header} of a {name} holds {form}"),
        lambda context, words: [
            sent_headers.carries_if_at_all(context.arrival.exchange, words["header"], words["form"])
        ],
    ),
    (
        parse("each {name} has its own {header}"),
        lambda context, words: [sent_headers.all_differ(_exchanges(context.case), words["header"])],
    ),
    (
        parse("every {name} has the same {header}"),
        lambda context, words: [sent_headers.all_agree(_exchanges(context.case), words["header"])],
    ),
    (
        parse("{name} asks for {parameter} by {form}"),
        lambda context, words: [
            sent_parameters.asks(context.arrival.asked, words["parameter"], words["form"])
        ],
    ),
    (
        parse("{first} comes before {name}"),
        lambda context, words: [
            sent_order.precedes([context.arrival.name], words["first"], words["name"], context.before)
        ],
    ),
    (
        parse("the sender does not send {name}"),
        lambda context, words: [sent_order.is_not_sent([context.arrival.name], words["name"])],
    ),
    (parse("{name} has"), _elements),
    (parse("{name} has, if at all"), _elements_if_at_all),
    (
        parse("{name} begins with its MessageHeader"),
        lambda context, _: [sent_elements.begins_with_header(_message(context))],
    ),
    (parse("{name} is linked in itself"), lambda context, _: [sent_elements.is_linked(_message(context))]),
    (
        parse("{name} holds {count:d} {kind} or more"),
        lambda context, words: [sent_elements.counts(_message(context), words["kind"], words["count"])],
    ),
    (parse("{name} is FHIR R4 throughout"), lambda context, _: [fhir.structure(_message(context))]),
    (parse("{name} is of a slot that was offered"), _offered_slot),
    (regex(r"(?P<name>an? .+?|GET /\S+) (?P<how>is (?:only )?sent (?:again|once).*)"), _retry),
)
"""The phrases of a Then that can be put to a request, as the steps have them, and who judges."""
