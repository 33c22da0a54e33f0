"""Steps that judge an answer: accepted, or refused as the guide's tables have it."""

from pytest_bdd import parsers, then

from bars_conformance import outcome
from bars_conformance.checks import content, errors, integrity, messages, relay
from bars_conformance.exchange import Exchange
from bars_conformance.finding import require
from bars_conformance.outcome import Refusal
from bars_conformance.requester import Requester
from bars_conformance.sent import Sent
from bars_conformance.verdict import NotApplicable

_OF_EACH = {
    "has a status of failure": errors.has_a_status_of_failure,
    "blames no parameter that was there": errors.blames_no_parameter_that_was_there,
    "repeats X-Request-ID and X-Correlation-ID as they were sent": integrity.both_echoed,
}
_PARTY = "(?:receiver|API)"
_REFUSAL = r"(?P<status>\S+) (?P<error_code>\S+(?: or \S+)*), issue (?P<issue_code>\S+(?: or \S+)*)"


@then(parsers.re(f"the {_PARTY} accepts it"))
def accepts_it(sent: Sent) -> None:
    require(outcome.accepted(sent.exchange))


@then(parsers.re(f"the {_PARTY} (?P<may_end>ends the connection or )?refuses it with {_REFUSAL}"))
def refuses_it(sent: Sent, may_end: str | None, status: str, error_code: str, issue_code: str) -> None:
    judge = outcome.ended_or_refused if may_end else outcome.refused
    require(judge(sent.exchange, [Refusal.parse(status, error_code, issue_code)]))


@then(parsers.re(f"the {_PARTY} (?P<may_accept>accepts it or )?refuses it with one of"))
def refuses_it_with_one_of(sent: Sent, may_accept: str | None, datatable: list[list[str]]) -> None:
    judge = outcome.accepted_or_refused if may_accept else outcome.refused
    require(judge(sent.exchange, _rows(datatable)))


@then(parsers.re(r"where the (?P<part>status|issue code) is (?P<value>\S+), it is refused with one of"))
def where_refused_with_one_of(sent: Sent, part: str, value: str, datatable: list[list[str]]) -> None:
    told = outcome.told(sent.exchange, part)
    if value not in told:
        raise NotApplicable(f"the {part} is {' and '.join(told) or 'not given'}")
    require(outcome.refused(sent.exchange, _rows(datatable)))


@then(parsers.re(f"the receiver refuses each with {_REFUSAL}"))
def refuses_each(answers: dict[str, Exchange], status: str, error_code: str, issue_code: str) -> None:
    if not answers:
        raise NotApplicable("the receiver claims none of these requests")
    lawful = [Refusal.parse(status, error_code, issue_code)]
    require(*(outcome.refused(exchange, lawful) for exchange in answers.values()))


@then(
    parsers.re(r"the receiver (?P<how>accepts|takes at most) one of them and refuses the others with one of")
)
def accepts_one(answers: dict[str, Exchange], how: str, datatable: list[list[str]]) -> None:
    judge = {"accepts": outcome.one_accepted, "takes at most": messages.at_most_one_taken}[how]
    require(judge(list(answers.values()), _rows(datatable)))


@then("the receiver refuses it for the same reason")
def refuses_alike(refused: Sent, sent: Sent) -> None:
    require(outcome.refused_alike(refused.exchange, sent.exchange))


@then(parsers.re("the receiver does not (?P<what>answer 409 with issue|take it for a) duplicate"))
def no_duplicate(sent: Sent, what: str) -> None:
    require(outcome.no_duplicate(sent.exchange))
    if what.startswith("take"):
        outcome.needs_acceptance(sent.exchange)


@then(parsers.re("the receiver does not ask for a (?P<what>token|parameter)"))
def asks_for_no(sent: Sent, what: str) -> None:
    require(outcome.asks_for_no(what, sent.exchange))
    outcome.needs_acceptance(sent.exchange)


@then(parsers.re(r"the status of the answer is (?P<statuses>\d+(?: or \d+)*)"))
def has_status(sent: Sent, statuses: str) -> None:
    require(messages.has_status(sent.exchange, statuses.split(" or ")))


@then("X-Request-ID and X-Correlation-ID come back as they were sent")
def both_ids_come_back(sent: Sent) -> None:
    names = ("X-Request-ID", "X-Correlation-ID")
    require(*(integrity.echoed(sent.exchange, name) for name in names))


@then(parsers.re(f"each (?P<property_>{'|'.join(_OF_EACH)})"))
def each_answer(answers: dict[str, Exchange], property_: str) -> None:
    require(*errors.of_each(answers, _OF_EACH[property_]))


@then(
    parsers.re(r"(?P<share>the|each|nine in ten) answers? comes? within (?P<limit_ms>\d+) ms"),
    converters={"limit_ms": int},
)
def comes_within(answers: dict[str, Exchange], share: str, limit_ms: int) -> None:
    if share == "nine in ten":
        require(outcome.most_within(answers.values(), limit_ms))
    else:
        require(*(outcome.within(exchange, limit_ms) for exchange in answers.values()))


@then(parsers.re(r"the (?:answer|response) is (?:FHIR JSON|an? (?P<resource_type>[A-Z]\w+))"))
def is_fhir(sent: Sent, resource_type: str | None) -> None:
    if resource_type is None:
        require(content.is_fhir_json(sent.exchange))
    else:
        require(content.is_resource(sent.exchange, resource_type))


@then("the answer is not that of the receiver")
def is_not_the_receivers(accepted: Sent, sent: Sent) -> None:
    require(relay.is_of_the_api(sent.exchange, accepted.exchange))


@then("the receiver answers in FHIR XML, or with 406 where it lists no XML")
def answers_in_xml(sent: Sent, requester: Requester) -> None:
    require(content.is_fhir_xml(sent.exchange, listed=requester.claims.lists_xml))


def _rows(datatable: list[list[str]]) -> list[Refusal]:
    return [Refusal.parse(*row) for row in datatable[1:]]
