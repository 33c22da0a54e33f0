"""What the transport makes of servers that break off, stall, flood or talk nonsense."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable

import httpx
import pytest
from raw_server import RawServer, Reply, answers, drips, hangs, says, serving

from bars_conformance.exchange import Exchange
from bars_conformance.transport import BODY_LIMIT, RecordingTransport

TIMEOUT_S = 0.5
RESOURCE = b'{"resourceType": "CapabilityStatement"}'
OK = b"HTTP/1.1 200 OK\r\n"
MEBIBYTE = 1024 * 1024


@pytest.fixture
def recorded() -> list[Exchange]:
    return []


Get = Callable[[Reply], Exchange]


@pytest.fixture
def get(recorded: list[Exchange]) -> Get:
    """GET from a server that replies so: always an exchange, always recorded, always in time."""

    def get(reply: Reply) -> Exchange:
        with serving(reply) as server:
            return _got(server, recorded)

    return get


def _got(server: RawServer, recorded: list[Exchange]) -> Exchange:
    transport = RecordingTransport(recorded.append, timeout_s=TIMEOUT_S)
    started = time.monotonic()
    exchange = transport.exchange(httpx.Request("GET", f"{server.url}/metadata"))
    transport.close()
    assert time.monotonic() - started < TIMEOUT_S + 1
    assert recorded[-1] is exchange
    assert exchange.evidence()["request"]["method"] == "GET"
    return exchange


def test_a_whole_answer(get: Get) -> None:
    exchange = get(answers(RESOURCE))
    assert exchange.answer is not None
    assert exchange.answer.complete
    assert exchange.answer.resource == {"resourceType": "CapabilityStatement"}
    assert exchange.error is None


@pytest.mark.parametrize(
    "reply",
    [
        hangs,
        drips(b"", b"H"),
        drips(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
        drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["hangs", "drips before the status", "drips in the headers", "continues for ever"],
)
def test_no_answer_in_time(get: Get, reply: Reply) -> None:
    exchange = get(reply)
    assert exchange.answer is None
    assert exchange.error == "no answer within 0.5 s"
    assert not exchange.unreachable


@pytest.mark.parametrize(
    "reply",
    [
        drips(OK + b"Content-Length: 1000\r\n\r\n", b"x"),
        drips(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        drips(OK + b"Connection: close\r\n\r\n", b"x"),
    ],
    ids=["length", "chunks", "close"],
)
def test_a_body_that_does_not_end_in_time(get: Get, reply: Reply) -> None:
    exchange = get(reply)
    assert exchange.answer is not None
    assert exchange.answer.body.startswith(b"xx")
    assert not exchange.answer.complete
    assert exchange.error == "body did not end within 0.5 s"


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 2",
        OK + b"Content-Type: app",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        b"HTTP/1.1 000 Zero\r\n\r\n",
        b"HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x00\x05\x00\x00",
        OK + b"No colon here\r\n\r\n",
        OK + b"X-Control: a\x00b\r\n\r\n",
        OK + b"Content-Length: -1\r\n\r\n",
        OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        OK + b"X-Long: " + b"x" * 200_000 + b"\r\n\r\n",
    ],
)
def test_a_head_that_is_none(get: Get, said: bytes) -> None:
    exchange = get(says(said))
    assert exchange.answer is None
    assert (exchange.error or "").startswith("connection broken: ")
    assert not exchange.unreachable


@pytest.mark.parametrize(
    "said",
    [
        OK + b"Content-Length: 100\r\n\r\n" + RESOURCE,
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
    ],
)
def test_a_body_that_breaks_off(get: Get, said: bytes) -> None:
    exchange = get(says(said))
    assert exchange.answer is not None
    assert not exchange.answer.complete
    assert (exchange.error or "").startswith("connection broken in the body: ")


def test_a_length_that_is_too_short_cuts_the_body(get: Get) -> None:
    exchange = get(says(OK + b"Content-Length: 5\r\n\r\n" + RESOURCE))
    assert exchange.answer is not None
    assert exchange.answer.body == RESOURCE[:5]
    assert exchange.answer.resource is None


def test_a_body_without_a_length_ends_with_the_connection(get: Get) -> None:
    exchange = get(says(OK + b"\r\n" + RESOURCE))
    assert exchange.answer is not None
    assert exchange.answer.body == RESOURCE
    assert exchange.answer.complete


@pytest.mark.parametrize("body", [b"", b"<html><body>It works!</body></html>", b"\xff\xfe\xe9 caf\xe9"])
def test_a_body_that_is_no_json(get: Get, body: bytes) -> None:
    exchange = get(answers(body))
    assert exchange.answer is not None
    assert exchange.answer.complete
    assert exchange.answer.resource is None
    assert isinstance(exchange.evidence()["response"]["body"], str)


def test_json_nested_too_deeply(get: Get) -> None:
    exchange = get(answers(b'{"resourceType": "Bundle", "entry": ' + b"[" * 1_000_000))
    assert exchange.answer is not None
    assert exchange.answer.resource is None


def test_a_body_of_fifty_mebibytes_is_cut_and_the_connection_dropped(recorded: list[Exchange]) -> None:
    sent: list[int] = []
    dropped = threading.Event()

    def floods(connection: socket.socket) -> None:
        connection.sendall(OK + b"Content-Length: %d\r\n\r\n" % (50 * MEBIBYTE))
        try:
            for _ in range(50):
                connection.sendall(b" " * MEBIBYTE)
                sent.append(MEBIBYTE)
        except OSError:
            dropped.set()

    with serving(floods) as server:
        exchange = _got(server, recorded)
        assert dropped.wait(5)
    assert exchange.answer is not None
    assert len(exchange.answer.body) == BODY_LIMIT
    assert exchange.error == "body is larger than 5242880 bytes and was cut"
    assert sum(sent) < 50 * MEBIBYTE


def _packed(body: bytes, coding: str = "gzip") -> Reply:
    return answers(body, headers=[f"Content-Encoding: {coding}"])


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip"])
def test_gzip_is_unpacked(get: Get, coding: str) -> None:
    exchange = get(_packed(gzip.compress(RESOURCE), coding))
    assert exchange.answer is not None
    assert exchange.answer.body == RESOURCE
    assert exchange.answer.header("content-encoding") == coding


def test_deflate_is_unpacked(get: Get) -> None:
    exchange = get(_packed(zlib.compress(RESOURCE), "deflate"))
    assert exchange.answer is not None
    assert exchange.answer.body == RESOURCE


def test_gzip_that_breaks_off(get: Get) -> None:
    exchange = get(_packed(gzip.compress(RESOURCE * 20)[:-12]))
    assert exchange.answer is not None
    assert not exchange.answer.complete
    assert exchange.error == "packed body is incomplete"


def test_gzip_that_is_none(get: Get) -> None:
    exchange = get(_packed(RESOURCE))
    assert exchange.answer is not None
    assert exchange.answer.body == RESOURCE
    assert (exchange.error or "").startswith("body is not what its Content-Encoding says")


def test_a_gzip_bomb_is_cut(get: Get) -> None:
    exchange = get(_packed(gzip.compress(b" " * (200 * MEBIBYTE), compresslevel=9)))
    assert exchange.answer is not None
    assert len(exchange.answer.body) == BODY_LIMIT
    assert exchange.error == "unpacked body is larger than 5242880 bytes and was cut"


@pytest.mark.parametrize("location", ["/elsewhere", "https://elsewhere.example/", "http://[::", "::\x7f", ""])
def test_a_redirect_is_recorded_and_not_followed(recorded: list[Exchange], location: str) -> None:
    with serving(answers(b"", status="302 Found", headers=[f"Location: {location}"])) as server:
        exchange = _got(server, recorded)
        assert len(server.received) == 1
    assert exchange.answer is not None
    assert exchange.answer.status == 302
    assert exchange.answer.header("Location") == location


def test_headers_keep_their_names_their_order_and_their_repetitions(get: Get) -> None:
    exchange = get(answers(b"", headers=["X-ONE: 1", "x-two: a", "X-Two: b", "Server: caf\u00e9"]))
    assert exchange.answer is not None
    assert exchange.answer.headers[1:4] == (("X-ONE", "1"), ("x-two", "a"), ("X-Two", "b"))
    assert exchange.answer.header("X-TWO") == "a, b"
    assert exchange.answer.header("X-Three") is None
    assert exchange.evidence()["response"]["headers"]["Server"] == "caf\u00e9".encode().decode("latin-1")


def test_a_request_goes_out_as_given(recorded: list[Exchange]) -> None:
    headers = [("host", "sut.example"), ("x-REQUEST-id", "1"), ("X-Request-ID", "2"), ("X-Empty", "")]
    with serving(answers(b"")) as server:
        transport = RecordingTransport(recorded.append, timeout_s=TIMEOUT_S)
        url = f"{server.url}/a%2Fb?q=%7C"
        transport.exchange(httpx.Request("POST", url, headers=headers, content=b"{}"))
        transport.close()
    head, _, body = server.received[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /a%2Fb?q=%7C HTTP/1.1"
    assert lines[2:5] == [b"x-REQUEST-id: 1", b"X-Request-ID: 2", b"X-Empty: "]
    assert body == b"{}"
    assert recorded[0].request.headers[1:4] == tuple(headers[1:])
    assert recorded[0].request.body == b"{}"


@pytest.mark.parametrize("status", ["299 Fine", "418 Teapot", "799 Odd", "999 Odd", "204"])
def test_any_final_status_of_three_digits_is_an_answer(get: Get, status: str) -> None:
    exchange = get(answers(b"", status=status))
    assert exchange.answer is not None
    assert exchange.answer.status == int(status[:3])
    assert exchange.answer.accepted == status.startswith("2")


def test_a_status_that_is_not_final_is_no_answer(get: Get) -> None:
    exchange = get(answers(b"", status="199 Early"))
    assert exchange.answer is None
    assert (exchange.error or "").startswith("connection broken: ")


def test_nobody_listens(recorded: list[Exchange]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    transport = RecordingTransport(recorded.append, timeout_s=TIMEOUT_S)
    exchange = transport.exchange(httpx.Request("GET", f"http://127.0.0.1:{port}/"))
    transport.close()
    assert exchange is recorded[0]
    assert recorded[0].unreachable
    assert (recorded[0].error or "").startswith("cannot connect: ")


def test_a_server_that_closes_each_connection_is_met_on_new_ones(recorded: list[Exchange]) -> None:
    with serving(answers(RESOURCE, headers=["Connection: close"])) as server:
        transport = RecordingTransport(recorded.append, timeout_s=TIMEOUT_S)
        for _ in range(20):
            transport.exchange(httpx.Request("GET", f"{server.url}/"))
        transport.close()
    assert [exchange.error for exchange in recorded] == [None] * 20
