"""The status and codes with which the API refuses, where a ruling leaves several."""

from typing import Any

from bars_conformance.reference.api import Api
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.reference.call import Call
from bars_conformance.variants.api_otherwise import answering_otherwise
from bars_conformance.variants.variant import variant


@variant(
    "codes-of-the-api-without-a-prefix",
    "Where the guide prints a code of the API with PROXY_ and without it, it has no prefix.",
    rests_on="R-23",
)
class _CodesOfTheApiWithoutAPrefix(Api):
    def issue(self, call: Call, refusal: ApiRefusal) -> dict[str, Any]:
        code = refusal.code.removeprefix("PROXY_")
        told = ApiRefusal(refusal.status, code, refusal.issue, refusal.diagnostics)
        return super().issue(call, told)


answering_otherwise(
    "missing-headers-found-inside",
    "A required header that is missing is told with PROXY_BAD_REQUEST.",
    "R-21",
    "header_missing",
    code="PROXY_BAD_REQUEST",
)
answering_otherwise(
    "missing-headers-told-as-invalid",
    "A required header that is missing is told as BAD_REQUEST invalid, as in the API's samples.",
    "R-21 R-23",
    "header_missing",
    code="BAD_REQUEST",
    issue="invalid",
)
answering_otherwise(
    "malformed-ids-told-as-value",
    "An id that is no GUID is told as BAD_REQUEST value.",
    "R-07 R-23",
    "id_malformed",
    code="BAD_REQUEST",
    issue="value",
)
answering_otherwise(
    "undecodable-targets-told-as-structure",
    "A target identifier that is no Base64 is told with the issue code structure.",
    "R-22",
    "target_not_base64",
    issue="structure",
)
answering_otherwise(
    "timeouts-of-receivers-told-as-conflict",
    "A receiver that does not answer in time is told as 409 REC_TIMEOUT.",
    "R-18",
    "timed_out",
    status=409,
)
answering_otherwise(
    "receivers-told-as-unavailable",
    "A receiver that cannot be reached, or says no more than 503, is told as REC_UNAVAILABLE.",
    "R-19",
    "unreachable unavailable",
    code="REC_UNAVAILABLE",
)
answering_otherwise(
    "failures-of-receivers-told-as-transient",
    "A receiver that says no more than 500 is told with the issue code transient.",
    "R-27",
    "receiver_failed",
    issue="transient",
)
answering_otherwise(
    "throttled-by-the-proxy",
    "Too many requests are told as PROXY_TOO_MANY_REQUESTS.",
    "R-20",
    "throttled",
    code="PROXY_TOO_MANY_REQUESTS",
)
answering_otherwise(
    "throttled-without-a-prefix",
    "Too many requests are told as TOO_MANY_REQUESTS.",
    "R-20 R-23",
    "throttled",
    code="TOO_MANY_REQUESTS",
)
answering_otherwise(
    "verbs-refused-without-a-prefix",
    "A verb that the API's own endpoint does not have is told as METHOD_NOT_ALLOWED.",
    "R-23 R-29",
    "method_not_allowed",
    code="METHOD_NOT_ALLOWED",
)
answering_otherwise(
    "media-types-refused-without-a-prefix",
    "An Accept header that the API cannot meet is told as NOT_ACCEPTABLE.",
    "R-44",
    "not_acceptable",
    code="NOT_ACCEPTABLE",
)
answering_otherwise(
    "unknown-operations-told-as-not-found",
    "An operation that the API does not have is told as 404 NOT_FOUND.",
    "R-30",
    "operation_unknown",
    status=404,
    code="NOT_FOUND",
    issue="not-found",
)
answering_otherwise(
    "unknown-operations-told-by-the-proxy",
    "An operation that the API does not have is told as 501 PROXY_NOT_IMPLEMENTED.",
    "R-23 R-30",
    "operation_unknown",
    code="PROXY_NOT_IMPLEMENTED",
)
answering_otherwise(
    "organisations-refused-as-unauthorised",
    "An organisation that may not deal with pointers is told as 401 SEND_UNAUTHORIZED security.",
    "R-112",
    "organisation_refused",
    status=401,
    code="SEND_UNAUTHORIZED",
    issue="security",
)


@variant(
    "tokens-refused-as-login",
    "Whatever is wrong with a token, the issue code is login.",
    rests_on="R-24",
)
class _TokensRefusedAsLogin(Api):
    def token_refused(self, call: Call, issue: str) -> ApiRefusal:
        return super().token_refused(call, issue if issue == "forbidden" else "login")


@variant(
    "tokens-refused-as-security",
    "Whatever is wrong with a token, the issue code is security.",
    rests_on="R-24",
)
class _TokensRefusedAsSecurity(Api):
    def token_refused(self, call: Call, issue: str) -> ApiRefusal:
        return super().token_refused(call, issue if issue == "forbidden" else "security")
