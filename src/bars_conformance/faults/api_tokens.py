"""Faults in whom the API lets in by their access token (Message-Routing)."""

from bars_conformance.faults.fault import fault
from bars_conformance.reference.api import Api
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.call import Call

_MISSING = "FS-GEN-07 FS-ROUTE-03 FS-ROUTE-04"
_UNKNOWN = "FS-GEN-07 FS-ROUTE-03"


class _LetsIn(Api):
    """Lets in where the token is not good for this reason."""

    issue_code = ""

    def check_token(self, call: Call) -> None:
        try:
            super().check_token(call)
        except ApiRefusal as refusal:
            if refusal.issue != self.issue_code or not self.concerns(call):
                raise

    def concerns(self, call: Call) -> bool:
        """Whether this request is let in."""
        return bool(call.method)


@fault(
    "no-token-needed-for-metadata",
    "GET /metadata is let in without a token.",
    breaks=f"{_MISSING} SEC-06",
)
class _NoTokenNeededForMetadata(_LetsIn):
    issue_code = "unknown"

    def concerns(self, call: Call) -> bool:
        return call.path == "/metadata"


@fault(
    "any-token-lets-messages-in",
    "A message is let in with any token.",
    breaks=f"{_UNKNOWN} SEC-06",
)
class _AnyTokenLetsMessagesIn(_LetsIn):
    issue_code = "security"

    def concerns(self, call: Call) -> bool:
        return call.is_message


@fault(
    "expired-tokens-let-in",
    "A token is good for ever.",
    breaks="DP-03 FS-GEN-08 SEC-06",
)
class _ExpiredTokensLetIn(_LetsIn):
    issue_code = "expired"


@fault(
    "applications-of-other-products-let-in",
    "An application that is not enabled for BaRS is let in.",
    breaks="DP-03 FS-ROUTE-05",
)
class _ApplicationsOfOtherProductsLetIn(_LetsIn):
    issue_code = "forbidden"


@fault(
    "missing-token-told-as-expired",
    "A request without a token is told that its token has expired.",
    breaks=_MISSING,
)
class _MissingTokenToldAsExpired(Api):
    def token_refused(self, call: Call, issue: str) -> ApiRefusal:
        return super().token_refused(call, "expired" if issue == "unknown" else issue)


@fault(
    "unknown-token-told-as-missing",
    "A token that nobody gave is told with the issue code unknown, as if none had been sent.",
    breaks=_UNKNOWN,
)
class _UnknownTokenToldAsMissing(Api):
    def token_refused(self, call: Call, issue: str) -> ApiRefusal:
        return super().token_refused(call, "unknown" if issue == "security" else issue)


@fault(
    "expired-token-told-as-forbidden",
    "An expired token is answered 403.",
    breaks="FS-GEN-08 SEC-06",
)
class _ExpiredTokenToldAsForbidden(Api):
    def token_refused(self, call: Call, issue: str) -> ApiRefusal:
        return super().token_refused(call, "forbidden" if issue == "expired" else issue)


@fault(
    "application-not-enabled-told-as-unauthorised",
    "A token of an application that is not enabled is answered 401.",
    breaks="FS-ROUTE-05",
)
class _ApplicationNotEnabledToldAsUnauthorised(Api):
    def token_refused(self, call: Call, issue: str) -> ApiRefusal:
        return super().token_refused(call, "security" if issue == "forbidden" else issue)
