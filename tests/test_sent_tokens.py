"""The checks of token requests: each finds its defect, and a right request has none."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sample_sut import PROFILE

from bars_conformance.checks import sent_tokens
from bars_conformance.exchange import Exchange, SentRequest
from bars_conformance.profile import Application, ProfileError
from bars_conformance.receiving.application import registered
from bars_conformance.verdict import HarnessError, Inconclusive

URL = "http://127.0.0.1:8470/oauth2/token"
KEY = generate_private_key(public_exponent=65537, key_size=2048)
OTHER = generate_private_key(public_exponent=65537, key_size=2048)
ARRIVED = datetime.now(UTC)
NOW = int(ARRIVED.timestamp())
CLAIMS = {"iss": "app", "sub": "app", "aud": URL, "jti": "1", "exp": NOW + 200}
FORM = {
    "grant_type": "client_credentials",
    "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
}
SIGNED = "is signed with the key of the application"
HERE = "is for this endpoint and the next minutes"
NAMED = "names the application and no user"
GRANT = "asks by client credentials and a JWT"


def _asked(form: dict[str, str], body: bytes | None = None) -> Exchange:
    request = SentRequest("POST", URL, (), urlencode(form).encode() if body is None else body)
    return Exchange(ARRIVED, 0, request)


def _jwt(algorithm: str = "RS512", kid: str = "k1", **claims: object) -> dict[str, str]:
    token = jwt.encode(CLAIMS | claims, KEY, algorithm=algorithm, headers={"kid": kid})
    return {**FORM, "client_assertion": token}


def _judged(form: dict[str, str], words: str) -> str:
    return str(sent_tokens.judged(_asked(form), words, "k1", KEY.public_key()))


@pytest.mark.parametrize("words", sent_tokens.TOKEN_REQUESTS)
@pytest.mark.parametrize("form", [_jwt(), _jwt("RS256"), _jwt(aud=[URL]), _jwt(exp=NOW + 299)])
def test_a_right_request_has_no_finding(words: str, form: dict[str, str]) -> None:
    assert _judged(form, words) == "None"


@pytest.mark.parametrize(
    ("form", "words", "where"),
    [
        (_jwt() | {"grant_type": "password"}, GRANT, "grant_type"),
        (_jwt() | {"client_assertion_type": "saml"}, GRANT, "client_assertion_type"),
        (FORM, GRANT, "client_assertion"),
        (FORM | {"client_assertion": "my-secret"}, GRANT, "client_assertion"),
        (_jwt(kid="k2"), SIGNED, "kid of the JWT"),
        (FORM | {"client_assertion": jwt.encode(CLAIMS, OTHER, "RS512", {"kid": "k1"})}, SIGNED, "signature"),
        (FORM | {"client_assertion": jwt.encode(CLAIMS, "", "none", {"kid": "k1"})}, SIGNED, "signature"),
        (
            FORM | {"client_assertion": jwt.encode(CLAIMS, "k" * 64, "HS512", {"kid": "k1"})},
            SIGNED,
            "signature",
        ),
        (_jwt(sub="a-user"), NAMED, "sub of the JWT"),
        (_jwt() | {"subject_token": "x"}, NAMED, "subject_token"),
        (_jwt(aud="https://elsewhere.example/"), HERE, "aud of the JWT"),
        (_jwt(jti=""), HERE, "jti of the JWT"),
        (_jwt(exp=NOW + 3600), HERE, "exp of the JWT"),
        (_jwt(exp=NOW - 60), HERE, "exp of the JWT"),
    ],
)
def test_each_defect_is_found(form: dict[str, str], words: str, where: str) -> None:
    found = _judged(form, words)
    assert found.startswith(where)
    assert "my-secret" not in found


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\xfe", b"client_assertion=a.b.c"])
def test_without_a_jwt_there_is_nothing_else_to_judge(body: bytes) -> None:
    asked = _asked({}, body)
    assert sent_tokens.judged(asked, GRANT, "k1", KEY.public_key())
    for words in (SIGNED, NAMED, HERE):
        with pytest.raises(Inconclusive, match="no JWT"):
            sent_tokens.judged(asked, words, "k1", KEY.public_key())
    with pytest.raises(HarnessError, match="the features know"):
        sent_tokens.judged(asked, "dances", "k1", KEY.public_key())


def test_the_public_key_is_read_or_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "public.pem"
    profile = PROFILE.model_copy(update={"application": Application(kid="k1", public_key_file=file)})
    with pytest.raises(ProfileError, match="cannot be read"):
        registered(profile)
    file.write_text("no key")
    with pytest.raises(ProfileError, match="is no public key"):
        registered(profile)
    file.write_bytes(KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert registered(profile)
    assert registered(PROFILE) is None
