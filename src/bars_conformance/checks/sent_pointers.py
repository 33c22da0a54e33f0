"""What a sender makes of the pointers that it has found.

DocumentReference-StandardPattern/Sender-DocumentReference. An identifier is the last part of a read's path.
"""

from collections.abc import Sequence

from bars_conformance.checks.sent_headers import service as service_of
from bars_conformance.client import TARGET
from bars_conformance.exchange import Exchange
from bars_conformance.finding import Finding
from bars_conformance.verdict import Inconclusive


def is_found(reads: Sequence[Exchange], meant: str) -> Finding | None:
    """What is read in the end is what was meant, by its id; on the way there others may be looked at."""
    told = _id(reads[-1])
    return None if told == meant.lower() else Finding("[id] of the last read", meant, told)


def is_routed(reads: Sequence[Exchange], meant: str, service: str) -> Finding | None:
    """What was meant is read at the service that its pointer names, as ``system|value`` (R-109).

    Raises Inconclusive if it is not read at all.
    """
    of_it = [read for read in reads if _id(read) == meant.lower()]
    if not of_it:
        raise Inconclusive("the sender does not read what was meant")
    header = of_it[-1].request.header(TARGET)
    told = service_of(header)
    return None if _plain(told) == _plain(service) else Finding(TARGET, service, told or header or "none")


def _id(read: Exchange) -> str:
    return read.request.path.rpartition("/")[2].lower()


def _plain(target: str) -> str:
    """Without what does not tell services apart: http for https, and letter case of the system."""
    system, bar, value = target.partition("|")
    return system.lower().replace("http:", "https:") + bar + value
