"""The catalogue is complete, consistent and frozen; its functions say what binds whom and what is covered."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import get_args

import pytest

from bars_conformance.house import STANDARD
from bars_conformance.requirements import (
    Actor,
    Role,
    Testability,
    _requirement,
    binding,
    catalogue,
    uncovered,
)
from bars_conformance.standard import HTTP_ERROR_CODES, ISSUE_TYPES, read
from bars_conformance.verdict import Level

FILES = sorted((STANDARD / "requirements").glob("*.yaml"))
ALL = list(catalogue().values())

# by family: how many have each level, each actor, each testability, in the order of their definition
FAMILIES = {
    "AP": ((22, 10, 5, 2), (27, 9, 0, 3), (3, 35, 1)),
    "CF": ((32, 6, 2, 5), (27, 13, 0, 5), (8, 32, 5)),
    "CM": ((57, 10, 0, 4), (55, 2, 0, 14), (30, 41, 0)),
    "CN": ((15, 12, 2, 5), (18, 9, 1, 6), (23, 9, 2)),
    "CX": ((82, 13, 1, 1), (12, 84, 0, 1), (4, 92, 1)),
    "DP": ((28, 2, 5, 4), (14, 5, 15, 5), (3, 35, 1)),
    "EH": ((16, 26, 1, 7), (17, 8, 9, 16), (28, 10, 12)),
    "FS-APPT": ((11, 1, 0, 2), (8, 3, 3, 0), (10, 4, 0)),
    "FS-GEN": ((16, 0, 0, 0), (5, 0, 9, 2), (5, 11, 0)),
    "FS-META": ((5, 0, 0, 1), (4, 0, 2, 0), (4, 2, 0)),
    "FS-MSGDEF": ((11, 2, 0, 2), (12, 2, 1, 0), (8, 7, 0)),
    "FS-PM": ((5, 43, 0, 1), (49, 0, 0, 0), (1, 47, 1)),
    "FS-ROUTE": ((25, 0, 0, 1), (6, 0, 16, 4), (0, 26, 0)),
    "FS-SLOT": ((25, 5, 0, 3), (23, 9, 0, 1), (14, 19, 0)),
    "FS-SR": ((11, 1, 0, 2), (8, 3, 3, 0), (10, 4, 0)),
    "FU": ((22, 4, 0, 3), (17, 8, 0, 4), (16, 12, 1)),
    "HDR": ((20, 7, 6, 3), (12, 18, 4, 2), (24, 8, 4)),
    "MH": ((26, 2, 2, 3), (20, 11, 0, 2), (23, 9, 1)),
    "NFR": ((14, 2, 0, 1), (4, 0, 0, 13), (3, 2, 12)),
    "SEC": ((18, 1, 0, 7), (12, 10, 3, 1), (1, 16, 9)),
    "TI": ((36, 8, 4, 4), (21, 31, 0, 0), (10, 40, 2)),
    "UC": ((7, 1, 0, 3), (5, 4, 0, 2), (8, 3, 0)),
    "WF": ((13, 0, 1, 6), (9, 4, 0, 7), (4, 11, 5)),
}

# the pages of the guide that have requirements, by folder
PAGES = """
.: Index.page.md
About-BaRS/BaRS-Principles-and-Prerequisites: Principles-and-prerequisites.page.md
    Principles-for-Integration-systems.page.md Principles-for-rendering-BaRS-payloads.page.md
About-BaRS/Content-Negotiation: Mechanism.page.md Receiver-ProcessMessage.page.md
    Sender-CapabilityStatement.page.md Sender-MessageDefiniton.page.md WorkFlow.page.md index.page.md
About-BaRS: Versioning.guide.md
Appointment-StandardPattern: Cancel-Booking.page.md Initial-Booking.page.md Introduction.page.md
    Rebook-Methods.page.md Update-Existing-Booking.page.md
BaRS-FHIR-Usage: Bundle.page.md FHIR-Operations-Framework.page.md How-to-handle-times.page.md
    Journey-ID.page.md LastUpdatedDate.page.md REST.page.md process-message.page.md
Core-Functionality-Requirements: All.page.md Booking-Receiver.page.md Booking-Sender.page.md Caching.page.md
    Introduction.page.md Referral-Receiver.page.md Referral-Sender.page.md
DocumentReference-StandardPattern: DocumentReference-Interface.page.md Introduction.page.md
    Receiver-DocumentReference.md Sender-DocumentReference.md
End-to-end-workflow: Asynchronous-Workflow.page.md Authenticate-with-BaRS.page.md
    Authentication-and-Authorisation.page.md BaRS-FHIR-API.page.md HTTP-Header.page.md
    HTTP-Response-Headers.page.md Introduction.page.md Processing-Requests.page.md Responses.page.md
    Reversing-Roles.page.md Routing.page.md Service-Discovery.page.md transactional-Integrity.page.md
Error-Handling: BaRS-interactions--sending.page.md Diagnostics-Text.page.md Example-Errors.page.md
    OperationOutcome-Example.page.md Overview.page.md Receiver-Responsibilities.page.md
    Sender-Responsibilities.page.md
Error-Handling/Failure-Scenarios-1.1.x: Bundle-Processing.page.md Capability-Statement.page.md
    GET--Appointment.page.md GET--MessageDefinition.page.md GET--ServiceRequest.page.md GET--Slots.page.md
    General-Failure-Scenarios.page.md Introduction.page.md Message-Routing.page.md
Non-Functional-Requirements: Introduction.page.md Processing-Times.page.md Requirements.page.md
Security-and-Authorisation: Authorisation.page.md OAuth-Endpoints.page.md Receiver.page.md Sender.page.md
Standard-Pattern-Composite-Messages: Cancellation.page.md Introduction.page.md Message-Headers.page.md
    Standard-Pattern-For-Composites.page.md Use-Case-Categories.page.md
Transactional-integrity: Definition-of-a-retry.page.md Failure-Scenarios.page.md
    Feedback--response--requests.page.md Initial-Request.page.md Introduction.page.md
    Onwards-Referrals.page.md Receiver-responsibilities.page.md Retry-Scenario.page.md
    Sender-responsibilities.page.md Sending-an-update.page.md
"""


def test_the_catalogue_has_every_id_once() -> None:
    ids = [entry["id"] for path in FILES for entry in read(path)]
    assert len(ids) == 772
    assert list(catalogue()) == ids


def test_the_ids_of_a_family_count_up_from_one() -> None:
    assert {r.id for r in ALL} == {
        f"{family}-{number:02d}"
        for family, (levels, _, _) in FAMILIES.items()
        for number in range(1, sum(levels) + 1)
    }


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_frozen(family: str) -> None:
    members = [r for r in ALL if r.id.rpartition("-")[0] == family]
    assert FAMILIES[family] == (
        _counts((r.level for r in members), list(Level)),
        _counts((r.actor for r in members), get_args(Actor)),
        _counts((r.testability for r in members), get_args(Testability)),
    )


def _counts(values: Iterable[str], order: Iterable[str]) -> tuple[int, ...]:
    seen = Counter(values)
    return tuple(seen.pop(value, 0) for value in order) + tuple(seen.values())


def test_every_page_is_known_and_used() -> None:
    known = {
        f"{folder}/{page}".removeprefix("./")
        for folder, pages in re.findall(r"^(\S+):(.*(?:\n    .*)*)", PAGES, re.MULTILINE)
        for page in pages.split()
    }
    elsewhere = ("API specification 1.1.0", "Published definitions, ")
    assert {r.page for r in ALL if not r.page.startswith(elsewhere)} == known


def test_what_is_attested_says_what_to_show_or_why_not() -> None:
    for r in ALL:
        if r.testability == "attestation":
            assert (r.attest is None) != (r.reason is None), r.id
        else:
            assert r.attest is None, r.id


def test_what_needs_configuration_says_what() -> None:
    assert {r.id for r in ALL if r.needs} == {r.id for r in ALL if r.testability == "needs-config"}


def test_a_must_has_no_excuse_except_that_it_cannot_be_brought_about() -> None:
    excused = [r for r in ALL if r.reason and r.level in {Level.MUST, Level.SHOULD}]
    assert {r.reason for r in excused} == {
        "Cannot be brought about from outside the API.",
        "Cannot be brought about without a fault in the Endpoint Catalogue.",
    }


def test_expected_codes_exist_and_go_with_their_status() -> None:
    misprinted = {("FS-GEN-13", 409)}
    for r in ALL:
        for row in r.expect:
            if row.code is not None and (r.id, row.status) not in misprinted:
                assert HTTP_ERROR_CODES[row.code] == row.status, r.id
            assert row.issue is None or row.issue in ISSUE_TYPES, r.id
        assert len(set(r.expect)) == len(r.expect), r.id


def test_receivers_are_expected_to_use_their_own_prefix() -> None:
    no_rec_code_in_the_code_system = {"CN-04", "CN-05", "CN-06", "CN-08"}
    for r in ALL:
        if r.actor == "receiver" and r.id not in no_rec_code_in_the_code_system:
            assert all(row.code is None or row.code.startswith("REC_") for row in r.expect), r.id


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_are_wrapped_at_100_columns(path: Path) -> None:
    assert max(map(len, path.read_text(encoding="utf-8").splitlines())) <= 100


def test_a_role_is_bound_by_its_own_requirements_and_those_of_all() -> None:
    roles: tuple[Role, ...] = get_args(Role)
    for role in roles:
        assert {r.actor for r in binding(role)} == {role, "all"}
    assert {r.id for role in roles for r in binding(role)} == set(catalogue())


def test_uncovered_are_those_without_scenario_and_without_reason() -> None:
    assert catalogue()["TI-14"] in uncovered(())
    assert catalogue()["TI-14"] not in uncovered({"TI-14"})
    assert catalogue()["TI-04"] not in uncovered(()), "has a reason"
    assert catalogue()["EH-37"] not in uncovered(()), "is attested"
    assert uncovered(catalogue()) == []


def test_uncovered_of_a_role_are_those_that_bind_it() -> None:
    assert set(uncovered((), "sender")) == set(uncovered(())) & set(binding("sender"))


def test_an_entry_is_read_as_it_is_written() -> None:
    for path in FILES:
        for entry in read(path):
            held = asdict(_requirement(entry))
            rows = [{"code": None, "issue": None, "basis": None} | row for row in entry.get("expect", ())]
            assert [dict(row) for row in held.pop("expect")] == rows, entry["id"]
            assert held.pop("rulings") == tuple(entry.get("rulings", ())), entry["id"]
            assert held.pop("level") is Level(entry["level"])
            assert {name: value for name, value in held.items() if value is not None} == {
                name: value for name, value in entry.items() if name not in ("expect", "rulings", "level")
            }
