"""Runs against a system that asks for a token: one for all workers, renewed in time, and told to nobody."""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import suite_run
from guarded_receiver import GuardedReceiver
from raw_server import RawServer, Reply, answers, hangs, serving
from sample_sign_in import API_KEY, KID, TOKEN, granting, pem, private_key, refusing
from suite_run import Outcome, run, stayed_whole

from bars_conformance import reference

TWO = ("--section=headers", "-k", "metadata", "--workers=2")
ONE = (*TWO[:-1], "--workers=1")
ENVIRONMENT = {"BARS_API_KEY": API_KEY}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


def _profile(folder: Path, url: str, token_url: str = "", **changes: object) -> Path:
    (folder / "private.pem").write_bytes(pem(private_key()))
    auth = {
        "type": "oauth-signed-jwt",
        "token_url": token_url or f"{url}/oauth2/token",
        "api_key": "${BARS_API_KEY}",
        "private_key_file": "private.pem",
        "kid": KID,
    }
    return suite_run.profile(folder / "sut.yaml", url, **{"auth": auth} | changes)


def _tells(outcome: Outcome, *secrets: str) -> list[str]:
    """Which of these secrets, or of those of the application, a run has said or written."""
    files = (file for file in outcome.folder.rglob("*") if file.is_file())
    told = [outcome.said, outcome.complained, *(file.read_text("utf-8", "replace") for file in files)]
    key = pem(private_key()).decode().splitlines()[1:-1]
    return [secret for secret in (*secrets, API_KEY, *key) if any(secret in text for text in told)]


def _assertion(server: RawServer) -> str:
    """What the request for a token was signed with."""
    (received,) = server.received
    return received.decode().rpartition(".")[2]


@pytest.mark.parametrize("options", [ONE, TWO], ids=["one worker", "two workers"])
def test_one_token_serves_all_workers(tmp_path: Path, folder: Path, options: tuple[str, ...]) -> None:
    receiver = GuardedReceiver()
    with reference.serving(receiver) as url:
        outcome = run(folder, f"--sut={_profile(tmp_path, url)}", *options, **ENVIRONMENT)
    assert stayed_whole(outcome)
    assert outcome.code == 0
    assert "pass" in outcome.verdicts.values()
    assert len(receiver.endpoint.assertions) == len(receiver.tokens) == 1
    assert _tells(outcome, *receiver.secrets) == []
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Authorization: &lt;redacted&gt;" in page


def test_what_needs_no_token_is_not_asked_of_a_receiver_behind_one(tmp_path: Path, folder: Path) -> None:
    with reference.serving(GuardedReceiver()) as url:
        sut = _profile(tmp_path, url)
        outcome = run(folder, f"--sut={sut}", "--requirement=HDR-11", "--workers=1", **ENVIRONMENT)
    assert set(outcome.verdicts.values()) == {"not-applicable"}
    assert (
        "what stands in front of the receiver asks for a token" in outcome.results["scenarios"][0]["reason"]
    )


def test_a_token_that_does_not_live_long_is_renewed(tmp_path: Path, folder: Path) -> None:
    receiver = GuardedReceiver(lifetime_s=0.5)
    with reference.serving(receiver) as url:
        outcome = run(
            folder, f"--sut={_profile(tmp_path, url)}", "--section=headers", "--workers=2", **ENVIRONMENT
        )
    assert stayed_whole(outcome)
    assert outcome.code == 0
    assert len(receiver.endpoint.assertions) == len(receiver.tokens) > 1
    assert _tells(outcome, *receiver.secrets) == []


def test_a_token_that_is_forgotten_in_the_middle_of_a_run_is_renewed(tmp_path: Path, folder: Path) -> None:
    receiver = GuardedReceiver(forgets_after=12)
    with reference.serving(receiver) as url:
        outcome = run(folder, f"--sut={_profile(tmp_path, url)}", *TWO, **ENVIRONMENT)
    assert outcome.code == 0
    assert len(receiver.endpoint.assertions) == 2


def test_a_token_that_is_not_taken_any_more_ends_inconclusive(tmp_path: Path, folder: Path) -> None:
    receiver = GuardedReceiver(forgets_after=12, locks=True)
    with reference.serving(receiver) as url:
        outcome = run(folder, f"--sut={_profile(tmp_path, url)}", *ONE, **ENVIRONMENT)
    assert stayed_whole(outcome)
    assert outcome.code == 3
    assert set(outcome.verdicts.values()) == {"pass", "inconclusive", "not-applicable"}
    assert "answers 401 to a token that it accepted before, and to a new one as well" in outcome.said
    assert _tells(outcome, *receiver.secrets) == []


def _echo(status: str) -> Reply:
    """A system that tells the token to everybody: in headers, in words and as it came."""
    body = f'{{"resourceType": "OperationOutcome", "token {TOKEN}": "Bearer {TOKEN}", "x": "{TOKEN}"}}'
    headers = ["Content-Type: application/fhir+json", f"X-Told: {TOKEN}", "Connection: close"]
    return answers(body.encode(), status=status, headers=headers)


@pytest.mark.parametrize("status", ["200 OK", "401 Unauthorized"])
def test_a_system_that_echoes_the_token_does_not_bring_it_into_the_reports(
    tmp_path: Path, folder: Path, status: str
) -> None:
    with serving(granting()) as tokens, serving(_echo(status)) as server:
        sut = _profile(tmp_path, server.url, tokens.url, hooks={})
        outcome = run(folder, f"--sut={sut}", *TWO, **ENVIRONMENT)
    assert TOKEN.encode() in b"".join(server.received)
    assert stayed_whole(outcome)
    assert _tells(outcome, TOKEN, _assertion(tokens)) == []


def test_a_defect_of_the_suite_tells_no_secret_either(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "broken_suite.py").write_text(
        "from bars_conformance.client import Client\n"
        "def broken(self, url, method, headers, body):\n"
        "    raise KeyError(str(headers))\n"
        "Client._exchange = broken\n"
    )
    receiver = GuardedReceiver()
    with reference.serving(receiver) as url:
        sut = _profile(tmp_path, url)
        broken = run(
            folder, f"--sut={sut}", *ONE, "--", "-p", "broken_suite", **ENVIRONMENT, PYTHONPATH=str(tmp_path)
        )
    assert broken.code == 4
    assert "Bearer <redacted>" in broken.said
    assert len(receiver.endpoint.assertions) == 1
    assert _tells(broken, *receiver.secrets) == []


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (hangs, "no answer within 0.3 s; see that auth.token_url is right"),
        (refusing("401 No", error="invalid_request", error_description=f"[/] {API_KEY}"), "([/] <redacted>)"),
    ],
    ids=["hangs", "refuses"],
)
def test_a_token_that_is_not_to_be_had_makes_the_run_inconclusive(
    tmp_path: Path, folder: Path, reply: Reply, said: str
) -> None:
    with serving(reply) as tokens, serving(_echo("200 OK")) as server:
        sut = _profile(tmp_path, server.url, tokens.url, hooks={}, limits={"timeout_s": 0.3})
        outcome = run(folder, f"--sut={sut}", *TWO, **ENVIRONMENT)
        asked = _assertion(tokens)
        checked = _check(sut)
    assert stayed_whole(outcome)
    assert outcome.code == 3
    without = [each for each in outcome.results["scenarios"] if each["verdict"] != "not-applicable"]
    assert {each["verdict"] for each in without} == {"inconclusive"}
    assert all(said in each["reason"] for each in without)
    assert server.received == []
    assert _tells(outcome, asked) == []
    assert checked.returncode == 3
    assert re.search(
        rf"^lacks  token: no token from {tokens.url}: .*{re.escape(said)}", checked.stdout, re.MULTILINE
    )
    assert API_KEY not in checked.stdout + checked.stderr


def test_a_key_that_cannot_be_used_ends_before_the_run(tmp_path: Path, folder: Path) -> None:
    sut = _profile(tmp_path, "http://127.0.0.1:9")
    (tmp_path / "private.pem").write_bytes(b"c4n4ry")
    outcome = run(folder, f"--sut={sut}", *TWO, **ENVIRONMENT)
    checked = _check(sut)
    assert outcome.code == checked.returncode == 2
    assert outcome.complained == checked.stderr
    assert outcome.complained.endswith("private.pem is no private key; give one in PEM.\n")
    assert "c4n4ry" not in outcome.complained.replace(str(tmp_path), "")


def test_the_check_tells_of_the_token(tmp_path: Path) -> None:
    with reference.serving(GuardedReceiver()) as url:
        checked = _check(_profile(tmp_path, url))
    assert checked.returncode == 0
    assert "ok     token: had, good for 599 s" in checked.stdout.splitlines()


def _check(sut: Path, environment: Mapping[str, Any] = ENVIRONMENT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bars_conformance", "check", f"--sut={sut}"],
        env=suite_run.environment(**environment),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
