"""The fixtures of a scenario about a sender: the suite plays the receiving side."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from bars_conformance.cast import Evidence
from bars_conformance.plugin import RECORD
from bars_conformance.receiving import address
from bars_conformance.receiving.listener import Listener
from bars_conformance.receiving.respondent import Respondent
from bars_conformance.receiving.scene import Plan
from bars_conformance.reference.server import listening
from bars_conformance.run import Run


@pytest.fixture(scope="session")
def receiving_side(run: Run, evidence: Evidence) -> Iterator[Respondent]:
    """One listener a worker, and who plays behind it."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    handshakes = address.handshakes(run.profile)
    listener = Listener(urlsplit(run.profile.base_url).path, handshakes)
    host, port = address.address(run.profile, worker)
    with listening(listener, port, host=host, tls=handshakes.context if handshakes else None) as served:
        root = address.root(run.profile, urlsplit(served).port or 0)
        yield Respondent(run.profile, listener, root, run.shared, evidence)


@pytest.fixture
def respondent(request: pytest.FixtureRequest, receiving_side: Respondent, evidence: Evidence) -> Respondent:
    """The receiving side in this scenario."""
    evidence.scenario = request.node.stash[RECORD]
    return receiving_side


@pytest.fixture
def plans() -> list[Plan]:
    """The situations that the sender is to meet: none, where no Given speaks of any."""
    return []


@pytest.fixture
def staging() -> str:
    """How the receiver differs from the usual: not at all, where no Given says so."""
    return ""
