"""The request for an access token that is tested: how its signature may differ, and what its answer gives."""

from pathlib import Path
from urllib.parse import parse_qs

import jwt
import pytest
from sample_exchanges import answer, exchange
from sample_sign_in import auth, private_key
from sample_sut import PROFILE

from bars_conformance import assertion, differences, interactions
from bars_conformance.checks import token_answers
from bars_conformance.client import Call

URL = "https://api.example/oauth2/token"
DIFFERENCES = ("signed by another key", "signed by nobody", "altered after it was signed")


@pytest.fixture
def call(tmp_path: Path) -> Call:
    signed = assertion.signed(auth(tmp_path, URL), private_key())
    return interactions.token_request(assertion.form(signed))


def _assertion(call: Call) -> str:
    return parse_qs((call.body or b"").decode())[assertion.MEMBER][0]


def test_the_signature_is_that_of_the_application(call: Call) -> None:
    jwt.decode(_assertion(call), private_key().public_key(), [assertion.ALGORITHM], audience=URL)


@pytest.mark.parametrize("difference", DIFFERENCES)
def test_a_signature_differs_and_nothing_else(call: Call, difference: str) -> None:
    other = differences.parse(f"with an assertion {difference}", PROFILE)(call)
    with pytest.raises(jwt.InvalidTokenError):
        jwt.decode(_assertion(other), private_key().public_key(), [assertion.ALGORITHM], audience=URL)
    (header, claims), (was, claimed) = assertion.read(_assertion(other)), assertion.read(_assertion(call))
    assert header["kid"] == was["kid"]
    assert claims.pop("jti") != claimed.pop("jti")
    assert claims == claimed
    assert (other.method, other.url, other.headers) == (call.method, call.url, call.headers)


@pytest.mark.parametrize(
    ("body", "gives"),
    [
        ({"access_token": "c4n4ry"}, True),
        ({"access_token": ""}, False),
        ({"access_token": 7}, False),
        ({"error": "invalid_request"}, False),
        (["access_token"], False),
        (b"<html>", False),
    ],
)
def test_a_token_is_given_or_not_and_not_told(body: object, *, gives: bool) -> None:
    told = exchange(answer(body))
    assert (token_answers.has_token(told) is None) is gives
    assert (token_answers.has_no_token(told) is None) is not gives
    assert "c4n4ry" not in f"{token_answers.has_token(told)} {token_answers.has_no_token(told)}"
