"""The embedded references, one for each role: which profile is theirs, and how each is served."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bars_conformance.faults import api_with, receiver_with, sender_with
from bars_conformance.profile import REFERENCE, REFERENCE_API, REFERENCE_SENDER
from bars_conformance.reference import api, sender, server

Faults = Iterable[str]


@dataclass(frozen=True)
class Embedded:
    """The reference of a role, which may have faults.

    ``serving`` serves it while a block lasts, and yields what its profile takes from the environment. It
    raises HarnessError if there is no such fault.
    """

    profile: Path
    serving: Callable[[Faults], contextlib.AbstractContextManager[Mapping[str, str]]]


@contextlib.contextmanager
def _site(faults: Faults) -> Iterator[Mapping[str, str]]:
    with api.serving(api_with(faults)) as site:
        yield site.environment()


EMBEDDED: Mapping[str, Embedded] = MappingProxyType(
    {
        "receiver": Embedded(
            REFERENCE,
            lambda faults: server.serving_in_full(receiver_with(faults)),
        ),
        "api": Embedded(
            REFERENCE_API,
            _site,
        ),
        "sender": Embedded(
            REFERENCE_SENDER,
            lambda faults: sender.serving(sender_with(faults)),
        ),
    }
)
"""The references by role."""
