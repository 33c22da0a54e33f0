"""Signing in: the assertion, what becomes of each answer of a token endpoint, and when tokens are renewed."""

import re
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

import jwt
import pytest
import trustme
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PublicFormat
from raw_server import RawServer, Reply, says, serving
from sample_sign_in import API_KEY, KID, TOKEN, auth, granting, numbered, pem, private_key, signing_in_at
from sample_sut import PROFILE

from bars_conformance import access_token, signing_in
from bars_conformance.profile import ProfileError, Tls
from bars_conformance.signing_in import SignIn, sign_in
from bars_conformance.verdict import Inconclusive


def _in_turn(*replies: Reply) -> Reply:
    turns = iter(replies)

    def reply(connection: socket.socket) -> None:
        next(turns)(connection)

    return reply


def _value(signed_in: SignIn) -> str:
    return signed_in.token().value.get_secret_value()


def _asked(server: RawServer) -> Iterator[dict[str, str]]:
    return (dict(parse_qsl(each.partition(b"\r\n\r\n")[2].decode())) for each in server.received)


def test_nobody_signs_in_where_no_token_is_asked_for() -> None:
    assert sign_in(PROFILE) is None


def test_the_assertion_is_what_the_platform_asks_for(tmp_path: Path) -> None:
    with serving(numbered(expires_in=1)) as server:
        signed_in = signing_in_at(tmp_path, f"{server.url}/oauth2/token")
        signed_in.token(refused=signed_in.token())
    head, _, _ = server.received[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /oauth2/token HTTP/1.1")
    assert b"content-type: application/x-www-form-urlencoded" in head.lower()
    forms = list(_asked(server))
    assert [form["grant_type"] for form in forms] == ["client_credentials"] * 2
    assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert [form["client_assertion_type"] for form in forms] == [assertion_type] * 2
    assertions = [form["client_assertion"] for form in forms]
    header = jwt.get_unverified_header(assertions[0])
    assert (header["alg"], header["typ"], header["kid"]) == ("RS512", "JWT", KID)
    claims = [
        jwt.decode(each, private_key().public_key(), ["RS512"], audience=f"{server.url}/oauth2/token")
        for each in assertions
    ]
    assert {(each["iss"], each["sub"]) for each in claims} == {(API_KEY, API_KEY)}
    assert len({each["jti"] for each in claims}) == 2
    assert all(0 < each["exp"] - time.time() <= 300 for each in claims)


def test_one_token_serves_many_requests(tmp_path: Path) -> None:
    with serving(numbered()) as server:
        signed_in = signing_in_at(tmp_path, server.url)
        first = signed_in.token()
        assert signed_in.token() == first
    assert len(server.received) == 1
    assert TOKEN not in repr(first) + repr(vars(signed_in))


@dataclass
class Clock:
    """A clock that is put forward by hand."""

    now: float = 1000.0

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return time.time()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in (signing_in, access_token):
        monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.mark.parametrize(("life_s", "renewed_after_s"), [(599, 569), (10, 8)])
def test_a_token_is_renewed_before_it_expires(
    tmp_path: Path, clock: Clock, life_s: float, renewed_after_s: float
) -> None:
    with serving(numbered(expires_in=life_s)) as server:
        signed_in = signing_in_at(tmp_path, server.url)
        first = signed_in.token()
        clock.now += renewed_after_s - 0.1
        assert signed_in.token() == first
        clock.now += 0.2
        assert signed_in.token() != first
    assert len(server.received) == 2


def test_a_token_that_was_refused_is_not_given_again(tmp_path: Path) -> None:
    with serving(numbered()) as server:
        signed_in = signing_in_at(tmp_path, server.url)
        first = signed_in.token()
        second = signed_in.token(refused=first)
        assert second != first
        assert signed_in.token(refused=first) == second, "another worker was refused the same one"
    assert len(server.received) == 2


def test_a_token_serves_on_while_the_endpoint_has_a_hiccup(tmp_path: Path, clock: Clock) -> None:
    with serving(_in_turn(granting(expires_in=599), says())) as server:
        signed_in = signing_in_at(tmp_path, server.url)
        first = signed_in.token()
        clock.now += 590
        assert signed_in.token() == first
        clock.now += 10
        with pytest.raises(Inconclusive, match="no token from"):
            signed_in.token()
    assert len(server.received) == 2


def test_an_endpoint_that_gives_none_is_left_alone_for_a_while(tmp_path: Path, clock: Clock) -> None:
    with serving(_in_turn(says(), granting())) as server:
        signed_in = signing_in_at(tmp_path, server.url)
        for _ in range(3):
            with pytest.raises(Inconclusive, match="no token from"):
                signed_in.token()
            clock.now += 9
        assert len(server.received) == 1
        clock.now += 9
        assert _value(signed_in) == TOKEN


def test_nobody_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(Inconclusive, match=r"cannot connect: .*; see that auth\.token_url is right"):
        signing_in_at(tmp_path, url).token()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read (No such file or directory); name the private key."),
        (b"", "is no private key; give one in PEM."),
        (b"c4n4ry", "is no private key; give one in PEM."),
        (b"-----BEGIN PRIVATE KEY-----\nYzRuNHJ5\n-----END PRIVATE KEY-----\n", "is no private key; give"),
        (
            private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
            "is no private key; give one in PEM.",
        ),
        (
            pem(private_key(), BestAvailableEncryption(b"c4n4ry")),
            "is encrypted; give it without a passphrase.",
        ),
        (pem(ec.generate_private_key(ec.SECP256R1())), "is no RSA key, and RS512 needs one; make it with"),
        (pem(private_key(1024)), "has 1024 bits, and RS512 asks for 2048; make a longer one."),
    ],
    ids=["absent", "empty", "text", "garbage", "public", "encrypted", "elliptic", "short"],
)
def test_a_key_that_cannot_be_used_is_a_defect_of_the_profile(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "own.pem"
    if content is not None:
        file.write_bytes(content)
    signed = auth(tmp_path, "https://tokens.example").model_copy(update={"private_key_file": file})
    with pytest.raises(ProfileError, match=re.escape(f"auth.private_key_file: {file} {said}")) as refused:
        sign_in(PROFILE.model_copy(update={"auth": signed}))
    assert refused.value.__cause__ is None
    assert "c4n4ry" not in str(refused.value)


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    signed = auth(tmp_path, "https://tokens.example").model_copy(update={"private_key_file": tmp_path})
    with pytest.raises(ProfileError, match=r"cannot be read \(Is a directory\)"):
        sign_in(PROFILE.model_copy(update={"auth": signed}))


def test_the_endpoint_may_be_vouched_for_by_an_authority_of_ones_own(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    own = PROFILE.tls.model_copy(update={"ca_file": tmp_path / "ca.pem"})
    with serving(granting(), tls) as server:
        assert _value(signing_in_at(tmp_path, server.url, tls=own)) == TOKEN
        with pytest.raises(Inconclusive, match="certificate verify failed"):
            signing_in_at(tmp_path, server.url, tls=Tls()).token()
    (tmp_path / "ca.pem").write_text("nothing")
    with pytest.raises(ProfileError, match=r"tls\.ca_file: .* cannot be used"):
        signing_in_at(tmp_path, server.url, tls=own)
