"""The reference receiver behind an access control that asks for a token, and its token endpoint."""

from collections.abc import Mapping

from sample_sign_in import application
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from bars_conformance.reference import Receiver
from bars_conformance.reference.call import Call
from bars_conformance.reference.refusal import Refusal
from bars_conformance.reference.token_endpoint import BARS, PATH, Application, Standing, TokenEndpoint


class _TokenEndpoint(TokenEndpoint):
    def __init__(self, lifetime_s: float) -> None:
        super().__init__([application()], lifetime_s=lifetime_s)
        self.assertions: list[str] = []
        self.issued: list[str] = []

    def application_of(self, form: Mapping[str, str], token_url: str) -> Application:
        self.assertions.append(form["client_assertion"])
        return super().application_of(form, token_url)

    def issue(self, product: str = BARS, *, lifetime_s: float | None = None) -> str:
        token = super().issue(product, lifetime_s=lifetime_s)
        self.issued.append(token)
        return token


class GuardedReceiver(Receiver):
    """Serves who has a good token; it has seen these ``tokens``, and its endpoint these ``assertions``.

    It forgets all tokens after ``forgets_after`` requests, once; with ``locks`` it takes none from then on.
    """

    def __init__(self, lifetime_s: float = 599, *, forgets_after: int = 0, locks: bool = False) -> None:
        super().__init__()
        self.endpoint = _TokenEndpoint(lifetime_s)
        self.tokens: set[str] = set()
        self._served = 0
        self._forgets_after = forgets_after
        self._locks = locks
        self._token_app = Starlette(routes=self.endpoint.routes())

    @property
    def secrets(self) -> list[str]:
        """What must not be told."""
        parts = (part for assertion in self.endpoint.assertions for part in assertion.split(".")[1:])
        return [*self.endpoint.issued, *parts]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if Request(scope).url.path == PATH:
            await self._token_app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def check_integrity_headers(self, call: Call) -> None:
        self._check_token(call)
        super().check_integrity_headers(call)

    def _check_token(self, call: Call) -> None:
        self._served += 1
        if self._served == self._forgets_after:
            self.endpoint.revoke_all()
        authorization = call.headers.get("Authorization")
        locked = self._locks and self._served >= self._forgets_after
        if locked or self.endpoint.standing(authorization) is not Standing.GOOD:
            raise Refusal(401, "security", "The access token is missing or no good.")
        self.tokens.add(str(authorization).removeprefix("Bearer "))
