"""A request that the API refuses, or answers in place of a receiver that fails."""


class ApiRefusal(Exception):
    """An answer of the API's own: an HTTP status, a BaRS error code, an issue code of FHIR, one sentence why.

    Error-Handling/BaRS-interactions--sending.page.md: SEND_ where the request is at fault, PROXY_ where the
    API or its routing is, REC_ in place of the receiver.
    """

    def __init__(
        self, status: int, code: str, issue: str, diagnostics: str, *, allow: str | None = None
    ) -> None:
        """Refuse; ``allow`` lists the methods that a 405 offers instead."""
        super().__init__(diagnostics)
        self.status = status
        self.code = code
        self.issue = issue
        self.diagnostics = diagnostics
        self.allow = allow
