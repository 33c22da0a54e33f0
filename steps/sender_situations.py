"""Steps that set the scene of a sender and have it do something."""

from pytest_bdd import given, parsers, when

from bars_conformance.receiving.conversation import Conversation
from bars_conformance.receiving.respondent import Respondent
from bars_conformance.receiving.scene import Plan
from bars_conformance.receiving.situations import situation


@given(parsers.parse("the first attempt of {name} meets {words}"), target_fixture="plans")
def first_attempt_meets(plans: list[Plan], name: str, words: str) -> list[Plan]:
    return [*plans, Plan(name, (situation(words),))]


@given(parsers.parse("every attempt of {name} meets {words}"), target_fixture="plans")
def every_attempt_meets(plans: list[Plan], name: str, words: str) -> list[Plan]:
    return [*plans, Plan(name, (situation(words),), lasting=True)]


@given(parsers.parse("the receiver {staging}"), target_fixture="staging")
def receiver_differs(staging: str) -> str:
    return staging


@when(parsers.parse("the sender {doing}"), target_fixture="conversation")
def sender_does(respondent: Respondent, plans: list[Plan], staging: str, doing: str) -> Conversation:
    return respondent.played(doing, plans, staging)
