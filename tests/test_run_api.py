"""Runs of the suite against the reference API, through its command line."""

import json
from pathlib import Path

import suite_run
import yaml

from bars_conformance.profile import REFERENCE_API
from bars_conformance.reference import api
from bars_conformance.reference.api import Api

SOME = ("--role=api", "--section=passing on", "-k", "metadata or byte", "--workers=2")


def test_the_reference_api_passes(tmp_path: Path) -> None:
    ended = suite_run.run(tmp_path, *SOME)
    assert ended.code == 0, ended.said
    assert set(ended.verdicts.values()) == {"pass"}
    assert len(ended.verdicts) > 5


def test_a_receiver_is_asked_through_the_api(tmp_path: Path) -> None:
    ended = suite_run.run(
        tmp_path, "--role=api", "--role=receiver", "--section=headers", "-k", "metadata", "--workers=1"
    )
    assert ended.code == 0, ended.said
    of = {
        role: {v for id_, v in ended.verdicts.items() if id_.startswith(role)} for role in ("api", "receiver")
    }
    assert of == {"api": {"pass"}, "receiver": {"pass", "not-applicable"}}


def test_what_the_api_refuses_is_not_held_against_the_receiver(tmp_path: Path) -> None:
    ended = suite_run.run(
        tmp_path, "--role=api", "--role=receiver", "--requirement=TI-14", "--workers=1", "-k", "missing"
    )
    reasons = {
        each["verdict"]: each["reason"] for each in ended.results["scenarios"] if "receiver" in each["id"]
    }
    assert ended.code == 0, ended.said
    assert "the API answered itself: 400 SEND_BAD_REQUEST required" in reasons["not-applicable"]


def test_what_the_profile_lacks_is_not_applicable(tmp_path: Path) -> None:
    lacking = {
        "own_receiver": "HDR-35",
        "ambiguous_target": "FS-ROUTE-15",
        "allow_throttle_test": "FS-GEN-12",
    }
    profile = yaml.safe_load(REFERENCE_API.read_text(encoding="utf-8"))
    file = tmp_path / "profile.yaml"
    file.write_text(json.dumps({name: profile[name] for name in profile.keys() - lacking}, default=str))
    with api.serving(Api) as site:
        ended = suite_run.run(
            tmp_path / "run",
            f"--sut={file}",
            *(f"--requirement={each}" for each in lacking.values()),
            **site.environment(),
        )
    assert ended.code == 0, ended.said
    assert set(ended.verdicts.values()) == {"not-applicable"}
    reasons = " ".join(each["reason"] for each in ended.results["scenarios"])
    assert all(name in reasons for name in lacking)
