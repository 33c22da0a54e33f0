"""The token endpoint of the reference API: who gets a token, who gets which error, what a token is worth."""

import time
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from starlette.applications import Starlette

from bars_conformance.reference.token_endpoint import Application, Standing, TokenEndpoint

URL = "https://api.example/oauth2/token"
API_KEY, KID = "suite", "suite-1"
OWN = generate_private_key(public_exponent=65537, key_size=2048)
ELLIPTIC = ec.generate_private_key(ec.SECP256R1())
ANOTHER = generate_private_key(public_exponent=65537, key_size=2048)

pytestmark = pytest.mark.anyio


class Clock:
    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def endpoint(clock: Clock) -> TokenEndpoint:
    ours = Application(API_KEY, {KID: OWN.public_key()})
    elsewhere = Application("another", {KID: ANOTHER.public_key()}, product="prescriptions")
    return TokenEndpoint([ours, elsewhere], clock=clock)


Ask = Callable[..., Any]


@pytest.fixture
async def ask(endpoint: TokenEndpoint) -> AsyncIterator[Ask]:
    app = Starlette(routes=endpoint.routes())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:

        async def ask(assertion: str, **changes: str) -> httpx.Response:
            form = {
                "grant_type": "client_credentials",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": assertion,
            }
            return await client.post(URL, data=form | changes)

        yield ask


def _claims(**changes: object) -> dict[str, Any]:
    claims = {
        "iss": API_KEY,
        "sub": API_KEY,
        "aud": URL,
        "jti": str(uuid.uuid4()),
        "exp": int(time.time()) + 290,
    }
    return {name: value for name, value in (claims | changes).items() if value is not None}


def _signed(claims: dict[str, Any], key: Any = None, alg: str = "RS512", kid: str | None = KID) -> str:  # noqa: ANN401 - any key
    return jwt.encode(claims, key or OWN, alg, {"kid": kid} if kid else None)


async def test_who_is_registered_gets_a_token(endpoint: TokenEndpoint, ask: Ask, clock: Clock) -> None:
    response = await ask(_signed(_claims()))
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    granted = response.json()
    assert (granted["token_type"], granted["expires_in"]) == ("Bearer", "599")
    authorization = f"Bearer {granted['access_token']}"
    assert endpoint.standing(authorization) is Standing.GOOD
    assert endpoint.standing(authorization.replace("Bearer", "bearer")) is Standing.GOOD
    clock.now += 599
    assert endpoint.standing(authorization) is Standing.EXPIRED
    endpoint.revoke_all()
    assert endpoint.standing(authorization) is Standing.UNKNOWN


async def test_a_token_may_be_for_another_product(endpoint: TokenEndpoint, ask: Ask) -> None:
    response = await ask(_signed(_claims(iss="another", sub="another"), ANOTHER))
    assert endpoint.standing(f"Bearer {response.json()['access_token']}") is Standing.OTHER_PRODUCT


async def test_tokens_are_issued_for_tests(endpoint: TokenEndpoint) -> None:
    assert endpoint.standing(f"Bearer {endpoint.issue()}") is Standing.GOOD
    assert endpoint.standing(f"Bearer {endpoint.issue(lifetime_s=0)}") is Standing.EXPIRED
    assert endpoint.standing(f"Bearer {endpoint.issue('prescriptions')}") is Standing.OTHER_PRODUCT


@pytest.mark.parametrize("authorization", [None, ""])
async def test_no_token(endpoint: TokenEndpoint, authorization: str | None) -> None:
    assert endpoint.standing(authorization) is Standing.MISSING


@pytest.mark.parametrize(
    "authorization", ["Bearer", "Bearer ", "Bearer garbage", "Basic Ynl0ZXM=", "garbage"]
)
async def test_an_unknown_token(endpoint: TokenEndpoint, authorization: str) -> None:
    assert endpoint.standing(authorization) is Standing.UNKNOWN


async def test_an_assertion_is_good_once(ask: Ask, clock: Clock) -> None:
    assertion = _signed(_claims())
    assert (await ask(assertion)).status_code == 200
    again = await ask(assertion)
    assert (again.status_code, again.json()["error_description"]) == (400, "jti was used before")
    clock.now += 291
    assert (await ask(assertion)).json()["error_description"] == "exp must be within the next five minutes"


WHO = "iss and sub must both be the API key"
WHEN = "exp must be within the next five minutes"
NO_JWT = "client_assertion is missing or no JWT"
SPOILED: dict[str, tuple[Callable[[], str], int, str]] = {
    "none": (lambda: "", 400, NO_JWT),
    "no JWT": (lambda: "a.b.c", 400, NO_JWT),
    "no ASCII": (lambda: "\xff" * 9, 400, NO_JWT),
    "sub of another": (lambda: _signed(_claims(sub="another")), 400, WHO),
    "nobody": (lambda: _signed(_claims(iss=None, sub=None)), 400, WHO),
    "unknown": (
        *(lambda: _signed(_claims(iss="nobody", sub="nobody")), 401),
        "iss and sub are no API key of an application",
    ),
    "RS256": (lambda: _signed(_claims(), alg="RS256"), 400, "alg must be RS512"),
    "HS512": (lambda: _signed(_claims(), "secret" * 20, alg="HS512"), 400, "alg must be RS512"),
    "ES256": (lambda: _signed(_claims(), ELLIPTIC, alg="ES256"), 400, "alg must be RS512"),
    "unsigned": (lambda: jwt.encode(_claims(), "", "none", {"kid": KID}), 400, "alg must be RS512"),
    "no kid": (lambda: _signed(_claims(), kid=None), 400, "kid is missing"),
    "unknown kid": (
        *(lambda: _signed(_claims(), kid="suite-2"), 401),
        "no public key is registered under this kid",
    ),
    "key of another": (lambda: _signed(_claims(), ANOTHER), 401, "the signature is not that of the key"),
    "other aud": (
        *(lambda: _signed(_claims(aud="https://api.example/oauth2")), 401),
        "aud must be the URL of this endpoint",
    ),
    "no aud": (lambda: _signed(_claims(aud=None)), 400, 'Token is missing the "aud" claim'),
    "no jti": (lambda: _signed(_claims(jti=None)), 400, 'Token is missing the "jti" claim'),
    "no exp": (lambda: _signed(_claims(exp=None)), 400, 'Token is missing the "exp" claim'),
    "exp too late": (lambda: _signed(_claims(exp=int(time.time()) + 600)), 400, WHEN),
    "expired": (lambda: _signed(_claims(exp=int(time.time()) - 1)), 400, WHEN),
    "exp in words": (lambda: _signed(_claims(exp="soon")), 400, WHEN),
}


@pytest.mark.parametrize(("assertion", "status", "said"), SPOILED.values(), ids=SPOILED)
async def test_an_assertion_that_is_not_in_order_gets_none(
    ask: Ask, assertion: Callable[[], str], status: int, said: str
) -> None:
    response = await ask(assertion())
    assert response.status_code == status
    answer = response.json()
    assert answer["error"] == ("public_key error" if "signature" in said else "invalid_request")
    assert answer["error_description"] == said


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "unsupported_grant_type"),
        ({"client_assertion_type": "jwt"}, "invalid_request"),
    ],
)
async def test_a_form_that_is_not_in_order_gets_none(ask: Ask, changes: dict[str, str], error: str) -> None:
    response = await ask(_signed(_claims()), **changes)
    assert (response.status_code, response.json()["error"]) == (400, error)
