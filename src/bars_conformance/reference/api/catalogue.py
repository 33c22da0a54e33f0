"""The Endpoint Catalogue: which receiver answers for which service."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bars_conformance.house import FIXTURES
from bars_conformance.standard import read

FILE = FIXTURES / "suts" / "reference-endpoints.yaml"


@dataclass(frozen=True)
class Endpoint:
    """One entry: the identifier of a service, the FHIR base of its receiver, and how long to wait for it."""

    system: str
    value: str
    address: str
    timeout_s: float


class EndpointCatalogue:
    """Finds the endpoints of a target identifier (End-to-end-workflow/Routing.page.md)."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._endpoints = tuple(endpoints)

    @classmethod
    def load(cls, addresses: Mapping[str, str], path: Path = FILE) -> "EndpointCatalogue":
        """Read the entries from YAML; ``addresses`` has the FHIR base of each receiver they name."""
        return cls(
            Endpoint(entry["system"], entry["value"], addresses[entry["receiver"]], entry["timeout_s"])
            for entry in read(path)
        )

    def having(self, *endpoints: Endpoint) -> "EndpointCatalogue":
        """One that has these entries, too."""
        return EndpointCatalogue((*self._endpoints, *endpoints))

    def find(self, system: str, value: str) -> list[Endpoint]:
        """All endpoints of a service: one if all is well."""
        return [each for each in self._endpoints if (each.system, each.value) == (system, value)]
