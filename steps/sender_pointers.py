"""Steps that judge what a sender makes of pointers."""

from pytest_bdd import then

from bars_conformance.checks import sent_pointers
from bars_conformance.finding import require
from bars_conformance.receiving.conversation import Conversation


@then("the sender reads the booking that is meant")
def reads_what_is_meant(conversation: Conversation) -> None:
    reads = [each.exchange for each in conversation.named("GET /Appointment/[id]")]
    require(sent_pointers.is_found(reads, conversation.stands_for("the id that the receiver gave")))


@then("the sender reads it at the service that its pointer names")
def reads_it_there(conversation: Conversation) -> None:
    reads = [each.exchange for each in conversation.named("GET /Appointment/[id]")]
    meant = conversation.stands_for("the id that the receiver gave")
    require(sent_pointers.is_routed(reads, meant, conversation.stands_for("the service of the pointer")))
