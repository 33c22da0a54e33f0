"""No step that cannot fail: each Then is seen to fail its scenario, each Given to leave it undecided."""

import json
from pathlib import Path
from typing import Any

import pytest
import suite_run
from pytest_bdd.parser import FeatureParser

from bars_conformance.faults import FAULTS
from bars_conformance.house import FEATURES
from bars_conformance.requirements import catalogue
from bars_conformance.verdict import Level

_CANNOT_BE_TRIED = {
    "it was stored once": "retry-after-timeout-processed",
    "where the issue code is no-store, it is refused with one of": "storage-failure-told-as-conflict",
    "the receiver ends the connection or refuses it with 403 REC_FORBIDDEN, issue forbidden or security": (
        "definitions-without-client-certificate"
    ),
    "the endpoint's certificate is issued by one of them": "endpoint-certificate-of-another-authority",
    "the endpoint's certificate is for the name of the endpoint": "endpoint-certificate-for-another-name",
    "the endpoint's certificate is in date": "endpoint-certificate-expired",
    "the endpoint's certificate has an nhs.uk address": "endpoint-outside-of-nhs-uk",
    "the endpoint's certificate has a name by the naming convention": "endpoint-name-outside-of-convention",
    "the endpoint's certificate has its name as common name": "endpoint-common-name-of-its-own",
    "the answer tells nothing of it": "pointer-removal-not-carried-out",
    "the pointer is removed or changed": "pointer-stays-after-the-cancellation-of-a-booking",
    "the pointer to it tells when it was made": "pointer-without-a-creation-date",
    "the pointer is brought up to date": "pointer-not-updated",
    "the pointer is still told": "cancellation-removes-all-pointers-of-the-patient",
    "the pointer to it is saved at the API": "pointers-not-saved-at-the-api",
    "the pointer to it goes by the id that the API gave": "own-pointer-id-used-at-the-api",
    "the pointer to it is read at the API before it is written": "pointer-updated-without-a-read",
    "in what arrives it is there": "everything-to-the-first-receiver",
    "in what arrives the method is as sent": "patch-passed-on-as-put",
    "in what arrives the path is as sent": "ids-in-paths-passed-on-in-capitals",
    "in what arrives the parameters are as sent": "repeated-parameters-merged",
    "in what arrives Content-Type is as sent": "content-type-narrowed",
    "in what arrives the body is as sent": "body-written-anew",
    "in what arrives X-Request-ID and X-Correlation-ID are as sent": "request-id-renewed",
    "in what arrives NHSD-End-User-Organisation, NHSD-Requesting-Practitioner"
    " and NHSD-Requesting-Software are as sent": "requesting-software-dropped",
    "in what arrives there is no Authorization": "token-passed-on",
    "in what arrives there is a client certificate": "receivers-called-without-a-certificate",
    "the sender does not send a new booking": "capabilities-not-heeded",
    "the sender does not send a new referral": "use-case-not-heeded",
    "the sender does not send a booking cancellation": "cancellation-of-what-is-over",
    "the sender does not send a referral cancellation": "cancellation-of-what-is-over",
    "a referral cancellation has, if at all": "referral-cancellation-based-on-a-plan-that-is-not-there",
    "a booking cancellation has, if at all": "booking-cancellation-of-a-slot-that-is-not-there",
    "no X-Request-ID of it is used again when the sender refers a patient": "request-id-is-always-the-same",
    "no X-Correlation-ID of it is used again when the sender refers a patient": (
        "correlation-id-of-the-installation"
    ),
    "the sender reads the booking that is meant": "first-pointer-taken",
    "the sender answers it with 200": "responses-refused-by-the-sender",
    "its token request asks by client credentials and a JWT": "token-for-an-authorization-code",
    "its token request is signed with the key of the application": "assertion-signed-with-another-key",
    "its token request is for this endpoint and the next minutes": "assertion-for-another-endpoint",
    "its token request names the application and no user": "assertion-in-the-name-of-a-user",
}
"""Thens that no one answer or request decides, and for each a seeded fault that it catches."""

_NOT_APPLICABLE = {"AP-33", "CF-16", "FS-GEN-16", "FS-ROUTE-20", "FS-ROUTE-26"}
"""What the reference does not claim or do, so that a scenario of it is not turned; seeded faults do it."""

_MOST = {
    "receiver": {"then": 4, "given": 5},
    "api": {"then": 3, "given": 4},
    "sender": {"then": 2, "given": 1},
}
"""How many steps of a kind a scenario of a role has at most."""


def _each(kind: str) -> list[tuple[str, int]]:
    return [(role, number) for role, most in _MOST.items() for number in range(1, most[kind] + 1)]


def _turned(folder: Path, role: str, step: str) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """The scenarios of a run with this step turned, and what its Thens noticed."""
    notes = folder / "notes.json"
    outcome = suite_run.run(
        folder / "run",
        f"--role={role}",
        "--workers=1",
        "--",
        "-p",
        "opposites",
        OPPOSITE=step,
        NOTES=str(notes),
        PYTHONPATH=str(Path(__file__).parent),
    )
    assert "error" not in outcome.verdicts.values(), outcome.complained
    return outcome.results["scenarios"], json.loads(notes.read_text(encoding="utf-8"))


def _kinds(scenario: dict[str, Any]) -> list[str]:
    """Given, When or Then, for each step."""
    kinds: list[str] = []
    for step in scenario["steps"]:
        kinds.append(kinds[-1] if step["keyword"] == "And" else step["keyword"])
    return kinds


def _is_settled_by(scenario: dict[str, Any], kind: str, number: int) -> bool:
    """Whether all held up to the step that was turned, and no step ran after it."""
    at = [at for at, each in enumerate(_kinds(scenario)) if each == kind][number - 1]
    verdicts = [step["verdict"] for step in scenario["steps"]]
    return (
        verdicts[:at] == ["pass"] * at
        and verdicts[at] == scenario["verdict"]
        and verdicts[at + 1 :] == [None] * (len(verdicts) - at - 1)
    )


def _blame(scenario: dict[str, Any]) -> str:
    levels = {catalogue()[requirement].level for requirement in scenario["requirements"]}
    return "fail" if Level.MUST in levels else "warning"


@pytest.mark.parametrize(("role", "number"), _each("then"))
def test_each_then_can_fail_its_scenario(tmp_path: Path, role: str, number: int) -> None:
    scenarios, noticed = _turned(tmp_path, role, f"then {number}")
    assert scenarios
    for scenario in scenarios:
        if scenario["verdict"] == "not-applicable":
            assert set(scenario["requirements"]) & _NOT_APPLICABLE, scenario["id"]
        else:
            assert scenario["verdict"] == _blame(scenario), scenario["id"]
            assert _is_settled_by(scenario, "Then", number), scenario["id"]
    assert {name: tried["broken"] for name, tried in noticed.items() if tried["broken"]} == {}
    blind = {name.partition(": ")[2] for name, tried in noticed.items() if not tried["noticed"]}
    assert blind <= _CANNOT_BE_TRIED.keys()


@pytest.mark.parametrize(("role", "number"), _each("given"))
def test_a_given_that_does_not_come_about_blames_nobody(tmp_path: Path, role: str, number: int) -> None:
    scenarios, _ = _turned(tmp_path, role, f"given {number}")
    assert scenarios
    for scenario in scenarios:
        assert scenario["verdict"] in ("inconclusive", "not-applicable"), scenario["id"]


def test_what_is_not_turned_is_held_by_seeded_faults() -> None:
    broken = set().union(*(fault.breaks for fault in FAULTS.values()))
    assert broken >= _NOT_APPLICABLE
    assert set(_CANNOT_BE_TRIED.values()) <= FAULTS.keys()


@pytest.mark.parametrize("role", _MOST)
def test_no_scenario_has_more_steps_of_a_kind_than_are_turned(role: str) -> None:
    for path in sorted((FEATURES / role).rglob("*.feature")):
        for template in FeatureParser(str(path.parent), path.name).parse().scenarios.values():
            kinds = [step.type for step in template.steps]
            for kind, most in _MOST[role].items():
                assert kinds.count(kind) <= most, template.name
