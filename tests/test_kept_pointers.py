"""Checks of how a receiver keeps its pointers at the API, on requests made by hand."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sample_exchanges import answer

from bars_conformance.checks.kept_pointers import PROPERTIES, Record, about, posted
from bars_conformance.exchange import Answer, Exchange, SentRequest
from bars_conformance.finding import Finding
from bars_conformance.verdict import Inconclusive

NUMBER, BOOKING = "9993004170", "0d4c2ac8-7f63-4b5e-8f1b-7a1f6c0f5b11"
GIVEN, OWN = "6e2f", "Z8R01-77"
MADE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SINCE = MADE + timedelta(seconds=10)
RECORD = Record(BOOKING, NUMBER, MADE)
SAVED, ID_KEPT, READ_FIRST = PROPERTIES
POINTER = {
    "resourceType": "DocumentReference",
    "id": OWN,
    "identifier": [{"value": BOOKING}],
    "subject": {"identifier": {"value": NUMBER}},
}
OTHER = POINTER | {"identifier": [{"value": "another booking"}]}
NOT_FOUND = answer({"resourceType": "OperationOutcome"}, 404)


def request(what: str, body: object = None, given: Answer | None = None, *, at: int = 11) -> Exchange:
    """A request such as ``PUT /6e2f``, some seconds after the booking was made."""
    method, _, place = what.partition(" ")
    content = None if body is None else json.dumps(body).encode()
    sent = SentRequest(method, f"http://127.0.0.1:8090/x/DocumentReference{place}", (), content)
    return Exchange(MADE + timedelta(seconds=at), 1, sent, given or answer(POINTER | {"id": GIVEN}))


POST = request("POST", POINTER, answer(POINTER | {"id": GIVEN}, 201), at=1)
READ, PUT, DELETE = (request(f"{verb} /{GIVEN}") for verb in ("GET", "PUT", "DELETE"))
SEARCH = request("GET ?subject:identifier=x", None, answer({"resourceType": "Bundle", "entry": []}))
FOUND = replace(
    SEARCH, answer=answer({"resourceType": "Bundle", "entry": [{"resource": POINTER | {"id": GIVEN}}]})
)


def judged(words: str, *arrivals: Exchange) -> Finding | None:
    return PROPERTIES[words][0](arrivals, RECORD, MADE if words == SAVED else SINCE)


def enough(words: str, *arrivals: Exchange) -> bool:
    return PROPERTIES[words][1](arrivals, RECORD, MADE if words == SAVED else SINCE)


def test_a_post_about_the_booking_saves_its_pointer() -> None:
    assert judged(SAVED, POST) is None
    assert enough(SAVED, POST)
    assert posted([POST], RECORD) == [POST]


@pytest.mark.parametrize(
    "arrival",
    [
        replace(POST, started=MADE - timedelta(seconds=1)),
        replace(POST, answer=NOT_FOUND),
        replace(POST, answer=None),
        request("PUT /1", POINTER, NOT_FOUND),
        request("POST", {"resourceType": "DocumentReference"}),
    ],
    ids=["too early", "refused", "lost", "with PUT", "of another patient"],
)
def test_what_saves_no_pointer_to_it(arrival: Exchange) -> None:
    finding = judged(SAVED, arrival)
    assert finding is not None
    assert finding.expected == "POST /DocumentReference"
    assert not enough(SAVED, arrival)


def test_a_pointer_that_does_not_name_its_record_is_saved_all_the_same() -> None:
    nameless = request("POST", {"subject": {"identifier": {"value": NUMBER}}}, POST.answer, at=2)
    assert judged(SAVED, nameless) is None
    assert not enough(SAVED, nameless), "one that does may follow"
    assert posted([nameless, POST], RECORD) == [POST]


@pytest.mark.parametrize("write", [PUT, DELETE, request(f"PUT /{GIVEN}/")], ids=["PUT", "DELETE", "slash"])
def test_the_id_that_was_given_is_used(write: Exchange) -> None:
    assert judged(ID_KEPT, POST, READ, write) is None
    assert judged(ID_KEPT, POST, request(f"PUT /{OWN}", POINTER, NOT_FOUND), write) is None, "found its way"


@pytest.mark.parametrize(
    "write",
    [
        request(f"PUT /{OWN}", POINTER, NOT_FOUND),
        request(f"DELETE /{OWN}", None, NOT_FOUND),
        request(f"DELETE /{BOOKING.upper()}", None, NOT_FOUND),
        request("POST", POINTER, answer(POINTER | {"id": "7"}, 201)),
        request("PUT", POINTER, NOT_FOUND),
    ],
    ids=["own id", "own id of the POST", "id of the booking", "anew", "no id"],
)
def test_another_way_to_write_to_the_pointer_is_found(write: Exchange) -> None:
    assert enough(ID_KEPT, POST, write)
    finding = judged(ID_KEPT, POST, READ, write)
    assert finding is not None
    assert finding.expected == f"/DocumentReference/{GIVEN}"
    assert write.request.method in finding.actual


@pytest.mark.parametrize("words", [ID_KEPT, READ_FIRST])
@pytest.mark.parametrize(
    "arrivals",
    [
        (),
        (READ,),
        (replace(PUT, started=MADE),),
        (request("DELETE /somebody-elses", None, NOT_FOUND),),
        (request("POST", OTHER, answer(OTHER | {"id": "8"}, 201), at=2), request("PUT /8", OTHER)),
    ],
    ids=["nothing", "a read", "earlier", "unknown", "another pointer of the patient"],
)
def test_where_the_pointer_is_left_nothing_is_judged(words: str, arrivals: tuple[Exchange, ...]) -> None:
    with pytest.raises(Inconclusive, match=f"wrote nothing to /DocumentReference/{GIVEN}"):
        judged(words, POST, *arrivals)


def test_a_pointer_that_was_posted_twice_goes_by_either_id() -> None:
    once_more = request("POST", POINTER, answer(POINTER | {"id": "8"}, 201), at=2)
    read = request("GET /8", None, answer(POINTER | {"id": "8"}))
    write = request("PUT /8", POINTER)
    assert judged(ID_KEPT, POST, once_more, write) is None
    assert judged(READ_FIRST, POST, once_more, read, write) is None
    assert judged(READ_FIRST, POST, once_more, READ, write) is not None


def test_without_a_pointer_nothing_is_judged() -> None:
    with pytest.raises(Inconclusive, match="no pointer to it was saved"):
        judged(READ_FIRST, PUT)


@pytest.mark.parametrize("write", [PUT, DELETE], ids=["PUT", "DELETE"])
@pytest.mark.parametrize("read", [READ, FOUND], ids=["by its id", "by a search"])
def test_a_read_comes_first(read: Exchange, write: Exchange) -> None:
    assert judged(READ_FIRST, POST, read, write) is None
    assert judged(READ_FIRST, POST, read, write, write) is None, "nobody reads for an attempt once more"


@pytest.mark.parametrize(
    "arrivals",
    [
        (PUT,),
        (DELETE,),
        (PUT, READ),
        (replace(READ, started=MADE), PUT),
        (SEARCH, PUT),
        (request(f"GET /{OWN}", None, NOT_FOUND), PUT),
        (replace(READ, answer=NOT_FOUND), PUT),
    ],
    ids=["none", "none at all", "after", "before the message", "in vain", "another", "not found"],
)
def test_what_is_no_read_before_the_write(arrivals: tuple[Exchange, ...]) -> None:
    finding = judged(READ_FIRST, POST, *arrivals)
    assert finding is not None
    assert finding.expected in ("a read before PUT", "a read before DELETE")


@pytest.mark.parametrize("identifier", ["9", "17", "2026"])
def test_a_short_id_is_not_found_in_everything(identifier: str) -> None:
    dated = {"identifier": [{"value": "8"}], "date": "2026-11-20T09:17:00Z", "subject": {"value": NUMBER}}
    other = request("POST", dated, POST.answer, at=1)
    own = request("POST", dated | {"identifier": [{"value": identifier}]}, answer(POINTER, 201), at=2)
    assert posted([other, own], replace(RECORD, id=identifier)) == [own]


def test_only_what_is_about_the_pointer_is_shown() -> None:
    others = request("GET /1", None, NOT_FOUND), request("POST", {"id": "1"}), SEARCH
    assert about([POST, *others, FOUND, READ, PUT], RECORD, MADE) == [POST, FOUND, READ, PUT]
