"""Steps that judge how failures are told."""

from pytest_bdd import parsers, then

from bars_conformance.checks import errors
from bars_conformance.exchange import Exchange
from bars_conformance.finding import require
from bars_conformance.requester import Requester


@then("no refusal names the patient")
def each_names_no_patient(answers: dict[str, Exchange], requester: Requester) -> None:
    require(
        *errors.of_each_refusal(answers, lambda answer: errors.names_no_patient(answer, requester.patient))
    )


@then(parsers.re("(?:each|the) refusal (?P<property_>.+)"))
def each_has(answers: dict[str, Exchange], property_: str) -> None:
    require(*errors.of_each_refusal(answers, errors.PROPERTIES[property_]))
