"""The words in which a feature asks something of an answer."""

import re
from collections.abc import Callable, Mapping

from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.verdict import HarnessError


def judged(
    exchange: Exchange, words: str, properties: Mapping[str, Callable[..., Finding | None]]
) -> Finding | None:
    """What the check of these words finds; ``properties`` has a pattern of words for each check.

    Raises HarnessError for words that no pattern fits.
    """
    for pattern, check in properties.items():
        if found := re.fullmatch(pattern, words):
            return check(exchange, **found.groupdict())
    raise HarnessError(f"no property is called '{words}'; the features know {', '.join(properties)}.")
