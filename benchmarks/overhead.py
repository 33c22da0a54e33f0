"""What the suite costs: a run against the reference, and its exchanges replayed by a bare httpx loop.

Prints both times, their ratio, and the suite's own cost, and ends with 1 if that is above a bound. At the
margin, one more scenario with one exchange may cost 5 ms; a scenario as they are, with several exchanges and
what is checked of each, may on average cost as much as five bare exchanges. Each scenario, in suite and
replay, counts with the shortest of its times in some rounds, since what else a machine does only adds.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import Any

import httpx

from bars_conformance.faults import receiver_with
from bars_conformance.profile import REFERENCE
from bars_conformance.reference.server import serving, serving_in_full

MARGIN_MS = 5.0
AVERAGE_EXCHANGES = 5
"""The same code costs half as much again in a slow hour of the same machine, and so does a bare exchange."""
ROUNDS = 5
MOST_TRIES = 2
"""A machine that is busy otherwise may be so for all rounds of a try; it makes nothing look cheaper."""


def main() -> int:
    """Measure a few times, and again a few times if a bound seems missed; say whether they are kept."""
    rounds: list[_Round] = []
    for _ in range(MOST_TRIES):
        rounds += [_round() for _ in range(ROUNDS)]
        is_kept = _told(_quietest(rounds))
        sys.stdout.write(f"{'kept' if is_kept else 'missed'} in {len(rounds)} rounds\n")
        if is_kept:
            return 0
    return 1


@dataclass
class _Round:
    """Of each scenario: its seconds in the suite, those of its exchanges in the replay, and their number."""

    suite: list[float]
    replay: list[float]
    exchanges: list[int]


def _quietest(rounds: Sequence[_Round]) -> _Round:
    return _Round(
        [min(times) for times in zip(*(each.suite for each in rounds), strict=True)],
        [min(times) for times in zip(*(each.replay for each in rounds), strict=True)],
        rounds[0].exchanges,
    )


def _told(measured: _Round) -> bool:
    """Print what was measured, and tell whether the bounds are kept."""
    suite, replay, exchanges = sum(measured.suite), sum(measured.replay), sum(measured.exchanges)
    own = [(whole - bare) * 1000 for whole, bare in zip(measured.suite, measured.replay, strict=True)]
    single = [cost for cost, number in zip(own, measured.exchanges, strict=True) if number == 1]
    margin, average, bare = fmean(single), fmean(own), replay * 1000 / exchanges
    sys.stdout.write(
        f"{len(own)} scenarios, {exchanges} exchanges of {bare:.2f} ms when bare: "
        f"suite {suite:.2f} s, replay {replay:.2f} s, suite / replay {suite / replay:.1f}\n"
        f"the suite's own cost: {margin:.2f} ms at the margin, by {len(single)} scenarios with one exchange "
        f"(bound {MARGIN_MS:g}); {average:.2f} ms a scenario on average "
        f"(bound {AVERAGE_EXCHANGES * bare:.2f}); {sum(own) / exchanges:.2f} ms an exchange\n"
    )
    return margin <= MARGIN_MS and average <= AVERAGE_EXCHANGES * bare


def _round() -> _Round:
    """Run the suite, and replay what it sent.

    The receiver keeps no pointers at an API here: it would do so of its own accord, and not in the replay.
    Scenarios that wait for a hook are left out: what they wait for is not the suite's cost. So are those over
    TLS, which cannot be replayed without the certificates.
    """
    receiver = receiver_with(())
    with serving_in_full(receiver) as variables:
        receiver.configuration = replace(receiver.configuration, api_url=None)
        url, results = variables["REFERENCE_URL"], _results(variables)
    left_out = {
        scenario["id"]
        for scenario in results["scenarios"]
        for address in (results["exchanges"][index]["request"]["url"] for index in scenario["exchanges"])
        if "/hooks/" in address or not address.startswith(url)
    }
    counted = [each for each in results["scenarios"] if each["exchanges"] and each["id"] not in left_out]
    chosen = [[results["exchanges"][index] for index in scenario["exchanges"]] for scenario in counted]
    # The replay is a process of its own, as the suite is: both reach the receiver across processes.
    with serving(receiver_with(())) as other_url, ProcessPoolExecutor(1, get_context("spawn")) as apart:
        replay = apart.submit(_replayed, chosen, url, other_url).result()
    return _Round([scenario["duration_s"] for scenario in counted], replay, [*map(len, chosen)])


def _results(variables: dict[str, str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "receiver.yaml"
        lines = REFERENCE.read_text(encoding="utf-8").splitlines(keepends=True)
        profile.write_text("".join(each for each in lines if "own_api_port" not in each), encoding="utf-8")
        subprocess.run(  # noqa: S603 - ourselves
            [
                *(sys.executable, "-m", "bars_conformance", "run"),
                *(f"--sut={profile}", "--workers=1", f"--reports={folder}"),
            ],
            env={**os.environ, **variables},
            capture_output=True,
            check=True,
        )
        results: dict[str, Any] = json.loads((Path(folder) / "results.json").read_text(encoding="utf-8"))
        return results


def _replayed(scenarios: list[list[dict[str, Any]]], recorded_url: str, url: str) -> list[float]:
    with httpx.Client(trust_env=False, timeout=10) as client:
        times = []
        for exchanges in scenarios:
            taken = 0.0
            for exchange in exchanges:
                request = exchange["request"]
                headers = [
                    (name, value)
                    for name, values in request["headers"].items()
                    for value in (values if isinstance(values, list) else [values])
                    if name.lower() not in ("host", "content-length", "connection")
                ]
                started = time.perf_counter()
                client.request(
                    request["method"],
                    request["url"].replace(recorded_url, url),
                    headers=headers,
                    content=(request["body"] or "").encode() or None,
                )
                taken += time.perf_counter() - started
            times.append(taken)
        return times


if __name__ == "__main__":
    sys.exit(main())
