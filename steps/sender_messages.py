"""Steps that judge the messages of a sender, element by element."""

from pytest_bdd import parsers, then

from bars_conformance import fhir
from bars_conformance.checks import sent_changes, sent_elements
from bars_conformance.finding import require
from bars_conformance.receiving.conversation import Conversation


@then(parsers.parse("{name} has"))
def has(conversation: Conversation, name: str, datatable: list[list[str]]) -> None:
    bundle = sent_elements.resource(conversation.one(name).body)
    found = (sent_elements.has(bundle, element, form, conversation.told) for element, form in datatable)
    require(*found)


@then(parsers.parse("{name} has, if at all"))
def has_if_at_all(conversation: Conversation, name: str, datatable: list[list[str]]) -> None:
    bundle = sent_elements.resource(conversation.one(name).body)
    told = conversation.told
    require(*(sent_elements.has_if_at_all(bundle, element, form, told) for element, form in datatable))


@then(parsers.parse("{name} begins with its MessageHeader"))
def begins_with_header(conversation: Conversation, name: str) -> None:
    require(sent_elements.begins_with_header(sent_elements.message(conversation.one(name).body)))


@then(parsers.parse("{name} is linked in itself"))
def is_linked(conversation: Conversation, name: str) -> None:
    require(sent_elements.is_linked(sent_elements.message(conversation.one(name).body)))


@then(parsers.parse("{name} holds {count:d} {kind} or more"))
def holds_or_more(conversation: Conversation, name: str, count: int, kind: str) -> None:
    require(sent_elements.counts(sent_elements.message(conversation.one(name).body), kind, count))


@then(parsers.parse("{name} is FHIR R4 throughout"))
def is_fhir(conversation: Conversation, name: str) -> None:
    require(fhir.structure(sent_elements.message(conversation.one(name).body)))


@then(parsers.parse("{name} is of a slot that was offered"))
def is_of_offered_slot(conversation: Conversation, name: str) -> None:
    require(conversation.offers(name))


@then(parsers.parse("{name} is what was read, but cancelled"))
def is_only_cancelled(conversation: Conversation, name: str) -> None:
    put = conversation.one(name)
    require(sent_changes.is_only_cancelled(conversation.read_before(put), sent_elements.resource(put.body)))
