"""Serves the stand-in: a reference of role receiver or api, with what the table has beside it."""

import contextlib
from collections.abc import Iterable, Iterator

from bars_conformance.faults import api_with, receiver_with
from bars_conformance.reference import Receiver, api, server
from bars_conformance.standard import URL
from bars_conformance.standin.front import BASE_PATH, StandIn
from bars_conformance.standin.hosts import Hosts
from bars_conformance.standin.table import rows
from bars_conformance.verdict import HarnessError

_API_WAITS_S = 8.0


def serve(role: str, faults: Iterable[str], port: int) -> None:
    """Serve a stand-in on a port until interrupted, its live page at ``/``.

    It prints its root, then a line for each variable that the profile of the reference takes. Raises
    HarnessError if there is no such fault, or the port cannot be had.
    """
    if role == "receiver":
        server.serve(
            receiver_with(faults), port, front=lambda behind: StandIn(Hosts(rows(), behind), "receiver")
        )
    elif role == "api":
        faulty = api_with(faults)
        with hosts() as address:
            api.serve(faulty, port, front=lambda behind: before_api(behind, address))
    else:
        raise HarnessError(f"there is no stand-in of role {role}; name receiver or api.")


@contextlib.contextmanager
def hosts() -> Iterator[str]:
    """Serve the receivers of the table in the background, and yield their FHIR base."""
    with server.listening(Hosts(rows(), Receiver())) as root:
        yield root + BASE_PATH


def before_api(behind: api.Api, address: str) -> StandIn:
    """A stand-in before an API, which from now on finds the services of the table at that address."""
    numbers = [row.service for row in rows() if row.service]
    more = (api.Endpoint(URL.service_id, number, address, _API_WAITS_S) for number in numbers)
    behind.endpoints = behind.endpoints.having(*more)
    return StandIn(behind, "api")
