"""The receiver that a sender under test meets takes what a ruling leaves to senders."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bars_conformance.receiving.host import Host
from bars_conformance.reference.sender import Errand, Sender
from bars_conformance.reference.server import listening
from bars_conformance.variants import VARIANTS

CHOICES = ["cancelled-by-delete", "systems-otherwise-spelt", "patient-by-name", "contexts-in-one-value"]


@pytest.fixture
def errand() -> Iterator[Errand]:
    with listening(Host()) as root:
        yield Errand(f"{root}/FHIR/R4", "2000072489", "Z8R01", "9993004170")


@pytest.mark.parametrize("name", CHOICES)
def test_a_sender_is_served_whatever_it_chooses(errand: Errand, name: str) -> None:
    mixin = VARIANTS[name].mixin
    assert issubclass(mixin, Sender)
    chosen = mixin()
    made = chosen.perform("book", errand)
    assert made
    assert chosen.perform("discover", errand) == ""
    assert chosen.perform("cancel", replace(errand, reference=made)) == made
    chosen.close()
