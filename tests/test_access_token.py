"""What token endpoints answer: tokens in several forms, and why there is none in one sentence."""

import json
import socket
import time
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from raw_server import Reply, answers, hangs, says, serving
from sample_sign_in import API_KEY, TOKEN, granting, refusing, signing_in_at

from bars_conformance.verdict import Inconclusive

LOOK = "see that auth.token_url is right and that it answers."
CORRECT = "correct api_key, kid and private_key_file under auth"
HTML = ["Content-Type: text/html"]


@pytest.mark.parametrize("members", [{"expires_in": 599}, {"expires_in": "599"}, {"token_type": "bearer"}])
def test_tokens_come_in_several_forms(tmp_path: Path, members: dict[str, object]) -> None:
    with serving(granting(**members)) as server:
        token = signing_in_at(tmp_path, server.url).token()
    assert token.value.get_secret_value() == TOKEN
    assert 560 < token.renew_at - time.monotonic() < token.expires_at - time.monotonic() < 600


def test_a_token_of_unknown_life_is_thought_good_for_some_minutes(tmp_path: Path) -> None:
    with serving(answers(json.dumps({"access_token": TOKEN}).encode())) as server:
        token = signing_in_at(tmp_path, server.url).token()
    assert 290 < token.expires_at - time.monotonic() < 301


NONE = "and no access_token"
UNFIT = "an access_token that no header can carry"
ANSWERS: dict[str, tuple[Reply, str]] = {
    "hangs": (hangs, f"no answer within 2 s; {LOOK}"),
    "closes": (says(), f"connection broken: Server disconnected without sending a response.; {LOOK}"),
    "breaks off": (says(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"), "connection broken in the body"),
    "floods": (answers(b" " * 6 * 1024 * 1024), "body is larger than 5242880 bytes and was cut"),
    "html": (answers(b"<p>Login</p>", headers=HTML), f"answered 200 with text/html, {NONE}"),
    "redirects": (answers(b"", status="302 Found", headers=["Location: /x"]), f"answered 302; {LOOK}"),
    "is down": (answers(b"<p>no</p>", status="503 Unavailable", headers=HTML), f"answered 503; {LOOK}"),
    "broken JSON": (answers(b"{"), f"answered 200 with no media type, {NONE}"),
    "a list": (answers(b"[]"), NONE),
    "null": (answers(b"null"), NONE),
    "no text": (answers(b"\xff\xfe"), NONE),
    "deep": (answers(b"[" * 100_000), NONE),
    "number as token": (granting(access_token=7), NONE),
    "empty token": (granting(access_token=""), UNFIT),
    "token of two lines": (granting(access_token=f"{TOKEN}\r\nX: y"), UNFIT),
    "long token": (granting(access_token=TOKEN * 9999), UNFIT),
    "another type": (granting(token_type=7), "answered a token of the type 7, not Bearer"),
    "token as type": (granting(token_type=[TOKEN]), "answered a token of the type ['<redacted>'], not"),
    "soon": (granting(expires_in="soon"), "answered expires_in soon, which is no number of seconds to come"),
    "at once": (granting(expires_in=0), "answered expires_in 0, which"),
    "never": (granting(expires_in="1e999"), "answered expires_in 1e999, which"),
    "not said": (granting(expires_in=None), "answered expires_in None, which"),
    "refuses": (
        refusing("401 Unauthorized", error="invalid_request", error_description="Invalid 'kid'"),
        f"answered 401 invalid_request (Invalid 'kid'); {CORRECT}",
    ),
    "without words": (refusing("403 Forbidden", error="public_key error"), "403 public_key error; correct"),
    "odd error": (refusing("400 Bad", error=["x"], error_description="\x1b[3m\n"), "400 ['x'] ( [3m )"),
    "wordy": (refusing("400 Bad", error="e", error_description="long " * 999), "…; correct"),
    "echo of the key": (refusing("500 Oops", error=f"key {API_KEY}"), "answered 500 key <redacted>; "),
}


@pytest.mark.parametrize(("reply", "said"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_without_a_token_is_told_in_one_sentence(tmp_path: Path, reply: Reply, said: str) -> None:
    with serving(reply) as server:
        with pytest.raises(Inconclusive, match="no token from") as refused:
            signing_in_at(tmp_path, server.url).token()
        sentence = str(refused.value)
    assert sentence.startswith(f"no token from {server.url}: ")
    assert said in sentence
    assert len(sentence) < 600
    assert sentence.isprintable()
    assert TOKEN not in sentence
    assert API_KEY not in sentence


def test_an_assertion_that_is_echoed_is_not_told(tmp_path: Path) -> None:
    parts: list[str] = []

    def echo(connection: socket.socket) -> None:
        form = parse_qs(server.received[0].partition(b"\r\n\r\n")[2].decode())
        (assertion,) = form["client_assertion"]
        parts.extend(assertion.split("."))
        description = f"{assertion} is signed {parts[2]}"
        refusing("400 Bad Request", error="invalid_request", error_description=description)(connection)

    with serving(echo) as server, pytest.raises(Inconclusive) as refused:
        signing_in_at(tmp_path, server.url).token()
    assert "(<redacted> is signed <redacted>)" in str(refused.value)
    assert not any(part in str(refused.value) for part in parts)
