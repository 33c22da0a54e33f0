"""Faults in how the token endpoint of the API checks a signature (Security-and-Authorisation/Sender)."""

# ruff: noqa: ARG002 - an override takes what the method takes

from collections.abc import Callable, Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from bars_conformance.faults.fault import fault
from bars_conformance.reference.api import Api
from bars_conformance.reference.token_endpoint import Application, TokenEndpoint, TokenRefusal


def _token_fault(name: str, sentence: str) -> Callable[[type[TokenEndpoint]], type[TokenEndpoint]]:
    """Register a token endpoint with a defect as a fault of the API that has it."""

    def register(endpoint: type[TokenEndpoint]) -> type[TokenEndpoint]:
        class Having(Api):
            token_endpoint = endpoint

        fault(name, sentence, breaks="SEC-04")(Having)
        return endpoint

    return register


def _unverified(assertion: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(assertion, options={"verify_signature": False})
    return claims


@_token_fault("signatures-not-checked", "An assertion is believed whoever signed it.")
class _SignaturesNotChecked(TokenEndpoint):
    def verified(self, assertion: str, key: RSAPublicKey, token_url: str) -> dict[str, Any]:
        return _unverified(assertion)


@_token_fault("unsigned-assertions-believed", "An assertion that says it is not signed is believed.")
class _UnsignedAssertionsBelieved(TokenEndpoint):
    def public_key(self, header: Mapping[str, Any], application: Application) -> RSAPublicKey:
        as_if_signed = {**header, "alg": "RS512"} if header["alg"] == "none" else header
        return super().public_key(as_if_signed, application)

    def verified(self, assertion: str, key: RSAPublicKey, token_url: str) -> dict[str, Any]:
        if jwt.get_unverified_header(assertion)["alg"] == "none":
            return _unverified(assertion)
        return super().verified(assertion, key, token_url)


@_token_fault("valid-assertions-refused", "No signature is good enough for the token endpoint.")
class _ValidAssertionsRefused(TokenEndpoint):
    def verified(self, assertion: str, key: RSAPublicKey, token_url: str) -> dict[str, Any]:
        raise TokenRefusal(401, "public_key error", "the signature is not that of the key")
