"""Seeded faults: receivers, APIs and senders with one defect each, which the suite has to catch.

A fault is a class of a few lines that overrides one method of the reference. It is narrow on
purpose: one behaviour in one kind of answer, so that catching it shows that the suite looks there.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from bars_conformance.faults.fault import REGISTER, Fault
from bars_conformance.reference import Configuration, Receiver
from bars_conformance.reference.api import Api
from bars_conformance.reference.pointers import PointerStore
from bars_conformance.reference.sender import Sender
from bars_conformance.variants import VARIANTS, Variant
from bars_conformance.verdict import HarnessError

__all__ = ["FAULTS", "Fault", "api_with", "receiver_with", "sender_with"]

_Reference = TypeVar("_Reference", Receiver, Api, Sender)

for _file in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_file.name}")

FAULTS: Mapping[str, Fault] = MappingProxyType(REGISTER)
"""All faults by name."""


def receiver_with(names: Iterable[str], configuration: Configuration | None = None) -> Receiver:
    """A reference receiver that has these faults, or is one of the lawful variants.

    Raises HarnessError if there is neither of a name for receivers.
    """
    mixins = _mixins(names, Receiver)
    stores = dict.fromkeys(mixin.pointer_store for mixin in mixins)
    stores.pop(PointerStore, None)
    store = type("FaultyStore", (*stores, PointerStore), {})
    faulty: type[Receiver] = type("FaultyReceiver", (*mixins, Receiver), {"pointer_store": store})
    return faulty(configuration)


def api_with(names: Iterable[str]) -> type[Api]:
    """The reference API with these faults, or a lawful variant, to be made once it is known what is behind.

    Raises HarnessError if there is neither of a name for APIs.
    """
    return type("FaultyApi", (*_mixins(names, Api), Api), {})


def sender_with(names: Iterable[str]) -> Sender:
    """A reference sender that has these faults, or is one of the lawful variants.

    Raises HarnessError if there is neither of a name for senders.
    """
    faulty: type[Sender] = type("FaultySender", (*_mixins(names, Sender), Sender), {})
    return faulty()


def _mixins(names: Iterable[str], broken: type[_Reference]) -> list[type[_Reference]]:
    known: dict[str, Fault | Variant] = {**FAULTS, **VARIANTS}
    chosen = list(dict.fromkeys(names))
    if strange := [name for name in chosen if name not in known]:
        raise HarnessError(
            f"There is no fault named {', '.join(strange)}; `bars-conformance faults list` names them all."
        )
    mixins = {name: mixin for name in chosen if issubclass(mixin := known[name].mixin, broken)}
    if others := [name for name in chosen if name not in mixins]:
        role = broken.__name__.lower()
        raise HarnessError(f"{', '.join(others)} is no fault of role {role}; name its role.")
    return list(mixins.values())
