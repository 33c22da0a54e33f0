"""Steps that judge how a sender comes by its access token, and what it does with it."""

from pytest_bdd import parsers, then

from bars_conformance.checks import sent_tokens
from bars_conformance.finding import require
from bars_conformance.receiving.conversation import Conversation
from bars_conformance.receiving.respondent import Respondent


@then(parsers.parse("its token request {does}"))
def asks_for_token(conversation: Conversation, respondent: Respondent, does: str) -> None:
    application = respondent.application()
    asked = [each.exchange for each in conversation.token_requests]
    require(*(sent_tokens.judged(each, does, application.kid, application.key) for each in asked))


@then("every request carries the access token")
def carry_token(conversation: Conversation, respondent: Respondent) -> None:
    respondent.application()
    require(*map(conversation.carries_token, conversation.named("request")))


@then("the first request carries the access token already")
def first_carries_token(conversation: Conversation, respondent: Respondent) -> None:
    respondent.application()
    require(conversation.carries_token(conversation.named("request")[0]))
