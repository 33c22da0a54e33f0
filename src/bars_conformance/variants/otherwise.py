"""A refusal with another status and issue code, as a variant."""

from collections.abc import Callable
from typing import Any

from bars_conformance.reference import Receiver
from bars_conformance.reference.refusal import Refusal
from bars_conformance.variants.variant import variant


def refusing_otherwise(  # noqa: PLR0913 - a row of a table
    name: str,
    sentence: str,
    rests_on: str,
    methods: str,
    answer: tuple[int, str],
    *,
    instead_of: str | None = None,
    declines: str | None = None,
) -> None:
    """A variant in which these methods refuse with another status and issue code.

    ``instead_of`` narrows that to what is refused with one issue code.
    """

    class Otherwise(Receiver):
        pass

    def told(refusal: Refusal) -> Refusal:
        as_it_was = instead_of not in (None, refusal.issue)
        return refusal if as_it_was else Refusal(*answer, refusal.diagnostics)

    def refusing(method: str) -> Callable[..., Any]:
        def refuse(self: Receiver, *arguments: object) -> Any:  # noqa: ANN401 - as the method has it
            try:
                made = getattr(super(Otherwise, self), method)(*arguments)
            except Refusal as refusal:
                raise told(refusal) from refusal
            return told(made) if isinstance(made, Refusal) else made

        return refuse

    for method in methods.split():
        setattr(Otherwise, method, refusing(method))
    variant(name, sentence, rests_on=rests_on, declines=filter(None, [declines]))(Otherwise)
