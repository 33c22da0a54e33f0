"""The reference API with two reference receivers and a record locator behind it, served on loopback."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bars_conformance.reference import server
from bars_conformance.reference.api.api import Api, Configuration
from bars_conformance.reference.api.catalogue import Endpoint, EndpointCatalogue
from bars_conformance.reference.api.registration import Registration, registered
from bars_conformance.reference.certificates import HOST, Certificates
from bars_conformance.reference.premises import SERVICES
from bars_conformance.reference.premises import Configuration as ReceiverConfiguration

_FULLY_BOOKED = tuple(service for service in SERVICES if service.fully_booked)
_OTHERS = tuple(service for service in SERVICES if not service.fully_booked)
_BASE = "/FHIR/R4"
_LOCATOR_TIMEOUT_S = 8


@dataclass(frozen=True)
class Site:
    """Where all is: the API, the receiver that can be booked, and the place kept for a receiver of yours."""

    url: str
    receiver_url: str
    own: "Place"
    registration: Registration

    def environment(self) -> dict[str, str]:
        """What the profile of the reference API takes from the environment."""
        return {
            "REFERENCE_URL": self.url,
            "RECEIVER_URL": self.receiver_url,
            "OWN_RECEIVER_PORT": str(self.own.port),
            "OWN_RECEIVER_CERTIFICATES": str(self.own.folder),
            **self.registration.environment(),
        }


@dataclass(frozen=True)
class Place:
    """Where a receiver of yours is called: a port, over mutual TLS; its certificates lie in the folder."""

    port: int
    folder: Path
    certificates: Certificates


@contextlib.contextmanager
def serving(make: type[Api], port: int = 0) -> Iterator[Site]:
    """Serve an API and its receivers in the background; port 0 takes a free one.

    Raises HarnessError if the port cannot be had.
    """
    with (
        _behind(make) as behind,
        server.kept_port() as port_kept,
        _place(port_kept) as own,
        registered(make.token_endpoint) as registration,
    ):
        api = make(_configuration(behind, own, registration))
        with server.listening(api, port) as url:
            yield Site(url, behind["elmbridge"], own, registration)


def serve(
    make: type[Api],
    port: int,
    announce: Callable[[str], object] = print,
    front: Callable[[Api], server.Application] = lambda behind: behind,
) -> None:
    """Serve an API until interrupted; the port after its own is kept for a receiver of yours.

    ``front`` gives what stands before it. ``announce`` is told its root, then a line for each variable that
    the profile of the reference API takes. Raises HarnessError if the port cannot be had.
    """
    with (
        _behind(make) as behind,
        _place(port + 1) as own,
        registered(make.token_endpoint) as registration,
    ):
        api = make(_configuration(behind, own, registration))
        server.listen(
            front(api),
            port,
            lambda url: Site(url, behind["elmbridge"], own, registration).environment(),
            announce,
        )


@contextlib.contextmanager
def _behind(api: type[Api]) -> Iterator[Mapping[str, str]]:
    """Two receivers, and the record locator that they write their pointers to; names to roots.

    The locator leaves to the API whom to refuse.
    """
    pointers = api.locator_type.pointer_store()
    configurations = {
        "elmbridge": ReceiverConfiguration(services=_OTHERS, pointers=pointers),
        "thornfield": ReceiverConfiguration(
            "Z8R02", "Thornfield Practices (fictional)", services=_FULLY_BOOKED, pointers=pointers
        ),
        "locator": ReceiverConfiguration(
            "Z8L01", "Record locator (fictional)", refused_organisations=frozenset(), pointers=pointers
        ),
    }
    kinds = {"locator": api.locator_type}
    with contextlib.ExitStack() as opened:
        yield {
            name: opened.enter_context(server.serving(kinds.get(name, api.receiver_type)(configuration)))
            for name, configuration in configurations.items()
        }


@contextlib.contextmanager
def _place(port: int) -> Iterator[Place]:
    certificates = Certificates()
    with tempfile.TemporaryDirectory(prefix="bars-reference-") as name:
        certificates.write_endpoint(Path(name))
        yield Place(port, Path(name), certificates)


def _configuration(behind: Mapping[str, str], own: Place, registration: Registration) -> Configuration:
    roots = {**behind, "own": f"https://{HOST}:{own.port}"}
    return Configuration(
        EndpointCatalogue.load({name: root + _BASE for name, root in roots.items()}),
        Endpoint("", "", behind["locator"] + _BASE, _LOCATOR_TIMEOUT_S),  # no target identifier leads there
        judge_token=registration.judge_token,
        token_routes=registration.endpoint.routes(),
        certificates=own.certificates,
    )
