"""What the suite costs: a run against the reference, and its exchanges replayed by a bare httpx loop.

Prints both times, their ratio, and the suite's own cost per scenario and per exchange at the margin, and ends
with 1 if that is above the bound of 5 ms a scenario. Each scenario, and each exchange of the replay, counts
with the shortest of its times in some rounds, since what else a machine does only adds.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from bars_conformance.faults import receiver_with
from bars_conformance.profile import REFERENCE
from bars_conformance.reference.server import serving, serving_in_full

BOUND_MS = 5.0
ROUNDS = 5


def main() -> int:
    """Measure a few times, take the shortest times, and say whether the bound is kept."""
    rounds = [_round() for _ in range(ROUNDS)]
    scenarios = [min(times) for times in zip(*(each[0] for each in rounds), strict=True)]
    exchanges = [min(times) for times in zip(*(each[1] for each in rounds), strict=False)]
    suite, replay = sum(scenarios), sum(exchanges)
    own = (suite - replay) * 1000
    a_scenario, an_exchange = own / len(scenarios), own / len(exchanges)
    sys.stdout.write(
        f"{len(scenarios)} scenarios with {len(exchanges)} exchanges: suite {suite:.2f} s, "
        f"replay {replay:.2f} s, suite / replay {suite / replay:.1f}, "
        f"the suite's own cost {a_scenario:.2f} ms a scenario or {an_exchange:.2f} ms an exchange; "
        f"bound {BOUND_MS:g} ms a scenario {'kept' if a_scenario <= BOUND_MS else 'missed'}\n"
    )
    return 0 if a_scenario <= BOUND_MS else 1


def _round() -> tuple[list[float], list[float]]:
    """Seconds of each scenario in the suite, and of each of their exchanges in the replay.

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
    chosen = [results["exchanges"][index] for scenario in counted for index in scenario["exchanges"]]
    with serving(receiver_with(())) as other_url:
        replay = _replayed(chosen, url, other_url)
    return [scenario["duration_s"] for scenario in counted], replay


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


def _replayed(exchanges: list[dict[str, Any]], recorded_url: str, url: str) -> list[float]:
    with httpx.Client(trust_env=False, timeout=10) as client:
        times = []
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
            times.append(time.perf_counter() - started)
        return times


if __name__ == "__main__":
    sys.exit(main())
