"""What a 401 to a request with a token means, and when it is repeated with another."""

import json
import math
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from raw_server import RawServer, answers, serving
from sample_exchanges import answer, exchange
from sample_sut import PROFILE

from bars_conformance.access_token import Token
from bars_conformance.bearer import Bearer
from bars_conformance.client import Call, Client, standard_headers
from bars_conformance.exchange import Exchange
from bars_conformance.profile import SignedJwtAuth
from bars_conformance.sharing import RightOfWay
from bars_conformance.verdict import Inconclusive

SIGNED = PROFILE.model_copy(
    update={"auth": SignedJwtAuth.model_construct(type="oauth-signed-jwt", api_key=SecretStr(""))}
)


class _Tokens:
    """Gives tokens that are told apart by their numbers."""

    def __init__(self) -> None:
        self.given = 0
        self.refused: list[Token | None] = []
        self._was_accepted = False

    def token(self, refused: Token | None = None) -> Token:
        self.given += 1
        self.refused += [refused] if refused else []
        return Token(SecretStr(f"t0k3n-{len(self.refused)}"), math.inf, math.inf)

    def mark_accepted(self) -> None:
        self._was_accepted = True

    def was_accepted(self) -> bool:
        return self._was_accepted


def _answered(*statuses: int) -> Callable[[Token], Exchange]:
    """Someone who answers with these statuses, one after the other."""
    turns: Iterator[int] = iter(statuses)
    return lambda _: exchange(answer({}, status=next(turns)))


def _status(found: Exchange) -> int:
    assert found.answer is not None
    return found.answer.status


@pytest.fixture
def tokens() -> _Tokens:
    return _Tokens()


@pytest.mark.parametrize("status", [200, 400, 403, 500])
def test_what_is_not_401_stands(tokens: _Tokens, status: int) -> None:
    bearer = Bearer(tokens, _answered())
    bearer.exchange(_answered(200))
    assert _status(bearer.exchange(_answered(status))) == status
    assert tokens.refused == []


def test_a_401_where_no_token_was_accepted_yet_stands(tokens: _Tokens) -> None:
    assert _status(Bearer(tokens, _answered()).exchange(_answered(401))) == 401
    assert tokens.refused == []


@pytest.mark.parametrize("status", [200, 400, 503])
def test_a_401_later_is_repeated_once_with_another_token(tokens: _Tokens, status: int) -> None:
    bearer = Bearer(tokens, _answered())
    bearer.exchange(_answered(200))
    assert _status(bearer.exchange(_answered(401, status))) == status
    assert [token.value.get_secret_value() for token in tokens.refused if token] == ["t0k3n-0"]


def test_a_401_where_another_worker_had_a_token_accepted_is_repeated(tokens: _Tokens) -> None:
    Bearer(tokens, _answered()).exchange(_answered(200))
    assert _status(Bearer(tokens, _answered()).exchange(_answered(401, 200))) == 200
    assert len(tokens.refused) == 1


def test_a_401_that_is_about_the_request_stands(tokens: _Tokens) -> None:
    bearer = Bearer(tokens, _answered(200))
    bearer.exchange(_answered(200))
    assert _status(bearer.exchange(_answered(401, 401))) == 401


@pytest.mark.parametrize("control", [401, 503])
def test_a_new_token_that_is_refused_as_well_ends_inconclusive(tokens: _Tokens, control: int) -> None:
    bearer = Bearer(tokens, _answered(control))
    bearer.exchange(_answered(200))
    with pytest.raises(Inconclusive, match="401 to a token that it accepted before, and to a new one"):
        bearer.exchange(_answered(401, 401))


def _authorizations(server: RawServer) -> list[str]:
    return [
        found.partition(":")[2].strip()
        for received in server.received
        for found in re.findall(r"(?im)^authorization:.*$", received.decode())
    ]


def _call() -> Call:
    return Call("GET", "/metadata", headers=standard_headers(SIGNED))


ClientAt = Callable[[str, _Tokens], Client]


@pytest.fixture
def recorded() -> list[Exchange]:
    return []


@pytest.fixture
def client_at(tmp_path: Path, recorded: list[Exchange]) -> Iterator[ClientAt]:
    opened: list[Client] = []

    def client_at(url: str, tokens: _Tokens) -> Client:
        profile = SIGNED.model_copy(update={"base_url": url})
        opened.append(Client(profile, recorded.append, RightOfWay(tmp_path), tokens=tokens))
        return opened[-1]

    yield client_at
    for client in opened:
        client.close()


def test_the_token_goes_out_and_is_not_recorded(client_at: ClientAt, recorded: list[Exchange]) -> None:
    call = _call()
    with serving(answers(b'{"told": "t0k3n-0"}')) as server:
        client_at(server.url, _Tokens()).send(call)
    assert _authorizations(server) == ["Bearer t0k3n-0"]
    assert "t0k3n" not in json.dumps(recorded[0].evidence()) + repr(call)


@pytest.mark.parametrize(
    ("difference", "sent"),
    [
        (lambda call: call.without_headers("Authorization"), []),
        (lambda call: call.with_header("Authorization", ""), [""]),
        (lambda call: call.with_header("Authorization", "Bearer spoiled"), ["Bearer spoiled"]),
    ],
)
def test_a_call_may_drop_or_spoil_the_token(
    client_at: ClientAt, difference: Callable[[Call], Call], sent: list[str]
) -> None:
    tokens = _Tokens()
    with serving(answers(b"{}", status="401 Unauthorized")) as server:
        exchange = client_at(server.url, tokens).send(difference(_call()))
    assert exchange.answer is not None
    assert exchange.answer.status == 401
    assert _authorizations(server) == sent
    assert tokens.given == 0


def test_a_401_in_the_middle_of_a_run_is_repeated_with_a_new_token(
    client_at: ClientAt, recorded: list[Exchange]
) -> None:
    statuses = iter(["200 OK", "401 Unauthorized", "200 OK"])

    def reply(connection: socket.socket) -> None:
        answers(b"{}", status=next(statuses), headers=["Connection: close"])(connection)

    with serving(reply) as server:
        client = client_at(server.url, _Tokens())
        client.send(_call())
        exchange = client.send(_call())
    assert exchange.answer is not None
    assert exchange.answer.status == 200
    assert _authorizations(server) == ["Bearer t0k3n-0", "Bearer t0k3n-0", "Bearer t0k3n-1"]
    assert len(recorded) == 3
