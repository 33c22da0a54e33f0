"""An answer that holds nothing to judge, or only part of it, passes no check: it is inconclusive."""

from dataclasses import replace
from typing import Any

import pytest
from sample_exchanges import FHIR_JSON, answer, exchange, searchset

from bars_conformance.checks import appointments, definitions, errors, slots, times
from bars_conformance.exchange import Answer, Exchange
from bars_conformance.verdict import HarnessError, Inconclusive, NotApplicable

FURTHER = [{"relation": "next", "url": "https://sut.example/FHIR/R4/Slot?page=2"}]
XML = answer(b"<Bundle xmlns='http://hl7.org/fhir'/>", 200, (("Content-Type", "application/fhir+xml"),))
SCHEDULE = {"resourceType": "Schedule", "id": "d1", "actor": [{"reference": "HealthcareService/h1"}]}
SLOT = {"resourceType": "Slot", "id": "s1", "status": "busy", "schedule": {"reference": "Schedule/d1"}}
SERVICE = {"resourceType": "HealthcareService", "id": "2000072489"}


def _searched(*resources: object, **more: Any) -> Exchange:  # noqa: ANN401 - any JSON value
    made = exchange(answer(searchset(*resources) | more))
    url = "https://sut.example/FHIR/R4/Slot?Schedule.actor:HealthcareService=2000072489"
    return replace(made, request=replace(made.request, url=url))


@pytest.mark.parametrize("given", [answer(searchset() | {"link": FURTHER}), answer(b"", 204, ()), XML])
def test_what_may_be_elsewhere_is_not_known_to_be_absent(given: Answer) -> None:
    answered = exchange(given)
    for fate in ("is not found", "is not offered as free"):
        with pytest.raises(Inconclusive, match=r"further pages|no Bundle"):
            slots.FATES[fate](answered, "s1")
    with pytest.raises(Inconclusive, match=r"further pages|no Bundle"):
        appointments.tells_nothing_of([answered], "Appointment", "a1")


def test_what_is_on_this_page_is_judged_whatever_the_next_one_holds() -> None:
    told = _searched(SLOT, {"resourceType": "Appointment", "id": "a1"}, link=FURTHER)
    assert slots.is_not_found(told, "s1") is not None
    assert slots.is_not_offered_as_free(told, "s1") is None
    assert appointments.tells_nothing_of([told], "Appointment", "a1") is not None


@pytest.mark.parametrize("resources", [(SLOT,), (SLOT, SCHEDULE), (SLOT, SERVICE)])
def test_slots_that_lead_to_no_service_are_not_known_to_be_of_the_right_one(resources: tuple[object]) -> None:
    with pytest.raises(Inconclusive, match="leads to a HealthcareService"):
        slots.is_of_the_service(_searched(*resources))


def test_a_wrong_service_is_told_before_a_missing_one() -> None:
    other = {**SERVICE, "id": "2000073917"}
    elsewhere = {**SCHEDULE, "id": "d2", "actor": [{"reference": "HealthcareService/2000073917"}]}
    astray = {**SLOT, "id": "s2", "schedule": {"reference": "Schedule/d2"}}
    assert slots.is_of_the_service(_searched(SLOT, astray, elsewhere, other)) is not None


def test_without_their_schedules_slots_have_no_services_to_look_for() -> None:
    with pytest.raises(Inconclusive, match="leads to a Schedule"):
        slots.holds_the_services(_searched(SLOT, SERVICE))


@pytest.mark.parametrize("words", times.PROPERTIES)
def test_an_answer_without_times_or_records_shows_nothing_of_them(words: str) -> None:
    with pytest.raises(Inconclusive, match="holds no"):
        times.PROPERTIES[words](exchange(answer(searchset(), 200, FHIR_JSON)))


def test_where_no_request_was_sent_none_has_a_status_of_failure() -> None:
    with pytest.raises(NotApplicable, match="none of the requests"):
        errors.of_each({}, errors.has_a_status_of_failure)


def test_a_request_that_asks_for_nothing_is_a_defect_of_the_feature() -> None:
    with pytest.raises(HarnessError, match="no range of two instants"):
        slots.lies_in_the_range(_searched(SLOT))
    for check in (definitions.name_service, definitions.name_use_case):
        with pytest.raises(HarnessError, match="no such context"):
            check(_searched({"resourceType": "MessageDefinition"}))
