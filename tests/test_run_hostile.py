"""Runs against systems that are absent, hostile or interrupted: no error, no traceback, readable reports."""

import contextlib
import functools
import http.server
import itertools
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import suite_run
from raw_server import Reply, answers, hangs, says, serving
from suite_run import METADATA, run, stayed_whole

from bars_conformance import house

HARMLESS = {"limits": {"timeout_s": 0.3}, "hooks": {}}
CANARY = "c4n4ry-0f-4-s3cr3t"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


def test_nobody_answers(tmp_path: Path, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    outcome = run(folder, f"--sut={suite_run.profile(tmp_path / 'sut.yaml', url)}", *METADATA)
    assert stayed_whole(outcome)
    assert outcome.code == 3
    assert set(outcome.verdicts.values()) == {"inconclusive"}
    assert "cannot connect" in outcome.said


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is that of the base
        pass


@contextlib.contextmanager
def _file_server() -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(house.FIXTURES))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_server_that_is_no_receiver(tmp_path: Path, folder: Path) -> None:
    with _file_server() as url:
        sut = suite_run.profile(tmp_path / "sut.yaml", url, **HARMLESS)
        outcome = run(folder, f"--sut={sut}", "--section=headers", "--section=errors")
    assert stayed_whole(outcome)
    assert outcome.code == 3


JSON = ["Content-Type: application/fhir+json"]
GARBAGE = [
    b"null",
    b"7",
    b"[]",
    b'[{"resourceType": "Bundle"}]',
    b'{"resourceType": 7}',
    b'{"resourceType": "Bundle", "entry": {"resource": []}}',
    b'{"resourceType": "Bundle", "entry": [null, 7, {"resource": 7}]}',
    b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "ServiceRequest", "id": {}}}]}',
    b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Nonsense"}}], "id": "\\ud800"}',
    b'{"resourceType": "CapabilityStatement", "format": 7, "rest": [{"resource": {"type": []}}]}',
    b'{"resourceType": "OperationOutcome", "issue": [{"code": [], "details": {"coding": [{"code": {}}]}}]}',
    b'{"resourceType": "OperationOutcome", "issue": ' + b"[" * 900 + b"]" * 900 + b"}",
    b'{"resourceType": "OperationOutcome", "issue": [{"diagnostics": "' + b"x" * 300_000 + b'"}]}',
    f'{{"resourceType": "OperationOutcome", "access_token":"{CANARY}"}}'.encode(),
    b"\xff\xfe\x00\x01",
]


def _in_turn(bodies: list[bytes]) -> Reply:
    """Each answer has the next of the bodies, now with a status of success and now of failure."""
    turns = itertools.cycle(itertools.product(("200 OK", "400 Bad Request"), bodies))

    def reply(connection: socket.socket) -> None:
        status, body = next(turns)
        headers = [*JSON, "Connection: close", f"Set-Cookie: session={CANARY}", "Location: http://[::"]
        answers(body, status=status, headers=headers)(connection)

    return reply


HTML = answers(b"<html><body>Login</body></html>", headers=["Content-Type: text/html", "Connection: close"])
FLOOD = says(
    b"HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nContent-Length: 52428800\r\n\r\n",
    *[b"{" + b" " * 1024 * 1024] * 50,
)


@pytest.mark.parametrize(
    ("reply", "options", "code"),
    [
        (hangs, ("--section=headers", "-k", "unknown", "--workers=2"), 3),
        (says(), METADATA, 3),
        (says(b"HTTP/1.1 200 OK\r\nContent-Le"), METADATA, 3),
        (HTML, ("--section=headers", "--workers=2"), 3),
        (FLOOD, (*METADATA[:2], "metadata and media", METADATA[3]), 3),
        (answers(b"{}", status="302 Found", headers=["Location: /x", "Connection: close"]), METADATA, 3),
        (_in_turn(GARBAGE), ("--workers=1",), 1),
    ],
    ids=["hangs", "closes", "breaks off", "html", "floods", "redirects", "garbage"],
)
def test_a_hostile_system_breaks_nothing(
    tmp_path: Path, folder: Path, reply: Reply, options: tuple[str, ...], code: int
) -> None:
    with serving(reply) as server:
        sut = suite_run.profile(tmp_path / "sut.yaml", server.url, **HARMLESS)
        outcome = run(folder, f"--sut={sut}", *options)
    assert stayed_whole(outcome), [
        each for each in outcome.results["scenarios"] if each["verdict"] == "error"
    ]
    assert outcome.code == code
    for file in folder.rglob("*"):
        assert file.is_dir() or CANARY.encode() not in file.read_bytes()
    assert CANARY not in outcome.said + outcome.complained


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupted_run_reports_what_has_run(tmp_path: Path, folder: Path, workers: str) -> None:
    def slow(connection: socket.socket) -> None:
        time.sleep(0.3)
        HTML(connection)

    with serving(slow) as server:
        sut = suite_run.profile(tmp_path / "sut.yaml", server.url, hooks={})
        process = subprocess.Popen(
            suite_run.command(folder, f"--sut={sut}", "--section=headers", f"--workers={workers}"),
            env=suite_run.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        until = time.monotonic() + 30
        while len(server.received) < 10 and time.monotonic() < until:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        said, complained = process.communicate(timeout=30)
    outcome = suite_run.outcome(process.returncode, said, complained, folder)
    assert stayed_whole(outcome)
    assert outcome.code == 3
    reasons = [each["reason"] for each in outcome.results["scenarios"]]
    assert 0 < reasons.count("the run ended before this scenario") < len(reasons)
