"""The fixtures of a scenario: who plays in it, and where the evidence goes."""

from collections.abc import Callable, Iterator

import pytest

from bars_conformance import record
from bars_conformance.claims import Claims
from bars_conformance.client import Client
from bars_conformance.exchange import Exchange
from bars_conformance.hooks import Hooks
from bars_conformance.plugin import RECORD, RUN
from bars_conformance.receiving.logbook import Logbook
from bars_conformance.requester import Requester
from bars_conformance.run import Run
from bars_conformance.sent import Sent
from bars_conformance.sharing import Leases, RightOfWay
from bars_conformance.slow_message import SlowMessage


class Evidence:
    """Hands exchanges to the record of the scenario that runs."""

    scenario: record.Scenario

    def __call__(self, exchange: Exchange) -> None:
        """Keep an exchange."""
        self.scenario.exchanged(exchange)


@pytest.fixture(scope="session")
def run(pytestconfig: pytest.Config) -> Run:
    """The run that the scenarios are part of."""
    return pytestconfig.stash[RUN]


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    """Where exchanges go."""
    return Evidence()


@pytest.fixture(scope="session")
def client(run: Run, evidence: Callable[[Exchange], None]) -> Iterator[Client]:
    """One client a worker."""
    client = Client(run.profile, evidence, RightOfWay(run.shared), run.workers, run.tokens)
    yield client
    client.close()


@pytest.fixture(scope="session")
def claims(run: Run, client: Client) -> Claims:
    """What the system under test claims."""
    return Claims(run.profile, client)


@pytest.fixture(scope="session")
def slow_message() -> SlowMessage:
    """The one message of a run that the receiver is too slow for."""
    return SlowMessage()


@pytest.fixture(scope="session")
def logbook(run: Run) -> Logbook:
    """What arrives where the suite stands in for the API."""
    return Logbook(run.shared)


@pytest.fixture
def requester(
    request: pytest.FixtureRequest, run: Run, client: Client, claims: Claims, evidence: Evidence
) -> Iterator[Requester]:
    """The system that the suite plays in this scenario; it puts away what it made."""
    scenario = evidence.scenario = request.node.stash[RECORD]
    requester = Requester(
        run.profile,
        client,
        claims,
        Leases(run.shared),
        RightOfWay(run.shared),
        Hooks(run.profile, client),
        through_api=scenario.through_api,
    )
    yield requester
    scenario.ledger.extend(requester.clean_up())


@pytest.fixture
def answers(sent: Sent) -> dict[str, Exchange]:
    """What is judged where no step gathered several answers: the one there is."""
    return {"the request": sent.exchange}


@pytest.fixture
def sent(accepted: Sent) -> Sent:
    """What is judged where no When sent anything: the answer to the Given."""
    return accepted
