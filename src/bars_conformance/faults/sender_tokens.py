"""Senders that sign in wrongly, or do not send the token that they got."""

# ruff: noqa: ARG002 - an override takes what the method takes

from functools import cache
from typing import Any
from uuid import uuid4

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from bars_conformance.faults.fault import fault
from bars_conformance.reference.sender import Errand, Sender
from bars_conformance.reference.sender.errand import Json
from bars_conformance.reference.sender.identity import Headers


@fault("token-not-sent-with-messages", "Messages go out without the token.", breaks="HDR-10 SEC-05")
class _TokenNotSentWithMessages(Sender):
    def use_context(self, document: Json) -> Headers:
        return {**super().use_context(document), "Authorization": ""}


@fault("token-sent-bare", "The token is sent without the word Bearer.", breaks="HDR-10 SEC-05 SEC-08 WF-05")
class _TokenSentBare(Sender):
    def authorization(self, errand: Errand) -> Headers:
        return {"Authorization": self.token(errand.token_url)}


@fault("token-of-its-own", "The sender makes its tokens itself.", breaks="HDR-10 SEC-05 SEC-08 WF-05")
class _TokenOfItsOwn(Sender):
    def new_token(self, token_url: str) -> str:
        return str(uuid4())


@fault(
    "called-before-signing-in",
    "Capabilities are read before there is a token.",
    breaks="HDR-10 SEC-05 SEC-08 WF-05",
)
class _CalledBeforeSigningIn(Sender):
    _reads_capabilities = False

    def get(self, errand: Errand, path: str, correlation_id: str, *query: tuple[str, str]) -> Json:
        self._reads_capabilities = path == "/metadata"
        return super().get(errand, path, correlation_id, *query)

    def authorization(self, errand: Errand) -> Headers:
        return {} if self._reads_capabilities else super().authorization(errand)


@fault("token-asked-for-in-json", "What is asked of the token endpoint is no form.", breaks="SEC-03")
class _TokenAskedForInJson(Sender):
    def request_token(self, token_url: str) -> httpx.Response:
        return self.http.post(token_url, json=self.form(token_url))


@fault("token-for-an-authorization-code", "The grant is one for users.", breaks="SEC-03 SEC-01")
class _TokenForAnAuthorizationCode(Sender):
    def form(self, token_url: str) -> dict[str, str]:
        return super().form(token_url) | {"grant_type": "authorization_code", "code": str(uuid4())}


@fault("assertion-of-no-type", "The form does not say of what type the assertion is.", breaks="SEC-03")
class _AssertionOfNoType(Sender):
    def form(self, token_url: str) -> dict[str, str]:
        form = super().form(token_url)
        del form["client_assertion_type"]
        return form


@fault("assertion-in-the-name-of-a-user", "The JWT has a user for its subject.", breaks="SEC-01")
class _AssertionInTheNameOfAUser(Sender):
    def claims(self, token_url: str) -> dict[str, Any]:
        return super().claims(token_url) | {"sub": "999000000002"}


@fault(
    "assertion-signed-with-another-key", "The JWT is signed with a key nobody registered.", breaks="SEC-02"
)
class _AssertionSignedWithAnotherKey(Sender):
    def signing_key(self) -> RSAPrivateKey:
        return _another_key()


@cache
def _another_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@fault("assertion-not-signed", "The JWT has no signature.", breaks="SEC-02")
class _AssertionNotSigned(Sender):
    def assertion(self, token_url: str) -> str:
        return jwt.encode(self.claims(token_url), "", algorithm="none", headers=self.assertion_header())


@fault("assertion-without-key-id", "The JWT does not say which key it is signed with.", breaks="SEC-02")
class _AssertionWithoutKeyId(Sender):
    def assertion_header(self) -> dict[str, Any]:
        return {}


def _claims(name: str, sentence: str, claims: dict[str, Any]) -> None:
    class Claiming(Sender):
        def claims(self, token_url: str) -> dict[str, Any]:
            return super().claims(token_url) | claims

    fault(name, sentence, breaks="SEC-02")(Claiming)


_claims("assertion-good-for-ever", "The JWT is good for decades.", {"exp": 4_000_000_000})
_claims("assertion-that-has-expired", "The JWT has expired when it is sent.", {"exp": 1_600_000_000})
_claims("assertion-for-another-endpoint", "The JWT is for another API.", {"aud": "https://api.example/token"})
_claims("assertion-without-an-id", "The JWT has no id.", {"jti": ""})
