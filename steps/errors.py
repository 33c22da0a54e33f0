"""Steps that judge how failures are told, and each of many answers."""

from pytest_bdd import parsers, then

from bars_conformance.checks import errors, integrity
from bars_conformance.exchange import Exchange
from bars_conformance.finding import require
from bars_conformance.requester import Requester

_OF_EACH = {
    "has a status of failure": errors.has_a_status_of_failure,
    "blames no parameter that was there": errors.blames_no_parameter_that_was_there,
    "repeats X-Request-ID and X-Correlation-ID as they were sent": integrity.both_echoed,
}


@then(parsers.re(f"each (?P<property_>{'|'.join(_OF_EACH)})"))
def each_answer(answers: dict[str, Exchange], property_: str) -> None:
    require(*errors.of_each(answers, _OF_EACH[property_]))


@then("no refusal names the patient")
def each_names_no_patient(answers: dict[str, Exchange], requester: Requester) -> None:
    require(
        *errors.of_each_refusal(answers, lambda answer: errors.names_no_patient(answer, requester.patient))
    )


@then(parsers.re("(?:each|the) refusal (?P<property_>.+)"))
def each_has(answers: dict[str, Exchange], property_: str) -> None:
    require(*errors.of_each_refusal(answers, errors.PROPERTIES[property_]))
