"""The reference API with two reference receivers behind it, served on the loopback interface."""

import contextlib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bars_conformance.reference import server
from bars_conformance.reference.api.api import Api, Configuration
from bars_conformance.reference.api.catalogue import EndpointCatalogue
from bars_conformance.reference.api.registration import Registration, registered
from bars_conformance.reference.premises import SERVICES
from bars_conformance.reference.premises import Configuration as ReceiverConfiguration
from bars_conformance.reference.receiver import Receiver

_FULLY_BOOKED = tuple(service for service in SERVICES if service.fully_booked)
_OTHERS = tuple(service for service in SERVICES if not service.fully_booked)
_BASE = "/FHIR/R4"

MakeApi = Callable[[Configuration], Api]


@dataclass(frozen=True)
class Site:
    """Where all is: the API, the receiver that can be booked, and the port kept for a receiver of yours."""

    url: str
    receiver_url: str
    own_receiver_port: int
    registration: Registration

    def environment(self) -> dict[str, str]:
        """What the profile of the reference API takes from the environment."""
        return {
            "REFERENCE_URL": self.url,
            "RECEIVER_URL": self.receiver_url,
            "OWN_RECEIVER_PORT": str(self.own_receiver_port),
            **self.registration.environment(),
        }


@contextlib.contextmanager
def serving(make: MakeApi, port: int = 0) -> Iterator[Site]:
    """Serve an API and its receivers in the background; port 0 takes a free one.

    Raises HarnessError if the port cannot be had.
    """
    with _receivers() as (first, second), _kept_port() as own, registered() as registration:
        api = make(_configuration(_endpoints(first, second, own), registration))
        with server.listening(api, port) as url:
            yield Site(url, first, own, registration)


def serve(make: MakeApi, port: int, announce: Callable[[str], object] = print) -> None:
    """Serve an API until interrupted; the port after its own is kept for a receiver of yours.

    ``announce`` is told its root, then a line for each variable that the profile of the reference API takes.
    Raises HarnessError if the port cannot be had.
    """
    own = port + 1
    with _receivers() as (first, second), registered() as registration:
        api = make(_configuration(_endpoints(first, second, own), registration))
        server.listen(api, port, lambda url: Site(url, first, own, registration).environment(), announce)


@contextlib.contextmanager
def _receivers() -> Iterator[tuple[str, str]]:
    second = ReceiverConfiguration("Z8R02", "Thornfield Practices (fictional)", services=_FULLY_BOOKED)
    with (
        server.serving(Receiver(ReceiverConfiguration(services=_OTHERS))) as first_url,
        server.serving(Receiver(second)) as second_url,
    ):
        yield first_url, second_url


@contextlib.contextmanager
def _kept_port() -> Iterator[int]:
    """A port that nobody else gets and nobody listens on, until one does who also reuses addresses."""
    with contextlib.closing(socket.socket()) as keeper:
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.bind((server.LOOPBACK, 0))
        yield keeper.getsockname()[1]


def _configuration(endpoints: EndpointCatalogue, registration: Registration) -> Configuration:
    tokens = registration.endpoint.routes()
    return Configuration(endpoints, judge_token=registration.judge_token, token_routes=tokens)


def _endpoints(first: str, second: str, own_port: int) -> EndpointCatalogue:
    own = f"http://{server.LOOPBACK}:{own_port}"
    return EndpointCatalogue.load(
        {"elmbridge": first + _BASE, "thornfield": second + _BASE, "own": own + _BASE}
    )
