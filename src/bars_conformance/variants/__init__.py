"""Lawful variants: receivers, APIs and senders that read the standard otherwise than the reference does.

Each makes one choice that docs/rulings.md, HTTP or FHIR leaves to it, and is as conformant. The suite has to
judge it as it judges the reference: where it does not, the suite and not the variant is wrong.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType

from bars_conformance.variants.variant import REGISTER, Variant

__all__ = ["VARIANTS", "Variant"]

for _file in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_file.name}")

VARIANTS: Mapping[str, Variant] = MappingProxyType(REGISTER)
"""All variants by name."""
