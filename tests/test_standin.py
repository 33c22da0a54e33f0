"""The stand-in: situations that a retry finds gone, and a page that says what is wrong with what arrived."""

import contextlib
import json
import re
import shlex
import socket
import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from standin_play import PATIENT, Play, play

from bars_conformance import features
from bars_conformance.client import target
from bars_conformance.faults import FAULTS
from bars_conformance.profile import ServiceId
from bars_conformance.receiving.respondent import PLAYS
from bars_conformance.reference.api import Api, Configuration, Endpoint, EndpointCatalogue
from bars_conformance.reference.server import listening
from bars_conformance.standard import URL
from bars_conformance.standin import context, serving
from bars_conformance.standin.reception import Entry
from bars_conformance.standin.rules import SHOWN_BY_ONE_REQUEST, rules
from bars_conformance.verdict import HarnessError

IDS = {
    "X-Request-ID": "3f6d1c9e-5a0b-4a53-9a3c-0f6f8d1b2c44",
    "X-Correlation-ID": "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d",
}
TABLED = ServiceId(system=URL.service_id, value="2000090011")


@pytest.fixture
def stage() -> Iterator[Play]:
    with play() as made:
        yield made


def _met(stage: Play) -> list[tuple[str, str, int]]:
    """Messages: the situation and the status of each."""
    told = [each.told() for each in stage.entries]
    return [
        (each["name"], each["met"], (each["exchange"]["response"] or {"status": 0})["status"])
        for each in told
        if each["exchange"]["request"]["method"] == "POST"
    ]


def _start(entry: Entry) -> str:
    resources = [
        each["resource"] for each in json.loads(entry.told()["exchange"]["request"]["body"])["entry"]
    ]
    return str(next(each["start"] for each in resources if each["resourceType"] == "Appointment"))


def test_the_first_command_of_an_empty_page_shows_there_without_a_finding(stage: Play) -> None:
    empty = httpx.get(stage.root).text
    found = re.search(r"<pre[^>]*>(curl .+?)</pre>", empty, re.DOTALL)
    assert found
    words = shlex.split(found[1].replace("\\\n", " "))
    done = subprocess.run(words, capture_output=True, check=True, timeout=10)
    assert b"CapabilityStatement" in done.stdout
    (entry,) = stage.entries
    assert (entry.verdict, entry.findings) == ("pass", [])
    assert "1 request arrived." in httpx.get(stage.root).text


def test_a_good_sender_has_no_finding_and_does_what_it_is_asked(stage: Play) -> None:
    stage.has("discover")
    booking, referral = stage.has("book"), stage.has("refer")
    assert booking.startswith("Appointment/")
    for reference in (booking, referral):
        assert stage.has("cancel", reference=reference) == reference
    assert stage.blamed() == set()
    assert {entry.verdict for entry in stage.entries} == {"pass"}
    assert "Millbrook Clinical Hub (fictional) (Z8S02)" in httpx.get(stage.root).text


@pytest.mark.parametrize(
    ("patient", "first", "then"),
    [
        ("9995030012", ("503 REC_UNAVAILABLE", 503), 200),
        ("9990000018", ("no answer", 0), 200),
        ("9990000042", ("an answer that is lost", 0), 409),
    ],
)
def test_a_retry_finds_the_situation_gone(
    stage: Play, patient: str, first: tuple[str, int], then: int
) -> None:
    for nth in range(2):
        stage.has("book", patient, nth=nth)
    assert _met(stage) == [("a new booking", *first), ("a new booking", "", then)] * 2
    assert stage.blamed() == set()


def test_a_situation_that_stays_ends_in_giving_up(stage: Play) -> None:
    assert stage.has("refer", "9994220012") == "given up: 422 REC_UNPROCESSABLE_ENTITY"
    assert stage.has("refer", PATIENT).startswith("ServiceRequest/")


def test_a_slot_that_is_gone_is_offered_no_more_and_another_can_be_had(stage: Play) -> None:
    service = "2000090018"
    assert stage.has("book", service=service, nth=90) == "given up: 409 REC_CONFLICT"
    assert stage.has("book", service=service, nth=90).startswith("Appointment/")
    gone, booked = (each for each in stage.entries if each.told()["name"] == "a new booking")
    assert _start(gone) != _start(booked)


def test_a_service_is_searched_as_the_table_says(stage: Play) -> None:
    assert stage.has("book", service="2000081230") == "given up: 408 REC_TIMEOUT"
    assert stage.has("book", service="2000090002") == "given up: no slot is free"


def test_a_finding_has_requirement_expectation_and_page(stage: Play) -> None:
    httpx.get(f"{stage.base}/metadata", headers=IDS | {"X-Request-ID": "7", "Authorization": "Bearer s3cr3t"})
    (entry,) = stage.entries
    found = next(each for each in entry.findings if each["requirements"][0]["id"] == "HDR-04")
    assert (found["expected"], found["actual"], found["verdict"]) == ("a UUID", "7", "fail")
    page = httpx.get(stage.root).text
    assert "HDR-04" in page
    assert "Core/1.1.4/End-to-end-workflow/transactional-Integrity.page.md" in page
    assert "s3cr3t" not in page


@pytest.mark.parametrize(
    ("fault", "tasks", "patient"),
    [
        ("ids-not-sent-with-metadata", ("discover",), PATIENT),
        ("booking-cancellation-without-timestamp", ("book", "cancel"), PATIENT),
        ("booking-cancellation-with-another-id", ("book", "cancel"), PATIENT),
        ("booking-of-a-slot-never-offered", ("book",), PATIENT),
        ("retry-under-a-new-request-id", ("book",), "9995030012"),
        ("retry-with-a-counter", ("refer",), "9995030012"),
        ("retry-under-a-new-correlation-id", ("refer",), "9995030012"),
        ("retry-with-a-new-timestamp", ("book",), "9995030012"),
        ("retry-after-ever-the-same-pause", ("book",), "9995030098"),
        ("retry-before-retry-after", ("book",), "9994290029"),
        ("retry-after-a-duplicate", ("book",), "9994090011"),
    ],
)
def test_what_a_faulty_sender_breaks_is_blamed_and_nothing_else(
    fault: str, tasks: tuple[str, ...], patient: str
) -> None:
    broken = FAULTS[fault].breaks
    with play(fault) as stage:
        reference = ""
        for task in tasks:
            reference = stage.has(task, patient, reference=reference)
        found = [finding for entry in stage.entries for finding in entry.findings]
        assert found
        for finding in found:
            assert broken & {each["id"] for each in finding["requirements"]}, finding


def test_a_message_to_a_service_that_does_not_take_it_is_blamed() -> None:
    with play("version-of-definitions-not-heeded") as stage:
        assert stage.has("refer", service="2000090014")
        assert "CN-18" in stage.blamed()


def test_what_follows_on_something_unknown_is_not_compared_with_it(stage: Play) -> None:
    booking = stage.has("book")
    stage.has("cancel", reference=booking)
    body = stage.entries[-1].told()["exchange"]["request"]["body"]
    with play() as other:
        headers = IDS | {"Content-Type": "application/fhir+json", "Accept": "application/fhir+json"}
        other_id = body.replace(booking.rpartition("/")[2], "0b0f6f4e-6c0a-4b8e-9a5e-6f2f0c9f1a11")
        httpx.post(f"{other.base}/$process-message", content=other_id, headers=headers)
        assert not other.blamed() & {"CX-76", "CX-80", "CX-82", "CX-86", "CX-94"}


def test_a_slot_whose_search_is_forgotten_may_have_been_offered(
    stage: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "MOST_KEPT", 1)
    stage.has("book")
    assert stage.blamed() == set()
    assert len(stage.stand_in.reception.entries) > 1


def test_only_the_last_requests_are_kept(stage: Play) -> None:
    with httpx.Client() as client:
        for _ in range(context.MOST_KEPT + 5):
            client.get(f"{stage.base}/metadata", headers=IDS)
    assert len(stage.entries) == context.MOST_KEPT
    assert "105 requests arrived; the last 100 are shown" in httpx.get(stage.root).text


def test_the_page_is_sent_only_when_something_has_arrived(stage: Play) -> None:
    known = {"If-None-Match": httpx.get(stage.root).headers["ETag"]}
    assert httpx.get(stage.root, headers=known).status_code == 304
    httpx.get(f"{stage.base}/metadata", headers=IDS)
    assert httpx.get(stage.root, headers=known).status_code == 200


@pytest.mark.parametrize("body", [b"[" * 1000 + b"]" * 1000, b"<html>", b"\xff\xfe", b'{"resourceType": 7}'])
def test_odd_requests_are_answered_and_shown(stage: Play, body: bytes) -> None:
    headers = IDS | {"Content-Type": "application/fhir+json"}
    assert httpx.post(f"{stage.base}/$process-message", content=body, headers=headers).status_code == 400
    assert "a message" in httpx.get(stage.root).text


def test_what_is_no_http_or_not_of_bars_is_shown_and_not_judged(stage: Play) -> None:
    parts = urlsplit(stage.root)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as connection:
        connection.sendall(b"\x00\x01 no HTTP\r\n\r\n")
        assert b"OperationOutcome" in connection.makefile("rb").read()
    assert httpx.get(f"{stage.root}/nowhere", headers=IDS).status_code == 404
    assert [(entry.verdict, entry.put) for entry in stage.entries] == [(None, 0), (None, 0)]


def test_hooks_work_and_do_not_show(stage: Play) -> None:
    booking = stage.has("book")
    assert httpx.post(f"{stage.root}/hooks/reset").status_code == 204
    assert stage.has("cancel", reference=booking) == "given up: 404 REC_NOT_FOUND"
    assert "/hooks" not in httpx.get(stage.root).text


def test_behind_the_api_the_services_of_the_table_are_found_too() -> None:
    asked = IDS | {"Accept": "application/fhir+json", "NHSD-Target-Identifier": target(TABLED)}
    with served_api() as root:
        statement = httpx.get(f"{root}/FHIR/R4/metadata", headers=asked).json()
        assert statement["version"] == "2.0.0"
        assert "stand-in of role api" in httpx.get(root).text


@contextlib.contextmanager
def served_api() -> Iterator[str]:
    """A stand-in for an API that takes any token."""
    with serving.hosts() as address:
        nowhere = Endpoint("", "", address, 1)
        behind = Api(Configuration(EndpointCatalogue(()), nowhere))
        with listening(serving.before_api(behind, address)) as root:
            yield root


def test_there_is_no_stand_in_for_a_sender() -> None:
    with pytest.raises(HarnessError, match="no stand-in of role sender"):
        serving.serve("sender", (), 0)


def test_rules_are_those_of_the_features() -> None:
    assert len(rules()) > 150
    assert PLAYS.keys() >= SHOWN_BY_ONE_REQUEST
    titles = {title for title in features.titles() if title.place.role == "sender"}
    assert {rule.title for rule in rules()} <= titles
