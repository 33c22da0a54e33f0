"""Profiles of senders that a test plays."""

import os
from pathlib import Path

from bars_conformance.profile import REFERENCE_SENDER


def own_port(port: int) -> int:
    """A port like this one, which no other worker of pytest-xdist has."""
    return port + 100 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def profile(
    folder: Path, port: int, triggers: str, limits: str = "{workers: 2, trigger_s: 30, quiet_s: 0}"
) -> Path:
    """Write a profile like that of the reference sender; ``port`` is where the suite listens."""
    text = REFERENCE_SENDER.read_text(encoding="utf-8").replace(
        "http://127.0.0.1/", f"http://127.0.0.1:{port}/"
    )
    head = text.partition("application:")[0]
    path = folder / "profile.yaml"
    path.write_text(f"{head}limits: {limits}\ntriggers: {triggers}\n", encoding="utf-8")
    return path
