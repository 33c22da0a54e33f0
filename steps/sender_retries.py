"""Steps that judge how a sender tries again, and what it makes of the answers."""

from pytest_bdd import parsers, then

from bars_conformance.checks import sent_retries
from bars_conformance.finding import require
from bars_conformance.receiving.conversation import Conversation


@then(parsers.re(r"(?P<name>an? .+?|GET /\S+) (?P<how>is (?:only )?sent (?:again|once).*)"))
def is_tried_again(conversation: Conversation, name: str, how: str) -> None:
    require(sent_retries.judged(conversation.attempts(name), how))


@then(parsers.parse("each attempt of {name} has a token of its own"))
def has_new_token(conversation: Conversation, name: str) -> None:
    require(conversation.tokens_differ(name))


@then(parsers.parse("{name} is given up or sent again"))
def is_given_up_or_sent_again(conversation: Conversation, name: str) -> None:
    require(conversation.is_not_taken_for_done(name))


@then(parsers.parse("the sender has {outcome}"))
def has(conversation: Conversation, outcome: str) -> None:
    require(conversation.ended(outcome))
