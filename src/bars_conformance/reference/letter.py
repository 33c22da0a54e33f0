"""A message in the making: resources gathered under fullUrls of their own, then put into a Bundle."""

from typing import Any
from uuid import uuid4

from bars_conformance.reference.headers import CORE_VERSION
from bars_conformance.reference.instants import now
from bars_conformance.standard import CODE_SYSTEMS, PROFILES

Json = dict[str, Any]


class Letter:
    """The entries of one message, all as of one ``moment``."""

    def __init__(self) -> None:
        """Begin now, with nothing in it."""
        self.moment = now()
        self._entries: list[Json] = []

    def add(self, kind: str, elements: Json, variety: str = "") -> Json:
        """Take a resource in and give the reference to it; its profile is that of its type and variety."""
        meta = {"lastUpdated": self.moment, "profile": [PROFILES[f"{kind} {variety}".rstrip()]]}
        url = f"urn:uuid:{uuid4()}"
        self._entries.append({"fullUrl": url, "resource": {"resourceType": kind, "meta": meta} | elements})
        return {"reference": url}

    def enclose(self, full_url: str, resource: Json) -> None:
        """Take a resource in that has a fullUrl already, as it is."""
        self._entries.append({"fullUrl": full_url, "resource": resource})

    def bundle(self) -> Json:
        """The Bundle, what was added last in front: that should be the MessageHeader."""
        *others, header = self._entries
        return {
            "resourceType": "Bundle",
            "id": str(uuid4()),
            "meta": {
                "versionId": CORE_VERSION,
                "lastUpdated": self.moment,
                "profile": [PROFILES["Bundle (message)"]],
            },
            "type": "message",
            "timestamp": self.moment,
            "entry": [header, *others],
        }


def coding(system: str, code: str) -> Json:
    """A code of one of the standard's code systems, by the system's name."""
    return {"system": CODE_SYSTEMS[system].url, "code": code}


def concept(*codings: Json) -> Json:
    """A CodeableConcept of some codings."""
    return {"coding": list(codings)}
