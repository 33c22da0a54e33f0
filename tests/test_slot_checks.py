"""The checks of what a slot search gives: an answer that passes, ones that do not, and hostile ones."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_exchanges import answer, documents, exchange, spoiled, thorough

from bars_conformance.checks import slots
from bars_conformance.exchange import Exchange
from bars_conformance.verdict import Inconclusive, NotApplicable

_SEARCH = (
    "https://sut.example/FHIR/R4/Slot?Schedule.actor:HealthcareService=2000072489&status=free"
    "&start=ge2026-11-23T09:00:00%2B00:00&start=le2026-11-23T10:00:00%2B00:00"
    "&_include=Slot:schedule&_include=Schedule:actor:HealthcareService"
)
_META = {"lastUpdated": "2026-11-20T09:00:00+00:00"}
FOUND: dict[str, Any] = {
    "resourceType": "Bundle",
    "type": "searchset",
    "total": 1,
    "link": [{"relation": "self", "url": f"{_SEARCH}&_include=HealthcareService:location"}],
    "entry": [
        {
            "fullUrl": "urn:uuid:1",
            "resource": {
                "resourceType": "Slot",
                "id": "s1",
                "meta": _META,
                "schedule": {"reference": "urn:uuid:2"},
                "status": "free",
                "start": "2026-11-23T09:00:00Z",
                "end": "2026-11-23T09:20:00+00:00",
            },
            "search": {"mode": "match"},
        },
        {
            "fullUrl": "urn:uuid:2",
            "resource": {
                "resourceType": "Schedule",
                "id": "d1",
                "meta": _META,
                "actor": [{"reference": "HealthcareService/h1"}, {"reference": "Practitioner/p1"}],
            },
            "search": {"mode": "include"},
        },
        {
            "fullUrl": "https://sut.example/FHIR/R4/HealthcareService/h1",
            "resource": {
                "resourceType": "HealthcareService",
                "id": "h1",
                "meta": _META,
                "identifier": [{"system": "https://fhir.nhs.uk/Id/dos-service-id", "value": "2000072489"}],
                "location": [{"reference": "Location/l1"}],
            },
        },
        {"fullUrl": "urn:uuid:4", "resource": {"resourceType": "Location", "id": "l1"}},
    ],
}
EMPTY = {"resourceType": "Bundle", "type": "searchset"}


def searched(body: object, more: str = "&_include=HealthcareService:location", status: int = 200) -> Exchange:
    """A slot search that was answered so."""
    made = exchange(answer(body, status))
    return replace(made, request=replace(made.request, url=f"{_SEARCH}{more}"))


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The searchset with a change."""
    bundle = deepcopy(FOUND)
    change(bundle)
    return bundle


def slot(**elements: object) -> dict[str, Any]:
    """The searchset with other elements in its Slot."""
    return changed(lambda bundle: bundle["entry"][0]["resource"].update(elements))


def service(**elements: object) -> dict[str, Any]:
    """The searchset with other elements in its HealthcareService."""
    return changed(lambda bundle: bundle["entry"][2]["resource"].update(elements))


def lacking(entry: int) -> dict[str, Any]:
    """The searchset without an entry."""
    return changed(lambda bundle: bundle["entry"].pop(entry))


UNSOUND: dict[str, list[dict[str, Any]]] = {
    "is a searchset": [FOUND | {"type": "collection"}, {"resourceType": "Slot"}],
    "holds Slots, Schedules and HealthcareServices": [lacking(1), lacking(2)],
    "holds only Slots of the status asked for": [slot(status="busy"), slot(status=["free"])],
    "holds only Slots in the range asked for": [
        slot(start="2026-11-23T08:59:59Z"),
        slot(start="2026-11-23T10:00:01+00:00"),
        slot(start="2026-11-23T09:00:00+02:00"),
        slot(start="2026-11-23T09:00:00"),
    ],
    "holds only Slots in the range asked for, where the search is served": [slot(start="soon")],
    "holds only Slots of the service asked for": [
        service(identifier=[{"system": "https://fhir.nhs.uk/Id/dos-service-id", "value": "2000073917"}]),
        changed(
            lambda bundle: (
                bundle["entry"][1]["resource"].update(actor=[{"reference": "HealthcareService/2000073917"}]),
                bundle["entry"][2].pop("fullUrl"),
                bundle["entry"][2]["resource"].update(id="2000073917", identifier=[]),
            )
        ),
    ],
    "holds the Schedule of each Slot": [lacking(1), slot(schedule=None)],
    "holds the HealthcareService of each Schedule": [
        lacking(2),
        changed(
            lambda bundle: bundle["entry"][1]["resource"]["actor"].append(
                {"reference": "HealthcareService/9"}
            )
        ),
        changed(lambda bundle: bundle["entry"][1]["resource"].pop("actor")),
    ],
    "holds what its self link says is included": [lacking(3)],
    "lists no include in its self link that there is not": [
        FOUND | {"link": [{"relation": "self", "url": "https://sut.example/Slot?_include=Slot:none"}]}
    ],
    "has a total that fits its entries, where it has one": [
        FOUND | {"total": 2},
        FOUND | {"total": "1"},
        FOUND | {"total": True},
        FOUND | {"total": [1]},
        EMPTY | {"total": 1},
    ],
    "tells matches from what is included, where it tells": [
        changed(lambda bundle: bundle["entry"][0].update(search={"mode": "include"})),
        changed(lambda bundle: bundle["entry"][1].update(search={"mode": "match"})),
    ],
}


@pytest.mark.parametrize("property_", slots.PROPERTIES)
def test_a_sound_answer_passes(property_: str) -> None:
    assert slots.PROPERTIES[property_](searched(FOUND)) is None


@pytest.mark.parametrize("property_", slots.PROPERTIES)
def test_an_unsound_answer_does_not(property_: str) -> None:
    more = "&_include=HealthcareService:location&_include=Slot:none"
    for body in UNSOUND[property_]:
        assert slots.PROPERTIES[property_](searched(body, more)) is not None


def test_both_ways_to_count_and_none_pass() -> None:
    fits = slots.PROPERTIES["has a total that fits its entries, where it has one"]
    for body in (FOUND | {"total": 4}, EMPTY, EMPTY | {"total": 0}):
        assert fits(searched(body)) is None
    further = [{"relation": "next", "url": "https://sut.example/Slot?page=2"}]
    assert fits(searched(FOUND | {"total": 90, "link": further})) is None


def test_a_service_without_a_number_is_not_judged() -> None:
    with pytest.raises(Inconclusive, match="does not say which service"):
        slots.is_of_the_service(searched(service(identifier=[])))


def test_nothing_found_is_no_breach_but_of_what_needs_slots() -> None:
    assert slots.lies_in_the_range(searched(EMPTY)) is None
    with pytest.raises(Inconclusive, match="needs slots"):
        slots.has_the_status_asked_for(searched(EMPTY))


def test_what_is_not_claimed_is_not_judged() -> None:
    silent = FOUND | {"link": []}
    for check in (slots.admits_ignoring, slots.holds_what_it_says_it_includes):
        with pytest.raises(NotApplicable):
            check(searched(silent))


def test_a_refused_search_is_no_answer_to_judge() -> None:
    refused = searched({}, status=400)
    with pytest.raises(Inconclusive):
        slots.is_a_searchset(refused)
    with pytest.raises(NotApplicable):
        slots.lies_in_the_range_if_served(refused)
    with pytest.raises(NotApplicable):
        slots.is_found_if_served(refused, "s1")


def test_the_fate_of_a_slot() -> None:
    free, busy, gone = searched(FOUND), searched(slot(status="busy")), searched(EMPTY)
    assert [slots.is_found(each, "s1") is None for each in (free, busy, gone)] == [True, True, False]
    assert [slots.is_not_found(each, "s1") is None for each in (free, busy, gone)] == [False, False, True]
    assert [slots.is_not_offered_as_free(each, "s1") is None for each in (free, busy, gone)] == [
        False,
        True,
        True,
    ]
    further = [{"relation": "next", "url": "https://sut.example/Slot?page=2"}]
    first_page = searched(EMPTY | {"link": further})
    for fate in (slots.is_found, slots.is_not_found, slots.is_not_offered_as_free):
        with pytest.raises(Inconclusive, match="further pages"):
            fate(first_page, "s1")


@thorough
@given(body=spoiled(FOUND) | documents | st.binary(max_size=40), status=st.sampled_from([200, 400]))
def test_no_check_breaks(body: object, status: int) -> None:
    found = searched(body, status=status)
    fates = [lambda given_, fate=fate: fate(given_, "s1") for fate in slots.FATES.values()]
    for check in (*slots.PROPERTIES.values(), *fates):
        try:
            check(found)
        except (Inconclusive, NotApplicable):
            continue
