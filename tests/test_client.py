"""The client: what goes out and comes back, whom it speaks to, how fast, and over which TLS."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from raw_server import answers, says, serving
from sample_sut import PROFILE as REFERENCE

from bars_conformance.client import Call, Client, refuse_unless_allowed
from bars_conformance.exchange import Exchange
from bars_conformance.profile import ProfileError, SignedJwtAuth, Tls
from bars_conformance.sharing import RightOfWay

PROFILE = REFERENCE.model_copy(update={"tls": Tls()})
CALL = Call("POST", "/$process-message", (), (("X-Request-ID", "1"), ("Accept", "a/b")), b'{"id": "m"}')
ENDED = answers(b"{}", headers=["Connection: close"])
SIGNED = SignedJwtAuth.model_validate(
    {
        "type": "oauth-signed-jwt",
        "token_url": "https://int.api.service.nhs.uk/oauth2/token",
        "api_key": "s3cr3t-k3y",
        "private_key_file": "key.pem",
        "kid": "1",
    }
)


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
    with serving(answers(b"{}", headers=["Set-Cookie: session=1; Path=/", "Connection: close"])) as server:
        client = client_for(server.url)
        client.send(CALL)
        client.send(CALL)
    assert [b"cookie" in received.lower() for received in server.received] == [False, False]


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


def test_the_api_key_of_the_profile_is_not_recorded(client_for: ClientFor, recorded: list[Exchange]) -> None:
    with serving(answers(b'{"told": "s3cr3t-k3y"}')) as server:
        client_for(server.url, auth=SIGNED).send(CALL.with_message({"given": "s3cr3t-k3y"}))
    assert b"s3cr3t-k3y" in server.received[0]
    evidence = recorded[0].evidence()
    assert evidence["request"]["body"] == '{"given":"<redacted>"}'
    assert evidence["response"]["body"] == '{"told": "<redacted>"}'


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


def test_tokens_of_production_are_refused_likewise() -> None:
    live = SIGNED.model_copy(update={"token_url": "https://api.service.nhs.uk/oauth2/token"})
    with pytest.raises(ProfileError, match=r"^api\.service\.nhs\.uk is a production host"):
        refuse_unless_allowed(PROFILE.model_copy(update={"auth": live}), production_confirmed=False)
    signed = PROFILE.model_copy(update={"auth": SIGNED})
    refuse_unless_allowed(signed, production_confirmed=False)


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
