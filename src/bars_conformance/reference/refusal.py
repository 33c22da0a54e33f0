"""A request that is refused: with what status and codes, and why."""

ERROR_CODES = {
    400: "REC_BAD_REQUEST",
    401: "REC_UNAUTHORIZED",
    403: "REC_FORBIDDEN",
    404: "REC_NOT_FOUND",
    405: "REC_METHOD_NOT_ALLOWED",
    406: "REC_NOT_ACCEPTABLE",
    408: "REC_TIMEOUT",
    409: "REC_CONFLICT",
    413: "REC_PAYLOAD_TOO_LARGE",
    415: "REC_UNSUPPORTED_MEDIA_TYPE",
    422: "REC_UNPROCESSABLE_ENTITY",
    425: "REC_TOO_EARLY",
    500: "REC_SERVER_ERROR",
    501: "REC_NOT_IMPLEMENTED",
    503: "REC_UNAVAILABLE",
}
"""The error code a receiver pairs with each HTTP status (Error-Handling/Overview).

The standard has none for 413 and 415; ours follow its form.
"""


class Refusal(Exception):
    """A request is refused with an HTTP status, an issue code of FHIR and one sentence why.

    The sentence goes to the sender as diagnostics: it names elements, headers and parameters, never
    the values of a message, so that it can hold nothing about a patient.
    """

    def __init__(self, status: int, issue: str, diagnostics: str, *, allow: str | None = None) -> None:
        """Refuse; ``allow`` lists the methods that a 405 offers instead."""
        super().__init__(diagnostics)
        self.status = status
        self.issue = issue
        self.diagnostics = diagnostics
        self.allow = allow

    @property
    def code(self) -> str:
        """The BaRS error code that belongs to the status."""
        return ERROR_CODES[self.status]
