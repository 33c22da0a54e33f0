"""Seeded faults: receivers with one defect each, which the suite has to catch.

A fault is a class of a few lines that overrides one method of the reference receiver. It is narrow on
purpose: one behaviour in one kind of answer, so that catching it shows that the suite looks there.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bars_conformance.faults.fault import REGISTER, Fault
from bars_conformance.reference import Configuration, Receiver
from bars_conformance.reference.pointers import PointerStore
from bars_conformance.variants import VARIANTS, Variant
from bars_conformance.verdict import HarnessError

__all__ = ["FAULTS", "Fault", "receiver_with"]

for _file in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_file.name}")

FAULTS: Mapping[str, Fault] = MappingProxyType(REGISTER)
"""All faults by name."""


def receiver_with(names: Iterable[str], configuration: Configuration | None = None) -> Receiver:
    """A reference receiver that has these faults, or is one of the lawful variants.

    Raises HarnessError if there is neither of a name.
    """
    known: dict[str, Fault | Variant] = {**FAULTS, **VARIANTS}
    chosen = list(dict.fromkeys(names))
    strange = [name for name in chosen if name not in known]
    if strange:
        raise HarnessError(
            f"There is no fault named {', '.join(strange)}; `bars-conformance faults list` names them all."
        )
    mixins = tuple(known[name].mixin for name in chosen) or (Receiver,)
    stores = dict.fromkeys(mixin.pointer_store for mixin in mixins)
    stores.pop(PointerStore, None)
    store = type("FaultyStore", (*stores, PointerStore), {})
    faulty: type[Receiver] = type("FaultyReceiver", mixins, {"pointer_store": store})
    return faulty(configuration)
