"""Runs after templates: what a receiver takes, what a run and a check make of good ones and of bad ones."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import suite_run
from sample_sut import NOWHERE
from sample_templates import FILES, TEMPLATES

from bars_conformance import fhir, messages
from bars_conformance.claims import Claims
from bars_conformance.client import Client
from bars_conformance.faults import receiver_with
from bars_conformance.hooks import Hooks
from bars_conformance.profile import REFERENCE, Templates
from bars_conformance.profile_file import load
from bars_conformance.reference.server import serving
from bars_conformance.requester import Requester
from bars_conformance.sharing import Leases, RightOfWay


@pytest.fixture
def requester(tmp_path: Path) -> Iterator[Requester]:
    """A requester whose messages to the reference are after the templates."""
    with serving(receiver_with(())) as url:
        profile = load(REFERENCE, NOWHERE | {"REFERENCE_URL": url})
        profile = profile.model_copy(update={"templates": Templates(**FILES)})
        way = RightOfWay(tmp_path)
        client = Client(profile, lambda _: None, way)
        requester = Requester(
            profile, client, Claims(profile, client), Leases(tmp_path), way, Hooks(profile, client)
        )
        yield requester
        assert {created.fate for created in requester.clean_up()} == {"cancelled"}
        client.close()


EXTRA = {
    "referral": ("priority", "reasonCode", "note", "extension"),
    "booking": ("comment", "priority", "appointmentType", "patientInstruction"),
    "validation": ("priority", "patientInstruction"),
}


@pytest.mark.parametrize("kind", FILES)
def test_the_reference_takes_it_and_tells_what_goes_beyond_core(requester: Requester, kind: str) -> None:
    request = "a new validation request" if kind == "validation" else f"a new {kind}"
    sent = requester.accepted(request)
    answer = requester.read(sent).exchange.answer
    held = answer.resource if answer else None
    assert held is not None
    assert fhir.structure(held) is None
    theirs = messages.first(TEMPLATES[kind], held["resourceType"])
    assert {name: held[name] for name in EXTRA[kind]} == {name: theirs[name] for name in EXTRA[kind]}


@pytest.mark.parametrize(
    ("request_", "following"),
    [
        ("a new referral", "cancellation"),
        ("a new referral", "booking"),
        ("a new booking", "update"),
        ("a new booking", "cancellation"),
        ("a new booking", "move to a free slot by PUT"),
        ("a new booking", "cancellation by PUT"),
        ("a new validation request", "update"),
        ("a new validation request", "cancellation"),
    ],
)
def test_what_follows_on_it_is_taken(requester: Requester, request_: str, following: str) -> None:
    sent = requester.follow_up(requester.accepted(request_), following)
    assert sent.exchange.answer
    assert sent.exchange.answer.accepted, sent.exchange.answer.text


def _verdicts(folder: Path, url: str, *options: str, **changes: object) -> suite_run.Outcome:
    sut = suite_run.profile(folder.with_suffix(".yaml"), url, **changes)
    return suite_run.run(folder, f"--sut={sut}", *options)


def test_a_run_gives_the_same_verdicts_with_templates_as_without(tmp_path: Path) -> None:
    options = ("--section=referrals", "--section=process-message", "-k", "read", "--workers=1")
    with serving(receiver_with(())) as url:
        without = _verdicts(tmp_path / "without", url, *options)
        with_them = _verdicts(
            tmp_path / "with", url, *options, templates=json.loads(Templates(**FILES).model_dump_json())
        )
    assert without.verdicts == with_them.verdicts
    assert without.code == with_them.code == 0
    sent = json.dumps([exchange["request"] for exchange in with_them.results["exchanges"]])
    assert "Sample note: the patient prefers the afternoon." in sent


def _command(name: str, sut: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bars_conformance", name, f"--sut={sut}"],
        env=suite_run.environment(),
        cwd=sut.parent,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", ["run", "check"])
def test_with_a_defect_nothing_is_sent(tmp_path: Path, command: str) -> None:
    (tmp_path / "own").mkdir()
    defect = messages.replaced(TEMPLATES["booking"], "Slot.status", "taken")
    (tmp_path / "own" / "booking.json").write_text(json.dumps(defect))
    sut = suite_run.profile(
        tmp_path / "a.yaml", "http://127.0.0.1:9", templates={"booking": "own/booking.json"}
    )
    done = _command(command, sut)
    assert done.returncode == 2
    assert not done.stdout
    assert done.stderr == (
        f"bars-conformance: {tmp_path}/own/booking.json, entry[8].resource.status: 'taken' is no code of "
        "FHIR R4 for it; use one of busy, free, busy-unavailable, busy-tentative, entered-in-error.\n"
    )


def test_the_check_tells_of_each_template(tmp_path: Path) -> None:
    files = {kind: str(path) for kind, path in FILES.items()}
    with serving(receiver_with(())) as url:
        done = _command("check", suite_run.profile(tmp_path / "a.yaml", url, templates=files))
    assert done.returncode == 0
    for kind, count in {"referral": 19, "booking": 11, "validation": 13}.items():
        assert f"ok     template of a {kind}: {kind}.json, {count} entries, in order\n" in done.stdout
