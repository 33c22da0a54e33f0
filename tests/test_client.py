"""The client: what its requests carry, how a call is changed, whom it speaks to, and how fast."""

import base64
import json
import ssl
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st
from raw_server import answers, says, serving
from sample_exchanges import thorough

from bars_conformance.client import Call, Client, refuse_unless_allowed, standard_headers, target
from bars_conformance.exchange import Exchange
from bars_conformance.profile import REFERENCE, Profile, ProfileError, ServiceId, SignedJwtAuth, load
from bars_conformance.sharing import RightOfWay
from bars_conformance.verdict import HarnessError

PROFILE = load(REFERENCE, {"REFERENCE_URL": "http://127.0.0.1:9"})
CALL = Call("POST", "/$process-message", (), (("X-Request-ID", "1"), ("Accept", "a/b")), b'{"id": "m"}')
ENDED = answers(b"{}", headers=["Connection: close"])


def _decoded(value: str) -> Any:  # noqa: ANN401 - any JSON value
    return json.loads(base64.b64decode(value, validate=True))


def test_the_identity_headers_are_what_the_standard_has_them_be() -> None:
    headers = dict(standard_headers(PROFILE))
    assert _decoded(headers["NHSD-Target-Identifier"]) == {
        "system": "https://fhir.nhs.uk/Id/dos-service-id",
        "value": "2000072489",
    }
    organisation = _decoded(headers["NHSD-End-User-Organisation"])
    assert organisation["resourceType"] == "Organization"
    assert organisation["identifier"][0]["value"] == PROFILE.sender.ods_code
    assert organisation["name"] == PROFILE.sender.name
    practitioner = _decoded(headers["NHSD-Requesting-Practitioner"])
    assert practitioner["resourceType"] == "PractitionerRole"
    assert practitioner["identifier"][0]["value"].startswith("999")
    software = _decoded(headers["NHSD-Requesting-Software"])
    assert (software["resourceType"], software["deviceName"]["name"]) == ("Device", "bars-conformance")
    assert headers["Accept"] == "application/fhir+json; version=1.1.0"


def test_every_request_has_ids_of_its_own() -> None:
    ids = [
        value
        for _ in range(3)
        for name, value in standard_headers(PROFILE)
        if name in ("X-Request-ID", "X-Correlation-ID")
    ]
    assert len(set(ids)) == 6
    assert all(str(uuid.UUID(value)) == value for value in ids)


@thorough
@given(st.text(), st.text())
def test_a_target_is_base64_on_one_line(system: str, value: str) -> None:
    header = target(ServiceId.model_construct(system=system, value=value))
    assert header.isascii()
    assert "\n" not in header
    assert _decoded(header) == {"system": system, "value": value}


def test_headers_are_taken_away_and_replaced_in_any_letter_case() -> None:
    assert CALL.without_headers("x-request-id").headers == (("Accept", "a/b"),)
    assert CALL.without_headers("Nowhere") == CALL
    assert CALL.with_header("ACCEPT", "c/d").headers == (("X-Request-ID", "1"), ("ACCEPT", "c/d"))
    assert CALL.header("x-REQUEST-id") == "1"
    assert CALL.header("Nowhere") is None
    assert CALL.headers[0] == ("X-Request-ID", "1")


def test_a_header_can_come_twice() -> None:
    assert CALL.with_another_header("Accept", "c/d").headers[1:] == (("Accept", "a/b"), ("Accept", "c/d"))


def test_fresh_ids_leave_all_else_and_add_none() -> None:
    fresh = CALL.with_fresh_ids()
    assert fresh.headers[0][0] == "X-Request-ID"
    assert fresh.headers[0][1] != "1"
    assert fresh.headers[1:] == CALL.headers[1:]
    assert (fresh.path, fresh.body) == (CALL.path, CALL.body)


def test_a_message_is_read_and_replaced() -> None:
    assert CALL.message == {"id": "m"}
    assert CALL.with_message({"id": "ü"}).body == '{"id": "ü"}'.encode()
    with pytest.raises(HarnessError, match="carries no message"):
        _ = Call("GET", "/metadata").message


@pytest.mark.parametrize(
    ("call", "url"),
    [
        (CALL, "/$process-message"),
        (
            Call("GET", "/Slot", (("start", "ge2026-11-20T09:00:00+00:00"),)),
            "/Slot?start=ge2026-11-20T09:00:00%2B00:00",
        ),
        (
            Call("GET", "/A", (("context", "https://x/y|1 2&3"), ("b", "é"))),
            "/A?context=https://x/y%7C1%202%263&b=%C3%A9",
        ),
        (Call("GET", "/Appointment/a?b#c d"), "/Appointment/a%3Fb%23c%20d"),
        (
            Call("GET", "/A", (("_include", "Slot:schedule"), ("_include", "b"))),
            "/A?_include=Slot:schedule&_include=b",
        ),
    ],
)
def test_a_url_is_percent_encoded(call: Call, url: str) -> None:
    assert call.url == url


@pytest.fixture
def recorded() -> list[Exchange]:
    return []


ClientFor = Callable[..., Client]


@pytest.fixture
def client_for(tmp_path: Path, recorded: list[Exchange]) -> Iterator[ClientFor]:
    opened: list[Client] = []

    def client_for(url: str, workers: int = 1, **changes: Any) -> Client:  # noqa: ANN401 - as profiles have them
        limits = PROFILE.limits.model_copy(update={"timeout_s": 2.0} | changes.pop("limits", {}))
        profile = PROFILE.model_copy(update={"base_url": url, "limits": limits} | changes)
        opened.append(Client(profile, recorded.append, RightOfWay(tmp_path), workers))
        return opened[-1]

    yield client_for
    for client in opened:
        client.close()


def test_a_call_goes_out_as_composed(client_for: ClientFor, recorded: list[Exchange]) -> None:
    with serving(answers(b"{}")) as server:
        exchange = client_for(f"{server.url}/FHIR/R4").send(
            Call("GET", "/Slot", (("a", "b c"),), CALL.headers)
        )
    assert exchange is recorded[0]
    lines = server.received[0].decode().split("\r\n")
    assert lines[0] == "GET /FHIR/R4/Slot?a=b%20c HTTP/1.1"
    assert {"X-Request-ID: 1", "Accept: a/b"} <= set(lines)
    assert [line for line in lines if line.lower().startswith("accept:")] == ["Accept: a/b"]


def test_what_was_taken_away_is_not_put_back(client_for: ClientFor) -> None:
    with serving(answers(b"{}")) as server:
        client_for(server.url).send(Call("GET", "/metadata"))
    assert b"\r\naccept:" not in server.received[0].lower()
    assert b"\r\ncontent-type:" not in server.received[0].lower()


def test_no_answer_is_an_exchange_too(client_for: ClientFor, recorded: list[Exchange]) -> None:
    with serving(says()) as server:
        exchange = client_for(server.url).send(CALL)
    assert exchange.answer is None
    assert recorded == [exchange]


def test_cookies_are_not_kept(client_for: ClientFor) -> None:
    with serving(answers(b"{}", headers=["Set-Cookie: session=1; Path=/"])) as server:
        client = client_for(server.url)
        client.send(CALL)
        client.send(CALL)
    assert all(b"cookie" not in received.lower() for received in server.received)


@pytest.mark.parametrize("location", ["http://[::", "//elsewhere.example/x", "http://h:99999/"])
def test_redirects_are_not_followed_wherever_they_lead(client_for: ClientFor, location: str) -> None:
    reply = answers(b"", status="307 Temporary Redirect", headers=[f"Location: {location}"])
    with serving(reply) as server:
        exchange = client_for(server.url).send(CALL)
    assert exchange.answer is not None
    assert exchange.answer.status == 307
    assert len(server.received) == 1


def test_the_environment_names_no_proxy(client_for: ClientFor, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(answers(b"{}")) as server:
        assert client_for(server.url).send(CALL).answer is not None


def test_connections_are_kept_until_it_hangs_up(client_for: ClientFor) -> None:
    ports: list[int] = []

    def keeps_open(connection: Any) -> None:  # noqa: ANN401 - a socket
        ports.append(connection.getpeername()[1])
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
        connection.sendall(answer)
        while connection.recv(65536):
            ports.append(connection.getpeername()[1])
            connection.sendall(answer)

    with serving(keeps_open) as server:
        client = client_for(server.url)
        client.send(Call("GET", "/1"))
        client.send(Call("GET", "/2"))
        client.hang_up()
        client.send(Call("GET", "/3"))
        client.close()
    assert ports[0] == ports[1] != ports[2]


def test_no_more_requests_than_the_profile_allows(client_for: ClientFor) -> None:
    with serving(ENDED) as server:
        client = client_for(server.url, workers=2, limits={"requests_per_second": 40.0})
        started = time.monotonic()
        threads = [threading.Thread(target=client.send, args=(CALL,)) for _ in range(7)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert time.monotonic() - started >= 6 * 2 / 40


@pytest.mark.parametrize(
    "host",
    ["api.service.nhs.uk", "API.SERVICE.NHS.UK", "bars-x26.acme.thirdparty.nhs.uk", "bars-x26.acme.nhs.uk"],
)
def test_production_is_refused_unless_it_is_meant_twice(host: str) -> None:
    profile = PROFILE.model_copy(update={"base_url": f"https://{host}/FHIR/R4"})
    allowed = profile.model_copy(update={"allow_production": True})
    for refused, confirmed in ((profile, False), (profile, True), (allowed, False)):
        with pytest.raises(ProfileError, match="is a production host; test another"):
            refuse_unless_allowed(refused, production_confirmed=confirmed)
    refuse_unless_allowed(allowed, production_confirmed=True)


@pytest.mark.parametrize(
    "host", ["int.api.service.nhs.uk", "bars-int-x26.acme.thirdparty.nhs.uk", "nhs.uk.example"]
)
def test_other_environments_are_not(host: str) -> None:
    profile = PROFILE.model_copy(update={"base_url": f"https://{host}/FHIR/R4"})
    refuse_unless_allowed(profile, production_confirmed=False)


def test_what_is_not_on_offer_is_refused() -> None:
    signed = _signed()
    with pytest.raises(ProfileError, match="not on offer"):
        refuse_unless_allowed(signed, production_confirmed=False)


def _signed() -> Profile:
    auth = SignedJwtAuth.model_validate(
        {
            "type": "oauth-signed-jwt",
            "token_url": "https://int.api.service.nhs.uk/oauth2/token",
            "api_key": "k",
            "private_key_file": "key.pem",
            "kid": "1",
        }
    )
    return PROFILE.model_copy(update={"auth": auth})


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


def _tls_server(authority: trustme.CA, *, wants_certificate: bool = False) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    if wants_certificate:
        authority.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def _pem(folder: Path, authority: trustme.CA) -> dict[str, Path]:
    own = authority.issue_cert("client.example")
    files = {name: folder / f"{name}.pem" for name in ("ca_file", "client_cert_file", "client_key_file")}
    authority.cert_pem.write_to_path(str(files["ca_file"]))
    own.cert_chain_pems[0].write_to_path(str(files["client_cert_file"]))
    own.private_key_pem.write_to_path(str(files["client_key_file"]))
    return files


def test_tls_with_a_certificate_of_ones_own(
    client_for: ClientFor, authority: trustme.CA, tmp_path: Path
) -> None:
    tls = PROFILE.tls.model_copy(update=_pem(tmp_path, authority))
    with serving(ENDED, _tls_server(authority, wants_certificate=True)) as server:
        known = client_for(server.url, tls=tls).send(CALL)
        unknown = client_for(
            server.url, tls=tls.model_copy(update={"client_cert_file": None, "client_key_file": None})
        ).send(CALL)
    assert known.answer is not None
    assert unknown.answer is None


def test_a_server_that_nobody_vouches_for_is_not_spoken_to(
    client_for: ClientFor, authority: trustme.CA
) -> None:
    with serving(ENDED, _tls_server(authority)) as server:
        exchange = client_for(server.url).send(CALL)
        assert server.received == []
    assert exchange.unreachable
    assert "certificate verify failed" in (exchange.error or "")


def test_a_file_that_is_no_certificate_is_a_defect_of_the_profile(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    tls = PROFILE.tls.model_copy(update={"ca_file": tmp_path / "ca.pem"})
    profile = PROFILE.model_copy(update={"base_url": "https://127.0.0.1:9", "tls": tls})
    with pytest.raises(ProfileError, match="give readable PEM files"):
        refuse_unless_allowed(profile, production_confirmed=False)
