"""The receiver behind real sockets."""

import http.client
import socket
import threading
import time
from urllib.parse import urlsplit

import httpx
import pytest
from reference_letters import request
from reference_sender import headers, ids

from bars_conformance.reference import Receiver, serve, serving
from bars_conformance.verdict import HarnessError


def raw(root: str, request_text: bytes) -> bytes:
    parts = urlsplit(root)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as connection:
        connection.sendall(request_text)
        return connection.makefile("rb").read()


def test_messages_are_served_over_one_connection() -> None:
    with serving(Receiver()) as root, httpx.Client(base_url=root) as client:
        for _ in range(3):
            answer = client.post("/FHIR/R4/$process-message", json=request().bundle, headers=headers())
            assert answer.status_code == 200
            assert "server" not in answer.headers
        assert client.post("/hooks/reset").status_code == 204


def test_starting_and_stopping_are_quick_with_connections_open_and_work_held() -> None:
    started = time.perf_counter()
    with serving(Receiver()) as root, httpx.Client(base_url=root) as client:
        assert client.get("/FHIR/R4/metadata", headers=headers()).status_code == 200
        answered = time.perf_counter()
        client.post("/hooks/hold")
        sent = {**headers(), "Content-Length": "2"}
        held = http.client.HTTPConnection(urlsplit(root).netloc)
        held.request("POST", "/FHIR/R4/$process-message", b"{}", sent)
        time.sleep(0.05)
        leaving = time.perf_counter()
    left = time.perf_counter()
    held.close()
    assert answered - started < 2
    assert left - leaving < 1


def test_hooks_can_be_left_shut() -> None:
    with serving(Receiver(), hooks=False) as root:
        assert httpx.post(f"{root}/hooks/reset", headers=ids()).status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        b"nonsense\r\n\r\n",
        b"GET /FHIR/R4/metadata HTTP/1.1\r\n\r\n",
        b"GET /FHIR/R4/met adata HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n",
    ],
)
def test_what_is_not_http_is_told_so_in_an_outcome(text: bytes) -> None:
    with serving(Receiver()) as root:
        answer = raw(root, text)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"application/fhir+json" in answer
    assert b'"REC_BAD_REQUEST"' in answer


def test_odd_host_and_upgrade_are_taken_calmly() -> None:
    with serving(Receiver()) as root:
        odd = raw(root, b"GET / HTTP/1.1\r\nHost: ]x[\r\nConnection: close\r\n\r\n")
        upgrade = raw(
            root, b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: close, upgrade\r\n\r\n"
        )
    assert odd.startswith(b"HTTP/1.1 400")
    assert upgrade.startswith(b"HTTP/1.1 400")
    assert b"REC_BAD_REQUEST" in odd


def test_port_in_use_is_one_sentence() -> None:
    with serving(Receiver()) as root:
        port = urlsplit(root).port
        assert port
        with pytest.raises(
            HarnessError, match=rf"^Port {port} of 127\.0\.0\.1 cannot be had; choose another\.$"
        ):
            serve(Receiver(), port)


def test_serving_in_front_announces_its_root_and_how_its_profile_finds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    ran = threading.Event()
    monkeypatch.setattr("uvicorn.Server.run", lambda *_: ran.set())
    serve(Receiver(), 0, announce=told.append)
    assert ran.is_set()
    assert told[0].startswith("http://127.0.0.1:")
    assert told[1] == f"export REFERENCE_URL={told[0]}"
    assert told[2].startswith("export REFERENCE_TLS_URL=https://localhost:")
    assert told[3].startswith("export REFERENCE_CERTIFICATES=/")
