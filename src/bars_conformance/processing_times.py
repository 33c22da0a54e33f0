"""How long a receiver takes: percentiles, and the share of requests within a limit.

Non-Functional-Requirements/Processing-Times.page.md.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

SECTION = "processing times"
"""The section of the features whose exchanges are the sample."""

USUAL_MS = 2100
"""Within this time most requests are to be answered, milliseconds."""

_PERCENTILES = (50, 90, 99)
_MESSAGES = "$process-message"


def percentile(times: Sequence[float], percent: float) -> float:
    """The smallest of the times that so many per cent of them do not exceed (nearest rank)."""
    return sorted(times)[max(0, math.ceil(len(times) * percent / 100) - 1)]


def share_within(times: Sequence[float], limit_ms: float) -> float:
    """Which part of the times, from 0 to 1, is within the limit."""
    return sum(time <= limit_ms for time in times) / len(times)


def of_sample(
    scenarios: Iterable[Mapping[str, Any]], exchanges: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """What the scenarios of the section measured, messages apart, in the shape of results.json.

    Only what their steps sent is counted, not what put it away.
    """
    times: dict[str, list[float]] = {}
    for scenario in scenarios:
        if scenario["section"] == SECTION:
            for index in (index for step in scenario["steps"] for index in step["exchanges"]):
                exchange = exchanges[index]
                is_message = exchange["request"]["url"].endswith(f"/{_MESSAGES}")
                kind = _MESSAGES if is_message else "all other requests"
                times.setdefault(kind, []).append(exchange["duration_ms"])
    return [
        {
            "requests": kind,
            "samples": len(measured),
            **{f"p{percent}_ms": round(percentile(measured, percent), 1) for percent in _PERCENTILES},
            f"share_within_{USUAL_MS}_ms": round(share_within(measured, USUAL_MS), 4),
        }
        for kind, measured in sorted(times.items())
    ]


def told(times: Sequence[float]) -> str:
    """The percentiles of the times in a line."""
    return ", ".join(f"p{percent} {percentile(times, percent):.0f} ms" for percent in _PERCENTILES)
