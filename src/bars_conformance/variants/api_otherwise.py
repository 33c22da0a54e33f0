"""An answer of the API's own with another status, error code or issue code, as a variant."""

from collections.abc import Callable
from typing import Any

from bars_conformance.reference.api import Api
from bars_conformance.reference.api.refusal import ApiRefusal
from bars_conformance.variants.variant import variant


def answering_otherwise(  # noqa: PLR0913 - a row of a table
    name: str,
    sentence: str,
    rests_on: str,
    methods: str,
    *,
    status: int | None = None,
    code: str | None = None,
    issue: str | None = None,
) -> None:
    """A variant in which the refusals that these methods make have another status or other codes."""

    class Otherwise(Api):
        pass

    def refusing(method: str) -> Callable[..., Any]:
        def refuse(self: Api, *arguments: object) -> ApiRefusal:
            told: ApiRefusal = getattr(super(Otherwise, self), method)(*arguments)
            return ApiRefusal(
                status or told.status,
                code or told.code,
                issue or told.issue,
                told.diagnostics,
                allow=told.allow,
            )

        return refuse

    for method in methods.split():
        setattr(Otherwise, method, refusing(method))
    variant(name, sentence, rests_on=rests_on)(Otherwise)
