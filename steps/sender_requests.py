"""Steps that judge the requests of a sender: headers, parameters, what is sent before what."""

from pytest_bdd import parsers, then

from bars_conformance.checks import sent_headers, sent_order, sent_parameters
from bars_conformance.finding import require
from bars_conformance.receiving.conversation import Conversation
from bars_conformance.receiving.respondent import Respondent


@then(parsers.parse("every {name} carries {header} with {form}"))
def carries(conversation: Conversation, name: str, header: str, form: str) -> None:
    require(*(sent_headers.carries(each.exchange, header, form) for each in conversation.named(name)))


@then(parsers.parse("every {name} carries the {header} that the sender holds"))
def carries_what_is_held(conversation: Conversation, respondent: Respondent, name: str, header: str) -> None:
    respondent.need_held(header)
    found = (sent_headers.carries(each.exchange, header, "a value") for each in conversation.named(name))
    require(*found)


@then(parsers.parse("any {header} of a {name} holds {form}"))
def carries_if_at_all(conversation: Conversation, name: str, header: str, form: str) -> None:
    found = (sent_headers.carries_if_at_all(each.exchange, header, form) for each in conversation.named(name))
    require(*found)


@then(parsers.parse("each {name} has its own {header}"))
def differ(conversation: Conversation, name: str, header: str) -> None:
    require(sent_headers.all_differ(conversation.exchanges(name), header))


@then(parsers.parse("every {name} has the same {header}"))
def agree(conversation: Conversation, name: str, header: str) -> None:
    require(sent_headers.all_agree(conversation.exchanges(name), header))


@then(parsers.parse("no {header} of it is used again when the sender {doing}"))
def is_not_used_again(conversation: Conversation, respondent: Respondent, header: str, doing: str) -> None:
    later = respondent.played(doing)
    pair = [each.named("message")[0].exchange for each in (conversation, later)]
    require(sent_headers.all_differ(pair, header))


@then(parsers.parse("{name} asks for {parameter} by {form}"))
def asks(conversation: Conversation, name: str, parameter: str, form: str) -> None:
    require(*(sent_parameters.asks(each.asked, parameter, form) for each in conversation.named(name)))


@then(parsers.parse("{first} comes before {name}"))
def precedes(conversation: Conversation, first: str, name: str) -> None:
    conversation.needs_messages(name)
    require(sent_order.precedes(conversation.last.names, first, name, conversation.last.before))


@then(parsers.parse("the sender sends {name}"))
def is_sent(conversation: Conversation, name: str) -> None:
    conversation.needs_no_refusal()
    conversation.needs_messages(name)
    require(sent_order.is_sent(conversation.last.names, name))
    conversation.needs_all_seen()


@then(parsers.parse("the sender does not send {name}"))
def is_not_sent(conversation: Conversation, name: str) -> None:
    require(sent_order.is_not_sent(conversation.last.names, name))
    conversation.needs_all_seen()


@then("the sender answers it with 200")
def is_taken(conversation: Conversation) -> None:
    require(conversation.is_taken())
