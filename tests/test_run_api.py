"""Runs of the suite against the reference API, through its command line."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import suite_run
import yaml

from bars_conformance.faults import api_with
from bars_conformance.profile import REFERENCE_API
from bars_conformance.reference import api
from bars_conformance.reference.api import Api

SOME = ("--role=api", "--section=passing on", "-k", "metadata or byte", "--workers=2")


def test_the_reference_api_passes(tmp_path: Path) -> None:
    ended = suite_run.run(tmp_path, *SOME)
    assert ended.code == 0, ended.said
    assert set(ended.verdicts.values()) == {"pass"}
    assert len(ended.verdicts) > 5
    arrived = [each for each in ended.results["exchanges"] if each.get("arrived")]
    shown = {index for scenario in ended.results["scenarios"] for index in scenario["exchanges"]}
    assert len(arrived) > 5
    assert all(ended.results["exchanges"].index(each) in shown for each in arrived)
    assert all(each["request"]["url"].startswith("https://localhost:") for each in arrived)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("Arrived at the suite at") == len(arrived)


def test_a_token_that_is_asked_for_is_not_told(tmp_path: Path) -> None:
    ended = suite_run.run(tmp_path, "--role=api", "--requirement=SEC-04", "--workers=1")
    assert ended.code == 0, ended.said
    assert set(ended.verdicts.values()) == {"pass"}
    bodies = [each["response"]["body"] for each in ended.results["exchanges"]]
    assert sum('"access_token":"<redacted>"' in body for body in bodies) == len(ended.verdicts)
    assertion = base64.b64encode(b'{"alg"').decode()[:6]
    files = [file.read_text("utf-8", "replace") for file in tmp_path.rglob("*") if file.is_file()]
    assert not any(assertion in text for text in [*files, ended.said, ended.complained])


def test_a_receiver_of_the_suite_need_not_listen_over_tls(tmp_path: Path) -> None:
    with api.serving(api_with(["receivers-called-without-tls"])) as site:
        ended = suite_run.run(
            tmp_path / "run",
            f"--sut={_profile(tmp_path, lambda profile: profile['own_receiver'].pop('tls'))}",
            *("--requirement=SEC-14", "--requirement=HDR-35", "-k", "metadata"),
            **site.environment(),
        )
    assert ended.code == 0, ended.said
    assert sorted(ended.verdicts.values()) == ["not-applicable", "pass"]
    reasons = [each["reason"] or "" for each in ended.results["scenarios"]]
    assert "the own_receiver of the profile has no tls" in " ".join(reasons)


def test_an_api_that_waits_longer_than_the_suite_is_not_accused(tmp_path: Path) -> None:
    with api.serving(Api) as site:
        ended = suite_run.run(
            tmp_path / "run",
            f"--sut={_profile(tmp_path, lambda profile: profile['limits'].update(timeout_s=2))}",
            *("--requirement=FS-ROUTE-18", "-k", "metadata and time", "--workers=1"),
            **site.environment(),
        )
    assert list(ended.verdicts.values()) == ["inconclusive"]
    assert "limits.timeout_s has to be longer" in ended.results["scenarios"][0]["reason"]


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


def test_a_receiver_is_tested_at_the_address_of_the_api(tmp_path: Path) -> None:
    with api.serving(Api) as site:
        ended = suite_run.run(
            tmp_path / "run",
            f"--sut={_profile(tmp_path, _of_the_receiver)}",
            *("--section=headers", "--section=referrals", "--section=document-pointers", "--workers=2"),
            **site.environment(),
        )
    assert ended.code == 0, ended.said
    assert len(ended.verdicts) > 100
    assert {id_.partition("/")[0] for id_ in ended.verdicts} == {"receiver"}
    unsaved = [verdict for id_, verdict in ended.verdicts.items() if "/document-pointers/saving/" not in id_]
    assert unsaved.count("pass") > len(unsaved) * 0.9


def test_what_the_api_does_not_offer_is_not_held_against_the_receiver_at_its_address(tmp_path: Path) -> None:
    with api.serving(api_with(["pointers-not-offered"])) as site:
        ended = suite_run.run(
            tmp_path / "run",
            f"--sut={_profile(tmp_path, _of_the_receiver)}",
            *("--section=document-pointers", "-k", "answer_is_a_searchset", "--workers=1"),
            **site.environment(),
        )
    assert ended.code == 0, ended.said
    assert set(ended.verdicts.values()) == {"not-applicable"}
    said = {each["reason"] for each in ended.results["scenarios"]}
    assert said == {"the API answered itself: 404 PROXY_NOT_FOUND not-found; the receiver was not asked"}


def test_what_the_profile_lacks_is_not_applicable(tmp_path: Path) -> None:
    lacking = {
        "own_receiver": "HDR-35",
        "ambiguous_target": "FS-ROUTE-15",
        "allow_throttle_test": "FS-GEN-12",
    }

    def without(profile: dict[str, Any]) -> None:
        for name in lacking:
            del profile[name]

    file = _profile(tmp_path, without)
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


def _of_the_receiver(profile: dict[str, Any]) -> None:
    """The receiver's own profile, whose base URL is that of the API."""
    profile["role"] = "receiver"
    for name in ("own_receiver", "ambiguous_target", "allow_throttle_test"):
        del profile[name]


def _profile(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """The profile of the reference API, changed."""
    profile = yaml.safe_load(REFERENCE_API.read_text(encoding="utf-8"))
    change(profile)
    file = folder / "profile.yaml"
    file.write_text(json.dumps(profile, default=str))
    return file
