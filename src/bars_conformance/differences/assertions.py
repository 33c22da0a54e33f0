"""How the request for an access token may differ in the signature of its JWT."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from bars_conformance import assertion
from bars_conformance.client import Call
from bars_conformance.differences.vocabulary import Vocabulary, one_of
from bars_conformance.profile import Profile


def _by_another_key(signed: str) -> str:
    header, claims = assertion.read(signed)
    key = generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(_anew(claims), key, assertion.ALGORITHM, headers={"kid": header["kid"]})


def _by_nobody(signed: str) -> str:
    header, claims = assertion.read(signed)
    return jwt.encode(_anew(claims), "", "none", headers={"kid": header["kid"]})


def _altered(signed: str) -> str:
    """Other claims under the signature that was made for the first ones."""
    _, other, _ = _by_nobody(signed).split(".")
    header, _, signature = signed.split(".")
    return f"{header}.{other}.{signature}"


def _anew(claims: dict[str, object]) -> dict[str, object]:
    """The claims under an id of their own, as one that came before is refused for that."""
    return {**claims, "jti": str(uuid.uuid4())}


_SIGNATURES: Mapping[str, Callable[[str], str]] = {
    "signed by another key": _by_another_key,
    "signed by nobody": _by_nobody,
    "altered after it was signed": _altered,
}


def _assertion(call: Call, _: Profile, which: str) -> Call:
    form = dict(parse_qsl((call.body or b"").decode()))
    form[assertion.MEMBER] = _SIGNATURES[which](form[assertion.MEMBER])
    return replace(call, body=urlencode(form).encode())


VOCABULARY: Vocabulary = ((rf"with an assertion {one_of('which', _SIGNATURES)}", _assertion),)
