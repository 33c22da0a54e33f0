"""What the token endpoint of the API takes and answers, where the guide leaves it to the platform."""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from bars_conformance.reference.api import Api
from bars_conformance.reference.token_endpoint import BARS, Application, TokenEndpoint, TokenRefusal
from bars_conformance.variants.variant import variant


def _having(endpoint: type[TokenEndpoint]) -> type[Api]:
    """The API that has this token endpoint."""

    class Having(Api):
        token_endpoint = endpoint

    return Having


def _refusing(status: int, error: str) -> type[TokenEndpoint]:
    """A token endpoint that refuses whatever is wrong with an assertion with this status and error."""

    class Refusing(TokenEndpoint):
        def public_key(self, header: Mapping[str, Any], application: Application) -> RSAPublicKey:
            try:
                return super().public_key(header, application)
            except TokenRefusal as refusal:
                raise TokenRefusal(status, error, str(refusal)) from None

        def verified(self, assertion: str, key: RSAPublicKey, token_url: str) -> dict[str, Any]:
            try:
                return super().verified(assertion, key, token_url)
            except TokenRefusal as refusal:
                raise TokenRefusal(status, error, str(refusal)) from None

    return Refusing


for _status, _error in ((400, "invalid_client"), (401, "invalid_client"), (403, "access_denied")):
    variant(
        f"assertions-refused-with-{_status}",
        f"Whatever is wrong with an assertion, the token endpoint answers {_status} {_error}.",
        rests_on="R-122",
    )(_having(_refusing(_status, _error)))


class _AnyKeyId(TokenEndpoint):
    """Looks among all keys of the application, whatever the assertion says."""

    def public_key(self, header: Mapping[str, Any], application: Application) -> RSAPublicKey:
        known = next(iter(application.public_keys))
        return super().public_key({**header, "kid": known}, application)


variant(
    "key-ids-not-looked-at",
    "A right signature is taken under whatever key id it comes.",
    rests_on="R-122",
)(_having(_AnyKeyId))


class _TokensOfAShortLife(TokenEndpoint):
    """Gives tokens that are good for seconds, and does not say for how many."""

    def issue(self, product: str = BARS, *, lifetime_s: float | None = None) -> str:
        short = product == BARS and lifetime_s is None
        return super().issue(product, lifetime_s=5 if short else lifetime_s)

    def answer(self, application: Application) -> dict[str, Any]:
        told = super().answer(application)
        del told["expires_in"]
        return told


variant(
    "tokens-of-a-short-life",
    "A token is good for five seconds, and how long it is good for is not told.",
    rests_on="R-122",
)(_having(_TokensOfAShortLife))


class _AnswersAtLength(TokenEndpoint):
    """Tells more of a token than RFC 6749 asks for, and its lifetime as a number."""

    def answer(self, application: Application) -> dict[str, Any]:
        return {
            **super().answer(application),
            "expires_in": int(self.lifetime_s),
            "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
            "token_type": "bearer",
            "scope": "",
            "refresh_count": "0",
        }


variant(
    "tokens-told-at-length",
    "The answer with the access token has further members, and its lifetime as a number.",
    rests_on="R-122",
)(_having(_AnswersAtLength))
