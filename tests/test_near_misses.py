"""Answers that come close to what is asked, and are not it."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sample_exchanges import OUTCOME, answer, exchange, outcome, searchset
from sample_sut import PARTIES, PATIENT

from bars_conformance import fhir, messages
from bars_conformance import outcome as judged
from bars_conformance.checks import appointments, content, definitions, errors, holding, times
from bars_conformance.checks import messages as message_checks
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.messages.bundle import Resource
from bars_conformance.verdict import Inconclusive

XML = (("Content-Type", "application/fhir+xml"),)
UPDATED = "2026-11-22T10:00:00Z"


@pytest.mark.parametrize("severity", ["error", "fatal"])
def test_an_error_that_goes_by_the_name_of_success_is_no_acceptance(severity: str) -> None:
    told = exchange(answer(outcome(severity=severity), 200))
    assert isinstance(judged.accepted(told), Finding)
    with pytest.raises(Inconclusive):
        judged.needs_acceptance(told)
    assert judged.accepted(exchange(answer(outcome(severity="information"), 200))) is None


@pytest.mark.parametrize("status", [302, 304])
def test_a_redirect_is_no_status_of_failure(status: int) -> None:
    assert isinstance(errors.has_a_status_of_failure(exchange(answer(b"", status, ()))), Finding)


@pytest.mark.parametrize("status", [None, "booked", "fulfilled", "active", ["cancelled"]])
def test_only_a_status_that_says_so_is_an_end(status: object) -> None:
    told = exchange(answer({"resourceType": "Appointment", "status": status}))
    assert isinstance(holding.is_ended(told, "Appointment"), Finding)


@pytest.mark.parametrize("status", ["cancelled", "revoked", "entered-in-error"])
def test_what_says_so_is_ended(status: str) -> None:
    assert (
        holding.is_ended(exchange(answer({"resourceType": "Appointment", "status": status})), "Appointment")
        is None
    )


@pytest.mark.parametrize("entry", [{}, "none", ["Appointment"], [None]])
def test_a_searchset_of_something_else_than_entries(entry: object) -> None:
    told = exchange(answer(searchset() | {"entry": entry}))
    assert isinstance(appointments.is_searchset(told, "Appointment"), Finding)


def test_a_booking_of_another_patient_is_seen_in_either_letter_case() -> None:
    told = exchange(answer(searchset({"resourceType": "Appointment", "id": "A1"})))
    assert isinstance(appointments.tells_nothing_of([told], "Appointment", "a1"), Finding)


def test_a_searchset_that_is_no_bundle_holds_no_definitions() -> None:
    told = searchset({"resourceType": "MessageDefinition"}) | {"resourceType": "List"}
    assert isinstance(definitions.are_found(exchange(answer(told))), Finding)


@pytest.mark.parametrize("body", [b"", b'{"resourceType": "Bundle"}', b"Bundle"])
def test_a_media_type_makes_no_xml(body: bytes) -> None:
    for listed in (True, False):
        assert isinstance(content.is_fhir_xml(exchange(answer(body, 200, XML)), listed=listed), Finding)


@pytest.mark.parametrize(
    "changes",
    [
        {"details": {"text": "TypeError: x is undefined\n    at Object.send (/srv/app.js:7:1)"}},
        {"details": {"text": 'Traceback (most recent call last):\n  File "a.py", line 3'}},
        {"expression": ["\tat org.example.Main.run(Unknown)"]},
    ],
)
def test_a_stack_trace_is_one_wherever_it_stands(changes: dict[str, Any]) -> None:
    assert isinstance(errors.shows_no_stack_trace(answer(outcome(**changes), 500)), Finding)


@pytest.mark.parametrize(
    "said",
    [
        "THISTLEWOOD, Alex is unknown.",
        "alex thistlewood is unknown.",
        "Near ls1 4ap.",
        "Patient 999-300-4170.",
    ],
)
def test_a_patient_is_named_in_capitals_too(said: str) -> None:
    assert isinstance(errors.names_no_patient(answer(outcome(diagnostics=said), 422), PATIENT), Finding)


def test_an_escape_of_json_hides_no_patient() -> None:
    family = "".join(f"\\u{ord(letter):04x}" for letter in PATIENT.family)
    body = f'{{"resourceType": "OperationOutcome", "issue": [{{"diagnostics": "{family}"}}]}}'.encode()
    assert isinstance(errors.names_no_patient(answer(body, 422), PATIENT), Finding)
    assert errors.names_no_patient(answer(OUTCOME, 422), PATIENT) is None


SENT = messages.referral(PARTIES)


def _answered(told: object) -> Exchange:
    made = exchange(answer(told))
    return replace(made, request=replace(made.request, method="POST", body=json.dumps(SENT).encode()))


def _moved(kind: str, *, to: str) -> Resource:
    """The referral with its last entry of this type under another fullUrl."""
    entries = list(SENT["entry"])
    place = max(n for n, entry in enumerate(entries) if entry["resource"]["resourceType"] == kind)
    entries[place] = {**entries[place], "fullUrl": to}
    return {**SENT, "entry": entries}


@pytest.mark.parametrize("kind", ["Organization", "Patient"])
def test_every_full_url_of_a_type_is_kept(kind: str) -> None:
    of_another_type = next(url for url, _ in fhir.entries(SENT, "Encounter"))
    for url in ("urn:uuid:5b0a8f42-3f0e-4c6e-9a51-7d2f6f0c1e93", str(of_another_type)):
        assert isinstance(message_checks.keeps_full_urls(_answered(_moved(kind, to=url))), Finding)


def test_an_answer_may_have_fewer_entries_and_others() -> None:
    fewer = [entry for entry in SENT["entry"] if entry["resource"]["resourceType"] != "Patient"][:-1]
    more = {"fullUrl": "urn:uuid:own", "resource": {"resourceType": "Encounter", "status": "planned"}}
    assert message_checks.keeps_full_urls(_answered({**SENT, "entry": [*fewer, more]})) is None


@pytest.mark.parametrize("last_updated", [7, True, {"value": UPDATED}, [UPDATED], ""])
def test_last_updated_is_a_text(last_updated: object) -> None:
    told = exchange(answer({"resourceType": "Appointment", "meta": {"lastUpdated": last_updated}}))
    assert isinstance(times.have_last_updated(told), Finding)
    assert isinstance(times.are_instants(told), Finding)


@pytest.mark.parametrize("instant", ["2026-02-30T09:00:00Z", "2026-13-01T09:00:00Z", "٢٠٢٦-11-22T10:00:00Z"])
def test_a_day_that_there_is_not_makes_no_instant(instant: str) -> None:
    told = exchange(answer({"resourceType": "Appointment", "start": instant}))
    assert isinstance(times.are_instants(told), Finding)


def test_a_leap_second_is_an_instant() -> None:
    assert fhir.moment("2016-12-31T23:59:60Z") == fhir.moment("2016-12-31T23:59:59Z") is not None
    assert fhir.moment("2016-12-31T23:60:00Z") is None


@pytest.mark.parametrize("told", ["2026-07-01T09:00Z", "20260701T090000Z", "2026-07-01 09:00:00Z"])
def test_a_time_that_is_no_instant_does_not_agree_with_one(told: str) -> None:
    read = exchange(answer({"resourceType": "Appointment", "start": told}))
    assert isinstance(holding.agrees(read, "Appointment.start", "2026-07-01T09:00:00Z"), Finding)
